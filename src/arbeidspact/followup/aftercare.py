"""After-care: at which months after the start of work is asked how it goes, and what is still to ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from arbeidspact.followup.models import AftercareSide
from arbeidspact.followup.thresholds import Thresholds

Asked = tuple[int, str]
"""A month, and the side that was asked then."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A month after the start of work: from when until when it is asked, and who is still to be asked."""

    month: int
    first_day: date
    last_day: date
    missing: tuple[AftercareSide, ...]

    def is_open_on(self, day: date) -> bool:
        """Is it time to ask, and not everybody was?"""
        return bool(self.missing) and self.first_day <= day <= self.last_day


def moments_of(
    started_on: date, ended_on: date | None, asked: Collection[Asked], thresholds: Thresholds
) -> list[Moment]:
    """When is asked how the work goes? A moment begins on the day of the month of the start, or on the last of a
    shorter month; it lasts for the window, or until the next moment begins. Work that ended before has none any more.
    """
    months = sorted(set(thresholds.aftercare_months))
    starts = [months_later(started_on, month) for month in months]
    window = timedelta(days=thresholds.aftercare_window_days - 1)
    moments = []
    for place, (month, first) in enumerate(zip(months, starts, strict=True)):
        if ended_on is not None and ended_on < first:
            break
        last = first + window
        if place + 1 < len(starts):
            last = min(last, starts[place + 1] - timedelta(days=1))
        missing = tuple(side for side in AftercareSide if (month, side.value) not in asked)
        moments.append(Moment(month, first, last, missing))
    return moments


def moment_on(
    day: date, started_on: date, ended_on: date | None, asked: Collection[Asked], thresholds: Thresholds
) -> Moment | None:
    """What is to be asked on this day? None when it is not the time, or was done."""
    moments = moments_of(started_on, ended_on, asked, thresholds)
    return next((moment for moment in moments if moment.is_open_on(day)), None)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
