"""Municipalities that merged: under which code a figure of before stands today, and whether it may be added up."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, StringConstraints, model_validator

from .exceptions import InvalidFile
from .toml_file import check_unique, read_entries, read_toml, unknown_tables
from .wording import Entry, FilledText

NisCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
FLEMISH_MERGERS: Final = Path(__file__).with_name("flemish_mergers.toml")


class Part(Entry):
    """A municipality as it was before."""

    code: NisCode
    name: FilledText


class Merger(Entry):
    """Municipalities that became one; the code of the new one may be that of a part."""

    code: NisCode
    name: FilledText
    on: date
    parts: Annotated[tuple[Part, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _each_part_once(self) -> "Merger":
        if len({part.code for part in self.parts}) < len(self.parts):
            raise ValueError("a part stands twice: keep it once")
        return self

    def others_than(self, code: str) -> str:
        """The other parts, in words."""
        return ", ".join(f"{part.name} ({part.code})" for part in self.parts if part.code != code)


class Crosswalk:
    """All mergers that are known."""

    def __init__(self, mergers: Iterable[Merger] = ()) -> None:
        self.mergers = tuple(mergers)

    @cached_property
    def _by_part(self) -> Mapping[str, Merger]:
        return {part.code: merger for merger in self.mergers for part in merger.parts}

    @cached_property
    def _by_code(self) -> Mapping[str, Merger]:
        return {merger.code: merger for merger in self.mergers}

    def merger_of(self, code: str) -> Merger | None:
        """Into what did the municipality with this code merge?"""
        return self._by_part.get(code)

    def merger_into(self, code: str) -> Merger | None:
        """From what did the municipality with this code come?"""
        return self._by_code.get(code)

    def merger_named(self, name: str) -> Merger | None:
        """Into what did the municipality of this name merge? None where its name went on."""
        for merger in self.mergers:
            for part in merger.parts:
                if part.name.casefold() == name.casefold() and merger.name.casefold() != name.casefold():
                    return merger
        return None


def read_crosswalk(path: Path) -> Crosswalk:
    """Which mergers does this file list?

    Arguments: `path`, a TOML file of `[[merger]]` tables. Raises: `InvalidFile` with every problem.
    """
    content = read_toml(path)
    mergers, problems = read_entries(content, path, "merger", Merger, key="code")
    problems += unknown_tables(content, path, ("merger",))
    problems += check_unique(path, "merger", [merger.code for merger in mergers])
    problems += check_unique(path, "part", [part.code for merger in mergers for part in merger.parts])
    if problems:
        raise InvalidFile(problems)
    return Crosswalk(mergers)
