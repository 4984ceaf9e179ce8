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
class Target:
    """A value to reach by a date: a number, or "as good as" another area (`relative_to`, an area code)."""

    due: date
    rule: TargetRule
    decision: str
    value: Decimal | None = None
    relative_to: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.relative_to is None):
            raise InvalidTarget("a target is either a value or relative to an area: give exactly one of the two")

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
