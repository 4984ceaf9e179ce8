"""Which margins follow from the names of cells: areas within areas, ages within ages, breakdowns within totals."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .cells import Margin

_AGES: Final = re.compile(r"(\d+)(?:-(\d+)|\+)")
_OLDEST: Final = 999


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a cell stands: what is counted (indicator and period), for which area, for which part of the people.

    `breakdown`: a canonical key such as `age:15-24|sex:women`; "" is everybody.
    """

    table: str
    area: str
    breakdown: str = ""

    @property
    def key(self) -> str:
        return " · ".join(part for part in (self.table, self.area, self.breakdown) if part)


def margins_of(places: Iterable[Place], *, members: Mapping[str, frozenset[str]]) -> list[Margin]:
    """Which of these cells add up to which others?

    Arguments: `members`, for each area that contains others every area inside it, at any depth (a group of
    neighbourhoods and the neighbourhoods, a province and its municipalities and neighbourhoods); areas may overlap.
    Returns: for each cell its largest parts that do not overlap, and one margin more for each other part that it
    contains. Parts need not be all there: `complete_margins` adds what is missing.
    """
    by_area: dict[tuple[str, str], list[Place]] = defaultdict(list)
    by_breakdown: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in sorted(set(places)):
        by_area[place.table, place.breakdown].append(place)
        by_breakdown[place.table, place.area].append(place)
    margins: list[Margin] = []
    for cells in by_area.values():
        margins += _area_margins(cells, members)
    for cells in by_breakdown.values():
        margins += _breakdown_margins(cells)
    return margins


def _area_margins(cells: list[Place], members: Mapping[str, frozenset[str]]) -> list[Margin]:
    of_area = {cell.area: cell for cell in cells}
    margins = []
    for cell in cells:
        content = members.get(cell.area, frozenset())
        inside = [
            area
            for area in of_area
            if area != cell.area and (area in content or (members.get(area) and members[area] <= content))
        ]
        contents = {area: members.get(area, frozenset()) | {area} for area in inside}
        for parts in _families(inside, contents):
            margins.append(Margin(cell.key, tuple(of_area[part].key for part in parts)))
    return margins


def _families(inside: list[str], contents: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """The parts to subtract: the outermost that do not overlap, then each outermost one that was passed over."""
    outermost = [area for area in inside if not any(_lies_in(area, other, contents) for other in inside)]
    taken: set[str] = set()
    first: list[str] = []
    passed_over: list[str] = []
    for area in sorted(outermost, key=lambda area: (-len(contents[area]), area)):
        if contents[area] & taken:
            passed_over.append(area)
        else:
            first.append(area)
            taken |= contents[area]
    return [sorted(first), *([area] for area in passed_over)] if first else []


def _lies_in(inner: str, outer: str, contents: Mapping[str, frozenset[str]]) -> bool:
    """Does this part lie in that one? Of two that hold the same, the second by name lies in the first."""
    if inner == outer:
        return False
    mine, others = contents[inner] - {inner}, contents[outer] - {outer}
    return inner in others or bool(mine and (mine < others or (mine == others and outer < inner)))


def _breakdown_margins(cells: list[Place]) -> list[Margin]:
    of_breakdown = {cell.breakdown: cell for cell in cells}
    sharing: dict[tuple[str, str], list[str]] = defaultdict(list)
    for breakdown in of_breakdown:
        for dimension, _category in _parts(breakdown):
            sharing[dimension, _without(breakdown, dimension)].append(breakdown)
    margins = []
    for (dimension, rest), found in sorted(sharing.items()):
        categories = {dict(_parts(breakdown))[dimension]: breakdown for breakdown in found}
        contents = {name: frozenset(other for other in categories if _holds(name, other)) for name in categories}
        totals = [(of_breakdown[rest], list(categories))] if rest in of_breakdown else []
        totals += [
            (of_breakdown[categories[name]], [other for other in inner if other != name])
            for name, inner in contents.items()
            if len(inner) > 1
        ]
        for total, inside in totals:
            names = [name for name in inside if _ages(name) is None]
            for parts in [*_families(names, contents), *_age_chains(inside)]:
                margins.append(Margin(total.key, tuple(of_breakdown[categories[part]].key for part in parts)))
    return margins + _crossed_margins(of_breakdown)


def _crossed_margins(of_breakdown: Mapping[str, Place]) -> list[Margin]:
    """Cells by two dimensions or more add up to everybody, also where no total of one dimension stands between them.

    Not where ages are among them: those hold each other, and are followed one dimension at a time.
    """
    if "" not in of_breakdown:
        return []
    crossed: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for breakdown in of_breakdown:
        pairs = _parts(breakdown)
        if len(pairs) > 1 and not any(_ages(category) for _dimension, category in pairs):
            crossed[tuple(dimension for dimension, _category in pairs)].append(breakdown)
    return [
        Margin(of_breakdown[""].key, tuple(of_breakdown[breakdown].key for breakdown in found))
        for _dimensions, found in sorted(crossed.items())
    ]


def _parts(breakdown: str) -> list[tuple[str, str]]:
    pairs = (part.split(":", 1) for part in breakdown.split("|") if part)
    return [(pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs]


def _without(breakdown: str, dimension: str) -> str:
    return "|".join(part for part in breakdown.split("|") if not part.startswith(f"{dimension}:"))


def _holds(outer: str, inner: str) -> bool:
    """Does this category hold that one? Ages do: 15-64 holds 15-24, and 65+ holds 80+."""
    if outer == inner:
        return True
    wide, narrow = _ages(outer), _ages(inner)
    return wide is not None and narrow is not None and wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _age_chains(inside: list[str]) -> list[list[str]]:
    """Ages that follow on each other: from each range, the nearest range after it, and the nearest before it."""
    ranges = {name: found for name in inside if (found := _ages(name))}
    chains = set()
    for name, ends in ranges.items():
        chain, (first, last) = [name], ends
        while after := [(low, high, other) for other, (low, high) in ranges.items() if low > last]:
            _low, last, name_after = min(after)
            chain.append(name_after)
        while before := [(high, low, other) for other, (low, high) in ranges.items() if high < first]:
            _high, first, name_before = max(before)
            chain.append(name_before)
        chains.add(tuple(sorted(chain)))
    return [list(chain) for chain in sorted(chains)]


def _ages(category: str) -> tuple[int, int] | None:
    found = _AGES.fullmatch(category)
    return (int(found[1]), int(found[2]) if found[2] else _OLDEST) if found else None
