"""What excludes, what is met, and what would open it: every hard constraint with its figures."""

import pytest

from arbeidspact.matching import (
    NO_LIMIT,
    ArrivesTooLate,
    EducationMet,
    EducationTooLow,
    Excluded,
    GainLicence,
    HoursDoNotFit,
    HoursFit,
    IsOpen,
    LanguageMet,
    LanguageTooLow,
    LicenceHeld,
    LicenceMissing,
    Match,
    NotOpen,
    NoWayBack,
    ReachEducation,
    ReachLanguageLevel,
    RideAtWorkHours,
    ShiftNotPossible,
    ShiftPossible,
    TooFar,
    TravelBy,
    TravelLonger,
    TravelNotJudged,
    WithinReach,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
    date_of,
)
from arbeidspact.mobility import TravelMode
from tests.matching.worlds import BICYCLE, BUS, CAR, NOW, RUNS_INTO_THE_NIGHT, TODAY, TRAVEL, WALK, answer


@pytest.mark.parametrize(
    ("vacancy", "person", "failure", "change"),
    [
        pytest.param(
            {"languages": ((1, 4),)},
            {"languages": ((1, 2),)},
            LanguageTooLow(language=1, has=2, needs=4),
            ReachLanguageLevel(language=1, has=2, level=4),
            id="the language is too low",
        ),
        pytest.param(
            {"languages": ((2, 1),)},
            {},
            LanguageTooLow(language=2, has=0, needs=1),
            ReachLanguageLevel(language=2, has=0, level=1),
            id="the language is not spoken at all",
        ),
        pytest.param(
            {"licences": 1 << 63},
            {"licences": 7},
            LicenceMissing(63),
            GainLicence(63),
            id="the last licence is missing",
        ),
        pytest.param(
            {"education": 6}, {"education": 4}, EducationTooLow(4, 6), ReachEducation(4, 6), id="the diploma is too low"
        ),
        pytest.param(
            {"hours": (2280, 2280)},
            {"hours": (0, 1140)},
            HoursDoNotFit(0, 1140, 2280, 2280),
            WorkMoreHours(2280),
            id="full time, and half time is wanted",
        ),
        pytest.param(
            {"hours": (600, 1140)},
            {"hours": (2280, 2280)},
            HoursDoNotFit(2280, 2280, 600, 1140),
            WorkFewerHours(1140),
            id="half time, and full time is wanted",
        ),
        pytest.param({"shifts": 0b110}, {"shifts": 0b011}, ShiftNotPossible(2), WorkShift(2), id="no nights"),
        pytest.param(
            {"zone": 1},
            {"zone": 0, "limit": 30, "modes": WALK},
            TooFar(40, TravelMode.WALK, 30, (TravelMode.CAR, TravelMode.PUBLIC_TRANSPORT), minutes_in_time=40),
            TravelLonger(40, 10),
            id="too far on foot, near by car",
        ),
        pytest.param(
            {"zone": 1, "starts": 310},
            {"zone": 0, "limit": 10, "modes": WALK | BUS},
            TooFar(20, TravelMode.PUBLIC_TRANSPORT, 10, (TravelMode.CAR,), minutes_in_time=40),
            TravelLonger(40, 30),
            id="too far by bus, which would be too late as well: so on foot",
        ),
        pytest.param(
            {"zone": 1, "starts": 310},
            {"zone": 0, "limit": 10, "modes": BUS},
            TooFar(20, TravelMode.PUBLIC_TRANSPORT, 10, (TravelMode.CAR,)),
            TravelBy(TravelMode.CAR),
            id="too far by bus, and a longer journey would not be in time",
        ),
        pytest.param(
            {"zone": 1, "starts": 319},
            {"zone": 0, "limit": 30, "modes": BUS},
            ArrivesTooLate(TravelMode.PUBLIC_TRANSPORT, 20, 320, 319, (TravelMode.CAR,)),
            TravelBy(TravelMode.CAR),
            id="the first bus arrives a minute late",
        ),
        pytest.param(
            {"zone": 2, "starts": 300},
            {"zone": 1, "limit": 30, "modes": BUS | BICYCLE | WALK},
            ArrivesTooLate(TravelMode.PUBLIC_TRANSPORT, 30, 330, 300, (TravelMode.CAR,)),
            TravelBy(TravelMode.CAR),
            id="starts before the first bus",
        ),
        pytest.param(
            {"zone": 1, "starts": 900, "ends": 30},
            {"zone": 0, "limit": 20, "modes": BUS},
            NoWayBack(TravelMode.PUBLIC_TRANSPORT, 20, 30, 1_440, (TravelMode.CAR,)),
            TravelBy(TravelMode.CAR),
            id="ends half an hour after the last bus",
        ),
        pytest.param(
            {"zone": 1, "starts": 1_200, "ends": 299},
            {"zone": 2, "limit": 24, "modes": BUS | WALK},
            TooFar(30, TravelMode.PUBLIC_TRANSPORT, 24, (), minutes_in_time=90),
            TravelLonger(90, 66),
            id="too far either way, and only feet run in the night",
        ),
        pytest.param(
            {"zone": 2},
            {"zone": 0, "limit": NO_LIMIT, "modes": WALK},
            TooFar(None, None, 65_534, (TravelMode.CAR, TravelMode.PUBLIC_TRANSPORT)),
            TravelBy(TravelMode.CAR),
            id="no path leads there on foot, even without a limit",
        ),
        pytest.param(
            {"zone": 2},
            {"zone": 0, "limit": 5, "modes": 0},
            TooFar(None, None, 5, ()),
            None,
            id="no way to travel, and none would do",
        ),
        pytest.param(
            {"positions": 0},
            {},
            NotOpen(TODAY, date_of(NOW - 10), date_of(NOW + 10), 0),
            None,
            id="every position is filled",
        ),
        pytest.param(
            {"dates": (NOW + 1, NOW + 5)},
            {},
            NotOpen(TODAY, date_of(NOW + 1), date_of(NOW + 5), 1),
            None,
            id="opens tomorrow",
        ),
        pytest.param(
            {"dates": (NOW + 5, NOW - 5)},
            {},
            NotOpen(TODAY, date_of(NOW + 5), date_of(NOW - 5), 1),
            None,
            id="ends before it begins, so it is never open",
        ),
    ],
)
def test_what_excludes_a_vacancy_is_named_with_its_figures(vacancy, person, failure, change):
    excluded = answer(vacancy | {"required": frozenset({0})}, person)

    assert isinstance(excluded, Excluded)
    assert excluded.failed == (failure,)
    assert excluded.would_open == (() if change is None else (change,))
    assert excluded.near_miss is not isinstance(failure, NotOpen)
    assert excluded.score == 1.0, "the score says how well it would fit otherwise"


@pytest.mark.parametrize(
    ("vacancy", "person", "met"),
    [
        pytest.param(
            {"languages": ((1, 4),)}, {"languages": ((1, 4),)}, LanguageMet(1, 4, 4), id="just enough language"
        ),
        pytest.param({"licences": 4}, {"licences": 7}, LicenceHeld(2), id="the licence is held"),
        pytest.param({"education": 4}, {"education": 6}, EducationMet(6, 4), id="a higher diploma"),
        pytest.param(
            {"hours": (1140, 1824)}, {"hours": (600, 1140)}, HoursFit(600, 1140, 1140, 1824), id="hours just touch"
        ),
        pytest.param({"shifts": 2}, {"shifts": 3}, ShiftPossible(1), id="the shift is possible"),
        pytest.param(
            {"zone": 1},
            {"zone": 0, "limit": 10, "modes": WALK | CAR},
            WithinReach(10, TravelMode.CAR, 10),
            id="by car, to the minute",
        ),
        pytest.param(
            {"zone": 1, "starts": 320, "ends": 1_439},
            {"zone": 0, "limit": 20, "modes": BUS},
            WithinReach(20, TravelMode.PUBLIC_TRANSPORT, 20, arrives_at=320),
            id="the first bus is just in time, and a last one goes back",
        ),
        pytest.param(
            {"zone": 1, "ends": 300},
            {"zone": 0, "limit": 20, "modes": BUS},
            WithinReach(20, TravelMode.PUBLIC_TRANSPORT, 20),
            id="home by the first bus; when the work starts is not said",
        ),
        pytest.param(
            {"zone": 1, "starts": 310},
            {"zone": 0, "limit": 40, "modes": WALK | BUS},
            WithinReach(40, TravelMode.WALK, 40),
            id="the bus is faster and too late, so on foot",
        ),
        pytest.param(
            {"zone": 2, "starts": 25, "ends": 10},
            {"zone": 1, "limit": 30, "modes": CAR},
            WithinReach(25, TravelMode.CAR, 30),
            id="a car runs around the clock",
        ),
        pytest.param(
            {"zone": 1, "starts": 0},
            {"zone": 0, "limit": 45, "modes": WALK},
            WithinReach(40, TravelMode.WALK, 45),
            id="the work starts at midnight: on foot one leaves the evening before",
        ),
        pytest.param({"zone": -1}, {"zone": 0, "limit": 0}, TravelNotJudged(True, False), id="workplace unknown"),
        pytest.param({"zone": 1}, {"zone": -1, "limit": 0}, TravelNotJudged(False, True), id="home unknown"),
        pytest.param(
            {"dates": (NOW, NOW)}, {}, IsOpen(TODAY, TODAY, TODAY, 1), id="open today only, both days included"
        ),
    ],
)
def test_what_is_met_is_named_with_its_figures(vacancy, person, met):
    match = answer(vacancy, person)

    assert isinstance(match, Match)
    assert met in match.met


def test_all_that_is_in_the_way_is_named_and_must_change_together():
    excluded = answer({"licences": 3, "education": 6, "languages": ((0, 3),)}, {})

    assert excluded.failed == (LanguageTooLow(0, 0, 3), LicenceMissing(0), LicenceMissing(1), EducationTooLow(0, 6))
    assert not excluded.near_miss
    assert excluded.would_open == (
        ReachLanguageLevel(0, 0, 3),
        GainLicence(0),
        GainLicence(1),
        ReachEducation(0, 6),
    )


def test_nothing_the_person_does_opens_a_closed_vacancy():
    assert answer({"licences": 1, "positions": 0}, {}).would_open == ()


ONLY_A_BUS = {TravelMode.PUBLIC_TRANSPORT: TRAVEL[TravelMode.PUBLIC_TRANSPORT]}


@pytest.mark.parametrize(
    ("hours", "failure"),
    [
        pytest.param({"starts": 300}, ArrivesTooLate(TravelMode.PUBLIC_TRANSPORT, 20, 320, 300), id="too early"),
        pytest.param({"ends": 1}, NoWayBack(TravelMode.PUBLIC_TRANSPORT, 20, 1, 1_440), id="too late in the evening"),
    ],
)
def test_where_no_way_to_travel_suits_the_hours_of_the_work_a_ride_would(hours, failure):
    excluded = answer({"zone": 1, **hours}, {"zone": 0, "limit": 20, "modes": BUS}, travel=ONLY_A_BUS)

    assert excluded.failed == (failure,)
    assert excluded.near_miss
    assert excluded.would_open == (RideAtWorkHours(),)


def test_how_late_somebody_arrives_is_told():
    assert ArrivesTooLate(TravelMode.PUBLIC_TRANSPORT, 70, arrives_at=370, starts_at=330).minutes_late == 40


@pytest.mark.parametrize(
    ("ends", "gets_home"),
    [(59, True), (60, True), (61, False), (299, False), (300, True), (1_439, True)],
)
def test_a_bus_that_runs_until_one_at_night_still_brings_people_home(ends, gets_home):
    person = {"zone": 0, "limit": 20, "modes": BUS}

    value = answer({"zone": 1, "ends": ends}, person, travel=ONLY_A_BUS, service=RUNS_INTO_THE_NIGHT)

    assert isinstance(value, Match) is gets_home
