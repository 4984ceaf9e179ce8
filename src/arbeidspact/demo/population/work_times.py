"""When invented work starts and ends, by its shifts. All assumptions; about three vacancies in ten do not say."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from numpy.random import Generator

from arbeidspact.demo.population.draws import one_of
from arbeidspact.taxonomy.scales import Shift

Times = tuple[time, time]

KNOWN_SHARE: Final = 0.7
EARLIEST_FIRST: Final = (Shift.EARLY, Shift.DAY, Shift.SPLIT, Shift.LATE, Shift.NIGHT)
"""Where shifts take turns, a vacancy gives the times of the earliest; weekends have none of their own."""

TIMES_OF: Final[Mapping[Shift, Mapping[Times, float]]] = {
    Shift.EARLY: {(time(6), time(14)): 7, (time(5, 30), time(13, 30)): 3},
    Shift.DAY: {(time(8), time(16, 30)): 4, (time(8, 30), time(17)): 4, (time(9), time(17)): 2},
    Shift.SPLIT: {(time(11), time(22)): 1},
    Shift.LATE: {(time(14), time(22)): 1},
    Shift.NIGHT: {(time(22), time(6)): 1},
}
CLEANING_IN_THE_MORNING: Final[Mapping[Times, float]] = {(time(5, 30), time(13, 30)): 8, (time(6), time(14)): 2}
"""Offices are cleaned before they open."""


def times_of(rng: Generator, sector: str, shifts: Sequence[Shift]) -> Times | None:
    """When does this work start and end? A night shift ends before it starts; None, the vacancy does not say.

    Takes the same number of draws whatever the work, so that a change of one vacancy leaves the others as they are.
    """
    first = next((shift for shift in EARLIEST_FIRST if shift in shifts), Shift.DAY)
    options = CLEANING_IN_THE_MORNING if sector == "cleaning" and first is Shift.EARLY else TIMES_OF[first]
    is_known = rng.random() < KNOWN_SHARE
    times = one_of(rng, options)
    return times if is_known else None
