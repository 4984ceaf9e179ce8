"""The journeys of one person to work: within the limit, in time, and back; or what is in the way."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.constraints import (
    LONGEST_JOURNEY,
    LONGEST_WAIT,
    MINUTES_IN_A_DAY,
    limit_of,
    longest_in_time,
    own_ways,
)
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.verdicts import ArrivesTooLate, NoWayBack, TooFar, TravelNotJudged, WithinReach
from arbeidspact.mobility import TravelMode


class Journey(NamedTuple):
    """One way to a workplace: `minutes`, at most `longest` of which suit the hours of the work.

    They sort by how fast they are, ties in the order of `TravelMode`.
    """

    minutes: int
    place: int
    mode: TravelMode
    longest: int

    @property
    def suits_the_hours(self) -> bool:
        return self.minutes <= self.longest


def judge_journeys(
    index: Index, persons: Persons, person: int, vacancies: NDArray[np.int64]
) -> Iterator[WithinReach | TooFar | ArrivesTooLate | NoWayBack | TravelNotJudged]:
    """Can this person get to each of these workplaces within the limit, in time, and back home? Rows, not ids."""
    home, limit, bits = int(persons.zones[person]), limit_of(persons, person), int(persons.modes[person])
    zones = index.zones[vacancies]
    if home < 0:
        yield from (TravelNotJudged(home_known=False, workplace_known=zone >= 0) for zone in zones.tolist())
        return
    own = set(own_ways(index, bits))
    minutes = index.travel_minutes[:, home, zones].T.tolist()
    longest = longest_in_time(index, np.arange(len(index.modes))[:, None], vacancies).T.tolist()
    for row, zone, theirs, at_most in zip(vacancies.tolist(), zones.tolist(), minutes, longest, strict=True):
        if zone < 0:
            yield TravelNotJudged(home_known=True, workplace_known=False)
        else:
            ways = sorted(
                Journey(theirs[place], place, mode, at_most[place])
                for place, mode in enumerate(index.modes)
                if theirs[place] <= LONGEST_JOURNEY
            )
            yield _judged(index, row, limit, [way for way in ways if way.place in own], ways)


def _judged(
    index: Index, vacancy: int, limit: int, own: list[Journey], ways: list[Journey]
) -> WithinReach | TooFar | ArrivesTooLate | NoWayBack:
    suiting = [way for way in own if way.suits_the_hours]
    if suiting and suiting[0].minutes <= limit:
        return _within_reach(index, suiting[0], vacancy, limit)
    others = [way for way in ways if way not in own]
    by_others = tuple(way.mode for way in others if way.suits_the_hours and way.minutes <= limit)
    if own and own[0].minutes <= limit:
        return _at_wrong_hours(index, own[0], vacancy, by_others)
    in_time = suiting[0].minutes if suiting else None
    if own:
        return TooFar(own[0].minutes, own[0].mode, limit, by_others, in_time)
    return TooFar(None, None, limit, by_others, in_time)


def _within_reach(index: Index, way: Journey, vacancy: int, limit: int) -> WithinReach:
    first = int(index.service_first[way.place])
    is_told = 0 < first <= int(index.starts_at[vacancy]) - way.minutes
    return WithinReach(way.minutes, way.mode, limit, first + way.minutes if is_told else None)


def _at_wrong_hours(
    index: Index, way: Journey, vacancy: int, by_others: tuple[TravelMode, ...]
) -> ArrivesTooLate | NoWayBack:
    starts_at, arrives_at = int(index.starts_at[vacancy]), int(index.service_first[way.place]) + way.minutes
    last = int(index.service_last[way.place])
    if 0 <= starts_at < arrives_at and starts_at + MINUTES_IN_A_DAY > last + LONGEST_WAIT:
        return ArrivesTooLate(way.mode, way.minutes, arrives_at, starts_at, by_others)
    return NoWayBack(way.mode, way.minutes, int(index.ends_at[vacancy]), last, by_others)
