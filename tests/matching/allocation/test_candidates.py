"""Candidate lists are checked once: what is wrong is named, with its place and what to do."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.matching import BadInput, UnknownId, rank
from arbeidspact.matching.allocation import Candidates, allocate
from tests.matching.allocation.worlds import city_of, lists_of
from tests.matching.worlds import POLICY, PersonRow, VacancyRow, index_of, persons_of, worlds

GOOD = {
    "person_ids": [7, 3],
    "starts": [0, 2, 3],
    "columns": [1, 0, 1],
    "scores": [900_000, 400_000, 1_000_000],
    "vacancy_ids": [101, 102],
    "positions": [1, 0],
}


def test_good_lists_become_columns_that_nobody_can_change():
    candidates = Candidates(**GOOD)

    assert (len(candidates), candidates.rows.tolist()) == (2, [0, 0, 1])
    assert repr(candidates) == "<Candidates: 2 persons, 2 vacancies, 3 entries>"
    assert not any(getattr(candidates, field).flags.writeable for field in GOOD)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"person_ids": [7, 7]}, r"person_ids\[1\]: this id stands in an earlier row", id="a person twice"),
        pytest.param({"person_ids": [7.5, 3]}, "person_ids: it holds numbers with decimals", id="half an id"),
        pytest.param({"starts": [0, 2]}, "starts: it has 2 rows where 3", id="a start too few"),
        pytest.param({"starts": [0, 4, 3]}, "starts: they do not cut the 3 entries", id="starts that fall"),
        pytest.param({"starts": [1, 2, 3]}, "starts: they do not cut the 3 entries", id="starts without a beginning"),
        pytest.param({"starts": [0, 2, 2]}, "starts: they do not cut the 3 entries", id="starts without an end"),
        pytest.param({"columns": [1, 2, 1]}, r"columns\[1\]: vacancy column 2 does not exist", id="unknown column"),
        pytest.param({"columns": [1, -1, 1]}, r"columns\[1\]: -1 is out of range", id="negative column"),
        pytest.param({"columns": [1, 1, 1]}, r"columns\[1\]: list 0 holds this vacancy already", id="duplicate"),
        pytest.param({"scores": [900_000, -1, 5]}, r"scores\[1\]: -1 is out of range", id="negative score"),
        pytest.param({"scores": [9, 4, 1_000_001]}, r"scores\[2\]: 1000001 is out of range", id="score above 1"),
        pytest.param({"scores": [0.9, 0.4, 1.0]}, "scores: it holds numbers with decimals", id="scores as fractions"),
        pytest.param({"scores": [float("nan"), 4, 1]}, "scores: it holds NaN", id="NaN"),
        pytest.param({"scores": [4, 9, 1]}, r"scores\[1\]: it is higher than the one before it in list 0", id="rising"),
        pytest.param({"scores": [9, 4]}, "scores: it has 2 rows where 3", id="a score too few"),
        pytest.param({"vacancy_ids": [102, 101]}, r"vacancy_ids\[1\]: it does not rise", id="unsorted vocabulary"),
        pytest.param({"vacancy_ids": [101, 101]}, r"vacancy_ids\[1\]: it does not rise", id="a vacancy twice"),
        pytest.param({"positions": [1, -1]}, r"positions\[1\]: -1 is out of range", id="negative positions"),
        pytest.param({"positions": [1]}, "positions: it has 1 rows where 2", id="positions too few"),
        pytest.param({"positions": [[1, 0]]}, "positions: it has 2 dimensions", id="a table of positions"),
    ],
)
def test_a_column_that_cannot_be_used_is_refused_by_name(change, complaint):
    with pytest.raises(BadInput, match=complaint):
        Candidates(**GOOD | change)


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -0.001, 1.001, -float("inf")])
def test_a_score_that_is_none_is_refused(score):
    with pytest.raises(BadInput, match=r"scores\[1\]: .* is not a score. Give a number from 0 to 1"):
        Candidates.from_lists({1: [(101, 0.5), (102, score)]}, {101: 1, 102: 1})


@given(wrong=st.lists(st.integers(-10, 10), max_size=6), field=st.sampled_from(sorted(GOOD)))
def test_any_small_numbers_in_a_column_are_refused_or_give_an_answer_that_is_proven(wrong, field):
    try:
        candidates = Candidates(**GOOD | {field: wrong})
    except BadInput:
        return
    assert allocate(candidates).certificate().proves_highest


@given(world=worlds())
def test_the_lists_of_a_ranking_come_over_as_they_are(world):
    index = world.index()
    ranking = rank(index, world.columns(), 5, policy=world.policy)
    candidates = Candidates.from_ranking(ranking, index.ids, index.positions)

    assert candidates.person_ids.tolist() == ranking.subject_ids.tolist()
    assert candidates.vacancy_ids[candidates.columns].tolist() == ranking.ids.tolist()
    assert np.abs(candidates.scores / 1e6 - ranking.scores).max(initial=0) < 1e-6
    assert dict(zip(candidates.vacancy_ids.tolist(), candidates.positions.tolist(), strict=True)) == {
        row.id: row.positions for row in world.vacancies
    }


@pytest.fixture
def ranking():
    """Two persons; vacancies 5 and 900 million, so that looking up cannot use a small table."""
    rows = [VacancyRow(id=5, required=frozenset({0})), VacancyRow(id=900_000_000, required=frozenset({1}))]
    persons = persons_of([PersonRow(id=1, competences=((0, 100),)), PersonRow(id=2, competences=((1, 100),))])
    return rank(index_of(rows), persons, 5, policy=POLICY)


def test_vacancies_are_given_in_any_order(ranking):
    candidates = Candidates.from_ranking(ranking, [900_000_000, 7, 5], [3, 2, 1])

    assert candidates.vacancy_ids.tolist() == [5, 7, 900_000_000]
    assert candidates.positions.tolist() == [1, 2, 3]
    assert lists_of(candidates) == {1: {5: 1_000_000}, 2: {900_000_000: 1_000_000}}


@pytest.mark.parametrize("known", [[5], [900_000_000], [4, 6], []], ids=str)
def test_a_ranked_vacancy_that_is_not_in_the_vocabulary_is_named(ranking, known):
    with pytest.raises(UnknownId, match=r"vacancies\[\d\]: vacancy (5|900000000) is not in the vocabulary"):
        Candidates.from_ranking(ranking, known, [1] * len(known))


def test_a_vacancy_given_twice_is_refused(ranking):
    with pytest.raises(BadInput, match=r"vacancy_ids\[2\]: this id stands in an earlier row"):
        Candidates.from_ranking(ranking, [5, 900_000_000, 5], [1, 1, 1])


@pytest.mark.parametrize("score", [float("nan"), -0.5, 2.0])
def test_a_ranking_with_a_score_that_is_none_is_refused(ranking, score):
    with pytest.raises(BadInput, match=r"ranking.scores\[0\]"):
        Candidates.from_ranking(replace(ranking, scores=np.asarray([score, 1.0])), [5, 900_000_000], [1, 1])


def test_a_score_that_would_round_to_nothing_still_counts(ranking):
    tiny = replace(ranking, scores=np.asarray([1e-9, 1.0]))

    assert Candidates.from_ranking(tiny, [5, 900_000_000], [1, 1]).scores.tolist() == [1, 1_000_000]


def test_equal_candidates_have_one_hash_and_others_another():
    one = city_of({1: {101: 500_000}}, {101: 1})

    assert one.hash == city_of({1: {101: 500_000}}, {101: 1}).hash
    assert one.hash != city_of({1: {101: 500_000}}, {101: 2}).hash
    assert one.hash != city_of({1: {101: 500_001}}, {101: 1}).hash
