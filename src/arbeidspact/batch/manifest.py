"""The account of a run: what it was started with and which parts are done. One JSON file in its folder."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from arbeidspact.batch.exceptions import DamagedManifest, Difference, NoRun
from arbeidspact.batch.fingerprint import hashes_together
from arbeidspact.batch.requests import RunState
from arbeidspact.batch.whole_files import hash_of_file, write_whole

FORMAT_VERSION: Final = 1
MANIFEST: Final = "_manifest.json"
"""Engines that read a folder of Parquet leave names alone that start with an underscore."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of people: its name below the folder given, and what was in it."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PartDone:
    """One part of the answer, and of which rows of which file."""

    number: int
    file: str
    source: str
    first_row: int
    persons: int
    matches: int
    without_match: int
    not_enough_known: int
    answer_hash: str
    bytes: int
    sha256: str

    def is_whole_in(self, folder: Path) -> bool:
        """Is the file there, as it was written?"""
        path = folder / self.file
        return path.is_file() and path.stat().st_size == self.bytes and hash_of_file(path) == self.sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that decides the answers, and how far they are.

    Answers depend on the content of the index and of the files of people and on the parameters, never on paths: files
    may move between two sessions of one run.
    """

    product_version: str
    index_path: str
    index_hash: str
    index_version: int
    vacancies: int
    persons_path: str
    sources: tuple[SourceFile, ...]
    k: int
    policy: Mapping[str, str | int]
    part_rows: int
    state: RunState
    started_at: str
    ended_at: str | None = None
    sessions: int = 1
    problem: str | None = None
    parts: tuple[PartDone, ...] = ()

    @property
    def total(self) -> int:
        return sum(source.rows for source in self.sources)

    @property
    def done(self) -> int:
        return sum(part.persons for part in self.parts)

    @property
    def matches(self) -> int:
        return sum(part.matches for part in self.parts)

    @property
    def answer_hash(self) -> str:
        return hashes_together(part.answer_hash for part in self.parts)

    def with_part(self, part: PartDone) -> Self:
        parts = sorted([*self.parts, part], key=lambda one: one.number)
        return replace(self, parts=tuple(parts))

    def ended(self, state: RunState, problem: str | None = None) -> Self:
        return replace(self, state=state, ended_at=now(), problem=problem)

    def differences_from(self, asked: "Manifest") -> list[Difference]:
        """What would give other answers than the run was started for."""
        pairs: list[tuple[str, object, object]] = [
            ("the index", self.index_hash[:12], asked.index_hash[:12]),
            ("the format of the index", self.index_version, asked.index_version),
            ("k", self.k, asked.k),
            ("part_rows", self.part_rows, asked.part_rows),
        ]
        names = sorted({*self.policy, *asked.policy})
        pairs += [(f"policy.{name}", self.policy.get(name), asked.policy.get(name)) for name in names]
        return [
            Difference(what, str(then), str(asked_now)) for what, then, asked_now in pairs if then != asked_now
        ] + _differences_of_sources(self.sources, asked.sources)

    def write(self, folder: Path) -> None:
        """Write the account, whole or not at all. Raises: `OSError`."""
        content = {"format": FORMAT_VERSION, **asdict(self), "answer_hash": self.answer_hash}
        write_whole(folder / MANIFEST, [json.dumps(content, indent=1).encode()])

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The account in this folder. Raises: `NoRun`; `DamagedManifest` when it cannot be used."""
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise NoRun(folder) from None
        except (ValueError, OSError) as error:
            raise DamagedManifest(folder, "it is no JSON") from error
        try:
            return cls._of(folder, content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DamagedManifest(folder, "something is missing from it or was changed") from error

    @classmethod
    def _of(cls, folder: Path, content: dict[str, Any]) -> Self:
        version = content.pop("format")
        if version != FORMAT_VERSION:
            raise DamagedManifest(folder, f"it has format {version}, this release reads {FORMAT_VERSION}")
        answer = content.pop("answer_hash")
        content["sources"] = tuple(SourceFile(**source) for source in content["sources"])
        content["parts"] = tuple(PartDone(**part) for part in content["parts"])
        content["state"] = RunState(content["state"])
        manifest = cls(**content)
        if manifest.answer_hash != answer or any(Path(part.file).name != part.file for part in manifest.parts):
            raise ValueError
        return manifest


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _differences_of_sources(then: tuple[SourceFile, ...], asked_now: tuple[SourceFile, ...]) -> list[Difference]:
    if len(then) == len(asked_now) == 1:
        then, asked_now = (replace(then[0], name="the file"),), (replace(asked_now[0], name="the file"),)
    before, after = {one.name: one for one in then}, {one.name: one for one in asked_now}
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append(Difference(f"people in {name}", _in_words(old), _in_words(new)))
    return found


def _in_words(source: SourceFile | None) -> str:
    return "not there" if source is None else f"{source.rows} rows ({source.sha256[:12]})"
