"""What became of each hard constraint of one pair: met or not, with the figures.

Levels are CEFR ranks (1 is A1, 6 is C2; 0 is none) and education ranks; hours are minutes a week.
"""

from dataclasses import dataclass
from datetime import date

from arbeidspact.matching.changes import (
    GainLicence,
    ReachEducation,
    ReachLanguageLevel,
    RideAtWorkHours,
    TravelBy,
    TravelLonger,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
)
from arbeidspact.mobility import TravelMode

# Met.


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
    """By the fastest way the person has that also suits the hours of the work.

    `arrives_at`: the earliest arrival, minutes after midnight; None where it goes without saying, because the start of
    the work is not known or this way runs around the clock.
    """

    minutes: int
    mode: TravelMode
    limit_minutes: int
    arrives_at: int | None = None


@dataclass(frozen=True, slots=True)
class TravelNotJudged:
    """The home or the workplace is not known, so travel excludes nothing: ask."""

    home_known: bool
    workplace_known: bool


Met = IsOpen | LanguageMet | LicenceHeld | EducationMet | HoursFit | ShiftPossible | WithinReach | TravelNotJudged

# Not met; `opened_by` is the one change that would meet it, None when there is none.


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

    `within_limit_by`: ways the person does not have that would be within the limit, in time for the work, and back;
    fastest first. `minutes_in_time`: by the fastest way they have that suits the hours of the work, None for none.
    """

    minutes: int | None
    mode: TravelMode | None
    limit_minutes: int
    within_limit_by: tuple[TravelMode, ...] = ()
    minutes_in_time: int | None = None

    @property
    def opened_by(self) -> TravelLonger | TravelBy | None:
        if self.minutes_in_time is not None:
            return TravelLonger(self.minutes_in_time, self.minutes_in_time - self.limit_minutes)
        return TravelBy(self.within_limit_by[0]) if self.within_limit_by else None


@dataclass(frozen=True, slots=True)
class ArrivesTooLate:
    """The fastest way the person has is within the limit, but its first departure arrives after the work starts.

    `arrives_at` and `starts_at` in minutes after midnight; `within_limit_by` as in `TooFar`.
    """

    mode: TravelMode
    minutes: int
    arrives_at: int
    starts_at: int
    within_limit_by: tuple[TravelMode, ...] = ()

    @property
    def minutes_late(self) -> int:
        return self.arrives_at - self.starts_at

    @property
    def opened_by(self) -> TravelBy | RideAtWorkHours:
        return TravelBy(self.within_limit_by[0]) if self.within_limit_by else RideAtWorkHours()


@dataclass(frozen=True, slots=True)
class NoWayBack:
    """The fastest way the person has is within the limit and in time, but does not run when the work ends.

    `ends_at` and `last_departure_at` in minutes after midnight, the latter beyond 1,440 on the next day;
    `within_limit_by` as in `TooFar`.
    """

    mode: TravelMode
    minutes: int
    ends_at: int
    last_departure_at: int
    within_limit_by: tuple[TravelMode, ...] = ()

    @property
    def opened_by(self) -> TravelBy | RideAtWorkHours:
        return TravelBy(self.within_limit_by[0]) if self.within_limit_by else RideAtWorkHours()


Failure = (
    NotOpen
    | LanguageTooLow
    | LicenceMissing
    | EducationTooLow
    | HoursDoNotFit
    | ShiftNotPossible
    | TooFar
    | ArrivesTooLate
    | NoWayBack
)
