"""Why a vacancy fits or does not: values with figures, which agree with the oracle and with the ranking."""

from dataclasses import fields

import pytest
from hypothesis import given, settings

from arbeidspact.matching import (
    CompetenceMatched,
    CompetenceMissing,
    CompetenceRelated,
    DistanceCounted,
    HoursCounted,
    LicenceMissing,
    Match,
    Missing,
    NotEnoughKnown,
    OccupationNotSought,
    OccupationSought,
    Policy,
    WageCounted,
    explain,
)
from tests.matching import oracle
from tests.matching.worlds import BICYCLE, CAR, KINDS, ON_THE_WAY, TODAY, WALK, answer, worlds


def test_the_evidence_names_what_is_matched_related_and_missing_with_its_share():
    match = answer(
        {"required": frozenset({0, 2, 4}), "nice": frozenset({5, 1}), "occupation": 2},
        {"competences": ((0, 80), (5, 60))},
        related=[(5, 2, 0.5)],
    )
    total = 7 + 11 + 5 + 5 + 0 + 2

    assert match.evidence == (
        CompetenceRelated(2, True, via=5, credit=50, worth=30, share=3 / total, share_at_most=11 / total),
        CompetenceMatched(0, True, worth=80, share=5 / total, share_at_most=7 / total),
        CompetenceMissing(4, True, share_at_most=5 / total),
        CompetenceMatched(5, False, worth=60, share=3 / total, share_at_most=5 / total),
        CompetenceMissing(1, False, share_at_most=0.0),
        OccupationNotSought(2, share_at_most=2 / total),
    )
    assert match.score == 11 / total


def test_an_occupation_that_is_sought_has_its_share():
    match = answer({"required": frozenset({5}), "occupation": 2}, {"occupations": frozenset({2})})

    assert match.evidence[-1] == OccupationSought(2, share=2 / 22)


@pytest.mark.parametrize(
    ("person", "pieces"),
    [
        pytest.param(
            {"zone": 0, "modes": WALK, "limit": 45, "hours": (600, 2_280), "wage": 250_000},
            (
                DistanceCounted(40, 66 / 500, 0.2),
                HoursCounted(1_140, 2_280, 50 / 500, 0.2),
                WageCounted(200_000, 250_000, 80 / 500, 0.2),
            ),
            id="each in part",
        ),
        pytest.param(
            {},
            (
                DistanceCounted(None, 0.2, 0.2),
                HoursCounted(1_140, None, 0.2, 0.2),
                WageCounted(200_000, None, 0.2, 0.2),
            ),
            id="no home known and no wishes: nothing is held against anybody",
        ),
        pytest.param(
            {"zone": 0, "modes": BICYCLE, "hours": (0, 0), "wage": 0},
            (
                DistanceCounted(None, 0.0, 0.2),
                HoursCounted(1_140, None, 0.2, 0.2),
                WageCounted(200_000, None, 0.2, 0.2),
            ),
            id="no way leads there; a wish of nothing is no wish",
        ),
        pytest.param(
            {"competences": ((1, 100),), "zone": 1, "modes": CAR},
            (DistanceCounted(3, 0.0, 0.2), HoursCounted(1_140, None, 0.0, 0.2), WageCounted(200_000, None, 0.0, 0.2)),
            id="where nothing speaks for the work, preferences add nothing",
        ),
    ],
)
def test_distance_hours_and_wage_stand_last_with_their_figures_and_shares(person, pieces):
    policy = Policy(on=TODAY, distance_percent=50, hours_percent=50, wage_percent=50)
    asked = {"required": frozenset({0, 5}), "zone": 1, "hours": (0, 1_140), "wage": 200_000}

    value = answer(asked, person, weights=(7, 3, 11, 1, 5, 193), policy=policy)

    assert value.evidence[-3:] == pieces


def test_a_preference_that_the_policy_or_the_vacancy_leaves_out_is_no_evidence():
    policy = Policy(on=TODAY, distance_percent=0, hours_percent=50, wage_percent=50)

    value = answer({"required": frozenset({5}), "zone": 1}, {"zone": 1, "modes": WALK}, policy=policy)

    assert [type(piece) for piece in value.evidence] == [CompetenceMissing]


def test_not_enough_known_says_what_to_ask_and_still_names_what_fails():
    unknown = answer({"licences": 1, "required": frozenset({0})}, {"competences": ()})

    assert unknown == NotEnoughKnown(1, 1, (Missing.COMPETENCES, Missing.OCCUPATIONS), (LicenceMissing(0),))


@settings(deadline=None)
@given(world=worlds())
def test_every_pair_is_explained_as_the_oracle_judges_it(world):
    index, persons = world.index(), world.columns()
    for person in world.persons:
        for vacancy in world.vacancies:
            value = explain(index, persons, person.id, vacancy.id, policy=world.policy)
            failed = oracle.failures(world, person, vacancy)
            named = [] if isinstance(value, Match) else value.failed
            assert sorted(KINDS[type(failure)] for failure in named) == sorted(kind for kind, _ in failed)
            for failure in named:
                if ON_THE_WAY.get(type(failure)):
                    told = ON_THE_WAY[type(failure)], failure.mode
                    assert told == oracle.trouble_on_the_way(world, person, vacancy)
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
