"""The job bonus: an amount a year for those who work for a low wage, by the text of each reference year.

Only what a text says is worked out; where it leaves the amount open, the answer is between which amounts it lies.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from arbeidspact.indicators.wording import Entry, Slug, Text

from .exceptions import NoParameters
from .rule import RuleVersion

Euro = Annotated[Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, float) else value), Field(ge=0)]
CENT = Decimal("0.01")


class CheckPoint(Entry):
    """An amount that was published for a wage: the parameters must give it, to the cent."""

    wage: Euro
    amount: Euro


class Line(Entry):
    """The straight line by which the amount falls, from `full_up_to` on: at this wage it would come to this amount."""

    wage: Euro
    amount: Euro


class BonusVersion(RuleVersion):
    """The parameters of one reference year, or of the half of one. A wage is gross, a month, for full-time work.

    `full_amount` holds up to the wage `full_up_to`; `nothing_from` is the wage from which there is no right. Between
    the two the amount follows `line`; None when the text does not say how it falls. `extra` comes on top for everyone
    with a right; None when it is not known whether there was one. `least`, the smallest amount where there is a right.
    """

    reference_year: int | None = None
    half: Literal[1, 2] | None = None
    full_amount: Euro
    full_up_to: Euro
    nothing_from: Euro
    line: Line | None = None
    least: Euro | None = None
    extra: Euro | None = None
    check_points: tuple[CheckPoint, ...] = ()

    @model_validator(mode="after")
    def _gives_what_was_published(self) -> "BonusVersion":
        if self.full_up_to >= self.nothing_from:
            raise ValueError("nothing_from is not above full_up_to: swap them")
        for point in self.check_points:
            found = self.amount_on_line(point.wage)
            if found != point.amount:
                raise ValueError(f"these parameters give {found} for {point.wage}, not {point.amount}: correct them")
        return self

    def amount_on_line(self, wage: Decimal) -> Decimal | None:
        """What does a wage between `full_up_to` and `nothing_from` give, in euro and cents, without the extra?"""
        if self.line is None:
            return None
        falls = (self.full_amount - self.line.amount) / (self.line.wage - self.full_up_to)
        return (self.full_amount - (wage - self.full_up_to) * falls).quantize(CENT, ROUND_HALF_UP)


class BonusRule(Entry):
    """A rule about an amount a year, with its texts."""

    slug: Slug
    name: Text
    what: Text
    versions: Annotated[tuple[BonusVersion, ...], Field(min_length=1)]

    def versions_for(self, year: int, half: int | None = None) -> list[BonusVersion]:
        """Which texts speak of this reference year? Of both halves where a year has two and `half` is None; a promise
        that names no year speaks of those from its first day on."""
        return [
            version
            for version in self.versions
            if (
                version.reference_year == year
                if version.reference_year is not None
                else version.is_valid_on(date(year, 12, 31))
            )
            and (half is None or version.half in {None, half})
        ]


class BonusStep(StrEnum):
    """What a line of the working says."""

    UP_TO_FULL = "up_to_full"
    ABOVE_NOTHING = "above_nothing"
    ON_LINE = "on_line"
    HOW_UNKNOWN = "how_unknown"
    EXTRA = "extra"
    EXTRA_UNKNOWN = "extra_unknown"


@dataclass(frozen=True, slots=True)
class BonusLine:
    """One step: the wage that it compares with, and the amount that it gives or adds."""

    step: BonusStep
    wage: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BonusAmount:
    """What a text gives for a wage, and why. `at_least` and `at_most` are the same when the text settles it.

    `at_most` is None when the text sets no end to it.
    """

    version: BonusVersion
    at_least: Decimal
    at_most: Decimal | None
    trace: tuple[BonusLine, ...]

    @property
    def is_settled(self) -> bool:
        """Does the text say which amount it is?"""
        return self.at_least == self.at_most


def job_bonus(rule: BonusRule, *, wage: Decimal, year: int, half: int | None = None) -> list[BonusAmount]:
    """What does each text give somebody who works full time all year for this gross wage a month?

    Arguments: `wage`, in euro a month, converted to full time; `year`, the reference year; `half`, 1 or 2, where the
        parameters changed within the year; None for both.
    Returns: one amount a text, with its trace, in the order of the file. Raises: `NoParameters`.
    """
    versions = rule.versions_for(year, half)
    if not versions:
        raise NoParameters(rule.slug, year)
    return [_amount(version, wage) for version in versions]


def _amount(version: BonusVersion, wage: Decimal) -> BonusAmount:
    if wage >= version.nothing_from:
        line = BonusLine(BonusStep.ABOVE_NOTHING, version.nothing_from, Decimal(0))
        return BonusAmount(version, Decimal(0), Decimal(0), (line,))
    least: Decimal
    most: Decimal | None
    on_line = version.amount_on_line(wage)
    if wage <= version.full_up_to:
        least = most = version.full_amount
        trace = [BonusLine(BonusStep.UP_TO_FULL, version.full_up_to, version.full_amount)]
    elif on_line is not None:
        least = most = on_line
        trace = [BonusLine(BonusStep.ON_LINE, version.full_up_to, on_line)]
    else:
        least, most = version.least or Decimal(0), version.full_amount
        trace = [BonusLine(BonusStep.HOW_UNKNOWN, version.nothing_from)]
    if version.extra is None:
        return BonusAmount(version, least, None, (*trace, BonusLine(BonusStep.EXTRA_UNKNOWN)))
    if version.extra:
        trace.append(BonusLine(BonusStep.EXTRA, amount=version.extra))
    # The published least amount of a year counts the extra along or not: the larger span holds both.
    floor = least if on_line is None and wage > version.full_up_to else least + version.extra
    return BonusAmount(version, floor, most + version.extra, tuple(trace))
