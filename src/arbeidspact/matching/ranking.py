"""The best k, exactly: hard constraints first, then the score, ties by the lower id."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import hash_of_arrays, read_only
from arbeidspact.matching.compiled import Best, best_of, survey_for
from arbeidspact.matching.constraints import (
    check_persons,
    failing_for_vacancy,
    is_closed,
)
from arbeidspact.matching.engine.findings import FAILS_NOTHING
from arbeidspact.matching.exceptions import BadInput, UnknownId
from arbeidspact.matching.inputs import Persons
from arbeidspact.matching.overlay import AnyIndex, parts_of, place_of
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.scores import scores_for_vacancy


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place in a ranking."""

    id: int
    score: float


@dataclass(frozen=True, eq=False, repr=False)
class Ranking:
    """Who or what fits best, for each subject, with all that is needed to repeat the answer.

    `subject_ids` (subjects): persons in the order given, or the one vacancy. Subject s owns the entries
    `starts[s]:starts[s + 1]` of `ids` and `scores`, best first, ties by the lower id; scores are above 0 and at most 1.
    `not_enough_known`: persons who cannot be ranked.
    """

    subject_ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ids: NDArray[np.int64]
    scores: NDArray[np.float64]
    not_enough_known: NDArray[np.int64]
    k: int
    policy: Policy
    index_version: int
    index_hash: str
    input_hash: str

    def __repr__(self) -> str:
        """Says how many, never who: this may end up in a log."""
        return f"<Ranking: {len(self.subject_ids)} subjects, best {self.k}>"

    def best(self, subject_id: int) -> tuple[Ranked, ...]:
        """The places of this subject, best first. Raises: `UnknownId` when it was not asked for."""
        rows = np.flatnonzero(self.subject_ids == subject_id)
        if len(rows) == 0:
            raise UnknownId("subject_id", "it is not in this ranking", "Ask for one that was ranked")
        here = slice(self.starts[rows[0]], self.starts[rows[0] + 1])
        pairs = zip(self.ids[here].tolist(), self.scores[here].tolist(), strict=True)
        return tuple(Ranked(id_, score) for id_, score in pairs)

    @property
    def answer_hash(self) -> str:
        """One fingerprint of the answer: equal for every repetition with equal index, input, policy and k."""
        return hash_of_arrays(
            [("subject_ids", self.subject_ids), ("starts", self.starts), ("ids", self.ids), ("scores", self.scores)]
        )

    def record(self) -> dict[str, Any]:
        """What to log so that the ranking can be repeated and compared: plain values, no ids of persons."""
        return {
            "index_version": self.index_version,
            "index_hash": self.index_hash,
            "input_hash": self.input_hash,
            "answer_hash": self.answer_hash,
            "k": self.k,
            **self.policy.record(),
            "subjects": len(self.subject_ids),
        }


def rank(index: AnyIndex, persons: Persons, k: int, *, policy: Policy, threads: int | None = None) -> Ranking:
    """Which k open vacancies fit each person best?

    Arguments: `persons`, in the vocabularies the index was built with; `k`, at least 1; `threads`, None for every
    processor.
    Returns: per person, in the order given, at most k vacancies that no hard constraint excludes and whose score is
    above 0; best first, ties by the lower vacancy id. Identical for any order of vacancies or persons, any layout and
    any number of threads.
    Raises: `BadInput` or `UnknownId` naming the column.
    Cost: time about the number of times that open vacancies of reachable cells ask what the persons have; memory of the
    answer and a little per thread.
    """
    _check_k(k)
    _check_threads(threads)
    found = [best_of(part, persons, k, policy, threads) for part in parts_of(index)]
    counts, ids, scores = found[0] if len(found) == 1 else _together(found, len(persons), k)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return _ranking(index, persons.ids, starts, ids, scores, persons, k, policy, persons.hash)


def _together(found: list[Best], n_persons: int, k: int) -> Best:
    """The best k of what several indexes found for the same persons; none of them shares a vacancy with another."""
    person = np.concatenate([np.repeat(np.arange(n_persons), counts) for counts, _ids, _scores in found])
    ids = np.concatenate([ids for _counts, ids, _scores in found])
    scores = np.concatenate([scores for _counts, _ids, scores in found])
    order = np.lexsort((ids, -scores, person))
    counts = np.bincount(person, minlength=n_persons)
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = order[place < k]
    return np.minimum(counts, k), ids[kept], scores[kept]


def rank_persons(index: AnyIndex, vacancy_id: int, persons: Persons, k: int, *, policy: Policy) -> Ranking:
    """Which k persons fit this vacancy best?

    Returns: a ranking with the vacancy as its one subject; the same scores as `rank` gives, ties by the lower person
    id. Nobody when the vacancy is closed. Raises: as `rank`; `UnknownId` when the vacancy is not in the index.
    Cost: a few passes over the persons, and over their competences that matter here once per competence asked.
    """
    _check_k(k)
    check_parts(index, persons)
    part, row = place_of(index, vacancy_id)
    failing, known = failing_for_vacancy(part, row, persons, is_closed(part, row, policy)), is_enough_known(persons)
    rows = np.flatnonzero((failing.count() == 0) & known)
    score = scores_for_vacancy(part, row, persons, policy)[rows]
    first = best_first(score, persons.ids[rows], k)
    asked = sha256(f"vacancy {vacancy_id}\n{persons.hash}".encode()).hexdigest()
    subject, starts = np.asarray([vacancy_id]), np.asarray([0, len(first)])
    return _ranking(index, subject, starts, persons.ids[rows[first]], score[first], persons, k, policy, asked)


def eligible_vacancies(index: AnyIndex, persons: Persons, *, policy: Policy) -> NDArray[np.int64]:
    """How many open vacancies does no hard constraint exclude, for each person?

    Returns: per person, in the order given. Raises: as `rank`. Cost: per person one pass over the vacancies.
    """
    check_parts(index, persons)
    eligible = [
        sum(survey_for(part, persons, row, policy).starts[FAILS_NOTHING + 1] for part in parts_of(index))
        for row in range(len(persons))
    ]
    return read_only(np.asarray(eligible, dtype=np.int64), np.int64)


def eligible_persons(index: AnyIndex, vacancy_id: int, persons: Persons, *, policy: Policy) -> int:
    """How many of these persons does no hard constraint of this vacancy exclude? Raises: as `rank_persons`."""
    check_parts(index, persons)
    part, row = place_of(index, vacancy_id)
    return int((failing_for_vacancy(part, row, persons, is_closed(part, row, policy)).count() == 0).sum())


def check_parts(index: AnyIndex, persons: Persons) -> None:
    """Do these persons speak the vocabularies of the index? Raises: `UnknownId` or `BadInput` naming the column."""
    for part in parts_of(index):
        check_persons(part, persons)


def is_enough_known(persons: Persons) -> NDArray[np.bool_]:
    """Of which persons is a competence or an occupation sought known?"""
    return (np.diff(persons.competences.starts) > 0) | (np.diff(persons.occupations.starts) > 0)


def best_first(scores: NDArray[np.float64], ids: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """The places of the k highest scores above 0, highest first, ties by the lower id."""
    places = contenders(scores, k)
    return places[np.lexsort((ids[places], -scores[places]))[:k]]


def contenders(scores: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """The places of the k highest scores above 0 and of all that equal the last of them, in their order."""
    places = np.flatnonzero(scores > 0)
    if len(places) > k:
        least = np.partition(scores[places], len(places) - k)[len(places) - k]
        places = places[scores[places] >= least]
    return places


def _check_k(k: int) -> None:
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise BadInput("k", "it is not a count", "Ask for 1 or more")


def _check_threads(threads: int | None) -> None:
    if threads is not None and (isinstance(threads, bool) or not isinstance(threads, int) or threads < 1):
        raise BadInput("threads", "it is not a count", "Give 1 or more, or None for every processor")


def _ranking(
    index: AnyIndex,
    subjects: NDArray[np.int64],
    starts: NDArray[np.int64],
    ids: NDArray[np.int64],
    scores: NDArray[np.float64],
    persons: Persons,
    k: int,
    policy: Policy,
    input_hash: str,
) -> Ranking:
    return Ranking(
        subject_ids=read_only(subjects, np.int64),
        starts=read_only(starts, np.int64),
        ids=read_only(ids, np.int64),
        scores=read_only(scores, np.float64),
        not_enough_known=read_only(persons.ids[~is_enough_known(persons)], np.int64),
        k=k,
        policy=policy,
        index_version=index.version,
        index_hash=index.hash,
        input_hash=input_hash,
    )
