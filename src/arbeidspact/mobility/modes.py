"""Ways to travel, and the numbers the simple model uses for each.

Where the numbers come from:

- detour 1.34: road distance over distance as the crow flies, averaged over 300 European cities, is 1.343 (Environment
  and Planning B, 2023, doi 10.1177/23998083231168870). Used for every way of travelling: measured for roads, assumed
  for paths.
- walking 5 km/h and cycling 15 km/h: the default speeds of the foot and bicycle profiles of OSRM, a route planner.
- moped 25 km/h: the top speed by construction of a Belgian class A moped, so a person with a faster one arrives sooner.
- car 30 km/h door to door inside an urban region, and 6 minutes to park and walk: our own assumption, no measurement.
- public transport 18 km/h and 12 minutes to walk to the stop, wait and walk from it: a rough stand-in of our own. It
  knows no line and no timetable. `service_hours` says from when until when it is taken to run.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MODEL_VERSION: Final = "great-circle-1"


class TravelMode(StrEnum):
    """A way to travel; the order of this list is the order of the bits in `mode_bits`."""

    WALK = "walk"
    BICYCLE = "bicycle"
    MOPED = "moped"
    CAR = "car"
    PUBLIC_TRANSPORT = "public_transport"


@dataclass(frozen=True, slots=True)
class ModeParameters:
    """What the model knows about one way of travelling: factor, km an hour, minutes."""

    detour_factor: float
    speed_kmh: float
    overhead_minutes: float


PARAMETERS: Final[dict[TravelMode, ModeParameters]] = {
    TravelMode.WALK: ModeParameters(detour_factor=1.34, speed_kmh=5, overhead_minutes=0),
    TravelMode.BICYCLE: ModeParameters(detour_factor=1.34, speed_kmh=15, overhead_minutes=2),
    TravelMode.MOPED: ModeParameters(detour_factor=1.34, speed_kmh=25, overhead_minutes=3),
    TravelMode.CAR: ModeParameters(detour_factor=1.34, speed_kmh=30, overhead_minutes=6),
    TravelMode.PUBLIC_TRANSPORT: ModeParameters(detour_factor=1.34, speed_kmh=18, overhead_minutes=12),
}

_ORDER: Final = tuple(TravelMode)


def mode_bits(modes: Iterable[TravelMode]) -> int:
    """Which bits stand for these ways of travelling?

    Returns: bit 0 for walking, then in the order of `TravelMode`; 0 for none.
    """
    bits = 0
    for mode in modes:
        bits |= 1 << _ORDER.index(mode)
    return bits


def modes_of(bits: int) -> tuple[TravelMode, ...]:
    """Which ways of travelling do these bits stand for? Bits beyond the last mode are ignored."""
    return tuple(mode for place, mode in enumerate(_ORDER) if bits >> place & 1)
