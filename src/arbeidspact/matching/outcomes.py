"""The answers: values that explain themselves, in ids and whole numbers. Screens put them into words.

Levels are CEFR ranks (1 is A1, 6 is C2; 0 is none) and education ranks; hours are minutes a week.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from arbeidspact.mobility import TravelMode

# What the person could change, one thing each.


@dataclass(frozen=True, slots=True)
class ReachLanguageLevel:
    language: int
    has: int
    level: int


@dataclass(frozen=True, slots=True)
class GainLicence:
    licence: int


@dataclass(frozen=True, slots=True)
class ReachEducation:
    has: int
    level: int


@dataclass(frozen=True, slots=True)
class WorkMoreHours:
    weekly_minutes: int


@dataclass(frozen=True, slots=True)
class WorkFewerHours:
    weekly_minutes: int


@dataclass(frozen=True, slots=True)
class WorkShift:
    shift: int


@dataclass(frozen=True, slots=True)
class TravelLonger:
    """Accept a journey of `limit_minutes`, `extra_minutes` more than now."""

    limit_minutes: int
    extra_minutes: int


@dataclass(frozen=True, slots=True)
class TravelBy:
    """Travel in a way the person does not have now, within the same limit: a licence, a loan bicycle, a shuttle."""

    mode: TravelMode


Change = (
    GainLicence
    | ReachLanguageLevel
    | ReachEducation
    | WorkShift
    | WorkMoreHours
    | WorkFewerHours
    | TravelBy
    | TravelLonger
)

# Hard constraints that are met.


@dataclass(frozen=True, slots=True)
class IsOpen:
    on: date
    valid_from: date
    valid_until: date
    positions: int


@dataclass(frozen=True, slots=True)
class LanguageMet:
    language: int
    has: int
    needs: int


@dataclass(frozen=True, slots=True)
class LicenceHeld:
    licence: int


@dataclass(frozen=True, slots=True)
class EducationMet:
    has: int
    needs: int


@dataclass(frozen=True, slots=True)
class HoursFit:
    wanted_min: int
    wanted_max: int
    offered_min: int
    offered_max: int


@dataclass(frozen=True, slots=True)
class ShiftPossible:
    shift: int


@dataclass(frozen=True, slots=True)
class WithinReach:
    minutes: int
    mode: TravelMode
    limit_minutes: int


@dataclass(frozen=True, slots=True)
class TravelNotJudged:
    """The home or the workplace is not known, so travel excludes nothing: ask."""

    home_known: bool
    workplace_known: bool


Met = IsOpen | LanguageMet | LicenceHeld | EducationMet | HoursFit | ShiftPossible | WithinReach | TravelNotJudged

# Hard constraints that are not met; `opened_by` is the one change that would meet it, None when there is none.


@dataclass(frozen=True, slots=True)
class NotOpen:
    """No positions are left, or the day lies outside the dates. Nothing the person does changes that."""

    on: date
    valid_from: date
    valid_until: date
    positions: int

    @property
    def opened_by(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class LanguageTooLow:
    language: int
    has: int
    needs: int

    @property
    def opened_by(self) -> ReachLanguageLevel:
        return ReachLanguageLevel(self.language, self.has, self.needs)


@dataclass(frozen=True, slots=True)
class LicenceMissing:
    licence: int

    @property
    def opened_by(self) -> GainLicence:
        return GainLicence(self.licence)


@dataclass(frozen=True, slots=True)
class EducationTooLow:
    has: int
    needs: int

    @property
    def opened_by(self) -> ReachEducation:
        return ReachEducation(self.has, self.needs)


@dataclass(frozen=True, slots=True)
class HoursDoNotFit:
    wanted_min: int
    wanted_max: int
    offered_min: int
    offered_max: int

    @property
    def opened_by(self) -> WorkMoreHours | WorkFewerHours:
        if self.offered_min > self.wanted_max:
            return WorkMoreHours(self.offered_min)
        return WorkFewerHours(self.offered_max)


@dataclass(frozen=True, slots=True)
class ShiftNotPossible:
    shift: int

    @property
    def opened_by(self) -> WorkShift:
        return WorkShift(self.shift)


@dataclass(frozen=True, slots=True)
class TooFar:
    """By the fastest way the person has; `minutes` and `mode` are None when none of their ways leads there.

    `within_limit_by`: ways the person does not have that would be within the limit.
    """

    minutes: int | None
    mode: TravelMode | None
    limit_minutes: int
    within_limit_by: tuple[TravelMode, ...] = ()

    @property
    def opened_by(self) -> TravelLonger | TravelBy | None:
        if self.minutes is not None:
            return TravelLonger(self.minutes, self.minutes - self.limit_minutes)
        return TravelBy(self.within_limit_by[0]) if self.within_limit_by else None


Failure = NotOpen | LanguageTooLow | LicenceMissing | EducationTooLow | HoursDoNotFit | ShiftNotPossible | TooFar

# What the score is made of. Shares are parts of the whole score, 0 to 1.


@dataclass(frozen=True, slots=True)
class CompetenceMatched:
    """The person holds it; `worth` is its evidence and level in hundredths."""

    competence: int
    required: bool
    worth: int
    share: float
    share_at_most: float


@dataclass(frozen=True, slots=True)
class CompetenceRelated:
    """Another competence of the person, `via`, stands in for it; `credit` and `worth` in hundredths."""

    competence: int
    required: bool
    via: int
    credit: int
    worth: int
    share: float
    share_at_most: float


@dataclass(frozen=True, slots=True)
class CompetenceMissing:
    competence: int
    required: bool
    share_at_most: float


@dataclass(frozen=True, slots=True)
class OccupationSought:
    occupation: int
    share: float


@dataclass(frozen=True, slots=True)
class OccupationNotSought:
    occupation: int
    share_at_most: float


Evidence = CompetenceMatched | CompetenceRelated | CompetenceMissing | OccupationSought | OccupationNotSought


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
class Opening:
    """One change, and exactly how many vacancies it alone would add; `fitting` of them fit at least a little."""

    change: Change
    vacancies: int
    fitting: int
