"""Sums over periods, for promises such as "1,500 people reached over the term"."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from .observation import Observation, ObservationStatus
from .period import Period


def running_totals(figures: Iterable[Observation], *, since: Period) -> tuple[Observation, ...]:
    """What do the figures after this period add up to, at the end of each?

    Arguments: `figures`, one a period, of one area and group; `since`, the period of the baseline, which counts no
    more. Where periods of several lengths were published, those of the kind that there are most of count. Returns: a
    figure for each period in an unbroken row, the oldest first; nothing after a gap, for a sum with a hole in it is no
    sum. A sum with a figure in it that is not final is not final.
    """
    later = sorted((figure for figure in figures if figure.period.start > since.end), key=lambda one: one.period)
    if not later:
        return ()
    kind, _count = Counter(figure.period.kind for figure in later).most_common(1)[0]
    totals: list[Observation] = []
    total, status, until = Decimal(0), ObservationStatus.FINAL, since.end
    for figure in later:
        if figure.period.kind is not kind:
            continue
        if figure.period.start != until + timedelta(days=1):
            break
        total, until = total + figure.value, figure.period.end
        if figure.status is not ObservationStatus.FINAL:
            status = figure.status
        totals.append(replace(figure, value=total, status=status))
    return tuple(totals)
