"""The compiled loop by itself: ranking one person, without the checks and wrapping of the public function."""

from collections.abc import Callable, Sequence

import numpy as np

from arbeidspact.matching import Index, Persons, Policy, rank
from arbeidspact.matching.engine.best_vacancies import best_vacancies
from arbeidspact.matching.engine.tables import person_table, vacancy_table


def loops_alone(index: Index, persons: Sequence[Persons], k: int, policy: Policy) -> list[Callable[[], None]]:
    """One call for each of these persons, each of whom is alone in their columns; compiled and warm."""
    rank(index, persons[0], k, policy=policy)
    vacancies, scale = vacancy_table(index), index.scales[policy]
    keys, scores, counts = np.empty((1, k), dtype=np.uint64), np.empty((1, k)), np.zeros(1, dtype=np.int64)

    def loop(one: Persons) -> Callable[[], None]:
        table = person_table(one)
        return lambda: best_vacancies(
            index.layout, vacancies, scale, table, 0, 1, index.n_languages, keys, scores, counts
        )

    return [loop(one) for one in persons]
