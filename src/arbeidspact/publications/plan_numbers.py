"""The guard at the numbers that actions reached: small numbers of people stay inside, wherever they were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from arbeidspact.indicators.disclosure import Cell, Known, Suppressed, protect, small_changes
from arbeidspact.publications.guarding import RULE


@dataclass(frozen=True, slots=True)
class RealisedNumber:
    """A number of an action with how far it came; `value` None when nobody told.

    `row`: the cells that leave whatever the guard says. `is_printed`: a document printed the value. `beside`: what
    other sources say for the same day.
    """

    row: Mapping[str, Any]
    value: Decimal | None
    is_printed: bool = False
    beside: tuple[tuple[Decimal, str], ...] = ()

    @property
    def subject(self) -> str:
        """What is counted, whenever it is."""
        return f"{self.row['pact']}/{self.row['action']}: {self.row['what_nl']}"

    @property
    def key(self) -> str:
        return f"{self.subject} ({self.row['realised_on']})"

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Its own value and those of other sources."""
        own = () if self.value is None else (self.value,)
        return (*own, *(value for value, _source in self.beside))


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What the guard knows beside the plans themselves.

    `hidden_figures`: indicator and last day of figures that this release hides. `at_home`: indicators that do not
    leave. `earlier`: the rows of the table of numbers in what was public before, by release.
    """

    hidden_figures: frozenset[tuple[str, date]] = frozenset()
    at_home: frozenset[str] = frozenset()
    earlier: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GuardedNumbers:
    """The keys of the numbers that stay inside, and those that differ by a few people from what was public."""

    hidden: frozenset[str]
    changes: tuple[Mapping[str, Any], ...]


def guard_realised(numbers: Sequence[RealisedNumber], around: Surrounding) -> GuardedNumbers:
    """Which numbers that were reached stay inside?

    Those that count fewer people than the rule asks, also where another source says so for the same day; those that
    are no whole count; those of an indicator whose figure of that day this release hides, or that does not leave. What
    a document printed is public already.
    """
    counting = [one for one in numbers if one.value is not None and one.row["counts_people"] and not one.is_printed]
    hidden = {one.key for one in counting if _tells_of_hidden(one, around) or not _are_counts(one)}
    whole = [(one, int(value)) for one in counting if one.key not in hidden for value in one.values]
    cells = [Cell(str(place), count) for place, (_one, count) in enumerate(whole)]
    for key, decision in protect(cells, (), RULE).decisions.items():
        if isinstance(decision, Suppressed):
            hidden.add(whole[int(key)][0].key)
    return GuardedNumbers(frozenset(hidden), _small_changes(counting, hidden, around))


def _are_counts(one: RealisedNumber) -> bool:
    return all(value >= 0 and value == value.to_integral_value() for value in one.values)


def _tells_of_hidden(one: RealisedNumber, around: Surrounding) -> bool:
    indicator, day = one.row["indicator"], one.row["realised_on"]
    if not indicator:
        return False
    return indicator in around.at_home or (indicator, date.fromisoformat(str(day))) in around.hidden_figures


def _small_changes(
    counting: Sequence[RealisedNumber], hidden: set[str], around: Surrounding
) -> tuple[Mapping[str, Any], ...]:
    """What grew or shrank by a few people since it was public: the difference tells of them, so a person decides."""
    now = {one.subject: one for one in counting if one.key not in hidden}
    before = [
        Known(f"{row['pact']}/{row['action']}: {row['what_nl']}", int(row["realised"]), release)
        for release, rows in around.earlier.items()
        for row in rows
        if row["counts_people"] and row["realised"] is not None
    ]
    counts = {subject: int(one.value or 0) for subject, one in now.items()}
    return tuple(
        {
            "indicator": found.key,
            "period": str(now[found.key].row["realised_on"]),
            "area": "",
            "breakdown": "",
            "earlier": found.earlier,
            "now": found.now,
            "where": found.where,
        }
        for found in small_changes(counts, before, RULE)
    )
