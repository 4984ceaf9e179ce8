"""How long a journey takes, by the simple model."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import arbeidspact.mobility as mobility
from arbeidspact.mobility import (
    SERVICE_HOURS,
    UNREACHABLE,
    BadPlace,
    MobilityError,
    NotReachable,
    Place,
    Reachable,
    ServiceHours,
    TravelMode,
    Zone,
    distance_km,
    mode_bits,
    modes_of,
    reach,
    service_hours,
    times,
    travel_minutes,
    zone_minutes,
)

KORENMARKT = Place(51.0543, 3.7216)
DAMPOORT = Place(51.0563, 3.7405)
BRUSSELS_CENTRAL = Place(50.8456, 4.3570)

places = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


def test_the_public_face_is_this_and_nothing_else():
    assert sorted(mobility.__all__) == [
        "BadPlace",
        "MODEL_VERSION",
        "MobilityError",
        "ModeParameters",
        "NotReachable",
        "PARAMETERS",
        "Place",
        "Reachable",
        "SERVICE_HOURS",
        "ServiceHours",
        "TravelMode",
        "UNREACHABLE",
        "Zone",
        "distance_km",
        "mode_bits",
        "modes_of",
        "reach",
        "travel_minutes",
        "zone_minutes",
    ]
    assert all(hasattr(mobility, name) for name in mobility.__all__)


@pytest.mark.parametrize("module", [times, service_hours], ids=lambda module: module.__name__)
def test_the_example_in_the_docstring_is_true(module):
    assert doctest.testmod(module).failed == 0


def test_ghent_lies_fifty_kilometres_from_brussels():
    assert distance_km(KORENMARKT, BRUSSELS_CENTRAL) == pytest.approx(50.3, abs=0.5)


@pytest.mark.parametrize(
    ("mode", "minutes"),
    [
        pytest.param(TravelMode.WALK, 22, id="on foot"),
        pytest.param(TravelMode.BICYCLE, 10, id="by bicycle"),
        pytest.param(TravelMode.MOPED, 8, id="by moped"),
        pytest.param(TravelMode.CAR, 10, id="by car, with six minutes to park"),
        pytest.param(TravelMode.PUBLIC_TRANSPORT, 18, id="by public transport, with twelve minutes around it"),
    ],
)
def test_from_korenmarkt_to_dampoort_takes(mode, minutes):
    assert travel_minutes(KORENMARKT, DAMPOORT, mode) == minutes


@settings(deadline=None)
@given(origin=places, destination=places, mode=st.sampled_from(TravelMode))
def test_the_way_back_is_as_long_and_never_unreachable(origin, destination, mode):
    there = travel_minutes(origin, destination, mode)

    assert there == travel_minutes(destination, origin, mode)
    assert 0 <= there < UNREACHABLE


@settings(deadline=None)
@given(place=places, mode=st.sampled_from(TravelMode))
def test_staying_put_costs_only_the_fixed_minutes(place, mode):
    assert travel_minutes(place, place, mode) == mobility.PARAMETERS[mode].overhead_minutes


def test_the_zone_matrix_agrees_with_single_journeys_and_cannot_be_changed():
    zones = [Zone(1, KORENMARKT, area_km2=2.0), Zone(2, DAMPOORT), Zone(3, BRUSSELS_CENTRAL)]

    minutes = zone_minutes(zones, TravelMode.BICYCLE)

    assert minutes.dtype == np.uint16
    assert minutes[0, 2] == minutes[2, 0] == travel_minutes(KORENMARKT, BRUSSELS_CENTRAL, TravelMode.BICYCLE)
    assert minutes[0, 0] == 6, "0.72 km as the crow flies inside two square kilometres"
    assert minutes[1, 1] == 2, "no area known: only the fixed minutes"
    with pytest.raises(ValueError, match="read-only"):
        minutes[0, 0] = 1


def test_no_zones_give_an_empty_matrix():
    assert zone_minutes([], TravelMode.WALK).shape == (0, 0)


def test_the_fastest_way_decides():
    decision = reach(KORENMARKT, DAMPOORT, [TravelMode.WALK, TravelMode.CAR, TravelMode.BICYCLE], limit_minutes=15)

    assert decision == Reachable(minutes=10, mode=TravelMode.BICYCLE)


def test_too_far_says_by_how_much():
    decision = reach(KORENMARKT, DAMPOORT, [TravelMode.WALK], limit_minutes=15)

    assert decision == NotReachable(minutes=22, mode=TravelMode.WALK, limit_minutes=15)
    assert decision.minutes_over == 7


@pytest.mark.parametrize(
    ("build", "words"),
    [
        pytest.param(lambda: Place(math.nan, 3.7), "latitude: this is not a number", id="latitude is not a number"),
        pytest.param(lambda: Place(51.0, math.inf), "longitude: this is not a number", id="longitude is infinite"),
        pytest.param(lambda: Place("51.0", 3.7), "latitude: this is not a number", id="latitude is text"),
        pytest.param(lambda: Place(104_000.0, 3.7), "between -90 and 90.*not metres", id="Lambert metres"),
        pytest.param(lambda: Place(51.0, 181.0), "longitude: it must lie between -180 and 180", id="too far east"),
        pytest.param(lambda: Zone(1, KORENMARKT, area_km2=-1), "area_km2: -1 is not an area", id="a negative area"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_the_fix(build, words):
    with pytest.raises(BadPlace, match=words):
        build()


@pytest.mark.parametrize(
    ("modes", "limit", "words"),
    [
        pytest.param([], 30, "modes: no way of travelling", id="no way to travel"),
        pytest.param([TravelMode.WALK], -1, "limit_minutes: the limit is negative", id="negative limit"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(modes, limit, words):
    with pytest.raises(MobilityError, match=words):
        reach(KORENMARKT, DAMPOORT, modes, limit_minutes=limit)


@settings(deadline=None)
@given(st.sets(st.sampled_from(TravelMode)))
def test_bits_and_modes_are_two_ways_to_say_the_same(modes):
    assert set(modes_of(mode_bits(modes))) == modes


def test_every_way_to_travel_has_its_hours_and_only_public_transport_rests_at_night():
    always = ServiceHours(first_departure=0, last_departure=2_879)

    assert set(SERVICE_HOURS) == set(TravelMode)
    assert {mode for mode, hours in SERVICE_HOURS.items() if hours != always} == {TravelMode.PUBLIC_TRANSPORT}
    assert SERVICE_HOURS[TravelMode.PUBLIC_TRANSPORT] == ServiceHours(first_departure=300, last_departure=1_440)
