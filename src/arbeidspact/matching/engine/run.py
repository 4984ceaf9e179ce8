"""Ranking many persons on every processor: the compiled loop over parts, put together in order."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.engine.best_vacancies import best_vacancies
from arbeidspact.matching.engine.layout import Layout
from arbeidspact.matching.engine.tables import PersonTable, ScaleTable, VacancyTable
from arbeidspact.matching.engine.top import put_together

PART: Final = 512
"""Persons that one thread ranks at a time."""

Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
"""How many each person has; and all of them, one person after another: rows and scores."""


def best_rows(
    layout: Layout,
    vacancies: VacancyTable,
    scale: ScaleTable,
    persons: PersonTable,
    n_languages: int,
    k: int,
    threads: int | None,
) -> Found:
    """The rows of the best k vacancies of each person, best first, and their scores."""
    count, k = len(persons.zones), min(k, max(1, len(layout.rows)))
    part = max(1, min(PART, (1 << 22) // k))

    def ranked(first: int) -> Found:
        last = min(first + part, count)
        keys, scores = np.empty((last - first, k), dtype=np.uint64), np.empty((last - first, k))
        counts = np.zeros(last - first, dtype=np.int64)
        best_vacancies(layout, vacancies, scale, persons, first, last, n_languages, keys, scores, counts)
        rows, kept_scores = np.empty(counts.sum(), dtype=np.int64), np.empty(counts.sum())
        put_together(keys, scores, counts, rows, kept_scores)
        return counts, rows, kept_scores

    nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    parts = [nothing, *_each(ranked, range(0, count, part), threads or processors())]
    counts, rows, scores = (np.concatenate(column) for column in zip(*parts, strict=True))
    return counts, rows, scores


def processors() -> int:
    """How many processors may this process use?"""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _each(ranked: Callable[[int], Found], firsts: range, threads: int) -> Iterator[Found]:
    if threads == 1 or len(firsts) <= 1:
        yield from map(ranked, firsts)
    else:
        with ThreadPoolExecutor(min(threads, len(firsts))) as pool:
            yield from pool.map(ranked, firsts)
