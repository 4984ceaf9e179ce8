"""A whole city at once: who would get which vacancy so that the total is the highest, and what crowds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.allocation import kernels
from arbeidspact.matching.allocation.auction import Certificate, Outcome, certificate, hold_auction
from arbeidspact.matching.allocation.bounds import check_count
from arbeidspact.matching.allocation.candidates import SCORE_OF_ONE, Candidates
from arbeidspact.matching.columns import hash_of_arrays, read_only
from arbeidspact.matching.exceptions import MatchingError, UnknownId

NOBODY = -1
"""The column of a person who is given no vacancy."""


class Objective(StrEnum):
    """What an allocation makes as high as it can."""

    TOTAL_SCORE = "total_score"
    MOST_PLACED = "most_placed"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Allocation:
    """Who is given which vacancy, with the prices that explain it. A proposal: nobody is placed by it.

    `columns` (persons, in the order of the candidates) into `vacancy_ids`, `NOBODY` (-1) for none; `scores` (persons),
    0 with none; `entries` (persons) of the candidate lists, -1 for none; `prices` (vacancies): by how much the total
    would rise with one more position there, exactly; 0 where one is left. Scores, prices and `bonus` are in millionths.
    With `most_placed` a placement counts for `bonus` besides its score, also in the prices: compare those with each
    other, not with scores.
    """

    candidates: Candidates
    objective: Objective
    columns: NDArray[np.int32]
    scores: NDArray[np.int32]
    entries: NDArray[np.int64]
    prices: NDArray[np.int64]
    bonus: int

    def __repr__(self) -> str:
        """Says how many, never who: this may end up in a log."""
        return f"<Allocation: {self.placed} of {len(self.columns)} persons, {self.objective}>"

    @property
    def person_ids(self) -> NDArray[np.int64]:
        return self.candidates.person_ids

    @property
    def vacancy_ids(self) -> NDArray[np.int64]:
        return self.candidates.vacancy_ids

    @property
    def placed(self) -> int:
        """How many persons are given a vacancy?"""
        return int(np.count_nonzero(self.columns >= 0))

    @property
    def total(self) -> int:
        """The sum of their scores, in millionths."""
        return int(self.scores.sum(dtype=np.int64))

    @property
    def answer_hash(self) -> str:
        """One fingerprint of who is given what: equal for every repetition with equal candidates and objective."""
        return hash_of_arrays([("person_ids", self.person_ids), ("columns", self.columns)])

    def vacancy_of(self, person_id: int) -> int | None:
        """Which vacancy is this person given? Raises: `UnknownId` when they are not among the candidates."""
        rows = np.flatnonzero(self.person_ids == person_id)
        if len(rows) == 0:
            raise UnknownId("person_id", "no list is of this person", "Ask for one who was among the candidates")
        column = int(self.columns[rows[0]])
        return None if column == NOBODY else int(self.vacancy_ids[column])

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """The placements alone, as columns: person ids, vacancy ids, scores in millionths."""
        placed = self.columns >= 0
        return self.person_ids[placed], self.vacancy_ids[self.columns[placed]], self.scores[placed]

    def record(self) -> dict[str, Any]:
        """What to log so that the allocation can be repeated and compared: plain values, no ids of persons."""
        return {
            "objective": str(self.objective),
            "input_hash": self.candidates.hash,
            "answer_hash": self.answer_hash,
            "persons": len(self.person_ids),
            "placed": self.placed,
            "total": self.total,
        }

    def certificate(self) -> Certificate:
        """The proof, made anew from the answer alone, that no allocation is better."""
        outcome = Outcome(self.entries[:, None], self.prices, unit=1, bids=0)
        return certificate(self.candidates, self.candidates.positions, outcome, bonus=self.bonus)


def allocate(candidates: Candidates, *, objective: Objective = Objective.TOTAL_SCORE) -> Allocation:
    """Who would get which vacancy, at most one each and no more than there are positions, to the best of all?

    Arguments: `objective`, `total_score` for the highest sum of scores, `most_placed` for as many placements as the
    lists allow and among those ways the highest sum. With `total_score` nobody is given a vacancy of score 0.
    Returns: an allocation that no other exceeds, exactly, proven by its prices before it is given; the same for any
    order of persons. Where several are equally good it is one of them, decided by the order of person ids.
    Raises: `BadInput` when there are too many persons to add up exactly (about a million with `most_placed`).
    Cost: measured on one core 0.02 s for 600,000 entries (12,123 persons), 0.4 s for 5,000,000 (100,000 persons);
    `most_placed` about ten times that. Memory: 24 bytes a position, and in price wars 12 an entry.
    Example:
        >>> candidates = Candidates.from_lists(
        ...     {1: [(101, 0.9), (102, 0.8)], 2: [(101, 0.7)]}, positions={101: 1, 102: 1})
        >>> found = allocate(candidates)
        >>> found.vacancy_of(1), found.vacancy_of(2), found.total
        (102, 101, 1500000)
        >>> found.certificate().proves_highest
        True
    """
    bonus = 0
    if objective == Objective.MOST_PLACED:
        # More than all scores together, so that no sum of scores outweighs one more placement.
        first = candidates.starts[:-1][np.diff(candidates.starts) > 0]
        bonus = int(candidates.scores[first].sum(dtype=np.int64)) + 1
    entries = hold_auction(candidates, candidates.positions, bonus=bonus).entries[:, 0]
    given, placed = entries[entries >= 0], entries >= 0
    columns, scores = np.full(len(entries), NOBODY), np.zeros(len(entries))
    columns[placed], scores[placed] = candidates.columns[given], candidates.scores[given]
    return Allocation(
        candidates=candidates,
        objective=Objective(objective),
        columns=read_only(columns, np.int32),
        scores=read_only(scores, np.int32),
        entries=read_only(entries, np.int64),
        prices=read_only(prices_of(candidates, entries, bonus=bonus), np.int64),
        bonus=bonus,
    )


def prices_of(candidates: Candidates, entries: NDArray[np.int64], *, bonus: int = 0) -> NDArray[np.int64]:
    """What would one more position of each vacancy add to the total, if everybody has these entries?

    Any prices that prove an allocation to be the best bound this from above. The lowest such prices are it, exactly,
    and are the same for every best allocation.
    Arguments: `entries` (persons), -1 for none; `bonus` for each, in millionths. Returns: prices in millionths.
    Raises: `MatchingError` when no prices prove these entries to be the best.
    Source: L. S. Shapley and M. Shubik, "The assignment game I: the core", International Journal of Game Theory 1
    (1971), for the lowest prices; the linear program of an allocation has whole answers, hence "exactly".
    """
    placed = np.flatnonzero(entries >= 0)
    columns = candidates.columns[entries[placed]]
    by_vacancy = np.argsort(columns, kind="stable")
    taken = np.bincount(columns, minlength=len(candidates.positions))
    holder_starts = np.concatenate([[0], np.cumsum(taken)])
    prices = np.zeros(len(candidates.positions), dtype=np.int64)
    proven = kernels.lowest_prices(
        candidates.starts, candidates.columns, candidates.scores, bonus, entries,
        holder_starts, placed[by_vacancy].astype(np.int32), int(candidates.scores.max(initial=0)) + bonus, prices,
    )  # fmt: skip
    has_left = taken < candidates.positions
    worth = candidates.scores[entries[placed]].astype(np.int64) + bonus
    if not proven or prices[has_left].any() or np.any(worth < prices[columns]):
        raise MatchingError(f"no prices prove this allocation to be the best: candidates {candidates.hash}. Report it.")
    return prices


@dataclass(frozen=True, slots=True)
class Crowding:
    """How crowded one vacancy is. `price`, on the scale of scores: what one more position would add.

    `wanted_by`: how many persons have it, or fit it better than what they were given.
    """

    vacancy_id: int
    price: float
    wanted_by: int
    positions: int


def crowding(allocation: Allocation, most: int = 20) -> tuple[Crowding, ...]:
    """Which vacancies crowd most?

    Arguments: `most`, 1 to 1,000,000. Returns: at most so many vacancies with a price above 0, the highest price first,
    ties by the lower id. Raises: `BadInput` when `most` is out of bounds. Cost: a pass over the entries.
    """
    check_count("most", most, least=1, most=1_000_000)
    candidates = allocation.candidates
    given = allocation.scores[candidates.rows]
    has_it = candidates.columns == allocation.columns[candidates.rows]
    wanting = candidates.columns[has_it | (candidates.scores > given)]
    wanted = np.bincount(wanting, minlength=len(candidates.vacancy_ids))
    order = np.argsort(-allocation.prices, kind="stable")[:most]
    return tuple(
        Crowding(
            vacancy_id=int(candidates.vacancy_ids[column]),
            price=float(allocation.prices[column] / SCORE_OF_ONE),
            wanted_by=int(wanted[column]),
            positions=int(candidates.positions[column]),
        )
        for column in order
        if allocation.prices[column] > 0
    )
