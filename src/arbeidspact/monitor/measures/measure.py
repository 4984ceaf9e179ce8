"""What a measure of the platform's own data is: a name, and a question that counts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from arbeidspact.indicators import TOTAL, IndicatorDefinition, Period
from arbeidspact.organisations.actor import Actor
from arbeidspact.terms.compliance import Quarter


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom and when is counted.

    `area`, the area that figures about people are put at: everybody in this platform counts there. `parts`, its code
    and those of the areas in it, for what has a place of its own. `definitions`, those in force that name the measure.
    """

    actor: Actor
    area: str
    parts: Collection[str]
    day: date
    definitions: Mapping[str, IndicatorDefinition]

    def quarters(self, number: int) -> list[Quarter]:
        """The last quarters that have ended, the oldest first."""
        found = [Quarter.of(self.day).before()]
        while len(found) < number:
            found.insert(0, found[0].before())
        return found

    def month_ends(self, number: int) -> list[date]:
        """The last days of the last months that have ended, the oldest first."""
        found = [self.day.replace(day=1) - timedelta(days=1)]
        while len(found) < number:
            found.insert(0, found[0].replace(day=1) - timedelta(days=1))
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure as counted, before it is known whether it may be shown.

    `values`: where the figure is the middle of many, those many; then there is nothing to divide. `sizes`: of how many
    people or vacancies it tells, in every part that can be told from it; none may be small.
    `indicator`: the one that it belongs to, where a measure feeds several; empty for each that names the measure.
    `area`: where it is not that of the scope.
    """

    period: Period
    numerator: Decimal = Decimal(0)
    denominator: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    breakdown: str = TOTAL
    sizes: tuple[int, ...] = ()
    is_invented: bool = False
    indicator: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Something that was counted and belongs to no indicator, and why."""

    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its name: definitions name it as `platform:NAME`. `source`, as its figures say it."""

    name: str
    source: str
    count: Callable[[Scope], Iterable[Counted | NoFigure]]


def share(part: int, whole: int, *, sizes: tuple[int, ...] = ()) -> tuple[Decimal, Decimal, tuple[int, ...]]:
    """Numerator, denominator and sizes of a share: the part, the rest and the whole are all told by it."""
    return Decimal(part), Decimal(whole), (part, whole - part, whole, *sizes)


def month(day: date) -> Period:
    """The month of this day."""
    return Period.parse(f"{day:%Y-%m}")


def quarter_period(quarter: Quarter) -> Period:
    """This quarter as the period of a figure."""
    return Period.parse(str(quarter))
