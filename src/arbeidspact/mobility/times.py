"""Minutes from door to door by the simple model."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.mobility.modes import PARAMETERS, TravelMode
from arbeidspact.mobility.places import Place, Zone, distance_km

UNREACHABLE: Final = 65_535
"""The value in a travel-minutes matrix that says: no way to get there at all."""

_LONGEST: Final = UNREACHABLE - 1


def travel_minutes(origin: Place, destination: Place, mode: TravelMode) -> int:
    """About how many minutes does the journey take?

    Returns: whole minutes, rounded up, so the model never promises an arrival it did not compute.
    Example:
    >>> travel_minutes(Place(51.0543, 3.7174), Place(51.0362, 3.7106), TravelMode.BICYCLE)
    14
    """
    return _minutes(distance_km(origin, destination), mode)


def zone_minutes(zones: Sequence[Zone], mode: TravelMode) -> NDArray[np.uint16]:
    """About how many minutes does each zone lie from each other zone?

    Arguments: `zones`, in the order of the rows and columns wanted.
    Returns: zones x zones, origin by destination, read-only; on the diagonal the mean journey inside the zone.
    """
    minutes = np.zeros((len(zones), len(zones)), dtype=np.uint16)
    for row, origin in enumerate(zones):
        minutes[row, row] = _minutes(origin.inner_distance_km, mode)
        for column in range(row):
            there = _minutes(distance_km(origin.centroid, zones[column].centroid), mode)
            minutes[row, column] = minutes[column, row] = there
    minutes.setflags(write=False)
    return minutes


def _minutes(kilometres: float, mode: TravelMode) -> int:
    numbers = PARAMETERS[mode]
    moving = kilometres * numbers.detour_factor / numbers.speed_kmh * 60
    return min(_LONGEST, math.ceil(moving + numbers.overhead_minutes))
