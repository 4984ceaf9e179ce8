"""How many people stand on each rung of the ladder, and how many began there."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from arbeidspact.indicators import Period
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period
from arbeidspact.pathways.queries.figures import RungCounts, people_on_rungs, people_placed

SOURCE: Final = "Arbeidspact, plaatsen op de ladder in dit platform"
QUARTERS: Final = 4


def _on_rung(scope: Scope) -> Iterator[Counted]:
    quarters = scope.quarters(QUARTERS)
    counts = people_on_rungs([quarter.last_day for quarter in quarters])
    for quarter in quarters:
        yield from _by_rung(Period.of_days(quarter.last_day, quarter.last_day), counts[quarter.last_day])


def _placed(scope: Scope) -> Iterator[Counted]:
    for quarter in scope.quarters(QUARTERS):
        yield from _by_rung(quarter_period(quarter), people_placed(quarter.first_day, quarter.last_day))


def _by_rung(period: Period, counts: RungCounts) -> Iterator[Counted]:
    for rung, people in sorted(counts.people.items()):
        yield Counted(
            period, Decimal(people), breakdown=f"rung:{rung}", sizes=(people,), is_invented=counts.is_invented
        )


ON_RUNG: Final = Measure("people-on-rung", SOURCE, _on_rung)
PLACED: Final = Measure("people-placed", SOURCE, _placed)
