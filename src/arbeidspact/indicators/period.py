"""Periods as statistics print them: `2019`, `2020-H1`, `2019-Q3`, `2019-02`, `2019-12-31`, `2018-12/2019-11`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

from .exceptions import InvalidPeriod


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    SPAN = "span"


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_KIND_OF_MONTHS = {
    (first, first + months - 1): kind for kind, months in _MONTHS.items() for first in range(1, 13, months)
}
_PRINTED = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?", re.ASCII
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days, first and last included.

    Order: by last day, then by first day, so the shorter of two that end together is the later one: 2019 < 2019-Q4 <
    2019-12.
    """

    start: date
    end: date
    kind: PeriodKind

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidPeriod(f"{self.start.isoformat()}/{self.end.isoformat()}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Which period does this text name?

        Arguments: `text`, one of the printed forms; two of them joined by `/` make a span from the start of the first
        to the end of the second.
        Raises: `InvalidPeriod` when the text has another form or names a date that does not exist.
        """
        first, slash, last = text.strip().partition("/")
        if not slash:
            return _one_period(first)
        start, end = _one_period(first).start, _one_period(last).end
        if end < start:
            raise InvalidPeriod(text)
        return cls.of_days(start, end)

    @classmethod
    def of_days(cls, start: date, end: date) -> "Period":
        """Which period runs from this first day to this last? A span only where the calendar has no name for it.

        Raises: `InvalidPeriod` when the last day comes before the first.
        """
        if start == end:
            return cls(start, end, PeriodKind.DAY)
        if start.day == 1 and end.year == start.year:
            kind = _KIND_OF_MONTHS.get((start.month, end.month))
            if kind is not None and end.day == monthrange(end.year, end.month)[1]:
                return cls(start, end, kind)
        return cls(start, end, PeriodKind.SPAN)

    @classmethod
    def year(cls, year: int) -> "Period":
        """Which period is this calendar year?"""
        return cls(date(year, 1, 1), date(year, 12, 31), PeriodKind.YEAR)

    @property
    def days(self) -> int:
        """How many days, first and last included?"""
        return (self.end - self.start).days + 1

    def following(self, kind: PeriodKind) -> "Period":
        """Which period of this kind is the first to end after this one?

        Raises: `ValueError` for a span, which has no calendar of its own.
        """
        if kind is PeriodKind.SPAN:
            raise ValueError("a span has no following period: name a year, half, quarter, month or day")
        day_after = self.end + timedelta(days=1)
        if kind is PeriodKind.DAY:
            return Period(day_after, day_after, kind)
        months = _MONTHS[kind]
        return _months(day_after.year, (day_after.month - 1) // months * months + 1, kind)

    def __lt__(self, other: "Period") -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.start.year:04}"
            case PeriodKind.HALF:
                return f"{self.start.year:04}-H{(self.start.month - 1) // 6 + 1}"
            case PeriodKind.QUARTER:
                return f"{self.start.year:04}-Q{(self.start.month - 1) // 3 + 1}"
            case PeriodKind.MONTH:
                return f"{self.start.year:04}-{self.start.month:02}"
            case PeriodKind.DAY:
                return self.start.isoformat()
            case PeriodKind.SPAN:
                return _span_text(self.start, self.end)


def _one_period(text: str) -> Period:
    found = _PRINTED.fullmatch(text.strip())
    if found is None:
        raise InvalidPeriod(text)
    year = int(found["year"])
    try:
        if found["day"]:
            day = date(year, int(found["month"]), int(found["day"]))
            return Period(day, day, PeriodKind.DAY)
        if found["month"]:
            return _months(year, int(found["month"]), PeriodKind.MONTH)
        if found["quarter"]:
            return _months(year, int(found["quarter"]) * 3 - 2, PeriodKind.QUARTER)
        if found["half"]:
            return _months(year, int(found["half"]) * 6 - 5, PeriodKind.HALF)
        return Period.year(year)
    except ValueError as error:
        raise InvalidPeriod(text) from error


def _months(year: int, first_month: int, kind: PeriodKind) -> Period:
    start = date(year, first_month, 1)
    last_month = first_month + _MONTHS[kind] - 1
    return Period(start, date(year, last_month, monthrange(year, last_month)[1]), kind)


def _span_text(start: date, end: date) -> str:
    """Whole years as `2010/2015`, whole months as `2018-12/2019-11`, anything else by its days."""
    ends_month = end.day == monthrange(end.year, end.month)[1]
    if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
        return f"{start.year:04}/{end.year:04}"
    if start.day == 1 and ends_month:
        return f"{start.year:04}-{start.month:02}/{end.year:04}-{end.month:02}"
    return f"{start.isoformat()}/{end.isoformat()}"
