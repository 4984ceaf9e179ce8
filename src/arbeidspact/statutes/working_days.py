"""Which days are working days: not Saturday, not Sunday, not a legal holiday in Belgium."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Protocol

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class WorkingDays(Protocol):
    """Decides which days move a due date to the next working day."""

    def is_working_day(self, day: date) -> bool:
        """Is this a working day?"""
        ...


@dataclass(frozen=True, slots=True)
class BelgianWorkingDays:
    """The working days of Belgium. The legal holidays come from the library `holidays`."""

    def is_working_day(self, day: date) -> bool:
        """Is this neither Saturday, Sunday nor a legal holiday?"""
        return day.weekday() < SATURDAY and day not in _holidays_of(day.year, "nl")


BELGIUM = BelgianWorkingDays()


def holiday_name(day: date, language: str = "nl") -> str:
    """What is this legal holiday called, in Dutch or English? Empty for a day that is none."""
    return _holidays_of(day.year, "en" if language.startswith("en") else "nl").get(day, "")


def next_working_day(day: date, calendar: WorkingDays) -> date:
    """Which is the first working day from this day on? The day itself when it is one."""
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def working_days_between(first: date, last: date, calendar: WorkingDays) -> int:
    """How many working days are there from `first` to `last`, both included? 0 when `last` comes before."""
    return sum(calendar.is_working_day(first + timedelta(days=ahead)) for ahead in range((last - first).days + 1))


def add_working_days(day: date, number: int, calendar: WorkingDays) -> date:
    """Which day lies this number of working days (0 or more) after `day`, which is not counted?"""
    for _ in range(number):
        day = next_working_day(day + ONE_DAY, calendar)
    return day


@cache
def _holidays_of(year: int, language: str) -> Mapping[date, str]:
    names = holidays.country_holidays("BE", years=year, language="nl" if language == "nl" else "en_US")
    return MappingProxyType(dict(names))
