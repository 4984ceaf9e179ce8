"""One person and one vacancy: do the hours of the work and of the transport meet, and what do preferences add?

Compiled; few arrays and one way out each, or numba counts references in the innermost loop.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.compiling import compiled
from arbeidspact.matching.inputs import ALL_WEEK
from arbeidspact.mobility import UNREACHABLE

LONGEST_COUNTED: Final = 120
DAY: Final = 1_440
LONGEST_WAIT: Final = 60
HALF_WORD: Final = np.uint64(0xFFFF)


@compiled()
def runs_in_time(
    travel_minutes: NDArray[np.uint16],
    service_first: NDArray[np.uint16],
    service_last: NDArray[np.uint16],
    mode_masks: NDArray[np.uint8],
    modes: int,
    home: int,
    zone: int,
    limit: int,
    starts_at: int,
    ends_at: int,
) -> bool:
    """Does one of the person's ways lead there within the limit, in time for the work, and back after it?"""
    found = False
    for place in range(len(mode_masks)):
        there = np.int64(travel_minutes[place, home, zone])
        in_time = suits_the_hours(service_first[place], service_last[place], there, starts_at, ends_at)
        found |= (modes & np.int64(mode_masks[place])) != 0 and there <= limit and in_time
    return found


@compiled()
def suits_the_hours(service_first: int, service_last: int, minutes: int, starts_at: int, ends_at: int) -> bool:
    """Does a journey of so many minutes arrive before the work starts, and is there one home after it?"""
    first, last = np.int64(service_first), np.int64(service_last)
    evening_before = last - first >= DAY or starts_at + DAY <= last + LONGEST_WAIT
    in_time = starts_at < 0 or first + minutes <= starts_at or evening_before
    return in_time and (ends_at < 0 or first <= ends_at <= last or ends_at + DAY <= last)


@compiled()
def modes_around_the_clock(
    service_first: NDArray[np.uint16], service_last: NDArray[np.uint16], mode_masks: NDArray[np.uint8]
) -> int:
    """The bits of the ways that suit any hours."""
    bits = 0
    for place in range(len(mode_masks)):
        if np.int64(service_last[place]) - np.int64(service_first[place]) >= DAY:
            bits |= np.int64(mode_masks[place])
    return bits


@compiled()
def fill_minutes_in_time(
    travel_minutes: NDArray[np.uint16],
    service_first: NDArray[np.uint16],
    service_last: NDArray[np.uint16],
    zones: NDArray[np.int32],
    starts_at: NDArray[np.int16],
    ends_at: NDArray[np.int16],
    minutes: NDArray[np.uint16],
) -> None:
    """Minutes to each workplace by each way, `UNREACHABLE` where it does not suit the hours of the work.

    Arguments: `travel_minutes` (ways x zones) from home; one zone, start and end for each workplace, -1 for hours that
    are not known; `minutes` (ways x workplaces), to be filled.
    """
    for place in range(len(service_first)):
        for entry in range(len(zones)):
            there = np.int64(travel_minutes[place, zones[entry]])
            starts, ends = np.int64(starts_at[entry]), np.int64(ends_at[entry])
            in_time = suits_the_hours(service_first[place], service_last[place], there, starts, ends)
            minutes[place, entry] = there if in_time else UNREACHABLE


@compiled()
def gained_by_preferences(
    most: np.uint64, cents: np.uint64, minutes: int, offered_max: int, wanted_max: int, wage_wanted: int
) -> int:
    """What a short journey, the hours and the wage gain; `most` and `cents` as in `ScaleTable.preferences`."""
    distance, hours = np.int64(most & HALF_WORD), np.int64((most >> np.uint64(16)) & HALF_WORD)
    wage = np.int64(most >> np.uint64(32))
    gained = distance * (LONGEST_COUNTED - min(minutes, LONGEST_COUNTED)) // LONGEST_COUNTED
    if wanted_max in (0, ALL_WEEK):
        gained += hours
    else:
        gained += hours * min(offered_max, wanted_max) // wanted_max
    if wage_wanted <= 0:
        gained += wage
    else:
        gained += wage * min(np.int64(cents), wage_wanted) // wage_wanted
    return gained


@compiled()
def fill_minutes(
    travel_minutes: NDArray[np.uint16],
    mode_masks: NDArray[np.uint8],
    modes: int,
    home: int,
    minutes: NDArray[np.uint16],
) -> None:
    """Minutes from home to each zone by the fastest of these ways; 0 where travel is not judged."""
    minutes[:] = UNREACHABLE if home >= 0 else 0
    minutes[-1] = 0
    if home >= 0:
        for place in range(len(mode_masks)):
            if modes & np.int64(mode_masks[place]):
                for zone in range(travel_minutes.shape[2]):
                    minutes[zone] = min(minutes[zone], travel_minutes[place, home, zone])
