"""The answers: values that explain themselves, in ids and whole numbers. Screens put them into words."""

from dataclasses import dataclass
from enum import StrEnum

from arbeidspact.matching.changes import Change, Dropped
from arbeidspact.matching.evidence import Evidence
from arbeidspact.matching.verdicts import Failure, Met, NotOpen


class Missing(StrEnum):
    """What to ask a person of whom too little is known to rank."""

    COMPETENCES = "competences"
    OCCUPATIONS = "occupations"


@dataclass(frozen=True, slots=True)
class Match:
    """No hard constraint excludes this vacancy for this person; `score` (0 to 1) says how well it fits."""

    person_id: int
    vacancy_id: int
    score: float
    evidence: tuple[Evidence, ...]
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """At least one hard constraint excludes this vacancy; `score` says how well it would fit otherwise."""

    person_id: int
    vacancy_id: int
    score: float
    evidence: tuple[Evidence, ...]
    met: tuple[Met, ...]
    failed: tuple[Failure, ...]

    @property
    def near_miss(self) -> bool:
        """Is exactly one thing in the way, and can the person or the employer change it?"""
        return len(self.failed) == 1 and not isinstance(self.failed[0], NotOpen)

    @property
    def would_open(self) -> tuple[Change, ...]:
        """What would open this job, all of it together; empty when nothing would."""
        changes = tuple(change for failure in self.failed if (change := failure.opened_by) is not None)
        return changes if len(changes) == len(self.failed) else ()


@dataclass(frozen=True, slots=True)
class NotEnoughKnown:
    """Nothing is known that a score could rest on; `missing` says what to ask. Failed constraints are still named."""

    person_id: int
    vacancy_id: int
    missing: tuple[Missing, ...]
    failed: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A vacancy that only this failure keeps from the person, and how well it would fit."""

    vacancy_id: int
    score: float
    failure: Failure


@dataclass(frozen=True, slots=True)
class PersonNearMiss:
    """A person whom only this failure keeps from the vacancy, and how well it would fit."""

    person_id: int
    score: float
    failure: Failure


@dataclass(frozen=True, slots=True)
class Opening:
    """One change, and exactly how many vacancies it alone would add; `fitting` of them fit at least a little.

    A competence to learn adds no vacancies; it counts those that would then fit well, and did not yet.
    """

    change: Change
    vacancies: int
    fitting: int


@dataclass(frozen=True, slots=True)
class RequirementCost:
    """A requirement asked less of or dropped, and exactly how many persons more would be eligible, all else kept."""

    change: Dropped
    persons: int
