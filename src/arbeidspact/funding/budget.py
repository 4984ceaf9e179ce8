"""A budget of a project as a value: what it costs, what the fund is asked, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from arbeidspact.funding.models import MoneySource
from arbeidspact.funding.money import NOTHING, to_cents, total_of


@dataclass(frozen=True, slots=True)
class Line:
    """An amount and who pays it."""

    source: MoneySource
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What a call allows: the most for one project, the most of the cost in percent, ESF money beside it or not, and
    all that there is."""

    budget: Decimal
    max_amount: Decimal | None
    max_share: Decimal
    allows_esf: bool


@dataclass(frozen=True, slots=True)
class NothingAsked:
    """No line is paid by the fund."""


@dataclass(frozen=True, slots=True)
class TotalsDiffer:
    """The lines do not add up to the cost that was stated."""

    stated: Decimal
    sum: Decimal

    @property
    def difference(self) -> Decimal:
        return self.sum - self.stated


@dataclass(frozen=True, slots=True)
class TotalNotStated:
    """The whole cost was not filled in, so that nothing checks the lines."""


@dataclass(frozen=True, slots=True)
class AboveTheMost:
    """More is asked than the call gives one project."""

    asked: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class AboveTheShare:
    """The fund would pay a larger part of the cost than the call allows."""

    share: Decimal
    most: Decimal
    most_amount: Decimal


@dataclass(frozen=True, slots=True)
class EsfNotAllowed:
    """A part is paid by ESF, and the call does not allow that."""

    amount: Decimal


BudgetProblem = NothingAsked | TotalsDiffer | TotalNotStated | AboveTheMost | AboveTheShare | EsfNotAllowed


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """The totals of a budget, and every problem with it."""

    total: Decimal
    asked: Decimal
    by_source: tuple[tuple[MoneySource, Decimal], ...]
    problems: tuple[BudgetProblem, ...]

    @property
    def share_percent(self) -> Decimal:
        """Which part of the cost is asked of the fund, in percent with two decimals? 0 of nothing."""
        return to_cents(Fraction(self.asked) / Fraction(self.total) * 100) if self.total else NOTHING


def checked_budget(lines: Sequence[Line], stated_total: Decimal | None, ceilings: Ceilings) -> BudgetCheck:
    """What does this budget add up to, and does it keep to the ceilings of the call?

    Arguments: `stated_total`, the whole cost as the applicant says it in euro, None when not filled in.
    The share is compared exactly: of 3.00 euro at most a third is 1.00 euro.
    """
    total = total_of(line.amount for line in lines)
    sums = {source: total_of(line.amount for line in lines if line.source == source) for source in MoneySource}
    asked, esf = sums[MoneySource.FUND], sums[MoneySource.ESF]
    problems: list[BudgetProblem] = []
    if not asked:
        problems.append(NothingAsked())
    if stated_total is None:
        problems.append(TotalNotStated())
    elif stated_total != total:
        problems.append(TotalsDiffer(stated_total, total))
    most = min(ceilings.budget, ceilings.max_amount or ceilings.budget)
    if asked > most:
        problems.append(AboveTheMost(asked, most))
    allowed = Fraction(total) * Fraction(ceilings.max_share) / 100
    if Fraction(asked) > allowed:
        share = to_cents(Fraction(asked) / Fraction(total) * 100)
        problems.append(AboveTheShare(share, ceilings.max_share, Decimal(int(allowed * 100)) / 100))
    if esf and not ceilings.allows_esf:
        problems.append(EsfNotAllowed(esf))
    by_source = tuple((source, amount) for source, amount in sums.items() if amount)
    return BudgetCheck(total, asked, by_source, tuple(problems))
