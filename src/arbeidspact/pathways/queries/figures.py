"""Rungs in numbers, for figures: everybody at once, no names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import RungPlacement
from arbeidspact.pathways.rungs import PlacementFact, RungNow, StatusFact, rung_on
from arbeidspact.people.models import PersonStatus


@dataclass(frozen=True, slots=True)
class RungCounts:
    """How many people stand on each rung, by its short name; `is_invented`, people of the demo are among them."""

    people: Mapping[str, int]
    is_invented: bool


def people_on_rungs(days: Sequence[date]) -> dict[date, RungCounts]:
    """How many people stood on each rung on these days? Everybody once; not known yet is left out. Two queries."""
    ladder = current_ladder()
    placements: dict[int, list[PlacementFact]] = defaultdict(list)
    statuses: dict[int, list[StatusFact]] = defaultdict(list)
    invented: set[int] = set()
    placed = RungPlacement.objects.order_by("pk").values_list(
        "person", "rung", "since", "until", "reference", "person__is_invented"
    )
    for person, rung, since, until, reference, is_invented in placed.iterator(chunk_size=5000):
        placements[person].append(PlacementFact(rung, since, until, reference))
        invented.update([person] if is_invented else [])
    noted = PersonStatus.objects.order_by("pk").values_list("person", "kind", "since", "until", "person__is_invented")
    for person, kind, since, until, is_invented in noted.iterator(chunk_size=5000):
        statuses[person].append(StatusFact(kind, since, until))
        invented.update([person] if is_invented else [])
    found = {}
    for day in days:
        people: dict[str, int] = defaultdict(int)
        for person in placements.keys() | statuses.keys():
            standing = rung_on(ladder, placements.get(person, ()), statuses.get(person, ()), day)
            if isinstance(standing, RungNow):
                people[standing.rung.slug] += 1
        found[day] = RungCounts(dict(people), bool(invented))
    return found


def people_placed(since: date, until: date) -> RungCounts:
    """How many people began on each rung between these days, both included? Everybody once for each rung. One query."""
    people: dict[str, set[int]] = defaultdict(set)
    is_invented = False
    rows = RungPlacement.objects.filter(since__gte=since, since__lte=until).order_by("pk")
    for person, rung, invented in rows.values_list("person", "rung", "person__is_invented"):
        people[rung].add(person)
        is_invented = is_invented or invented
    return RungCounts({rung: len(found) for rung, found in people.items()}, is_invented)
