"""Answers as one table, and how far two of them agree."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import Ranking
from bench.matching.workload import K

NOBODY = -1


@dataclass(frozen=True)
class Answers:
    """The best K per person: persons x K; ids end with `NOBODY` and scores with 0 where there are fewer."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float64]

    @classmethod
    def empty(cls, persons: int, k: int = K) -> Self:
        return cls(np.full((persons, k), NOBODY, dtype=np.int64), np.zeros((persons, k)))

    @classmethod
    def of(cls, ranking: Ranking) -> Self:
        """The answers in a ranking of ours, in its order."""
        counts = np.diff(ranking.starts)
        answers = cls.empty(len(counts), ranking.k)
        rows = np.repeat(np.arange(len(counts)), counts)
        places = np.arange(len(ranking.ids)) - np.repeat(ranking.starts[:-1], counts)
        answers.ids[rows, places], answers.scores[rows, places] = ranking.ids, ranking.scores
        return answers

    def put(self, person: int, ids: NDArray[Any], scores: NDArray[Any]) -> None:
        """Set the answer for this row."""
        self.ids[person, : len(ids)], self.scores[person, : len(ids)] = ids, scores

    def take(self, rows: NDArray[np.int64]) -> Self:
        return type(self)(self.ids[rows], self.scores[rows])

    def equals(self, other: Self) -> bool:
        """The same ids in the same order, with the same scores to the last bit?"""
        return bool(np.array_equal(self.ids, other.ids) and np.array_equal(self.scores, other.scores))

    def recall_of(self, found: Self) -> float:
        """Which share of these answers is among those found? The mean over persons who have an answer."""
        among = (self.ids[:, :, None] == found.ids[:, None, :]).any(axis=2) & (self.ids != NOBODY)
        counts = (self.ids != NOBODY).sum(axis=1)
        answered = counts > 0
        return float((among.sum(axis=1)[answered] / counts[answered]).mean()) if answered.any() else 1.0


def best_places(scores: NDArray[np.float64], k: int = K, *, order: NDArray[Any] | None = None) -> NDArray[np.int64]:
    """The places of the k highest scores above 0, highest first, ties by `order`, or by the earlier place."""
    places = np.flatnonzero(scores > 0)
    if len(places) > k:
        least = np.partition(scores[places], len(places) - k)[len(places) - k]
        places = places[scores[places] >= least]
    first = np.lexsort((places if order is None else order[places], -scores[places]))
    return places[first[:k]]
