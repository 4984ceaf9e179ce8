"""For each person the vacancies that may be given to them, checked once and never changed after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching.columns import check_below, hash_of_arrays, read_only, whole_numbers
from arbeidspact.matching.compiling import compiled
from arbeidspact.matching.exceptions import BadInput, UnknownId
from arbeidspact.matching.ranking import Ranking

SCORE_OF_ONE: Final = 1_000_000
"""Scores are whole millionths: a score of 1 is a million. Whole numbers make every total exact."""

_REPEATED, _RISES = 1, 2


@dataclass(frozen=True, eq=False, repr=False)
class Candidates:
    """Candidate lists of persons over a vocabulary of vacancies.

    Arguments: `person_ids` (persons) unique; `starts` (persons + 1): person p owns the entries
    `starts[p]:starts[p + 1]`, none is allowed; `columns` (entries) column numbers into `vacancy_ids`, each once in a
    list; `scores` (entries) in millionths, 0 to 1,000,000, the best first in each list; `vacancy_ids` (vacancies)
    rising; `positions` (vacancies), how many persons each takes, 0 for none.
    Raises: `BadInput` naming the field and the entry or row. Among equal scores the order given stands.
    """

    person_ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    scores: NDArray[np.int32]
    vacancy_ids: NDArray[np.int64]
    positions: NDArray[np.int32]

    def __post_init__(self) -> None:
        person_ids = whole_numbers("person_ids", self.person_ids, np.int64)
        _check_unique("person_ids", person_ids)
        vacancy_ids = whole_numbers("vacancy_ids", self.vacancy_ids, np.int64)
        fall = np.flatnonzero(vacancy_ids[1:] <= vacancy_ids[:-1])
        if len(fall):
            raise BadInput(f"vacancy_ids[{int(fall[0]) + 1}]", "it does not rise", "Sort the ids and give each once")
        columns = whole_numbers("columns", self.columns, np.int32, least=0)
        check_below("columns", columns, len(vacancy_ids), what="vacancy column")
        scores = whole_numbers("scores", self.scores, np.int32, length=len(columns), least=0, most=SCORE_OF_ONE)
        starts = whole_numbers("starts", self.starts, np.int64, length=len(person_ids) + 1, least=0)
        if starts[0] != 0 or starts[-1] != len(columns) or np.any(starts[1:] < starts[:-1]):
            raise BadInput(
                "starts", f"they do not cut the {len(columns)} entries into lists", "Begin with 0, end with the count"
            )
        _check_lists(starts, columns, scores, len(vacancy_ids))
        positions = whole_numbers("positions", self.positions, np.int32, length=len(vacancy_ids), least=0)
        checked = (person_ids, starts, columns, scores, vacancy_ids, positions)
        for field, column in zip(fields(self), checked, strict=True):
            object.__setattr__(self, field.name, column)

    def __len__(self) -> int:
        return len(self.person_ids)

    def __repr__(self) -> str:
        """Says how many, never who: this may end up in a log."""
        return f"<Candidates: {len(self)} persons, {len(self.vacancy_ids)} vacancies, {len(self.columns)} entries>"

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """To which person, as a row, does each entry belong?"""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def hash(self) -> str:
        """One fingerprint of everything in these lists, row order included."""
        return hash_of_arrays((field.name, getattr(self, field.name)) for field in fields(self))

    @classmethod
    def from_ranking(cls, ranking: Ranking, vacancy_ids: ArrayLike, positions: ArrayLike) -> Self:
        """The lists that `rank` found, over these vacancies.

        Arguments: `vacancy_ids` in any order, at least those that were ranked; `positions` in the same order.
        Returns: one list for every person in the ranking, in its order, scores rounded to millionths and never to 0.
        Raises: `UnknownId` when a vacancy of the ranking is not in `vacancy_ids`; `BadInput` as the class does.
        Cost: one pass over the entries; memory of 8 bytes an entry.
        """
        ids, counts = _sorted_vacancies(vacancy_ids, positions)
        columns = _columns_of(whole_numbers("ranking.ids", ranking.ids, np.int64), ids)
        scores = np.maximum(_millionths("ranking.scores", ranking.scores), 1)
        return cls(ranking.subject_ids, ranking.starts, columns, scores, ids, counts)

    @classmethod
    def from_lists(cls, lists: Mapping[int, Iterable[tuple[int, float]]], positions: Mapping[int, int]) -> Self:
        """Small lists as plain values: person id to (vacancy id, score from 0 to 1), vacancy id to positions.

        Returns: the candidates, each list best first, ties by the lower vacancy id. Raises: as `from_ranking`.
        """
        given = [list(entries) for entries in lists.values()]
        ids, counts = _sorted_vacancies(list(positions), list(positions.values()))
        starts = np.cumsum([0, *(len(entries) for entries in given)], dtype=np.int64)
        columns = _columns_of(
            whole_numbers("vacancies", [vacancy for entries in given for vacancy, _ in entries], np.int64), ids
        )
        scores = _millionths("scores", np.asarray([score for entries in given for _, score in entries], dtype=float))
        order = np.lexsort((columns, -scores, np.repeat(np.arange(len(given)), np.diff(starts))))
        return cls(
            whole_numbers("person_ids", list(lists), np.int64), starts, columns[order], scores[order], ids, counts
        )


def _check_unique(field: str, ids: NDArray[np.int64]) -> None:
    order = np.argsort(ids, kind="stable")
    repeated = np.flatnonzero(ids[order][1:] == ids[order][:-1])
    if len(repeated):
        row = int(order[1:][repeated].min())
        raise BadInput(f"{field}[{row}]", "this id stands in an earlier row too", "Give every row its own id")


def _sorted_vacancies(ids: ArrayLike, positions: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    checked: NDArray[np.int64] = whole_numbers("vacancy_ids", ids, np.int64)
    _check_unique("vacancy_ids", checked)
    counts: NDArray[np.int32] = whole_numbers("positions", positions, np.int32, length=len(checked), least=0)
    order = np.argsort(checked)
    return checked[order], counts[order]


def _columns_of(ids: NDArray[np.int64], vocabulary: NDArray[np.int64]) -> NDArray[np.int32]:
    """In which column of the sorted vocabulary does each id stand?"""
    if len(ids) and len(vocabulary) and int(vocabulary[-1]) - int(vocabulary[0]) < 8 * len(vocabulary) + len(ids):
        # Ids that lie close together are looked up in a table: some ten times as fast as searching.
        table = np.full(int(vocabulary[-1]) - int(vocabulary[0]) + 1, -1, dtype=np.int32)
        table[vocabulary - vocabulary[0]] = np.arange(len(vocabulary), dtype=np.int32)
        within = (ids >= vocabulary[0]) & (ids <= vocabulary[-1])
        columns = np.where(within, table[np.where(within, ids - vocabulary[0], 0)], -1)
    else:
        columns = np.searchsorted(vocabulary, ids)
        found = columns < len(vocabulary)
        found[found] = vocabulary[columns[found]] == ids[found]
        columns = np.where(found, columns, -1)
    unknown = np.flatnonzero(columns < 0)
    if len(unknown):
        entry = int(unknown[0])
        raise UnknownId(
            f"vacancies[{entry}]",
            f"vacancy {int(ids[entry])} is not in the vocabulary",
            "Give vacancy_ids and positions of every vacancy that was ranked",
        )
    return columns.astype(np.int32)


def _millionths(field: str, scores: NDArray[Any]) -> NDArray[np.int32]:
    wrong = np.flatnonzero(~((scores >= 0) & (scores <= 1)))
    if len(wrong):
        entry = int(wrong[0])
        raise BadInput(f"{field}[{entry}]", f"{scores[entry]} is not a score", "Give a number from 0 to 1")
    return read_only(np.rint(scores * SCORE_OF_ONE), np.int32)


def _check_lists(
    starts: NDArray[np.int64], columns: NDArray[np.int32], scores: NDArray[np.int32], n_vacancies: int
) -> None:
    fault, row, entry = _first_fault(starts, columns, scores, n_vacancies)
    if fault == _REPEATED:
        raise BadInput(
            f"columns[{entry}]", f"list {row} holds this vacancy already", "Give each vacancy once in a list"
        )
    if fault == _RISES:
        raise BadInput(f"scores[{entry}]", f"it is higher than the one before it in list {row}", "Put the best first")


@compiled()
def _first_fault(starts, columns, scores, n_vacancies):  # type: ignore[no-untyped-def]
    last_list = np.full(n_vacancies, -1, np.int32)
    for row in range(len(starts) - 1):
        for entry in range(starts[row], starts[row + 1]):
            if last_list[columns[entry]] == row:
                return _REPEATED, row, entry
            last_list[columns[entry]] = row
            if entry > starts[row] and scores[entry] > scores[entry - 1]:
                return _RISES, row, entry
    return 0, 0, 0
