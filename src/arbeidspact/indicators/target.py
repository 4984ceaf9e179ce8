"""What was promised: a frozen baseline, and a value to reach by a date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .exceptions import InvalidTarget
from .period import Period


class TargetRule(StrEnum):
    """When is the target met?"""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value from which progress is counted; it never moves, whatever is revised later."""

    value: Decimal
    period: Period
    decision: str
    compared_with: Decimal | None = None
    """For a target relative to another area: that area's value in the same period; None to take it from the figures."""


@dataclass(frozen=True, slots=True)
class Waypoint:
    """An intermediate target: a value to have reached on the way."""

    due: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach by a date: a number, or "as good as" another area (`relative_to`, an area code).

    `via`: what was promised on the way, for a number. `members`: the areas whose mean is meant with `relative_to`; none
    for the figure that was published of it. `is_cumulative`: the number is a sum over all periods after the baseline.
    """

    due: date
    rule: TargetRule
    decision: str
    value: Decimal | None = None
    relative_to: str | None = None
    via: tuple[Waypoint, ...] = ()
    members: tuple[str, ...] = ()
    is_cumulative: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) == (self.relative_to is None):
            raise InvalidTarget("a target is either a value or relative to an area: give exactly one of the two")
        if self.via and self.value is None:
            raise InvalidTarget("intermediate targets lead to a number: a comparison moves with the others")
        if self.members and self.relative_to is None:
            raise InvalidTarget("members belong to a comparison: say in relative_to which group they are")
        if self.is_cumulative and self.value is None:
            raise InvalidTarget("a sum over periods is promised as a number, not as a comparison")
        days = [waypoint.due for waypoint in self.via]
        if days != sorted(set(days)) or (days and days[-1] >= self.due):
            raise InvalidTarget("intermediate targets come one after the other, each before the target itself")

    @classmethod
    def at_least(cls, value: Decimal, *, due: date, decision: str) -> "Target":
        """Which target asks for this value or more?"""
        return cls(due, TargetRule.AT_LEAST, decision, value=value)

    @classmethod
    def at_most(cls, value: Decimal, *, due: date, decision: str) -> "Target":
        """Which target asks for this value or less?"""
        return cls(due, TargetRule.AT_MOST, decision, value=value)

    def is_met(self, value: Decimal, target_value: Decimal) -> bool:
        """Is the target met by this value?"""
        return value >= target_value if self.rule is TargetRule.AT_LEAST else value <= target_value

    def still_to_go(self, value: Decimal, target_value: Decimal) -> Decimal:
        """How far is this value from the target? Positive: still to go; zero or negative: met, by so much."""
        return target_value - value if self.rule is TargetRule.AT_LEAST else value - target_value
