"""The ranking is exact: the same as the plain oracle, whatever the order, with hard constraints first."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    Excluded,
    Match,
    NotEnoughKnown,
    Policy,
    eligible_vacancies,
    explain,
    rank,
    rank_persons,
)
from arbeidspact.matching.policy import PERCENTS
from tests.matching import oracle
from tests.matching.worlds import (
    BUS,
    N_COMPETENCES,
    POLICY,
    TODAY,
    WALK,
    PersonRow,
    VacancyRow,
    World,
    competences,
    index_of,
    persons_of,
    worlds,
)

ks = st.sampled_from([1, 2, 3, 20])


def places(ranking, subject):
    return [(place.id, place.score) for place in ranking.best(subject)]


@settings(deadline=None)
@given(world=worlds(), k=ks)
def test_vacancies_for_a_person_are_those_of_the_oracle_to_the_last_bit(world, k):
    ranking = rank(world.index(), world.columns(), k, policy=world.policy)

    for row, person in enumerate(world.persons):
        assert places(ranking, person.id) == oracle.best_vacancies(world, person, k)
        assert eligible_vacancies(world.index(), world.columns(), policy=world.policy)[row] == len(
            oracle.open_to(world, person)
        )
    assert ranking.not_enough_known.tolist() == [row.id for row in world.persons if not oracle.is_known(row)]


@settings(deadline=None)
@given(world=worlds(), k=ks)
def test_persons_for_a_vacancy_are_those_of_the_oracle_to_the_last_bit(world, k):
    index, persons = world.index(), world.columns()

    for vacancy in world.vacancies:
        ranking = rank_persons(index, vacancy.id, persons, k, policy=world.policy)
        assert places(ranking, vacancy.id) == oracle.best_persons(world, vacancy, k)


@settings(deadline=None)
@given(world=worlds(), random=st.randoms(use_true_random=False), k=ks)
def test_the_order_in_which_rows_are_given_changes_nothing(world, random, k):
    shuffled = replace(
        world,
        vacancies=tuple(random.sample(world.vacancies, len(world.vacancies))),
        persons=tuple(random.sample(world.persons, len(world.persons))),
    )

    one = rank(world.index(), world.columns(), k, policy=world.policy)
    other = rank(shuffled.index(), shuffled.columns(), k, policy=world.policy)

    assert world.index().hash == shuffled.index().hash
    for person in world.persons:
        assert one.best(person.id) == other.best(person.id)
    for vacancy in world.vacancies:
        here = rank_persons(world.index(), vacancy.id, world.columns(), k, policy=world.policy)
        there = rank_persons(shuffled.index(), vacancy.id, shuffled.columns(), k, policy=world.policy)
        assert here.best(vacancy.id) == there.best(vacancy.id)


@settings(deadline=None)
@given(world=worlds(), split=st.integers(0, 7), k=ks)
def test_ranking_in_parts_gives_the_same_as_ranking_at_once(world, split, k):
    index, persons = world.index(), world.columns()
    everyone = rank(index, persons, k, policy=world.policy)
    rows = np.arange(len(persons))

    for part in (rows[:split], rows[split:]):
        ranking = rank(index, persons.take(part), k, policy=world.policy)
        for id_ in persons.ids[part].tolist():
            assert ranking.best(id_) == everyone.best(id_)


@settings(deadline=None)
@given(world=worlds())
def test_an_excluded_vacancy_never_appears_and_a_match_says_the_score_of_the_ranking(world):
    index, persons = world.index(), world.columns()
    ranking = rank(index, persons, 20, policy=world.policy)

    for person in world.persons:
        shown = dict(places(ranking, person.id))
        for vacancy in world.vacancies:
            answer = explain(index, persons, person.id, vacancy.id, policy=world.policy)
            if isinstance(answer, Match):
                assert shown.get(vacancy.id, 0.0) == answer.score
            else:
                assert isinstance(answer, Excluded | NotEnoughKnown)
                assert vacancy.id not in shown


@settings(deadline=None)
@given(world=worlds(), added=competences, worth=st.integers(1, 100))
def test_learning_a_competence_never_lowers_a_score(world, added, worth):
    index = world.index()

    for person in world.persons:
        held = dict(person.competences)
        wiser = person.but(competences=tuple((held | {added: max(worth, held.get(added, 0))}).items()))
        before = dict(places(rank(index, persons_of([person]), 20, policy=world.policy), person.id))
        after = dict(places(rank(index, persons_of([wiser]), 20, policy=world.policy), person.id))
        assert all(after.get(vacancy, 0.0) >= score for vacancy, score in before.items())


@settings(deadline=None)
@given(world=worlds(), percents=st.tuples(*(st.integers(0, 50) for _percent in PERCENTS)))
def test_soft_terms_never_lift_a_vacancy_that_is_excluded(world, percents):
    policy = Policy(on=TODAY, **dict(zip(PERCENTS, percents, strict=True)))
    eager = tuple(person.but(occupations=frozenset({0, 1, 2}), wage=-1) for person in world.persons)
    ranking = rank(world.index(), persons_of(eager), 20, policy=policy)

    for person in eager:
        assert {place.id for place in ranking.best(person.id)} <= oracle.open_to(world, person)


@settings(deadline=None)
@given(world=worlds())
def test_preferences_alone_never_rank_a_vacancy(world):
    ranking = rank(world.index(), world.columns(), 20, policy=world.policy)

    for person in world.persons:
        for vacancy in world.vacancies:
            if oracle.parts(world, person, vacancy)[0] == 0:
                assert vacancy.id not in dict(places(ranking, person.id))


def test_equal_scores_stand_by_the_lower_id():
    same = [VacancyRow(id=id_, required=frozenset({0})) for id_ in (9, -3, 4)]
    person = PersonRow(competences=((0, 100),))

    ranking = rank(index_of(same), persons_of([person]), 2, policy=POLICY)

    assert places(ranking, 1) == [(-3, 1.0), (4, 1.0)]


ABLE = {"competences": ((0, 100),)}


@pytest.mark.parametrize(
    ("vacancy", "person", "score"),
    [
        pytest.param({"required": {0, 1}}, ABLE, 70 / 100, id="the rarer competence weighs more"),
        pytest.param({"required": {0}}, {"competences": ((0, 69),)}, 48 / 70, id="weak evidence counts less, rounded"),
        pytest.param({"required": {2}}, ABLE, 55 / 110, id="a related one counts in part"),
        pytest.param({"required": {2}}, {"competences": ((0, 61),)}, 33 / 110, id="weak evidence of a related one"),
        pytest.param({"required": {2}}, {"competences": ((0, 100), (2, 40))}, 0.5, id="the better of the two counts"),
        pytest.param({"required": {0}, "nice": {4}}, ABLE, 70 / 82, id="nice to have missing: a quarter, rounded down"),
        pytest.param(
            {"required": {0}, "nice": {4}}, {"competences": ((0, 100), (4, 90))}, 81 / 82, id="nice to have, partly"
        ),
        pytest.param({"required": {0}, "nice": {0}}, ABLE, 1.0, id="required and nice at once"),
        pytest.param({"required": {0}, "occupation": 1}, ABLE, 70 / 77, id="not the occupation sought"),
        pytest.param(
            {"required": {0}, "occupation": 1}, {"occupations": frozenset({1})}, 7 / 77, id="only the occupation fits"
        ),
        pytest.param({"occupation": 1}, {"occupations": frozenset({1})}, 1.0, id="asks nothing, and is what is sought"),
        pytest.param(
            {"required": {5}, "zone": 1}, {"competences": ((5, 100),), "zone": 0, "modes": WALK}, 206 / 210, id="near"
        ),
        pytest.param(
            {"required": {5}, "zone": 2},
            {"competences": ((5, 100),), "zone": 0, "modes": BUS, "limit": 90},
            204 / 210,
            id="further",
        ),
        pytest.param(
            {"required": {5}, "zone": 0},
            {"competences": ((5, 100),), "zone": 2, "modes": BUS, "limit": 180},
            200 / 210,
            id="two hours away or more",
        ),
        pytest.param(
            {"required": {5}, "zone": 1}, {"competences": ((5, 100),)}, 1.0, id="home unknown: not held against"
        ),
        pytest.param(
            {"required": {5}, "hours": (600, 1140)},
            {"competences": ((5, 100),), "hours": (600, 2280)},
            205 / 210,
            id="half of the hours wanted",
        ),
        pytest.param(
            {"required": {5}, "hours": (600, 1140)}, {"competences": ((5, 100),)}, 1.0, id="no wish for hours, so met"
        ),
        pytest.param(
            {"required": {5}, "hours": (600, 2280)},
            {"competences": ((5, 100),), "hours": (0, 1140)},
            1.0,
            id="more hours than wanted are offered too",
        ),
        pytest.param(
            {"required": {5}, "wage": 200_000},
            {"competences": ((5, 100),), "wage": 250_000},
            208 / 210,
            id="wage lower",
        ),
        pytest.param(
            {"required": {5}, "wage": 260_000}, {"competences": ((5, 100),), "wage": 250_000}, 1.0, id="wage higher"
        ),
        pytest.param({"required": {5}}, {"competences": ((5, 100),), "wage": 250_000}, 1.0, id="the wage is not said"),
    ],
)
def test_the_score_of(vacancy, person, score):
    vacancy = {key: frozenset(value) if isinstance(value, set) else value for key, value in vacancy.items()}
    index = index_of([VacancyRow(**vacancy)], related=[(0, 2, 0.5)], weights=(70, 30, 110, 10, 50, 200))

    assert places(rank(index, persons_of([PersonRow(**person)]), 5, policy=POLICY), 1) == [(1, score)]


def test_a_vacancy_that_shares_nothing_with_the_person_is_not_ranked():
    index = index_of([VacancyRow(required=frozenset({0}))])

    person = persons_of([PersonRow(competences=((1, 100),))])

    assert rank(index, person, 5, policy=POLICY).best(1) == ()
    assert eligible_vacancies(index, person, policy=POLICY).tolist() == [1]


def test_a_ranking_can_be_logged_and_repeated():
    world = World(
        vacancies=tuple(VacancyRow(id=id_, required=frozenset({id_ % N_COMPETENCES})) for id_ in range(12)),
        persons=(PersonRow(id=7, competences=((0, 100), (3, 80))),),
    )
    first = rank(world.index(), world.columns(), 3, policy=POLICY)
    again = rank(world.index(), world.columns(), 3, policy=POLICY)
    weaker = rank(world.index(), persons_of([PersonRow(id=7, competences=((0, 99),))]), 3, policy=POLICY)

    assert first.record() == again.record()
    assert first.record().keys() == {
        "index_version",
        "index_hash",
        "input_hash",
        "answer_hash",
        "k",
        "on",
        *PERCENTS,
        "subjects",
    }
    assert weaker.input_hash != first.input_hash
    assert weaker.answer_hash != first.answer_hash


def test_the_answer_cannot_be_changed_afterwards():
    ranking = rank(index_of([VacancyRow()]), persons_of([PersonRow()]), 3, policy=POLICY)

    for column in (ranking.subject_ids, ranking.starts, ranking.ids, ranking.scores):
        assert not column.flags.writeable


def test_a_larger_world_is_ranked_as_the_oracle_ranks_it():
    random = Random(20261122)

    def some(most):
        return frozenset(random.sample(range(N_COMPETENCES), random.randint(0, most)))

    world = World(
        vacancies=tuple(
            VacancyRow(
                id=id_, required=some(4), nice=some(3), licences=random.choice([0, 0, 1]), zone=random.randint(-1, 2)
            )
            for id_ in random.sample(range(1000), 300)
        ),
        persons=tuple(
            PersonRow(id=id_, competences=tuple((c, random.randint(1, 100)) for c in some(5)), zone=0, modes=9)
            for id_ in range(20)
        ),
        related=tuple((random.randrange(6), random.randrange(6), random.random()) for _ in range(12)),
    )

    ranking = rank(world.index(), world.columns(), 20, policy=world.policy)

    for person in world.persons:
        assert places(ranking, person.id) == oracle.best_vacancies(world, person, 20)
