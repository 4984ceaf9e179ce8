"""Answers are compared place by place; what an approximate way misses is counted."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bench.matching.answers import NOBODY, Answers, best_places


def answers(*rows: list[tuple[int, float]], k: int = 3) -> Answers:
    found = Answers.empty(len(rows), k)
    for place, row in enumerate(rows):
        found.put(place, np.asarray([id_ for id_, _ in row]), np.asarray([score for _, score in row]))
    return found


TRUE = answers([(4, 0.9), (2, 0.5), (7, 0.5)], [(1, 0.25)], [])


def test_recall_is_the_mean_share_of_true_answers_found_by_those_who_have_any() -> None:
    found = answers([(2, 0.5), (4, 0.9), (8, 0.4)], [(9, 0.3)], [(3, 0.1)])

    assert TRUE.recall_of(TRUE) == 1
    assert TRUE.recall_of(found) == (2 / 3 + 0) / 2
    assert answers([]).recall_of(answers([(1, 0.5)])) == 1


def test_answers_are_equal_only_with_the_same_order_and_the_last_bit_of_the_score() -> None:
    swapped = answers([(4, 0.9), (7, 0.5), (2, 0.5)], [(1, 0.25)], [])
    nearly = answers([(4, np.nextafter(0.9, 1)), (2, 0.5), (7, 0.5)], [(1, 0.25)], [])

    assert TRUE.equals(answers([(4, 0.9), (2, 0.5), (7, 0.5)], [(1, 0.25)], []))
    assert not TRUE.equals(swapped)
    assert not TRUE.equals(nearly)
    assert TRUE.take(np.asarray([1])).ids.tolist() == [[1, NOBODY, NOBODY]]


@given(st.lists(st.integers(0, 4), max_size=40), st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_best_places_are_those_of_a_full_sort(steps: list[int], k: int, random) -> None:
    scores, order = np.asarray(steps, dtype=np.float64) / 4, list(range(len(steps)))
    random.shuffle(order)

    best = best_places(scores, k, order=np.asarray(order, dtype=np.int64))

    places = [place for place in range(len(steps)) if steps[place]]
    assert best.tolist() == sorted(places, key=lambda place: (-steps[place], order[place]))[:k]
