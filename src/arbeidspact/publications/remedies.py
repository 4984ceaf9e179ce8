"""How to mend a leak: which areas to publish together."""

from typing import Any

from arbeidspact.publications.guarding import GROUP, NOW, PlacedLeak


def remedy_of(placed: PlacedLeak) -> dict[str, Any]:
    """Which areas, published together, keep this leak in? `areas` empty: only leaving the indicator out helps.

    An earlier release that grouped the area says it: the same group again. Else the area goes with one of those that
    the reckoning subtracts: without that figure by itself nothing can be subtracted.
    """
    place = placed.places.get(placed.leak.key)
    indicator = placed.leak.key.split(" ", 1)[0]
    if place is None or place.area.startswith(GROUP):
        return {"indicator": indicator, "areas": []}
    for term in placed.leak.terms:
        other = placed.places.get(term.key)
        if other is not None and other.area.startswith(GROUP) and term.where != NOW:
            areas = other.area.removeprefix(GROUP).split("+")
            if place.area in areas:
                return {"indicator": indicator, "areas": areas}
    subtracted = [
        (term.count, other.area)
        for term in placed.leak.terms
        if term.where == NOW
        and (other := placed.places.get(term.key)) is not None
        and other.area != place.area
        and not other.area.startswith(GROUP)
        and term.times < 0
    ]
    return {"indicator": indicator, "areas": sorted({place.area, min(subtracted)[1]}) if subtracted else []}
