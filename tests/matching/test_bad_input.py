"""Bad input: a clear error that names the column, the row and the fix; or a defined result. Never a wrong answer."""

import math

import numpy as np
import pytest

from arbeidspact.matching import (
    BadInput,
    GradedLists,
    IdLists,
    Policy,
    Related,
    UnknownId,
    explain,
    idf_weights,
    near_misses,
    rank,
    rank_persons,
    what_would_open,
)
from arbeidspact.mobility import TravelMode
from tests.matching.worlds import (
    N_COMPETENCES,
    POLICY,
    TODAY,
    TRAVEL,
    PersonRow,
    VacancyRow,
    index_of,
    persons_of,
    vacancies_of,
)

ONE = [VacancyRow(required=frozenset({0}))]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"ids": [1, 1]}, r"ids\[1\]: this id stands in an earlier row too", id="the same id twice"),
        pytest.param({"ids": [1.0, 2.0]}, "ids: it holds numbers with decimals", id="ids with decimals"),
        pytest.param({"ids": ["a", "b"]}, "ids: it holds text", id="ids that are text"),
        pytest.param({"ids": [[1, 2]]}, "ids: it has 2 dimensions", id="a table for a column"),
        pytest.param({"education": [0]}, "education: it has 1 rows where 2 are expected", id="a row too few"),
        pytest.param({"education": [0, 256]}, r"education\[1\]: 256 is out of range", id="too high an education"),
        pytest.param({"education": [math.nan, 0]}, "education: it holds NaN or infinity", id="education NaN"),
        pytest.param({"education": [True, False]}, "education: it holds yes or no", id="education yes or no"),
        pytest.param({"licences": [0, -1]}, r"licences\[1\]: -1 is out of range", id="negative licences"),
        pytest.param({"licences": [1 << 64, 0]}, "licences: it holds mixed or too large", id="a 65th licence"),
        pytest.param({"licences": [1 << 63, -1]}, "licences", id="too large and negative at once"),
        pytest.param({"shifts": [1 << 32, 0]}, r"shifts\[0\]", id="a 33rd shift"),
        pytest.param(
            {"weekly_minutes_min": [2281, 0]}, r"weekly_minutes_min\[0\]: it is more than", id="hours crossed"
        ),
        pytest.param({"weekly_minutes_max": [2280, 10_081]}, "from 0 to 10080", id="more than a week"),
        pytest.param({"zones": [0, -2]}, r"zones\[1\]: -2 is out of range", id="zone below unknown"),
        pytest.param({"positions": [-1, 1]}, r"positions\[0\]: -1 is out of range", id="negative positions"),
        pytest.param({"valid_until": [9_999_999, 0]}, "valid_until", id="a day beyond the calendar"),
        pytest.param({"wages_cents": [1]}, "wages_cents: it has 1 rows", id="a wage too few"),
        pytest.param({"required": [[0], [1]]}, "required: it is not a column of lists", id="plain lists"),
        pytest.param({"required": IdLists.from_rows([[0]])}, "required: it has 1 rows", id="a list too few"),
        pytest.param(
            {"languages": GradedLists.from_rows([[(0, 7)], []])}, r"languages.grades\[0\]: 7 is", id="a level above C2"
        ),
    ],
)
def test_a_vacancy_column_that_cannot_be_used_is_named(changes, words):
    rows = [VacancyRow(id=1, hours=(0, 2280)), VacancyRow(id=2, hours=(0, 2280))]

    with pytest.raises(BadInput, match=words) as refused:
        vacancies_of(rows, **changes)

    assert refused.value.fix


@pytest.mark.parametrize(
    ("build", "words"),
    [
        pytest.param(lambda: IdLists([0, 2], [3, 3]), "ids of row 0: they do not rise", id="a competence twice"),
        pytest.param(lambda: IdLists([0, 1, 3], [3, 5, 4]), "ids of row 1: they do not rise", id="out of order"),
        pytest.param(
            lambda: IdLists([0, 3], [1, 2]), "starts: they do not cut the 2 entries", id="starts beyond the end"
        ),
        pytest.param(lambda: IdLists([1, 2], [1, 2]), "starts: they do not cut", id="starts that skip an entry"),
        pytest.param(lambda: IdLists([0, 2, 1, 2], [1, 2]), "starts: they do not cut", id="starts that fall"),
        pytest.param(lambda: IdLists([], []), "starts: they do not cut", id="no starts at all"),
        pytest.param(lambda: IdLists([0, 1], [-1]), r"ids\[0\]: -1 is out of range", id="a negative column"),
        pytest.param(lambda: GradedLists([0, 1], [0], [0]), r"grades\[0\]: 0 is out of range", id="worth nothing"),
        pytest.param(lambda: GradedLists([0, 1], [0], [101]), r"grades\[0\]: 101 is out of range", id="worth too much"),
        pytest.param(
            lambda: GradedLists([0, 1], [0], [0.5]), "grades: it holds numbers with decimals", id="a fraction"
        ),
        pytest.param(lambda: GradedLists([0, 1], [0], []), "grades: it has 0 rows where 1", id="a grade too few"),
        pytest.param(lambda: Related([0, 1], [0], [math.nan]), r"credits\[0\]: nan is not a credit", id="NaN credit"),
        pytest.param(lambda: Related([0, 1], [0], [1.01]), r"credits\[0\]: 1.01 is not", id="credit above one"),
        pytest.param(lambda: Related([0, 1], [0], [-0.1]), r"credits\[0\]: -0.1 is not", id="negative credit"),
        pytest.param(lambda: Related([0, 1], [0], []), "there are not 1 of them", id="a credit too few"),
        pytest.param(
            lambda: Related.from_triples([(6, 0, 0.5)], 6), "competence 6 does not exist", id="unknown holder"
        ),
        pytest.param(
            lambda: index_of(ONE, related=[(0, 6, 0.5)]),
            r"covers\[0\]: competence 6 does not exist",
            id="unknown covered",
        ),
        pytest.param(lambda: index_of(ONE, weights=[1] * 5), "weights: it has 5 rows where 6", id="a weight too few"),
        pytest.param(lambda: index_of(ONE, weights=[1, 1, -1, 1, 1, 1]), r"weights\[2\]: -1", id="a negative weight"),
        pytest.param(
            lambda: index_of(ONE, weights=[0] * 6), r"weights\[0\]: 0 is out of range", id="a weight of nothing"
        ),
        pytest.param(
            lambda: index_of(ONE, weights=[1.5] * 6), "weights: it holds numbers with decimals", id="fractions"
        ),
        pytest.param(
            lambda: index_of([VacancyRow(id=8, required=frozenset({0, 1}))], weights=[65_535] * 6),
            "competences of vacancy 8: they weigh more than 43690 together",
            id="too heavy a vacancy",
        ),
        pytest.param(
            lambda: index_of([VacancyRow(required=frozenset({6}))]),
            "competence 6 does not exist",
            id="unknown competence",
        ),
        pytest.param(
            lambda: index_of([VacancyRow(nice=frozenset({9}))]),
            "nice_to_have.*competence 9 does not",
            id="unknown nice",
        ),
        pytest.param(
            lambda: index_of([VacancyRow(languages=((3, 1),))]), "language 3 does not exist", id="unknown language"
        ),
        pytest.param(lambda: index_of([VacancyRow(zone=3)]), r"zones\[0\]: zone 3 does not exist", id="unknown zone"),
        pytest.param(lambda: index_of(ONE, travel={}), "travel: it holds no way to travel", id="no way to travel"),
        pytest.param(
            lambda: index_of(ONE, travel={"teleport": [[0]]}), "a key that is not a TravelMode", id="unknown mode"
        ),
        pytest.param(
            lambda: index_of(ONE, travel=TRAVEL | {TravelMode.MOPED: [[0]]}),
            r"travel\[moped\]: its shape",
            id="small matrix",
        ),
        pytest.param(
            lambda: index_of(ONE, travel={TravelMode.WALK: [[math.nan]]}),
            r"travel\[walk\]: it holds NaN",
            id="NaN minutes",
        ),
        pytest.param(lambda: idf_weights(IdLists.from_rows([[4]]), 4), "competence 4 does not exist", id="idf unknown"),
        pytest.param(
            lambda: Policy(on=TODAY, nice_percent=51), "nice_percent: it is out of bounds", id="nice too strong"
        ),
        pytest.param(lambda: Policy(on=TODAY, occupation_percent=-1), "occupation_percent", id="negative occupation"),
        pytest.param(lambda: Policy(on=TODAY, nice_percent=2.5), "nice_percent", id="a fraction of a percent"),
    ],
)
def test_what_cannot_be_built_is_named(build, words):
    with pytest.raises((BadInput, TypeError), match=words):
        build()


@pytest.mark.parametrize(
    ("person", "words"),
    [
        pytest.param({"competences": ((6, 100),)}, "competence 6 does not exist", id="unknown competence"),
        pytest.param({"languages": ((3, 1),)}, "language 3 does not exist", id="unknown language"),
        pytest.param({"zone": 3}, "zone 3 does not exist", id="unknown zone"),
        pytest.param({"modes": 32}, r"modes\[0\]: it has a bit beyond", id="unknown way to travel"),
    ],
)
def test_a_person_who_speaks_another_vocabulary_is_refused_everywhere(person, words):
    index, persons = index_of(ONE), persons_of([PersonRow(id=4711, **person)])
    questions = [
        lambda: rank(index, persons, 1, policy=POLICY),
        lambda: rank_persons(index, 1, persons, 1, policy=POLICY),
        lambda: explain(index, persons, 4711, 1, policy=POLICY),
        lambda: near_misses(index, persons, 1, policy=POLICY),
        lambda: what_would_open(index, persons, 4711, policy=POLICY),
    ]
    for question in questions:
        with pytest.raises(BadInput, match=words) as refused:
            question()
        assert "4711" not in str(refused.value), "no id of a person in an error"


@pytest.mark.parametrize("k", [0, -1, 2.0, True, None])
def test_how_many_must_be_a_count(k):
    index, persons = index_of(ONE), persons_of([PersonRow()])

    for question in (
        lambda: rank(index, persons, k, policy=POLICY),
        lambda: rank_persons(index, 1, persons, k, policy=POLICY),
        lambda: near_misses(index, persons, k, policy=POLICY),
    ):
        with pytest.raises(BadInput, match="k: it is not a count"):
            question()


def test_an_id_that_nothing_carries_is_refused_without_repeating_a_person():
    index, persons = index_of(ONE), persons_of([PersonRow()])

    with pytest.raises(UnknownId, match="vacancy 2 is not in the index"):
        explain(index, persons, 1, 2, policy=POLICY)
    with pytest.raises(UnknownId, match="person_id: no row has this id"):
        explain(index, persons, 2, 1, policy=POLICY)
    with pytest.raises(UnknownId, match="subject_id"):
        rank(index, persons, 1, policy=POLICY).best(2)


def test_nobody_and_nothing_give_empty_answers():
    empty_index, persons = index_of([]), persons_of([PersonRow(competences=((0, 100),))])
    nobody = persons_of([])

    assert rank(empty_index, persons, 3, policy=POLICY).best(1) == ()
    assert rank(index_of(ONE), nobody, 3, policy=POLICY).ids.size == 0
    assert rank_persons(index_of(ONE), 1, nobody, 3, policy=POLICY).best(1) == ()
    assert near_misses(empty_index, persons, 3, policy=POLICY) == ((),)
    assert what_would_open(empty_index, persons, 1, policy=POLICY) == ()


def test_an_empty_profile_is_not_ranked_and_says_so():
    ranking = rank(
        index_of(ONE), persons_of([PersonRow(id=3), PersonRow(id=4, competences=((0, 100),))]), 3, policy=POLICY
    )

    assert ranking.best(3) == ()
    assert ranking.not_enough_known.tolist() == [3]


def test_rows_given_untidy_are_tidied_in_a_defined_way():
    assert IdLists.from_rows([[3, 1, 3]]).ids.tolist() == [1, 3]
    assert GradedLists.from_rows([[(3, 40), (1, 9), (3, 90)]]).grades.tolist() == [9, 90]
    related = Related.from_triples([(0, 1, 0.2), (0, 1, 0.9), (0, 0, 1.0), (0, 2, 0.001)], N_COMPETENCES)
    assert related.in_hundredths(N_COMPETENCES).grades.tolist() == [90]


def test_the_rarer_a_competence_the_more_it_weighs():
    weights = idf_weights(IdLists.from_rows([[0], [0, 1], [0, 1], [0]]), 3)

    assert weights.tolist() == [1, 17, 53]
    assert weights.dtype == np.uint16
    assert not weights.flags.writeable


def test_empty_vocabularies_still_rank_by_occupation():
    index = index_of(
        [VacancyRow(id=5, occupation=2)],
        weights=[],
        n_competences=0,
        n_languages=0,
        travel={TravelMode.WALK: np.zeros((0, 0), dtype=np.uint16)},
        related=Related.none(0),
    )
    persons = persons_of([PersonRow(occupations=frozenset({2}))])

    assert [place.id for place in rank(index, persons, 3, policy=POLICY).best(1)] == [5]
    assert [place.id for place in rank_persons(index, 5, persons, 3, policy=POLICY).best(5)] == [1]
