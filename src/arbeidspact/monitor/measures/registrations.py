"""Why the number of job seekers grows: who was found by outreach, and who registered otherwise; and who left again."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from arbeidspact.indicators import TOTAL, Period
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period
from arbeidspact.outreach.routes import Registration, registrations_of_job_seekers

SOURCE: Final = "Arbeidspact, inschrijvingen als werkzoekende in dit platform"
QUARTERS: Final = 8
ROUTES: Final = {True: "route:outreach", False: "route:otherwise"}


def _registered(scope: Scope) -> Iterator[Counted]:
    registrations = registrations_of_job_seekers()
    for quarter in scope.quarters(QUARTERS):
        own = [one for one in registrations if quarter.first_day <= one.since <= quarter.last_day]
        yield from _by_route(quarter_period(quarter), own)


def _left(scope: Scope) -> Iterator[Counted]:
    registrations = registrations_of_job_seekers()
    for quarter in scope.quarters(QUARTERS):
        own = [
            one for one in registrations if one.until is not None and quarter.first_day <= one.until <= quarter.last_day
        ]
        yield from _by_route(quarter_period(quarter), own)


def _by_route(period: Period, registrations: Sequence[Registration]) -> Iterator[Counted]:
    """Registrations, not people: who registers twice in a quarter, enters twice, and the sums still fit."""
    if not registrations:
        return
    is_invented = any(one.is_invented for one in registrations)
    found = sum(one.is_found for one in registrations)
    for breakdown, number in (
        (TOTAL, len(registrations)),
        (ROUTES[True], found),
        (ROUTES[False], len(registrations) - found),
    ):
        yield Counted(period, Decimal(number), breakdown=breakdown, sizes=(number,), is_invented=is_invented)


REGISTERED: Final = Measure("jobseekers-registered", SOURCE, _registered)
LEFT: Final = Measure("jobseekers-left", SOURCE, _left)
