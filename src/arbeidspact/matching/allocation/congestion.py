"""How unevenly are vacancies recommended, what does evening it out cost, and who would be placed?

Exposure is counted over every vacancy of the vocabulary, those on no list included. Where nothing at all is recommended
there is no share to speak of, and the answer is None.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching.allocation.assignment import allocate
from arbeidspact.matching.allocation.bounds import check_count
from arbeidspact.matching.allocation.candidates import Candidates
from arbeidspact.matching.allocation.reranking import (
    EVERY_POLICY,
    LONGEST_LIST,
    Recommendations,
    Reranking,
    RerankingPolicy,
    rerank_with,
)
from arbeidspact.matching.columns import whole_numbers


def gini(loads: ArrayLike) -> float | None:
    """How uneven are these loads? 0 when all are equal, towards 1 when one vacancy has all.

    Half the mean difference between two vacancies, divided by the mean load. Arguments: `loads` (vacancies), counts.
    """
    counts = _counts(loads)
    total = int(counts.sum())
    if total == 0:
        return None
    ranks = np.arange(1, len(counts) + 1)
    return float(2 * (ranks * np.sort(counts)).sum() / (len(counts) * total) - (len(counts) + 1) / len(counts))


def recon_congestion(loads: ArrayLike) -> float | None:
    """ReCon's congestion: the sum of share x ln(share), divided by ln(vacancies). -1 is even, 0 is all on one.

    Arguments: `loads` (vacancies), counts. Returns: None for fewer than two vacancies too.
    Source: Y. Mashayekhi, B. Kang, J. Lijffijt and T. De Bie, "ReCon: Reducing Congestion in Job Recommendation using
    Optimal Transport", RecSys 2023, doi:10.1145/3604915.3608817.
    """
    counts = _counts(loads)
    total = int(counts.sum())
    if total == 0 or len(counts) == 1:
        return None
    shares = counts[counts > 0] / total
    return float((shares * np.log(shares)).sum() / np.log(len(counts)))


def share_never_recommended(loads: ArrayLike) -> float | None:
    """Which share of the vacancies is on no list? 1 - this is the coverage. None without vacancies."""
    counts = _counts(loads)
    return float(np.mean(counts == 0)) if len(counts) else None


def ndcg(recommendations: Recommendations) -> float | None:
    """How much of the fit of the plain lists is left?

    Per person the sum of score / log2(place + 1) over the list (the first place is 1), divided by the same sum over
    the first k of the plain list; then the mean over persons whose plain list has any score. 1 for the plain lists.
    Returns: None when nobody has.
    Source: K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM Transactions on
    Information Systems 20 (2002), with the score as gain.
    """
    candidates = recommendations.candidates
    size = len(candidates)
    places = np.arange(len(candidates.columns)) - np.repeat(candidates.starts[:-1], np.diff(candidates.starts))
    first = places < recommendations.k
    plain = _discounted(candidates.rows[first], places[first], candidates.scores[first], size)
    shown = _discounted(recommendations.rows, recommendations.places, recommendations.scores, size)
    some = plain > 0
    return float((shown[some] / plain[some]).mean()) if some.any() else None


def placed_if_all_apply(recommendations: Recommendations, first: int) -> int:
    """How many would be placed if everybody applied to the first so many of their list?

    A simulation, not a forecast: each vacancy takes the applicants who fit it best, as many as it has positions, ties
    by the lower person id, without a second round. Somebody whom several vacancies take counts once.
    Raises: `BadInput` when `first` is not from 1 to 1,000.
    """
    check_count("first", first, least=1, most=LONGEST_LIST)
    positions = recommendations.candidates.positions
    applying = recommendations.places < first
    rows, columns = recommendations.rows[applying], recommendations.columns[applying]
    order = np.lexsort((recommendations.person_ids[rows], -recommendations.scores[applying], columns))
    rows, columns = rows[order], columns[order]
    begins = np.searchsorted(columns, np.arange(len(positions)))
    taken = np.arange(len(columns)) - begins[columns] < positions[columns]
    return len(np.unique(rows[taken]))


@dataclass(frozen=True, slots=True)
class TradeOff:
    """What one policy costs and brings, measured on one city's lists of k.

    `never_recommended` share of vacancies, 0 to 1; `gini`; `congestion`; `max_load`, the most lists one vacancy is on;
    `ndcg` against the plain lists; `placed_if_first` and `placed_if_first_three` of the simulation.
    """

    policy: RerankingPolicy
    k: int
    never_recommended: float | None
    gini: float | None
    congestion: float | None
    max_load: int
    ndcg: float | None
    placed_if_first: int
    placed_if_first_three: int

    @property
    def coverage(self) -> float | None:
        """Which share of the vacancies is on at least one list?"""
        return None if self.never_recommended is None else 1 - self.never_recommended

    def row(self) -> dict[str, Any]:
        """One row of the table as plain values: the policy with its parameters, then the figures."""
        figures = (field for field in self.__slots__ if field not in ("policy", "k"))
        return self.policy.record() | {"k": self.k} | {field: getattr(self, field) for field in figures}


def trade_offs(
    candidates: Candidates, k: int, policies: tuple[RerankingPolicy, ...] = EVERY_POLICY
) -> tuple[TradeOff, ...]:
    """What would each policy cost and bring here?

    Arguments: `k`, 1 to 1,000; `policies` to compare, every one with its usual parameters when none are given.
    Returns: one row for each policy, in the order given. Raises: as `rerank`.
    Cost: one allocation, one re-ranking for each policy, and a few passes over the lists.
    """
    uses_prices = {Reranking.PRICE_ADJUSTED, Reranking.ALLOCATION_FIRST}
    allocation = allocate(candidates) if uses_prices & {policy.name for policy in policies} else None
    return tuple(measure(rerank_with(candidates, policy, k, allocation=allocation)) for policy in policies)


def measure(recommendations: Recommendations) -> TradeOff:
    """What do these lists cost and bring?"""
    loads = recommendations.loads
    return TradeOff(
        policy=recommendations.policy,
        k=recommendations.k,
        never_recommended=share_never_recommended(loads),
        gini=gini(loads),
        congestion=recon_congestion(loads),
        max_load=int(loads.max(initial=0)),
        ndcg=ndcg(recommendations),
        placed_if_first=placed_if_all_apply(recommendations, 1),
        placed_if_first_three=placed_if_all_apply(recommendations, 3),
    )


def _counts(loads: ArrayLike) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = whole_numbers("loads", loads, np.int64, least=0)
    return counts


def _discounted(rows: NDArray[Any], places: NDArray[np.int64], scores: NDArray[np.int32], size: int) -> NDArray[Any]:
    return np.bincount(rows, weights=scores / np.log2(places + 2.0), minlength=size)
