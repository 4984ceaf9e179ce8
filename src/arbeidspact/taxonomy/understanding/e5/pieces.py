"""Cutting a text into the pieces of words that the encoder knows (SentencePiece, unigram: Kudo 2018, arXiv 1804.10959).

Of all ways to cut a text the one is taken whose pieces have the highest scores together.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

_BLANK: Final = "▁"
_BASE: Final = np.uint64(1_000_003)
_UNKNOWN_COSTS: Final = 10.0

FloatArray = npt.NDArray[np.float32]
_Hashes = npt.NDArray[np.uint64]


class Pieces:
    """The pieces by a number made of their letters, so that all places of a text are looked up at once.

    Arguments: `names`, of each piece, a blank written as ▁; `scores`, of each, logarithms; `read_as`, letters that
    stand for others; `begin`, `end` and `unknown`, the pieces at the ends of a text and for letters that no piece has.
    """

    def __init__(
        self, names: Sequence[str], scores: FloatArray, read_as: dict[int, str], *, begin: int, end: int, unknown: int
    ) -> None:
        hashes = _hashes_of(names)
        hashes[unknown] = 0
        # Of two pieces of the same letters the first counts.
        self._hashes, self._numbers = np.unique(hashes, return_index=True)
        self._scores = scores[self._numbers].astype(np.float64)
        self._longest = max(map(len, names))
        self._read_as = read_as
        self._begin, self._end, self._unknown = begin, end, unknown
        self._unknown_score = float(scores.min()) - _UNKNOWN_COSTS

    def cut(self, text: str) -> list[int]:
        """The numbers of the pieces of this text, with those of its ends."""
        read = text.translate(self._read_as)
        while "  " in read:
            read = read.replace("  ", " ")
        marked = (read if read.startswith(" ") else f" {read}").replace(" ", _BLANK)
        return [self._begin, *self._likeliest(marked), self._end]

    def _likeliest(self, text: str) -> list[int]:
        best = [0.0] + [-np.inf] * len(text)
        came_by: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start, found in enumerate(self._found(text)):
            reached = best[start]
            for end, piece, score in [*found, (start + 1, self._unknown, self._unknown_score)]:
                if reached + score > best[end]:
                    best[end] = reached + score
                    came_by[end] = (start, piece)
        cut: list[int] = []
        end = len(text)
        while end:
            end, piece = came_by[end]
            cut.append(piece)
        return cut[::-1]

    def _found(self, text: str) -> list[list[tuple[int, int, float]]]:
        """For every place of the text the pieces that start there: where each ends, its number, its score."""
        letters = _letters(text)
        found: list[list[tuple[int, int, float]]] = [[] for _ in letters]
        hashes = np.zeros(len(letters), np.uint64)
        for length in range(1, min(self._longest, len(letters)) + 1):
            hashes = hashes[: len(letters) - length + 1] * _BASE + letters[length - 1 :]
            places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
            for start in np.flatnonzero(self._hashes[places] == hashes).tolist():
                place = places[start]
                found[start].append((start + length, int(self._numbers[place]), float(self._scores[place])))
        return found


def _letters(text: str) -> _Hashes:
    # One is added, so that no letter is nothing.
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64) + np.uint64(1)


def _hashes_of(names: Sequence[str]) -> _Hashes:
    """The number of each name: its letters as digits, in 64 bits."""
    lengths = np.array([len(name) for name in names])
    letters = _letters("".join(names))
    starts = np.cumsum(lengths) - lengths
    hashes = np.zeros(len(names), np.uint64)
    for at in range(int(lengths.max())):
        longer = np.flatnonzero(lengths > at)
        hashes[longer] = hashes[longer] * _BASE + letters[starts[longer] + at]
    return hashes
