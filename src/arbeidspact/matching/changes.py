"""What could change, one thing each: by the person, or in what a vacancy asks.

Levels are CEFR ranks (1 is A1, 6 is C2; 0 is none) and education ranks; hours are minutes a week.
"""

from dataclasses import dataclass

from arbeidspact.mobility import TravelMode

# What the person could change.


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
    """Travel in a way the person does not have now, within the same limit: a licence, a loan bicycle, a shared car."""

    mode: TravelMode


@dataclass(frozen=True, slots=True)
class RideAtWorkHours:
    """A ride when the work starts and ends, as long as the journey now: a shuttle, a car shared with colleagues."""


@dataclass(frozen=True, slots=True)
class LearnCompetence:
    """A course: hold this competence in full."""

    competence: int


Change = (
    GainLicence
    | ReachLanguageLevel
    | ReachEducation
    | WorkShift
    | WorkMoreHours
    | WorkFewerHours
    | TravelBy
    | TravelLonger
    | RideAtWorkHours
    | LearnCompetence
)

# What a vacancy could ask less of, everything else kept.


@dataclass(frozen=True, slots=True)
class WithLanguageAt:
    """Ask this language at a lower level; `lower` is 0 when it is not asked at all."""

    language: int
    needs: int
    lower: int


@dataclass(frozen=True, slots=True)
class WithoutLicence:
    licence: int


@dataclass(frozen=True, slots=True)
class WithEducationAt:
    """Ask a lower diploma; `lower` is 0 when none is asked."""

    needs: int
    lower: int


@dataclass(frozen=True, slots=True)
class WithAnyHours:
    """Whatever hours a week the person wants."""


@dataclass(frozen=True, slots=True)
class WithoutShift:
    shift: int


@dataclass(frozen=True, slots=True)
class WithOtherWorkHours:
    """Start and end at hours to which everybody can travel; the journey itself stays."""


@dataclass(frozen=True, slots=True)
class WithAnyPlace:
    """The journey is not looked at: another place, a shuttle, work from home."""


Dropped = (
    WithLanguageAt | WithoutLicence | WithEducationAt | WithAnyHours | WithoutShift | WithOtherWorkHours | WithAnyPlace
)
