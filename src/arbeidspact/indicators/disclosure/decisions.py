"""What the guard decided about a figure, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Reason(StrEnum):
    """Why is a figure not shown? Told to analysts only: outside, one word for all, or the smallest would stand out."""

    TOO_FEW = "too_few"
    ZERO_REVEALS = "zero_reveals"
    ONE_DOMINATES = "one_dominates"
    PROTECTS_ANOTHER = "protects_another"
    SMALL_DENOMINATOR = "small_denominator"
    COUNT_FOLLOWS = "count_follows"
    NOT_A_WHOLE_COUNT = "not_a_whole_count"


@dataclass(frozen=True, slots=True)
class Shown:
    """The count as it is; `already_in` names where it was public before, "" when it was not."""

    mark: ClassVar[str] = "shown"
    count: int
    already_in: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Nothing is shown."""

    mark: ClassVar[str] = "suppressed"
    reason: Reason


@dataclass(frozen=True, slots=True)
class Rounded:
    """A count near the real one: a multiple of `base`."""

    mark: ClassVar[str] = "rounded"
    count: int
    base: int


@dataclass(frozen=True, slots=True)
class Term:
    """One published count in a reckoning: taken `times` times (negative: subtracted), published in `where`."""

    times: int | float
    key: str
    count: int
    where: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A count that anybody can reckon too closely: it lies from `lowest` to `highest`, and `terms` says how.

    `highest` is None when nothing bounds it from above.
    """

    mark: ClassVar[str] = "leak"
    key: str
    lowest: int
    highest: int | None
    terms: tuple[Term, ...]

    @property
    def is_exact(self) -> bool:
        return self.lowest == self.highest

    @property
    def sentence(self) -> str:
        """In plain English: what minus what gives whom."""
        parts = []
        for place, term in enumerate(self.terms):
            sign = "minus " if term.times < 0 else "" if place == 0 else "plus "
            times = "" if abs(term.times) == 1 else f"{abs(term.times):g} x "
            parts.append(f"{sign}{times}{term.key} ({term.where}) {term.count}")
        found = f"= {self.highest}" if self.is_exact else f"gives {self.lowest} to {self.highest}"
        return f"{' '.join(parts)} {found} people in {self.key}"
