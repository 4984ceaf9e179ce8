"""Named policies that re-rank everybody's list so that not all are sent to the same few vacancies.

None is the best for all: each gives up some fit for less crowding. So a policy is named by whoever asks, has no
default, and stands in every answer. `trade_offs` measures what each costs and brings on the city's own lists.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.allocation.assignment import Allocation, allocate
from arbeidspact.matching.allocation.auction import hold_auction
from arbeidspact.matching.allocation.bounds import check_count
from arbeidspact.matching.allocation.candidates import SCORE_OF_ONE, Candidates
from arbeidspact.matching.columns import hash_of_arrays, read_only
from arbeidspact.matching.compiling import compiled
from arbeidspact.matching.exceptions import BadInput, UnknownId
from arbeidspact.matching.ranking import Ranked

LONGEST_LIST = 1_000
LARGEST_CAP = 1_000_000


class Reranking(StrEnum):
    """How a list is made from the candidates of a person."""

    PLAIN = "plain"
    PRICE_ADJUSTED = "price_adjusted"
    CAPPED = "capped"
    ALLOCATION_FIRST = "allocation_first"


@dataclass(frozen=True, slots=True)
class RerankingPolicy:
    """A policy with its parameters, each within its bounds.

    Arguments: `name`; `price_percent`, 0 to 100, how much of the price `price_adjusted` takes off a score;
    `cap`, 1 or more, on how many lists `capped` lets one vacancy stand. The others do not use them.
    """

    name: Reranking
    price_percent: int = 40
    cap: int = 30

    def __post_init__(self) -> None:
        if self.name not in list(Reranking):
            raise BadInput("name", "there is no such policy", f"Choose one of {', '.join(Reranking)}")
        object.__setattr__(self, "name", Reranking(self.name))
        check_count("price_percent", self.price_percent, least=0, most=100)
        check_count("cap", self.cap, least=1, most=LARGEST_CAP)

    def record(self) -> dict[str, Any]:
        """The name and the parameters that it uses, as plain values to show or to log."""
        used = {Reranking.PRICE_ADJUSTED: ("price_percent",), Reranking.CAPPED: ("cap",)}.get(self.name, ())
        return {"name": str(self.name)} | {field: getattr(self, field) for field in used}


EVERY_POLICY = tuple(RerankingPolicy(name) for name in Reranking)
"""Each policy with its usual parameters."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Recommendations:
    """The lists that a policy made, and the policy.

    `starts` (persons + 1, in the order of the candidates): person p owns the entries `starts[p]:starts[p + 1]` of
    `columns` (into `vacancy_ids`) and `scores` (millionths, as in the candidates), in the order to show; `k` the most a
    list holds.
    """

    candidates: Candidates
    policy: RerankingPolicy
    k: int
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    scores: NDArray[np.int32]

    def __repr__(self) -> str:
        """Says how many, never who: this may end up in a log."""
        return f"<Recommendations: {len(self.person_ids)} persons, best {self.k}, {self.policy.name}>"

    @property
    def person_ids(self) -> NDArray[np.int64]:
        return self.candidates.person_ids

    @property
    def vacancy_ids(self) -> NDArray[np.int64]:
        return self.candidates.vacancy_ids

    @property
    def rows(self) -> NDArray[np.int64]:
        """To which person, as a row, does each entry belong?"""
        return np.repeat(np.arange(len(self.person_ids)), np.diff(self.starts))

    @property
    def places(self) -> NDArray[np.int64]:
        """In which place of its list does each entry stand? The first is 0."""
        return np.arange(len(self.columns)) - np.repeat(self.starts[:-1], np.diff(self.starts))

    @property
    def loads(self) -> NDArray[np.int64]:
        """On how many lists does each vacancy stand?"""
        return np.bincount(self.columns, minlength=len(self.vacancy_ids))

    @property
    def answer_hash(self) -> str:
        """One fingerprint of the lists: equal for every repetition with equal candidates, policy and k."""
        names = ("person_ids", "starts", "columns")
        return hash_of_arrays((name, getattr(self, name)) for name in names)

    def list_of(self, person_id: int) -> tuple[Ranked, ...]:
        """The list of this person, scores from 0 to 1. Raises: `UnknownId` when there is none."""
        rows = np.flatnonzero(self.person_ids == person_id)
        if len(rows) == 0:
            raise UnknownId("person_id", "no list is of this person", "Ask for one who was among the candidates")
        here = slice(self.starts[rows[0]], self.starts[rows[0] + 1])
        ids, scores = self.vacancy_ids[self.columns[here]].tolist(), (self.scores[here] / SCORE_OF_ONE).tolist()
        return tuple(Ranked(id_, score) for id_, score in zip(ids, scores, strict=True))

    def record(self) -> dict[str, Any]:
        """What to log so that the lists can be repeated and compared: plain values, no ids of persons."""
        return {
            "policy": self.policy.record(),
            "k": self.k,
            "input_hash": self.candidates.hash,
            "answer_hash": self.answer_hash,
            "persons": len(self.person_ids),
        }


def rerank(candidates: Candidates, policy: RerankingPolicy, k: int) -> Recommendations:
    """Which k vacancies does each person see, and in which order, under this policy?

    - `plain`: the first k of the candidate list, unchanged.
    - `price_adjusted`: the k highest of score - percent x price, with the prices of `allocate`; ties in plain order.
      The score shown stays the score.
    - `capped`: the highest total score with at most k vacancies on a list and each vacancy on at most `cap` lists,
      exactly, by the same auction; in plain order. A list can be shorter than k; a vacancy without positions is on no
      list.
    - `allocation_first`: what `allocate` gives the person, then the plain list up to k.

    Arguments: `k`, 1 to 1,000; give longer candidate lists than k, or there is nothing to choose from.
    Returns: one list for each person, in the order of the candidates; the same for any order of persons.
    Raises: `BadInput`. Cost: `plain` a pass over k entries a person; the others that of `allocate`, `capped` more the
    tighter the cap: 0.06 s for 12,123 persons with k 10 and cap 30, some seconds with a cap that shortens lists.
    """
    return rerank_with(candidates, policy, k, allocation=None)


def rerank_with(
    candidates: Candidates, policy: RerankingPolicy, k: int, *, allocation: Allocation | None
) -> Recommendations:
    """As `rerank`, with an allocation of the same candidates when there is one already."""
    check_count("k", k, least=1, most=LONGEST_LIST)
    if policy.name in (Reranking.PRICE_ADJUSTED, Reranking.ALLOCATION_FIRST) and allocation is None:
        allocation = allocate(candidates)
    if policy.name == Reranking.CAPPED:
        entries = _capped(candidates, k, policy.cap)
    elif allocation is None or policy.name == Reranking.PLAIN:
        entries = _plain(candidates, k)
    elif policy.name == Reranking.PRICE_ADJUSTED:
        entries = _price_adjusted(candidates, allocation, policy.price_percent, k)
    else:
        entries = _allocation_first(candidates, allocation, k)
    kept = entries >= 0
    starts = np.zeros(len(candidates) + 1, dtype=np.int64)
    np.cumsum(kept.sum(axis=1), out=starts[1:])
    return Recommendations(
        candidates=candidates,
        policy=policy,
        k=k,
        starts=read_only(starts, np.int64),
        columns=read_only(candidates.columns[entries[kept]], np.int32),
        scores=read_only(candidates.scores[entries[kept]], np.int32),
    )


# Each gives the entries to show, persons x k, -1 where a list is shorter.


def _plain(candidates: Candidates, k: int) -> NDArray[np.int64]:
    entries = candidates.starts[:-1, None] + np.arange(k)
    return np.where(entries < candidates.starts[1:, None], entries, -1)


def _price_adjusted(candidates: Candidates, allocation: Allocation, percent: int, k: int) -> NDArray[np.int64]:
    chosen = np.full((len(candidates), k), -1, dtype=np.int64)
    _best_adjusted(candidates.starts, candidates.columns, candidates.scores, allocation.prices, percent, chosen)
    return chosen


@compiled()
def _best_adjusted(starts, columns, scores, prices, percent, chosen):  # type: ignore[no-untyped-def]
    k = chosen.shape[1]
    best = np.zeros(k, np.int64)
    for person in range(len(starts) - 1):
        count = 0
        for entry in range(starts[person], starts[person + 1]):
            full = np.int64(100) * scores[entry]
            if count == k and full <= best[k - 1]:
                break
            adjusted = full - percent * prices[columns[entry]]
            if count == k and adjusted <= best[k - 1]:
                continue
            count = min(count + 1, k)
            place = count - 1
            while place > 0 and best[place - 1] < adjusted:
                best[place] = best[place - 1]
                chosen[person, place] = chosen[person, place - 1]
                place -= 1
            best[place] = adjusted
            chosen[person, place] = entry


def _capped(candidates: Candidates, k: int, cap: int) -> NDArray[np.int64]:
    capacities = np.where(candidates.positions > 0, cap, 0).astype(np.int32)
    entries = hold_auction(candidates, capacities, quota=k).entries
    last = len(candidates.columns)
    ordered = np.sort(np.where(entries < 0, last, entries), axis=1)
    return np.where(ordered == last, -1, ordered)


def _allocation_first(candidates: Candidates, allocation: Allocation, k: int) -> NDArray[np.int64]:
    own, plain = allocation.entries[:, None], _plain(candidates, k)
    both = np.concatenate([own, np.where(plain == own, -1, plain)], axis=1)
    # Stable: what is kept moves to the front in the order it stands.
    front = np.argsort(both < 0, axis=1, kind="stable")
    return np.take_along_axis(both, front, axis=1)[:, :k]
