"""Which counted figures may be seen inside: none that tells of few, none from which a hidden one would follow. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from arbeidspact.indicators import TOTAL, Period
from arbeidspact.indicators.disclosure import SMALLEST_INSIDE, shown_count
from arbeidspact.monitor.measures.measure import Counted

Beside = tuple[str, str, Period, tuple[str, ...]]
"""Indicator, area, period and the dimensions that a figure is broken down by: figures that add up together."""


def too_small(figures: Sequence[Counted]) -> set[int]:
    """The places of figures that tell of 1 to 4, or from which such a one would follow.

    One hidden group beside a total would follow from it, so the smallest of the other groups is hidden with it.
    """
    hidden = {place for place, one in enumerate(figures) if any(shown_count(size) is None for size in one.sizes)}
    groups: dict[Beside, list[int]] = defaultdict(list)
    totals = {(one.indicator, one.area, one.period) for one in figures if one.breakdown == TOTAL}
    for place, one in enumerate(figures):
        if one.breakdown != TOTAL and (one.indicator, one.area, one.period) in totals:
            groups[one.indicator, one.area, one.period, _dimensions(one.breakdown)].append(place)
    for places in groups.values():
        few = [place for place in places if place in hidden]
        others = [place for place in places if place not in hidden and max(figures[place].sizes, default=0)]
        if len(few) == 1 and others:
            hidden.add(min(others, key=lambda place: (max(figures[place].sizes), place)))
    return hidden


def why_hidden(sizes: Iterable[int]) -> str:
    """Why a figure of these sizes is left out."""
    if any(shown_count(size) is None for size in sizes):
        return f"tells of fewer than {SMALLEST_INSIDE}"
    return f"another group that tells of fewer than {SMALLEST_INSIDE} would follow from it"


def _dimensions(breakdown: str) -> tuple[str, ...]:
    return tuple(part.partition(":")[0] for part in breakdown.split("|"))
