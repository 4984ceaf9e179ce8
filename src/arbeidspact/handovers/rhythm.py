"""When a handover that stands still asks for a reminder, from days alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The first reminder after so many days in one state, the next ones so many days apart, at most so many."""

    first_days: int
    again_days: int
    most: int


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder is due: which one, and whether it is the last."""

    number: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class NotYet:
    """The next reminder goes out later: which one, on which day."""

    number: int
    on: date


@dataclass(frozen=True, slots=True)
class AllSent:
    """As many reminders went out as may: `most`."""

    most: int


def rhythm() -> Rhythm:
    """The rhythm that the settings ask for."""
    return Rhythm(settings.HANDOVER_REMIND_DAYS, settings.HANDOVER_REMIND_AGAIN_DAYS, settings.HANDOVER_REMINDERS)


def reminder_on(
    day: date, asked: Rhythm, *, since: date, sent: Sequence[date] = (), rests_until: date | None = None
) -> Due | NotYet | AllSent:
    """Is a reminder due on this day? A day counts when it is reached.

    Arguments: `since`, the day the state began, or the person was asked; `sent`, the days of the reminders since then;
    `rests_until`, the last day of a pause, None without one: a reminder that it held up goes out the day after.
    """
    if len(sent) >= asked.most:
        return AllSent(asked.most)
    number = len(sent) + 1
    first_day = since + timedelta(days=asked.first_days)
    on = max(first_day, max(sent) + timedelta(days=asked.again_days)) if sent else first_day
    if rests_until is not None:
        on = max(on, rests_until + timedelta(days=1))
    return Due(number, number == asked.most) if on <= day else NotYet(number, on)
