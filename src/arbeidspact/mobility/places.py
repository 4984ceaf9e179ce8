"""Points and zones on the map, and how far apart they are."""

import math
from dataclasses import dataclass
from typing import Final

from arbeidspact.mobility.exceptions import BadPlace

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius, IUGG 1980

# The mean distance between two random points of a disc of radius r is 128 r / 45 pi.
_MEAN_DISTANCE_IN_A_DISC: Final = 128 / (45 * math.pi)


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        _check_degrees("latitude", self.latitude, 90)
        _check_degrees("longitude", self.longitude, 180)


@dataclass(frozen=True, slots=True)
class Zone:
    """An area such as a neighbourhood, standing for every address in it.

    `area_km2` gives the distance travelled inside the zone; 0 when it is unknown.
    """

    id: int
    centroid: Place
    area_km2: float = 0.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.area_km2) or self.area_km2 < 0:
            raise BadPlace("area_km2", f"{self.area_km2} is not an area", "Give square kilometres, 0 when unknown")

    @property
    def inner_distance_km(self) -> float:
        """The mean distance between two points inside, as if the zone were round."""
        return _MEAN_DISTANCE_IN_A_DISC * math.sqrt(self.area_km2 / math.pi)


def distance_km(origin: Place, destination: Place) -> float:
    """How far apart are two places as the crow flies, in kilometres? (Haversine formula.)"""
    from_latitude, to_latitude = math.radians(origin.latitude), math.radians(destination.latitude)
    half_north = (to_latitude - from_latitude) / 2
    half_east = math.radians(destination.longitude - origin.longitude) / 2
    chord = math.sin(half_north) ** 2 + math.cos(from_latitude) * math.cos(to_latitude) * math.sin(half_east) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def _check_degrees(field: str, value: float, limit: int) -> None:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise BadPlace(field, "this is not a number", "Give degrees, such as 51.0543")
    if not -limit <= value <= limit:
        raise BadPlace(
            field,
            f"it must lie between -{limit} and {limit}",
            "Check that latitude and longitude are not swapped and that they are degrees, not metres",
        )
