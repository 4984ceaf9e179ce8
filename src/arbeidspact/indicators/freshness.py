"""Is the last figure still the newest there should be?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from .definition import Rhythm
from .period import Period, PeriodKind

_NEXT = {Rhythm.MONTHLY: PeriodKind.MONTH, Rhythm.QUARTERLY: PeriodKind.QUARTER, Rhythm.YEARLY: PeriodKind.YEAR}


@dataclass(frozen=True, slots=True)
class Fresh:
    """Nothing newer is due yet; `next_due` is None when the figure is published only once."""

    state: ClassVar[str] = "fresh"
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Stale:
    """The next figure should have been here since `due_on`."""

    state: ClassVar[str] = "stale"
    due_on: date
    days_overdue: int


@dataclass(frozen=True, slots=True)
class NothingYet:
    """No figure was ever loaded."""

    state: ClassVar[str] = "nothing_yet"


Freshness = Fresh | Stale | NothingYet


def freshness(latest: Period | None, rhythm: Rhythm, delay_days: int, today: date) -> Freshness:
    """Is the latest figure still the newest there should be?

    Arguments: `latest`, the period of the last figure, None when there is none; `rhythm` and `delay_days`, of the
    definition.
    Returns: the next figure is due `delay_days` after the end of the first period of the rhythm that ends after
    `latest`.
    """
    if latest is None:
        return NothingYet()
    if rhythm is Rhythm.ONCE:
        return Fresh(None)
    due = latest.following(_NEXT[rhythm]).end + timedelta(days=delay_days)
    overdue = (today - due).days
    return Stale(due, overdue) if overdue > 0 else Fresh(due)
