"""The k best so far: a heap with the worst on top, ordered by one whole number a place. Compiled.

The key of a place holds its score in the high 40 bits and its row, turned round, in the low 24: a higher key is a
higher score, or the same score and a lower row. A score is a quotient of two whole numbers below 2**17, so it is at
least 2**-17 and two different ones differ by at least 2**-34 of themselves: 5 bits of exponent and 35 of the fraction
tell them apart, and equal ones have equal bits.
"""

from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from arbeidspact.matching.compiling import compiled

MOST_ROWS: Final = 1 << 24
LEAST_SCORE_BITS: Final = (1023 - 18) << 52

_ROWS: Final = np.uint64(MOST_ROWS - 1)
_LEAST: Final = np.uint64(LEAST_SCORE_BITS)

# Places are unsigned: numba asks of every signed one whether it counts from the end.
ONE: Final = np.uint64(1)
TWO: Final = np.uint64(2)


@intrinsic
def _bits_of(typing_context: Any, number: Any) -> Any:  # noqa: ARG001
    """The bits of a float64 as a whole number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.uint64(types.float64), generate


@compiled()
def key_of(score: float, row: int) -> np.uint64:
    """The key of a place with this score, above 0 and at most 1, and this row."""
    return (((_bits_of(score) - _LEAST) >> np.uint64(17)) << np.uint64(24)) | (_ROWS - np.uint64(row))


@compiled()
def row_of(key: np.uint64) -> int:
    """The row in this key."""
    return np.int64(_ROWS - (key & _ROWS))


@compiled()
def keep(
    keys: NDArray[np.uint64], scores: NDArray[np.float64], line: int, size: int, key: np.uint64, score: float
) -> int:
    """Takes one into this line; when there were k already, it must be better than the worst, which goes.

    Returns: how many there are now.
    """
    if size == keys.shape[1]:
        sink(keys, scores, line, size, key, score)
        return size
    line, place = np.uint64(line), np.uint64(size)
    while place > 0:
        above = (place - ONE) >> ONE
        if keys[line, above] < key:
            break
        keys[line, place], scores[line, place] = keys[line, above], scores[line, above]
        place = above
    keys[line, place], scores[line, place] = key, score
    return size + 1


@compiled()
def sink(
    keys: NDArray[np.uint64], scores: NDArray[np.float64], line: int, size: int, key: np.uint64, score: float
) -> None:
    """Puts this one in the place of the worst of the first `size`, and the new worst on top."""
    line, size = np.uint64(line), np.uint64(size)
    place, child = np.uint64(0), ONE
    while child < size:
        if child + ONE < size:
            child += np.uint64(keys[line, child + ONE] < keys[line, child])
        if keys[line, child] > key:
            break
        keys[line, place], scores[line, place] = keys[line, child], scores[line, child]
        place = child
        child = TWO * place + ONE
    keys[line, place], scores[line, place] = key, score


@compiled()
def sort(keys: NDArray[np.uint64], scores: NDArray[np.float64], line: int, size: int) -> None:
    """From a heap with the worst on top to best first."""
    for end in range(size - 1, 0, -1):
        key, score = keys[line, end], scores[line, end]
        keys[line, end], scores[line, end] = keys[line, 0], scores[line, 0]
        sink(keys, scores, line, end, key, score)


@compiled()
def put_together(
    keys: NDArray[np.uint64],
    scores: NDArray[np.float64],
    counts: NDArray[np.int64],
    rows: NDArray[np.int64],
    kept_scores: NDArray[np.float64],
) -> None:
    """The rows and scores of all lines, one line after another, without the places that nothing came to."""
    end = 0
    for line in range(len(counts)):
        for place in range(counts[line]):
            rows[end], kept_scores[end] = row_of(keys[line, place]), scores[line, place]
            end += 1
