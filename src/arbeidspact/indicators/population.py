"""A rate and the people it means, both ways: what a target asks, how many people that is, and whom was counted.

Accounting, not forecasting: every figure here is exact for the population that is handed over.
"""

from dataclasses import dataclass
from decimal import Decimal

from .exceptions import InvalidTarget


@dataclass(frozen=True, slots=True)
class PeopleNeeded:
    """How many more people a rate asks for, and why.

    With as many residents as at the start, `for_the_rate` more people bring the rate to the target. If the population
    grows, `for_the_growth` more are needed (fewer when it shrinks) only to keep up.
    """

    from_rate: Decimal
    to_rate: Decimal
    population_at_start: Decimal
    population_at_end: Decimal

    @property
    def at_start(self) -> Decimal:
        """How many people the first rate means."""
        return self.from_rate * self.population_at_start

    @property
    def at_end(self) -> Decimal:
        """How many people the second rate means."""
        return self.to_rate * self.population_at_end

    @property
    def needed(self) -> Decimal:
        """How many more people; below zero when fewer are enough."""
        return self.at_end - self.at_start

    @property
    def for_the_rate(self) -> Decimal:
        """What the change of the rate asks, at the population of the start."""
        return (self.to_rate - self.from_rate) * self.population_at_start

    @property
    def for_the_growth(self) -> Decimal:
        """What the change of the population asks, at the rate of the target."""
        return self.to_rate * (self.population_at_end - self.population_at_start)


def people_needed(
    *, from_rate: Decimal, to_rate: Decimal, population: Decimal, population_at_end: Decimal | None = None
) -> PeopleNeeded:
    """How many more people does this change of a rate ask for?

    Arguments: rates as shares (0-1); `population`, residents of the age group at the start; `population_at_end`, None
    when it is taken to stay as it is. Raises: `InvalidTarget` when a share lies outside 0-1 or nobody lives there.
    """
    _check(from_rate, to_rate)
    end = population if population_at_end is None else population_at_end
    if population <= 0 or end <= 0:
        raise InvalidTarget("a rate is over people: give a population above 0")
    return PeopleNeeded(from_rate, to_rate, population, end)


def rate_with(*, from_rate: Decimal, people: Decimal, population: Decimal) -> Decimal:
    """Which rate results when so many more people count, all else equal?

    Arguments: `from_rate`, a share (0-1); `people`, below zero for fewer. Returns: a share; below 0 or above 1 when the
    people are more than there are. Raises: `InvalidTarget`.
    """
    _check(from_rate)
    if population <= 0:
        raise InvalidTarget("a rate is over people: give a population above 0")
    return from_rate + people / population


def implied_population(*, from_rate: Decimal, to_rate: Decimal, people: Decimal) -> Decimal:
    """Over how many residents is this number of people this change of the rate?

    Example: 2,500 people for 68.6 to 70 % is a population of 178,571. Raises: `InvalidTarget` when the rate does not
    change, or changes the other way.
    """
    _check(from_rate, to_rate)
    change = to_rate - from_rate
    if change == 0 or people / change <= 0:
        raise InvalidTarget("so many people cannot be this change of the rate: check both")
    return people / change


def _check(*rates: Decimal) -> None:
    if any(not 0 <= rate <= 1 for rate in rates):
        raise InvalidTarget("a rate lies between 0 and 100 %: check it")
