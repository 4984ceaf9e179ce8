"""Are people nearer to work than half a year before? Among those who were assessed again, by quarter."""

from collections.abc import Callable, Iterator
from typing import Final

from arbeidspact.assessments.figures import distance_changes
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period, share

SOURCE: Final = "Arbeidspact, inschattingen in dit platform"
QUARTERS: Final = 4
MONTHS: Final = 6


def _share_that(is_so: Callable[[int], bool]) -> Callable[[Scope], Iterator[Counted]]:
    def count(scope: Scope) -> Iterator[Counted]:
        for quarter in scope.quarters(QUARTERS):
            changes = distance_changes(quarter.first_day, quarter.last_day, months=MONTHS)
            if changes:
                nearer = sum(one.levels < 0 for one in changes)
                farther = sum(one.levels > 0 for one in changes)
                # The three shares add up to all: where one is too small, the others would tell it.
                parts = (nearer, farther, len(changes) - nearer - farther)
                numerator, denominator, sizes = share(
                    sum(is_so(one.levels) for one in changes), len(changes), sizes=parts
                )
                is_invented = any(one.is_invented for one in changes)
                yield Counted(quarter_period(quarter), numerator, denominator, sizes=sizes, is_invented=is_invented)

    return count


NEARER: Final = Measure("distance-nearer", SOURCE, _share_that(lambda levels: levels < 0))
SAME: Final = Measure("distance-same", SOURCE, _share_that(lambda levels: levels == 0))
FARTHER: Final = Measure("distance-farther", SOURCE, _share_that(lambda levels: levels > 0))
