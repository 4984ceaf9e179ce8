"""When a term is due, and why: one line per step of the count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .counting import Length, Unit, first_day_of, last_day_of
from .rule import TermRule, TermVersion
from .working_days import ONE_DAY, WorkingDays, add_working_days, next_working_day, working_days_between


@dataclass(frozen=True, slots=True)
class Pause:
    """The term stands still from `starts` on, that day included, for a number of days; None: until somebody ends it."""

    starts: date
    days: int | None = None

    @property
    def until(self) -> date | None:
        """The last day of the pause; None while nobody ended it."""
        return None if self.days is None else self.starts + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Exemption:
    """The term does not hold for this person, from this day on."""

    since: date


TermEvent = Pause | Exemption


class TraceStep(StrEnum):
    """What a line of the count says."""

    STARTED = "started"
    FIRST_DAY = "first_day"
    LENGTH = "length"
    SHORT_MONTH = "short_month"
    PAUSED = "paused"
    PAUSED_TOO_LATE = "paused_too_late"
    STANDS_STILL = "stands_still"
    MOVED = "moved"
    NOT_BEFORE = "not_before"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step of the count: `day`, where it leads; `first` to `last`, what it is about; `amount`, how many."""

    step: TraceStep
    day: date
    first: date | None = None
    last: date | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day on which a term is due, and why.

    `day` is None while a pause without an end holds the term up. `pauses` are those that counted.
    """

    version: TermVersion
    since: date
    day: date | None
    trace: tuple[TraceLine, ...]
    pauses: tuple[Pause, ...] = ()
    exempt_since: date | None = None

    def is_paused_on(self, day: date) -> bool:
        """Does the term stand still on this day?"""
        return any(pause.starts <= day and (pause.until is None or day <= pause.until) for pause in self.pauses)


def due_on(
    rule: TermRule,
    *,
    since: date,
    events: Iterable[TermEvent] = (),
    calendar: WorkingDays,
    version: TermVersion | None = None,
) -> DueDate:
    """When is this term due, and why?

    Arguments: `since`, the day the term starts (whether it counts: `counting`); `events`, pauses and exemptions in any
        order; `calendar`, decides which days are working days; `version`, to count by another text than the one that
        counts on `since`.
    Returns: the date with its trace, one line per step. A pause moves the end by the days that it takes from the term;
        one that starts after the last day changes nothing.
    Raises: `TermNotInForce` when the rule has no version on `since`.
    Source: each rule names its own; counting convention: `version.counting`.
    """
    text = version or rule.version_on(since)
    events = tuple(events)
    counting, length = text.counting, text.length
    first = first_day_of(since, counting)
    last, was_short = last_day_of(since, length, counting, calendar)
    trace = [
        TraceLine(TraceStep.STARTED, since),
        TraceLine(TraceStep.FIRST_DAY, first),
        TraceLine(TraceStep.LENGTH, last, amount=length.amount),
    ]
    if was_short:
        trace.append(TraceLine(TraceStep.SHORT_MONTH, last))
    exempt_since = min((event.since for event in events if isinstance(event, Exemption)), default=None)
    counted: list[Pause] = []
    day: date | None = last
    for pause in merged(event for event in events if isinstance(event, Pause)):
        if pause.until is not None and pause.until < first:
            continue
        starts = max(pause.starts, first)
        if starts > last:
            trace.append(TraceLine(TraceStep.PAUSED_TOO_LATE, last, first=starts, last=pause.until))
            continue
        counted.append(pause)
        if pause.until is None:
            left = (last - starts).days + 1
            trace.append(TraceLine(TraceStep.STANDS_STILL, starts, first=starts, amount=left))
            day = None
            break
        lost, last = _later(last, starts, pause.until, length, calendar)
        trace.append(TraceLine(TraceStep.PAUSED, last, first=starts, last=pause.until, amount=lost))
        day = last
    if day is not None and counting.moves_to_working_day:
        day = next_working_day(last, calendar)
        if day != last:
            trace.append(TraceLine(TraceStep.MOVED, day, first=last, last=day - ONE_DAY))
    if day is not None and text.reaches_back and text.valid_from is not None and day < text.valid_from:
        day = text.valid_from
        trace.append(TraceLine(TraceStep.NOT_BEFORE, day))
    if exempt_since is not None:
        trace.append(TraceLine(TraceStep.EXEMPT, exempt_since))
    return DueDate(text, since, day, tuple(trace), tuple(counted), exempt_since)


def merged(pauses: Iterable[Pause]) -> Sequence[Pause]:
    """Which pauses are these, in order, when those that overlap or touch are one? No day is counted twice."""
    whole: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.starts):
        before = whole[-1] if whole else None
        if before is not None and (before.until is None or pause.starts <= before.until + ONE_DAY):
            whole[-1] = _joined(before, pause)
        else:
            whole.append(pause)
    return whole


def _joined(before: Pause, after: Pause) -> Pause:
    if before.until is None or after.until is None:
        return Pause(before.starts)
    return Pause(before.starts, (max(before.until, after.until) - before.starts).days + 1)


def _later(last: date, starts: date, until: date, length: Length, calendar: WorkingDays) -> tuple[int, date]:
    """How many days does a pause take from the term, and which is its last day then?"""
    if length.unit == Unit.WORKING_DAYS:
        lost = working_days_between(starts, until, calendar)
        return lost, add_working_days(last, lost, calendar)
    lost = (until - starts).days + 1
    return lost, last + timedelta(days=lost)
