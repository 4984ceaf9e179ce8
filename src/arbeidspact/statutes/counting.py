"""How long a term is and how its days are counted."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from arbeidspact.indicators.wording import Entry, Reference, Text

from .working_days import ONE_DAY, WorkingDays, add_working_days, next_working_day


class Unit(StrEnum):
    """In what a term is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Length(Entry):
    """How long a term is."""

    amount: Annotated[int, Field(ge=1, le=600)]
    unit: Unit


class Counting(Entry):
    """The convention by which days are counted; `reference` says where it is written, `flag` what is doubtful."""

    first_day_counts: bool
    """Whether the day on which something happens is the first day of the term."""
    last_day_included: bool
    """Whether the last day is still in time; otherwise the day before is the last one."""
    moves_to_working_day: bool
    """Whether a term that ends on a Saturday, a Sunday or a legal holiday ends on the next working day."""
    reference: Reference
    flag: Text | None = None


def months_later(day: date, months: int) -> tuple[date, bool]:
    """Which day has the same number, this many months later, and was it moved to the end of a shorter month?

    Example: 31 December and two months give 28 February, or 29 in a leap year, and True.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)), day.day > last


def first_day_of(since: date, counting: Counting) -> date:
    """Which is the first day that counts of a term that starts on `since`?"""
    return since if counting.first_day_counts else since + ONE_DAY


def last_day_of(since: date, length: Length, counting: Counting, calendar: WorkingDays) -> tuple[date, bool]:
    """Which is the last day of a term, before pauses and before it moves to a working day?

    Returns: the day, and whether a month was too short to have the same number.
    """
    first = first_day_of(since, counting)
    was_short = False
    if length.unit == Unit.MONTHS:
        last, was_short = months_later(since, length.amount)
        if counting.first_day_counts and not was_short:
            last -= ONE_DAY
    elif length.unit == Unit.WORKING_DAYS:
        last = add_working_days(next_working_day(first, calendar), length.amount - 1, calendar)
    else:
        days = length.amount * (7 if length.unit == Unit.WEEKS else 1)
        last = first + timedelta(days=days - 1)
    if not counting.last_day_included:
        last -= ONE_DAY
    return last, was_short
