"""Tables to attack: neighbourhoods in cities in a region, by sex, by age, or by both."""

from collections.abc import Mapping, Sequence
from itertools import product

from arbeidspact.indicators.disclosure import Cell, Margin, Place, complete_margins, margins_of

TREE = {
    "region": frozenset({"ghent", "aalst", "north", "south", "centre", "town"}),
    "ghent": frozenset({"north", "south"}),
    "aalst": frozenset({"centre", "town"}),
}
CITY = {"ghent": TREE["ghent"]}


def table(
    counts: Mapping[tuple[str, str], int], *, members: Mapping[str, frozenset[str]], totals: Sequence[str]
) -> tuple[list[Cell], list[Margin]]:
    """All cells of a table whose smallest ones are given by (area, breakdown), with every total over them.

    Arguments: `totals`, the breakdowns to add up to: each is a part of the canonical keys.
    """
    cells: dict[Place, int] = {}
    for (area, breakdown), count in counts.items():
        above = [area, *(name for name, inside in members.items() if area in inside)]
        for place, total in product(above, {breakdown, *totals}):
            if set(filter(None, total.split("|"))) <= set(breakdown.split("|")):
                key = Place("jobseekers 2024", place, total)
                cells[key] = cells.get(key, 0) + count
    known = [Cell(place.key, count) for place, count in cells.items()]
    return complete_margins(known, margins_of(cells, members=members))
