"""Drawing lists of skills for a hundred thousand rows at once."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching import IdLists

POOL: Final = 40
SHARE_FROM_POOL: Final = 0.6


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each skill is to be drawn; `upto` holds the running sum."""

    upto: NDArray[np.float64]

    @classmethod
    def zipf_mandelbrot(cls, count: int, *, shift: float) -> Self:
        """The skill of rank r has a chance of 1 / (r + shift), r from 1."""
        chance = 1 / (np.arange(1, count + 1) + shift)
        return cls(np.cumsum(chance / chance.sum()))

    def draw(self, random: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.int64]:
        """Skills drawn apart from each other: one may come twice."""
        drawn = np.searchsorted(self.upto, random.random(shape), side="right")
        return np.minimum(drawn, len(self.upto) - 1)

    def __len__(self) -> int:
        return len(self.upto)


def draw_pools(random: np.random.Generator, chances: Chances, pools: int) -> NDArray[np.int32]:
    """For each occupation the skills that go with it: pools x POOL, each skill once in a row."""
    found = np.zeros((pools, POOL), dtype=np.int32)
    for pool in range(pools):
        drawn = chances.draw(random, (1, 6 * POOL))[0]
        found[pool] = drawn[np.sort(np.unique(drawn, return_index=True)[1])[:POOL]]
    return found


def draw_lists(
    random: np.random.Generator, chances: Chances, pools: NDArray[np.int32], counts: NDArray[np.int64]
) -> IdLists:
    """One list of skills per row: 60% from the row's own pool, the rest from all, each skill once.

    Arguments: `pools` (rows x POOL); `counts` (rows), how many skills each row gets.
    """
    rows, own = len(pools), np.floor(counts * SHARE_FROM_POOL).astype(np.int64)
    most_own, most_other = int(own.max(initial=0)), int((counts - own).max(initial=0))
    places = np.argsort(random.random((rows, POOL), dtype=np.float32), axis=1)[:, :most_own]
    from_pool = np.take_along_axis(pools, places, axis=1).astype(np.int64)
    from_all = chances.draw(random, (rows, 3 * most_other + 2))
    drawn = np.concatenate([from_pool, from_all], axis=1)
    counted = np.ones(drawn.shape, dtype=np.bool_)
    counted[:, :most_own] = np.arange(most_own) < own[:, None]
    pairs = (np.arange(rows)[:, None] * len(chances) + drawn)[counted]
    firsts = np.sort(np.unique(pairs, return_index=True)[1])
    row_of = pairs[firsts] // len(chances)
    place_in_row = np.arange(len(firsts)) - np.searchsorted(row_of, np.arange(rows))[row_of]
    return lists_of(np.sort(pairs[firsts[place_in_row < counts[row_of]]]), rows, len(chances))


def lists_of(pairs: NDArray[Any], rows: int, width: int) -> IdLists:
    """The lists in these numbers, row x width + id, which rise."""
    return IdLists(np.searchsorted(pairs, np.arange(rows + 1) * width), pairs % width)
