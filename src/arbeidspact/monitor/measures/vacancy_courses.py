"""What became of vacancies: filled or cancelled, after how many days, how many are open and for how long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, month, quarter_period, share
from arbeidspact.terms.compliance import Quarter
from arbeidspact.vacancies.courses import VacancyCourse, courses_of_vacancies
from arbeidspact.vacancies.models import VacancyState
from arbeidspact.vacancies.states import days_open, state_on

SOURCE: Final = "Arbeidspact, vacatures in dit platform"
QUARTERS: Final = 8
MONTHS: Final = 12
LONG_DAYS: Final = 90
"""Open for more days than this is long: a convention of this product, since no official one was found."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A vacancy that was filled or cancelled: on which day, after how many days."""

    on: date
    was_filled: bool
    days: int
    is_invented: bool


def closed_in(courses: Iterable[VacancyCourse], quarters: Iterable[Quarter]) -> dict[Quarter, list[Closed]]:
    """Which vacancies were filled or cancelled in these quarters? What expired without an answer is not among them."""
    wanted = set(quarters)
    found: dict[Quarter, list[Closed]] = defaultdict(list)
    for one in courses:
        on = one.filled_on or one.cancelled_on
        if on is not None and (quarter := Quarter.of(on)) in wanted:
            was_filled = one.filled_on is not None
            days = max(0, (on - one.opens_on).days)
            found[quarter].append(Closed(on, was_filled, days, one.is_invented))
    return found


def _fill_rate(scope: Scope) -> Iterator[Counted]:
    for quarter, closed in _closed(scope):
        filled = sum(one.was_filled for one in closed)
        numerator, denominator, sizes = share(filled, len(closed))
        yield Counted(quarter_period(quarter), numerator, denominator, sizes=sizes, is_invented=_any(closed))


def _told_outcome(scope: Scope) -> Iterator[Counted]:
    """Filled and cancelled: somebody said so. Expired: the last day passed, and nobody did."""
    quarters = scope.quarters(QUARTERS)
    courses = courses_of_vacancies(scope.parts, since=quarters[0].first_day)
    told = closed_in(courses, quarters)
    silent: dict[Quarter, list[VacancyCourse]] = defaultdict(list)
    for one in courses:
        if one.closes_on is not None and state_on(one, scope.day) is VacancyState.EXPIRED:
            silent[Quarter.of(one.closes_on)].append(one)
    for quarter in quarters:
        answered, unanswered = told.get(quarter, []), silent.get(quarter, [])
        if answered or unanswered:
            numerator, denominator, sizes = share(len(answered), len(answered) + len(unanswered))
            is_invented = _any(answered) or _any(unanswered)
            yield Counted(quarter_period(quarter), numerator, denominator, sizes=sizes, is_invented=is_invented)


def _days_open(scope: Scope) -> Iterator[Counted]:
    for quarter, closed in _closed(scope):
        days = [one.days for one in closed if one.was_filled]
        if days:
            values = tuple(Decimal(number) for number in days)
            yield Counted(quarter_period(quarter), values=values, sizes=(len(days),), is_invented=_any(closed))


def _open(scope: Scope) -> Iterator[Counted]:
    for day, standing in _standing(scope):
        yield Counted(month(day), Decimal(len(standing)), sizes=(len(standing),), is_invented=_any(standing))


def _open_long(scope: Scope) -> Iterator[Counted]:
    for day, standing in _standing(scope):
        if standing:
            long = sum(days_open(one, day) > LONG_DAYS for one in standing)
            numerator, denominator, sizes = share(long, len(standing))
            yield Counted(month(day), numerator, denominator, sizes=sizes, is_invented=_any(standing))


def _closed(scope: Scope) -> Iterator[tuple[Quarter, list[Closed]]]:
    quarters = scope.quarters(QUARTERS)
    courses = courses_of_vacancies(scope.parts, since=quarters[0].first_day)
    yield from sorted(closed_in(courses, quarters).items())


def _standing(scope: Scope) -> Iterator[tuple[date, list[VacancyCourse]]]:
    days = scope.month_ends(MONTHS)
    courses = courses_of_vacancies(scope.parts, since=days[0])
    first = min((one.opens_on for one in courses), default=date.max)
    for day in days:
        if day >= first:
            yield day, [one for one in courses if state_on(one, day) is VacancyState.OPEN]


def _any(rows: Iterable[Closed] | Iterable[VacancyCourse]) -> bool:
    return any(one.is_invented for one in rows)


FILL_RATE: Final = Measure("vacancy-fill-rate", SOURCE, _fill_rate)
TOLD_OUTCOME: Final = Measure("employers-told-outcome", SOURCE, _told_outcome)
DAYS_OPEN: Final = Measure("vacancy-days-until-filled", SOURCE, _days_open)
OPEN: Final = Measure("vacancies-open", SOURCE, _open)
OPEN_LONG: Final = Measure("vacancies-open-long", SOURCE, _open_long)
