"""Programmes as a city writes them down: a TOML file that says, for each stage of the funnel, which fact reaches it."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, model_validator

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.toml_file import check_unique, read_entries, read_toml, unknown_tables
from arbeidspact.indicators.wording import Entry, Reference, Slug, Text
from arbeidspact.organisations.models import OrganisationKind

SHIPPED: Final = Path(__file__).parent / "programmes.toml"


class StageFact(StrEnum):
    """What must have happened for a stage to be reached; each is read from what was registered, never filled in."""

    MET = "met"
    """The contact was registered, or the person enrolled."""
    REACHABLE = "reachable"
    """Somebody was met and left a way to reach them, or was spoken to again."""
    TALKED_AGAIN = "talked_again"
    """Somebody was spoken to again after the first time."""
    ACCOMPANIED = "accompanied"
    """There is a file, and an organisation accompanies the person."""
    STEP_AGREED = "step_agreed"
    """There is a file, and a step was agreed since."""
    IN_WORK_OR_TRAINING = "in_work_or_training"
    """Employed or a student since a day on or after the start of the accompaniment."""
    IN_WORK = "in_work"
    """Employed since a day on or after the start of the accompaniment."""


class StageEntry(Entry):
    """One stage of a programme's funnel; `indicator`, which one its count feeds."""

    slug: Slug
    name: Text
    definition: Text
    fact: StageFact
    indicator: str = ""


class ProgrammeEntry(Entry):
    """One programme. `starts_on`, since when it counts; left out, since always."""

    slug: Slug
    name: Text
    summary: Text | None = None
    area: Slug
    starts_on: date | None = None
    organisation_kinds: Annotated[tuple[OrganisationKind, ...], Field(min_length=1)]
    stages: Annotated[tuple[StageEntry, ...], Field(min_length=1, max_length=8)]
    reference: Reference | None = None

    @model_validator(mode="after")
    def _stages_follow_each_other(self) -> "ProgrammeEntry":
        order = list(StageFact)
        places = [order.index(stage.fact) for stage in self.stages]
        if places[0] != 0:
            raise ValueError("the first stage counts everybody who was met: give it fact = met")
        if places != sorted(set(places)):
            raise ValueError(f"the facts of the stages do not follow each other: keep the order {', '.join(order)}")
        slugs = [stage.slug for stage in self.stages]
        if len(set(slugs)) != len(slugs):
            raise ValueError("two stages have the same slug: give each its own")
        return self


def read_programmes(path: Path = SHIPPED) -> tuple[ProgrammeEntry, ...]:
    """Which programmes does this file hold?

    Arguments: `path`, a TOML file of `[[programme]]` tables. Raises: `InvalidFile` with every problem.
    """
    content = read_toml(path)
    entries, problems = read_entries(content, path, "programme", ProgrammeEntry)
    problems += unknown_tables(content, path, ("programme",))
    problems += check_unique(path, "programme", [entry.slug for entry in entries])
    if problems:
        raise InvalidFile(problems)
    return tuple(entries)


__all__ = ["SHIPPED", "ProgrammeEntry", "StageEntry", "StageFact", "read_programmes"]
