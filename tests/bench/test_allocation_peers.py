"""Exact ways place people as well as the best of all possibilities; greedy never places one person twice."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching.allocation_peers import Pairs, auction, greedy, min_cost_flow

PERSONS, VACANCIES = 4, 3


@st.composite
def pairs(draw) -> Pairs:
    worths = draw(st.lists(st.integers(0, 5), min_size=PERSONS * VACANCIES, max_size=PERSONS * VACANCIES))
    person, vacancy = np.nonzero(np.asarray(worths).reshape(PERSONS, VACANCIES))
    worth = np.asarray(worths)[person * VACANCIES + vacancy]
    order = np.lexsort((vacancy, -worth, person))
    return Pairs(person[order], vacancy[order], worth[order], PERSONS, VACANCIES)


def best_of_all(asked: Pairs) -> int:
    worth = np.zeros((PERSONS, VACANCIES), dtype=np.int64)
    worth[asked.person, asked.vacancy] = asked.worth
    return max(
        sum(int(worth[person, vacancy]) for vacancy, person in enumerate(order))
        for order in permutations(range(PERSONS), VACANCIES)
    )


@pytest.mark.parametrize("solve", [auction, min_cost_flow], ids=["ours", "OR-Tools"])
@settings(max_examples=60, deadline=None)  # the first run compiles
@given(asked=pairs())
def test_an_exact_way_finds_the_optimum(solve, asked: Pairs) -> None:
    chosen = solve(asked)

    assert asked.worth[chosen].sum() == best_of_all(asked)
    assert len(set(asked.person[chosen])) == len(set(asked.vacancy[chosen])) == len(chosen)


@given(pairs())
def test_greedy_places_nobody_twice_and_reaches_half_the_optimum(asked: Pairs) -> None:
    chosen = greedy(asked)

    assert len(set(asked.person[chosen])) == len(set(asked.vacancy[chosen])) == len(chosen)
    assert 2 * asked.worth[chosen].sum() >= best_of_all(asked)
