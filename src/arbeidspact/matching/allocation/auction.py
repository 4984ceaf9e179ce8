"""The auction: who gets which vacancies so that the total is the highest there is, and at what prices.

**The problem.** Each person takes at most `quota` different vacancies of their list, each vacancy at most `capacity`
persons, the total of the values taken is to be the highest. A value is (score + bonus) x unit, with
unit = 1 + the sum over persons of min(quota, length of the list): more than the vacancies that can be taken in all.

**How.** Every vacancy has a price, at first 0. In *forward* rounds a person bids for what is worth most above its
price, as high as leaves them no worse than with the next best, plus epsilon; a full vacancy lets its lowest bidder go.
When nobody wants more, every person is within epsilon of what suits them best at these prices. Epsilon is 1 as long as
that goes well. In a price war (persons who outbid each other by 1 over equal vacancies) it grows until the war is over.
Then it shrinks by `SHRINKAGE` a round down to 1: who is no longer within it lets go and bids again, and a *reverse*
round lowers the price of vacancies that were left with a free slot, each to where one more person comes, or to 0.

**Why the answer is exact.** At the end epsilon is 1 and a vacancy with a free slot costs 0. So the prices bound the
total from above (duality), and it is below that bound by at most 1 for every vacancy that could be taken: less than one
unit. Totals of whole scores differ by whole units, so no total is higher. `certificate` repeats this sum.

**Why it ends.** With one epsilon, a bid raises one slot by at least epsilon, and no bid is above the highest value plus
epsilon; so forward ends. A move in reverse raises the sum of what persons gain by what they hold by at least epsilon,
no move or lower price makes it fall, and it cannot exceed the values; so reverse ends. Epsilon grows only in the first
round and never beyond the highest value, and shrinks to 1 in finitely many rounds.

**Whole numbers.** All is 64-bit whole numbers; a bid is at most twice the highest value, which is checked to be at most
2**60. The same lists give the same answer to the last bit: persons bid in the order of their ids.

Source: D. P. Bertsekas and D. A. Castañon, "The auction algorithm for the transportation problem", Annals of Operations
Research 20 (1989), for vacancies with several positions; D. P. Bertsekas, D. A. Castañon and H. Tsaknakis, "Reverse
auction and the solution of inequality constrained assignment problems", SIAM Journal on Optimization 3 (1993).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.allocation import kernels
from arbeidspact.matching.allocation.candidates import Candidates
from arbeidspact.matching.exceptions import BadInput

SHRINKAGE: Final = 10
PATIENCE: Final = 8
HIGHEST_VALUE: Final = 1 << 60
CLOSED: Final = 1 << 61
"""The price of a vacancy without positions: above every value."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What an auction ends with.

    `entries` (persons x quota) entry numbers of the candidate lists, -1 for none, in no order within a row; `prices`
    (vacancies) in 1 / `unit` of a millionth, `CLOSED` without capacity; `bids` made in all.
    """

    entries: NDArray[np.int64]
    prices: NDArray[np.int64]
    unit: int
    bids: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof, checked without the auction, of how far a total is from the highest.

    `total` of score + bonus taken; `bound`, which no way of dividing can exceed: both in millionths. `gap` between them
    in units of 1 / `unit` of a millionth. `is_allowed`: all take from their own list, and nobody takes too much.
    """

    total: int
    bound: int
    gap: int
    unit: int
    is_allowed: bool

    @property
    def proves_highest(self) -> bool:
        """Totals are whole: one that is less than a whole unit below the bound is the highest."""
        return self.is_allowed and 0 <= self.gap < self.unit


def hold_auction(candidates: Candidates, capacities: NDArray[np.int32], *, quota: int = 1, bonus: int = 0) -> Outcome:
    """Which entries give the highest total of score + bonus?

    Arguments: `capacities` (vacancies), 0 or more; `quota` of each person, 1 or more; `bonus` for each entry taken, in
    millionths. Returns: the outcome; all ties are broken by person id and by the order of the list.
    Raises: `BadInput` when values would be too large to add up exactly.
    Cost: a fraction of a microsecond a bid, in practice some 10 bids for each vacancy taken where they are scarce, more
    in price wars; 24 bytes for each slot, and in reverse rounds 12 for each entry.
    """
    starts, columns, scores = candidates.starts, candidates.columns, candidates.scores
    unit = int(np.minimum(np.diff(starts), quota).sum()) + 1
    highest = (int(scores.max(initial=0)) + bonus) * unit
    if highest > HIGHEST_VALUE:
        raise BadInput(
            "candidates",
            f"{len(candidates)} persons are too many to add up exactly",
            "Allocate parts of the region apart",
        )
    n_persons, n_vacancies = len(candidates), len(candidates.vacancy_ids)
    order = np.argsort(candidates.person_ids).astype(np.int32)
    # One slot more than persons who could come is never filled, and as good as any number of free slots.
    useful = np.minimum(capacities, np.bincount(columns, minlength=n_vacancies) + 1)
    first = np.zeros(n_vacancies + 1, dtype=np.int64)
    np.cumsum(useful, out=first[1:])
    taken = np.zeros(n_vacancies, dtype=np.int64)
    slots = np.zeros((int(first[-1]), 3), dtype=np.int64)
    prices = np.where(capacities > 0, 0, CLOSED)
    wants, waiting = np.full(n_persons, quota, dtype=np.int64), np.ones(n_persons, dtype=np.uint8)
    held = np.zeros(len(columns) if quota > 1 else 0, dtype=np.uint8)
    chosen = np.empty(n_persons * quota, dtype=np.int64)
    lists, values = (starts, columns, scores), (bonus, unit)
    queue, queued, epsilon, patience, bids = order.copy(), n_persons, 1, PATIENCE, 0
    while True:
        epsilon, made = kernels.forward(
            *lists, *values, epsilon, patience, max(highest, 1), quota,
            first, taken, slots, prices, wants, waiting, held, queue, queued,
        )  # fmt: skip
        bids += made
        kernels.collect(first, taken, slots, quota, chosen)
        kernels.reverse(*lists, *values, epsilon, quota, first, taken, prices, held, chosen, order)
        if epsilon == 1:
            return Outcome(chosen.reshape(n_persons, quota), prices, unit, bids)
        epsilon, patience = max(1, epsilon // SHRINKAGE), 0
        queued = kernels.tighten(
            *lists, *values, epsilon, quota,
            first, taken, slots, prices, wants, waiting, held, queue, chosen, order,
        )  # fmt: skip


def certificate(
    candidates: Candidates, capacities: NDArray[np.int32], outcome: Outcome, *, quota: int = 1, bonus: int = 0
) -> Certificate:
    """Is there no higher total? Read from the entries and prices alone, by the duality of linear programming.

    At any prices of 0 and above, no total exceeds what every person gains at most by `quota` vacancies of their list,
    plus the price of every position. Cost: a pass over the entries; a sort of them when `quota` is above 1.
    """
    persons, places = np.nonzero(outcome.entries >= 0)
    entries = outcome.entries[persons, places]
    rows, columns = candidates.rows, candidates.columns
    taken = np.bincount(columns[entries], minlength=len(capacities))
    is_allowed = bool(
        np.all(rows[entries] == persons)
        and len(np.unique(entries)) == len(entries)
        and np.all(taken <= capacities)
        and np.all(outcome.prices >= 0)
    )
    gains = (candidates.scores.astype(np.int64) + bonus) * outcome.unit - outcome.prices[columns]
    slack = _most_gained(candidates, gains, rows, quota)
    np.subtract.at(slack, persons, gains[entries])
    left_over = [int(price) * int(free) for price, free in zip(outcome.prices, capacities - taken, strict=True) if free]
    gap = sum(slack.tolist()) + sum(left_over)
    total = int(candidates.scores[entries].sum(dtype=np.int64)) + bonus * len(entries)
    return Certificate(total, total + gap // outcome.unit, gap, outcome.unit, is_allowed)


def _most_gained(
    candidates: Candidates, gains: NDArray[np.int64], rows: NDArray[np.int32], quota: int
) -> NDArray[np.int64]:
    """What can each person gain at most by `quota` entries of their list?"""
    most = np.zeros(len(candidates), dtype=np.int64)
    lengths = np.diff(candidates.starts)
    if quota == 1:
        some = lengths > 0
        if some.any():
            most[some] = np.maximum(np.maximum.reduceat(gains, candidates.starts[:-1][some]), 0)
        return most
    order = np.lexsort((-gains, rows))
    among_best = np.arange(len(gains)) - np.repeat(candidates.starts[:-1], lengths) < quota
    np.add.at(most, rows[among_best], np.maximum(gains[order][among_best], 0))
    return most
