"""What a score is made of, piece by piece. Shares are parts of the whole score, 0 to 1, and add up to it."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class DistanceCounted:
    """A short journey adds to the score.

    `minutes` by the fastest way the person has; None when the home is not known, which is not held against them, or
    when no way leads there, which gains nothing.
    """

    minutes: int | None
    share: float
    share_at_most: float


@dataclass(frozen=True, slots=True)
class HoursCounted:
    """As many hours as wanted add to the score; minutes a week, `wanted_max` None for no wish."""

    offered_max: int
    wanted_max: int | None
    share: float
    share_at_most: float


@dataclass(frozen=True, slots=True)
class WageCounted:
    """The wage hoped for adds to the score; cents a month, `wanted_cents` None for no wish."""

    wage_cents: int
    wanted_cents: int | None
    share: float
    share_at_most: float


Evidence = (
    CompetenceMatched
    | CompetenceRelated
    | CompetenceMissing
    | OccupationSought
    | OccupationNotSought
    | DistanceCounted
    | HoursCounted
    | WageCounted
)
