"""The decision: is this place within reach?"""

from collections.abc import Iterable
from dataclasses import dataclass

from arbeidspact.mobility.exceptions import MobilityError
from arbeidspact.mobility.modes import TravelMode
from arbeidspact.mobility.places import Place
from arbeidspact.mobility.times import travel_minutes


@dataclass(frozen=True, slots=True)
class Reachable:
    """The place is within the limit, this many minutes away by the fastest way the person has."""

    minutes: int
    mode: TravelMode


@dataclass(frozen=True, slots=True)
class NotReachable:
    """Even by the fastest way the person has, the place is further than the limit."""

    minutes: int
    mode: TravelMode
    limit_minutes: int

    @property
    def minutes_over(self) -> int:
        return self.minutes - self.limit_minutes


def reach(
    origin: Place, destination: Place, modes: Iterable[TravelMode], *, limit_minutes: int
) -> Reachable | NotReachable:
    """Can somebody with these ways of travelling get there within the limit?

    Returns: the decision for the fastest way; of two equally fast ways, the first in the order of `TravelMode`.
    Raises: `MobilityError` when no way of travelling is given, or the limit is negative.
    """
    ways = sorted(set(modes), key=tuple(TravelMode).index)
    if not ways:
        raise MobilityError("modes: no way of travelling is given. Name at least one, such as walk.")
    if limit_minutes < 0:
        raise MobilityError("limit_minutes: the limit is negative. Give 0 or more minutes.")
    minutes, mode = min(((travel_minutes(origin, destination, way), way) for way in ways), key=lambda pair: pair[0])
    if minutes <= limit_minutes:
        return Reachable(minutes, mode)
    return NotReachable(minutes, mode, limit_minutes)
