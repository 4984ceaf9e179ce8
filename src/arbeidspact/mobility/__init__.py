"""How long it takes to get to work, and whether that is within reach.

A simple model, and an approximation: the distance as the crow flies, stretched by a detour factor, divided by a speed,
plus a fixed number of minutes for parking, waiting and walking. It knows no roads, no timetable and no traffic. The
parameters and where they come from are in `modes`; between which hours a way to travel can be used at all is in
`service_hours`. The package reads nothing and writes nothing.
"""

from arbeidspact.mobility.exceptions import BadPlace, MobilityError
from arbeidspact.mobility.modes import MODEL_VERSION, PARAMETERS, ModeParameters, TravelMode, mode_bits, modes_of
from arbeidspact.mobility.places import Place, Zone, distance_km
from arbeidspact.mobility.reach import NotReachable, Reachable, reach
from arbeidspact.mobility.service_hours import SERVICE_HOURS, ServiceHours
from arbeidspact.mobility.times import UNREACHABLE, travel_minutes, zone_minutes

__all__ = [
    "MODEL_VERSION",
    "PARAMETERS",
    "SERVICE_HOURS",
    "UNREACHABLE",
    "BadPlace",
    "MobilityError",
    "ModeParameters",
    "NotReachable",
    "Place",
    "Reachable",
    "ServiceHours",
    "TravelMode",
    "Zone",
    "distance_km",
    "mode_bits",
    "modes_of",
    "reach",
    "travel_minutes",
    "zone_minutes",
]
