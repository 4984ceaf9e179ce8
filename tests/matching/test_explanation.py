"""Why a vacancy fits or does not: values with figures, which agree with the oracle and with the ranking."""

from dataclasses import fields

import pytest
from hypothesis import given, settings

from arbeidspact.matching import (
    NO_LIMIT,
    CompetenceMatched,
    CompetenceMissing,
    CompetenceRelated,
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
    Missing,
    NotEnoughKnown,
    NotOpen,
    OccupationNotSought,
    OccupationSought,
    ReachEducation,
    ReachLanguageLevel,
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
    explain,
)
from arbeidspact.mobility import TravelMode
from tests.matching import oracle
from tests.matching.worlds import (
    CAR,
    NOW,
    POLICY,
    TODAY,
    WALK,
    PersonRow,
    VacancyRow,
    index_of,
    persons_of,
    worlds,
)

KNOWN = {"competences": ((0, 100),)}


def answer(vacancy, person, related=()):
    index = index_of([VacancyRow(**vacancy)], related=related)
    return explain(index, persons_of([PersonRow(**KNOWN | person)]), 1, 1, policy=POLICY)


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
            TooFar(40, TravelMode.WALK, 30, (TravelMode.CAR,)),
            TravelLonger(40, 10),
            id="too far on foot, near by car",
        ),
        pytest.param(
            {"zone": 2},
            {"zone": 0, "limit": NO_LIMIT, "modes": WALK},
            TooFar(None, None, 65_534, (TravelMode.CAR,)),
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


def test_the_evidence_names_what_is_matched_related_and_missing_with_its_share():
    match = answer(
        {"required": frozenset({0, 2, 4}), "nice": frozenset({1}), "occupation": 2},
        {"competences": ((0, 80), (5, 60))},
        related=[(5, 2, 0.5)],
    )
    total = 100 * (7 + 11 + 5) + 25 * 3 + 10 * 23

    assert match.evidence == (
        CompetenceRelated(2, True, via=5, credit=50, worth=30, share=300 / total, share_at_most=1100 / total),
        CompetenceMatched(0, True, worth=80, share=500 / total, share_at_most=700 / total),
        CompetenceMissing(4, True, share_at_most=500 / total),
        CompetenceMissing(1, False, share_at_most=75 / total),
        OccupationNotSought(2, share_at_most=230 / total),
    )
    assert match.score == 800 / total


def test_an_occupation_that_is_sought_has_its_share():
    match = answer({"required": frozenset({0}), "occupation": 2}, {"occupations": frozenset({2})})

    assert match.evidence[-1] == OccupationSought(2, share=70 / 770)


def test_not_enough_known_says_what_to_ask_and_still_names_what_fails():
    unknown = answer({"licences": 1, "required": frozenset({0})}, {"competences": ()})

    assert unknown == NotEnoughKnown(1, 1, (Missing.COMPETENCES, Missing.OCCUPATIONS), (LicenceMissing(0),))


@settings(deadline=None)
@given(world=worlds())
def test_every_pair_is_explained_as_the_oracle_judges_it(world):
    index, persons = world.index(), world.columns()
    kinds = {
        NotOpen: "not open",
        LanguageTooLow: "language",
        LicenceMissing: "licence",
        EducationTooLow: "education",
        HoursDoNotFit: "hours",
        ShiftNotPossible: "shift",
        TooFar: "travel",
    }
    for person in world.persons:
        for vacancy in world.vacancies:
            value = explain(index, persons, person.id, vacancy.id, policy=world.policy)
            failed = oracle.failures(world, person, vacancy)
            named = [] if isinstance(value, Match) else value.failed
            assert sorted(kinds[type(failure)] for failure in named) == sorted(kind for kind, _ in failed)
            if isinstance(value, NotEnoughKnown):
                assert not oracle.is_known(person)
                continue
            assert value.score == float(oracle.score(world, person, vacancy))
            assert sum(getattr(piece, "share", 0.0) for piece in value.evidence) == pytest.approx(value.score)
            at_most = [getattr(piece, "share_at_most", getattr(piece, "share", None)) for piece in value.evidence]
            assert sum(at_most) == pytest.approx(1.0 if at_most and sum(at_most) else 0.0)


@settings(deadline=None)
@given(world=worlds())
def test_every_figure_in_an_explanation_is_a_plain_value(world):
    index, persons = world.index(), world.columns()

    for person in world.persons:
        for vacancy in world.vacancies:
            value = explain(index, persons, person.id, vacancy.id, policy=world.policy)
            for name in ("evidence", "met", "failed"):
                for piece in getattr(value, name, ()):
                    for field in fields(piece):
                        assert not type(getattr(piece, field.name)).__module__.startswith("numpy")
