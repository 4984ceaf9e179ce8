"""The share of signals answered in time, by quarter: a measure of the monitor."""

from collections.abc import Iterator
from typing import Final

from django.utils import timezone

from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period, share
from arbeidspact.steering.models import Signal
from arbeidspact.steering.queries import answer_times

QUARTERS: Final = 8


def _count(scope: Scope) -> Iterator[Counted]:
    """Signals are raised by organisations, about no one: no count of them is too small to be seen."""
    first = Signal.objects.order_by("raised_at").values_list("raised_at", flat=True).first()
    if first is None:
        return
    is_invented = Signal.objects.filter(is_invented=True).exists()
    for quarter in scope.quarters(QUARTERS):
        if quarter.last_day < timezone.localdate(first):
            continue
        times = answer_times(scope.actor, since=quarter.first_day, until=quarter.last_day)
        if times.counted:
            numerator, denominator, _sizes = share(times.in_time, times.counted)
            yield Counted(quarter_period(quarter), numerator, denominator, is_invented=is_invented)


SIGNALS_IN_TIME: Final = Measure(
    "signals-answered-in-time", "Arbeidspact, signalen aan de stuurgroep en hun antwoorden", _count
)
