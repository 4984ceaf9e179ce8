"""Whatever is put in: an error that names the column and the fix, or exactly what was given. Nothing in between."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbeidspact.matching import (
    BadInput,
    GradedLists,
    IdLists,
    Index,
    Match,
    Policy,
    Related,
    explain,
    idf_weights,
    near_miss_persons,
    near_misses,
    rank,
    rank_persons,
    what_would_cost,
    what_would_open,
)
from arbeidspact.matching.policy import PERCENTS
from arbeidspact.mobility import SERVICE_HOURS, ServiceHours, TravelMode
from tests.matching.worlds import (
    POLICY,
    TODAY,
    TRAVEL,
    PersonRow,
    VacancyRow,
    index_of,
    persons_of,
    vacancies_of,
    worlds,
)

whole = st.integers() | st.sampled_from(
    [-(2**63) - 1, -(2**63), -1, 0, 1, 255, 256, 65_535, 65_536, 2**31, 2**63, 2**64]
)
anything = (
    whole
    | st.floats()
    | st.none()
    | st.booleans()
    | st.text(max_size=3)
    | st.just(Decimal("1.5"))
    | st.binary(max_size=2)
    | st.lists(st.integers(0, 3), max_size=2)
)
columns = (
    st.lists(anything, max_size=3)
    | st.lists(whole, min_size=2, max_size=2)
    | anything
    | st.just(np.zeros((2, 1), dtype=np.int64))
    | st.just(np.asarray([1, math.nan]))
    | st.just(np.asarray(["2026-11-22", "NaT"], dtype="datetime64[D]"))
    | st.just(np.ma.masked_array([1, 2], mask=[False, True]))
)

OF_VACANCIES = ["ids", "licences", "education", "weekly_minutes_min", "weekly_minutes_max", "shifts", "zones"]
OF_VACANCIES += ["occupations", "positions", "valid_from", "valid_until", "starts_at", "ends_at", "wages_cents"]
OF_PERSONS = ["ids", "licences", "education", "weekly_minutes_min", "weekly_minutes_max", "shifts", "zones"]
OF_PERSONS += ["max_travel_minutes", "modes", "wages_wanted_cents"]
OF_LISTS = ["required", "nice_to_have", "languages", "competences", "occupations"]

TWO_VACANCIES = [VacancyRow(id=1), VacancyRow(id=2)]
TWO_PERSONS = [PersonRow(id=1), PersonRow(id=2)]


def attempt(build):
    """What is built, or None; and the refusal, or None."""
    try:
        return build(), None
    except BadInput as refused:
        return None, refused


def exactly(given_values, column):
    """Is the column what was given: no number rounded, cut off or turned round?"""
    return [int(value) for value in given_values] == column.tolist()


def is_told(name, refused):
    """Does the refusal name this column, or one that no longer agrees with it, and say what to do?"""
    agreeing = name == "ids" or name.startswith("weekly_minutes")
    return bool(refused.fix) and (agreeing or name in str(refused))


@given(name=st.sampled_from(OF_VACANCIES), values=columns)
def test_a_column_of_vacancies_is_taken_as_it_is_or_refused_by_name(name, values):
    table, refused = attempt(lambda: vacancies_of(TWO_VACANCIES, **{name: values}))

    assert exactly(values, getattr(table, name)) if table else is_told(name, refused)


@given(name=st.sampled_from(OF_PERSONS), values=columns)
def test_a_column_of_persons_is_taken_as_it_is_or_refused_by_name(name, values):
    table, refused = attempt(lambda: persons_of(TWO_PERSONS, **{name: values}))

    assert exactly(values, getattr(table, name)) if table else is_told(name, refused)


@given(name=st.sampled_from(OF_LISTS), values=columns)
def test_a_column_of_lists_is_never_anything_else(name, values):
    make, rows = (vacancies_of, TWO_VACANCIES) if name in {"required", "nice_to_have"} else (persons_of, TWO_PERSONS)

    with pytest.raises(BadInput, match=name):
        make(rows, **{name: values})


@given(starts=columns, ids=columns, grades=columns)
def test_lists_are_taken_as_they_are_or_refused(starts, ids, grades):
    lists, refused = attempt(lambda: GradedLists(starts, ids, grades))

    if refused is None:
        assert exactly(starts, lists.starts)
        assert exactly(ids, lists.ids)
        assert exactly(grades, lists.grades)


@given(values=columns)
def test_weights_are_taken_as_they_are_or_refused(values):
    index, refused = attempt(lambda: index_of(TWO_VACANCIES, weights=values))

    assert exactly(values, index.weights) if refused is None else is_told("weights", refused)


@given(values=columns | st.lists(st.lists(anything, min_size=2, max_size=2), min_size=2, max_size=2))
def test_minutes_between_zones_are_taken_as_they_are_or_refused(values):
    index, refused = attempt(lambda: index_of([VacancyRow()], travel={TravelMode.WALK: values}))

    assert index.travel_minutes[0].tolist() == values if refused is None else is_told("travel", refused)


@given(first=anything, last=anything)
def test_hours_of_a_way_to_travel_are_taken_as_they_are_or_refused(first, last):
    service = SERVICE_HOURS | {TravelMode.WALK: ServiceHours(first, last)}
    index, refused = attempt(lambda: index_of([VacancyRow()], service=service))

    if refused is None:
        assert (index.service_first[0], index.service_last[0]) == (first, last)
    else:
        assert is_told("service", refused)


@given(starts=columns, covers=columns, credits=columns)
def test_relations_are_taken_as_they_are_or_refused(starts, covers, credits):
    related, refused = attempt(lambda: Related(starts, covers, credits))

    if refused is None:
        assert all(0 <= credit <= 1 for credit in related.credits.tolist())
        assert exactly(covers, related.covers)


@given(percents=st.fixed_dictionaries({name: anything | st.integers(-1, 51) for name in PERCENTS}))
def test_a_policy_holds_whole_percents_within_bounds_or_is_refused(percents):
    policy, refused = attempt(lambda: Policy(on=TODAY, **percents))

    is_right = all(type(value) is int and 0 <= value <= 50 for value in percents.values())
    assert (refused is None) is is_right
    assert policy.record() == {"on": "2026-11-22", **percents} if policy else refused.field in PERCENTS


@given(k=anything)
def test_how_many_is_a_count_or_refused(k):
    index, persons = index_of(TWO_VACANCIES), persons_of(TWO_PERSONS)
    questions = [
        lambda: rank(index, persons, k, policy=POLICY),
        lambda: rank_persons(index, 1, persons, k, policy=POLICY),
        lambda: near_misses(index, persons, k, policy=POLICY),
        lambda: near_miss_persons(index, 1, persons, k, policy=POLICY),
    ]
    for question in questions:
        if type(k) is int and k >= 1:
            question()
        else:
            with pytest.raises(BadInput, match="k: "):
                question()


@given(id_=anything)
def test_an_id_is_known_or_refused(id_):
    index, persons = index_of(TWO_VACANCIES), persons_of(TWO_PERSONS)
    questions = [
        lambda: explain(index, persons, id_, 1, policy=POLICY),
        lambda: explain(index, persons, 1, id_, policy=POLICY),
        lambda: what_would_open(index, persons, id_, policy=POLICY),
        lambda: what_would_cost(index, id_, persons, policy=POLICY),
        lambda: rank_persons(index, id_, persons, 1, policy=POLICY),
    ]
    for question in questions:
        if id_ in (1, 2) and type(id_) is int:
            question()
        else:
            with pytest.raises(BadInput, match=r"person_id|vacancy_id"):
                question()


@given(steps=st.lists(anything, max_size=3) | anything)
def test_travel_steps_rise_in_whole_minutes_or_are_refused(steps):
    index, persons = index_of(TWO_VACANCIES), persons_of(TWO_PERSONS)
    _, refused = attempt(lambda: what_would_open(index, persons, 1, policy=POLICY, travel_steps=steps))

    is_right = isinstance(steps, list) and all(type(step) is int and step > 0 for step in steps)
    assert (refused is None) is (is_right and steps == sorted(set(steps)))
    assert refused is None or is_told("travel_steps", refused)


@settings(deadline=None)
@given(world=worlds(), modes=st.sets(st.sampled_from(list(TRAVEL))))
def test_every_answer_can_be_had_of_every_world(world, modes):
    index, persons = world.index(), world.columns()

    ranking = rank(index, persons, 3, policy=world.policy)

    assert np.isfinite(ranking.scores).all()
    assert ((ranking.scores > 0) & (ranking.scores <= 1)).all()
    for person in world.persons:
        what_would_open(index, persons, person.id, policy=world.policy, travel_steps=(1, 20_000, 70_000))
        for vacancy in world.vacancies:
            value = explain(index, persons, person.id, vacancy.id, policy=world.policy)
            assert not isinstance(value, Match) or 0 <= value.score <= 1


@given(rows=st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=4))
def test_lists_made_of_rows_hold_each_id_once_in_order(rows):
    lists = IdLists.from_rows(rows)

    assert [lists.row(row).tolist() for row in range(len(lists))] == [sorted(set(row)) for row in rows]
    assert idf_weights(lists, 6).min() >= 1


def test_an_index_needs_no_vacancy_at_all(tmp_path):
    index_of([]).save(tmp_path / "empty.index")

    assert len(Index.open(tmp_path / "empty.index")) == 0
