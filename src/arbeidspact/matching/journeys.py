"""The journey to work of one pair: within the limit, in time, and back; or what is in the way."""

from dataclasses import dataclass

from arbeidspact.matching.constraints import (
    LONGEST_JOURNEY,
    LONGEST_WAIT,
    MINUTES_IN_A_DAY,
    limit_of,
    longest_in_time,
)
from arbeidspact.matching.index import Index
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.verdicts import ArrivesTooLate, NoWayBack, TooFar, TravelNotJudged, WithinReach
from arbeidspact.mobility import TravelMode, mode_bits


@dataclass(frozen=True, slots=True)
class Journey:
    """One way to a workplace: `minutes`, at most `longest` of which suit the hours of the work."""

    place: int
    mode: TravelMode
    minutes: int
    longest: int

    @property
    def suits_the_hours(self) -> bool:
        return self.minutes <= self.longest


def judge_journey(
    index: Index, persons: Persons, person: int, vacancy: int
) -> WithinReach | TooFar | ArrivesTooLate | NoWayBack | TravelNotJudged:
    """Can this person get to this work within the limit, in time, and back home? Rows, not ids."""
    home, workplace = int(persons.zones[person]), int(index.zones[vacancy])
    if home < 0 or workplace < 0:
        return TravelNotJudged(home_known=home >= 0, workplace_known=workplace >= 0)
    limit, bits = limit_of(persons, person), int(persons.modes[person])
    ways = _ways(index, home, vacancy)
    own = [way for way in ways if bits & mode_bits([way.mode])]
    suiting = [way for way in own if way.suits_the_hours]
    if suiting and suiting[0].minutes <= limit:
        return _within_reach(index, suiting[0], vacancy, limit)
    others = [way for way in ways if not bits & mode_bits([way.mode])]
    by_others = tuple(way.mode for way in others if way.suits_the_hours and way.minutes <= limit)
    if own and own[0].minutes <= limit:
        return _at_wrong_hours(index, own[0], vacancy, by_others)
    in_time = suiting[0].minutes if suiting else None
    if own:
        return TooFar(own[0].minutes, own[0].mode, limit, by_others, in_time)
    return TooFar(None, None, limit, by_others, in_time)


def _ways(index: Index, home: int, vacancy: int) -> list[Journey]:
    """The ways that lead there, fastest first, ties in the order of `TravelMode`."""
    minutes = index.travel_minutes[:, home, index.zones[vacancy]].tolist()
    longest = longest_in_time(index, slice(None), vacancy).tolist()
    ways = [
        Journey(place, mode, minutes[place], longest[place])
        for place, mode in enumerate(index.modes)
        if minutes[place] <= LONGEST_JOURNEY
    ]
    return sorted(ways, key=lambda way: way.minutes)


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
