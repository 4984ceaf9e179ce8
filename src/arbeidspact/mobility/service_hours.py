"""Between which hours of a day each way to travel can be used at all.

Own legs and wheels can be used around the clock. Public transport is taken to run from 05:00 to 24:00 on weekdays: our
own assumption, no timetable of any operator. It knows no line, no stop, no Sunday and no night bus; it only keeps us
from promising that somebody without wheels of their own is at work at 05:00.
"""

from dataclasses import dataclass
from typing import Final

from arbeidspact.mobility.modes import TravelMode

MINUTES_IN_A_DAY: Final = 1_440


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """From when until when a way to travel can be used, in minutes after midnight.

    Arguments: `first_departure`, the earliest minute at which somebody can leave home, 0-1,439; `last_departure`, the
    latest minute at which they can leave for home, up to 2,879: beyond 1,440 lies after midnight, on the next day.
    Example:
    >>> SERVICE_HOURS[TravelMode.PUBLIC_TRANSPORT]
    ServiceHours(first_departure=300, last_departure=1440)
    """

    first_departure: int
    last_departure: int


_ALWAYS: Final = ServiceHours(first_departure=0, last_departure=2 * MINUTES_IN_A_DAY - 1)

SERVICE_HOURS: Final[dict[TravelMode, ServiceHours]] = {
    TravelMode.WALK: _ALWAYS,
    TravelMode.BICYCLE: _ALWAYS,
    TravelMode.MOPED: _ALWAYS,
    TravelMode.CAR: _ALWAYS,
    TravelMode.PUBLIC_TRANSPORT: ServiceHours(first_departure=5 * 60, last_departure=24 * 60),
}
"""When each way to travel can be used; every `TravelMode` has its hours."""
