"""What one screen asks, measured one by one on the work laid out in a folder, with related competences and preferences.

python -m bench.matching.questions FOLDER COUNT
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from arbeidspact.matching import (
    Index,
    Overlaid,
    Vacancies,
    explain,
    near_miss_persons,
    near_misses,
    rank,
    rank_persons,
    what_would_cost,
    what_would_open,
)
from bench.matching.kernel import loops_alone
from bench.matching.meter import milliseconds
from bench.matching.peer import spread
from bench.matching.process import laid_out
from bench.matching.workload import COMPETENCES_ONLY, PREFERENCES, K

FEWER: Final = 10
CHANGES: Final = 500
"""Vacancies published since the index was made."""


def measure(folder: Path, count: int) -> list[dict[str, Any]]:
    """One line per question: median and 99th percentile in milliseconds.

    Arguments: `count`, how many persons ask; questions that look at everybody are asked a tenth as often.
    """
    work = laid_out(folder)
    plain, index = Index.open(folder / "ours.index"), Index.open(folder / "related.index")
    ones = [work.persons.take([row]) for row in spread(len(work.persons), count)]
    few = ones[::FEWER]
    vacancies = index.ids[spread(len(index), len(few))].tolist()
    best = [rank(index, one, K, policy=PREFERENCES).ids.tolist() for one in few]
    answered = [(one, ids) for one, ids in zip(few, best, strict=True) if ids]

    def explained(one: Any, ids: list[int]) -> None:
        for id_ in ids:
            explain(index, one, int(one.ids[0]), id_, policy=PREFERENCES)

    new = published(work.vacancies, CHANGES)
    crowded = Overlaid.of(index, new)
    questions = {
        "build the index": [work.index] * 3,
        "build the index, related competences too": [lambda: work.index(related=True)] * 3,
        "open the index from its file": [lambda: Index.open(folder / "related.index")] * 3,
        "rank one person, competences only": [
            lambda one=one: rank(plain, one, K, policy=COMPETENCES_ONLY) for one in ones
        ],
        "rank one person": [lambda one=one: rank(index, one, K, policy=PREFERENCES) for one in ones],
        "rank one person, the compiled loop alone": loops_alone(index, ones, K, PREFERENCES),
        "publish a vacancy, until one person is ranked with it": [
            lambda row=row: rank(Overlaid.of(index, new.take([row])), ones[0], K, policy=PREFERENCES)
            for row in range(len(few))
        ],
        f"rank one person, {len(new):,} changes on top of the index": [
            lambda one=one: rank(crowded, one, K, policy=PREFERENCES) for one in few
        ],
        f"explain the best {K} of one person": [lambda pair=pair: explained(*pair) for pair in answered],
        "near misses of one person": [lambda one=one: near_misses(index, one, K, policy=PREFERENCES) for one in few],
        "what would open more for one person": [
            lambda one=one: what_would_open(index, one, int(one.ids[0]), policy=PREFERENCES) for one in few
        ],
        "rank everybody for one vacancy": [
            lambda id_=id_: rank_persons(index, id_, work.persons, K, policy=PREFERENCES) for id_ in vacancies
        ],
        "near misses for one vacancy": [
            lambda id_=id_: near_miss_persons(index, id_, work.persons, K, policy=PREFERENCES) for id_ in vacancies
        ],
        "what costs one vacancy most candidates": [
            lambda id_=id_: what_would_cost(index, id_, work.persons, policy=PREFERENCES) for id_ in vacancies
        ],
    }
    rank(plain, ones[0], K, policy=COMPETENCES_ONLY)
    rank(crowded, ones[0], K, policy=PREFERENCES)
    return [{"question": question, **milliseconds(asked)} for question, asked in questions.items()]


def published(vacancies: Vacancies, count: int) -> Vacancies:
    """Some of these once more, with ids of their own."""
    some = vacancies.take(spread(len(vacancies), count))
    return replace(some, ids=np.arange(len(some)) + int(vacancies.ids.max()) + 1)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
