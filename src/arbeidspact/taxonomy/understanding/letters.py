"""Likeness in letters: character n-grams within words, weighed by their rarity (TF-IDF), compared by cosine.

Letters forgive inflection, compounds and typing errors without knowing a language. The n-grams of all labels are made
at once with array arithmetic: no loop over letters.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

_SIZES: Final = (2, 3, 4, 5)
_BASE: Final = np.uint64(1_000_003)

FloatArray = npt.NDArray[np.float32]
_Hashes = npt.NDArray[np.uint64]


class LetterIndex:
    """Labels by their n-grams.

    Arguments: `labels`, folded texts; `sizes`, of the n-grams. Cost: 15 n-grams a label and size, 8 bytes each.
    """

    def __init__(self, labels: Sequence[str], sizes: tuple[int, ...] = _SIZES) -> None:
        self.count = len(labels)
        self._sizes = sizes
        grams, owners = _grams(labels, sizes)
        self._vocabulary, terms = np.unique(grams, return_inverse=True)
        size = len(self._vocabulary)
        keys, repeats = np.unique(terms.astype(np.int64) * max(1, self.count) + owners, return_counts=True)
        term, label = np.divmod(keys, max(1, self.count))
        holding = np.bincount(term, minlength=size)
        self._rarity = (np.log((1 + self.count) / (1 + holding)) + 1).astype(np.float32)
        weights = (1 + np.log(repeats)).astype(np.float32) * self._rarity[term]
        norms = np.sqrt(np.bincount(label, weights.astype(np.float64) ** 2, minlength=self.count))
        self._weights = (weights / np.maximum(norms, 1e-9)[label]).astype(np.float32)
        self._labels = label.astype(np.int32)
        self._starts = np.searchsorted(term, np.arange(size + 1)).astype(np.int64)
        self._unknown = np.float32(np.log(1 + self.count) + 1)

    @property
    def bytes_held(self) -> int:
        """How much memory does it take?"""
        arrays = (self._vocabulary, self._rarity, self._weights, self._labels, self._starts)
        return sum(array.nbytes for array in arrays)

    def likeness(self, folded: str) -> FloatArray:
        """How much is each label like this text in its letters? Labels, cosine 0-1."""
        grams, _ = _grams([folded], self._sizes)
        terms, repeats = np.unique(grams, return_counts=True)
        if not len(terms) or not len(self._vocabulary):
            return np.zeros(self.count, np.float32)
        places = np.minimum(np.searchsorted(self._vocabulary, terms), len(self._vocabulary) - 1)
        known = self._vocabulary[places] == terms
        # What no label holds still makes the text less like any of them.
        weights = (1 + np.log(repeats)) * np.where(known, self._rarity[places], self._unknown)
        weights /= np.sqrt((weights**2).sum())
        scores = np.zeros(self.count, np.float64)
        for place, weight in zip(places[known].tolist(), weights[known].tolist(), strict=True):
            held = slice(int(self._starts[place]), int(self._starts[place + 1]))
            scores[self._labels[held]] += weight * self._weights[held]
        return scores.astype(np.float32)


def shared_letters(words: Sequence[str], label: str) -> list[float]:
    """Which share of the n-grams of each of these words does the label hold? 0-1."""
    grams, owners = _grams_of_words(tuple(words))
    held = np.isin(grams, _grams([label])[0])
    shared = np.bincount(owners, held, len(words)) / np.maximum(np.bincount(owners, minlength=len(words)), 1)
    return [float(share) for share in shared]


@lru_cache(maxsize=8)
def _grams_of_words(words: tuple[str, ...]) -> tuple[_Hashes, npt.NDArray[np.int64]]:
    """Kept, for one title or passage is compared with a name for every reading of it."""
    return _grams(words)


def _grams(texts: Sequence[str], sizes: tuple[int, ...] = _SIZES) -> tuple[_Hashes, npt.NDArray[np.int64]]:
    """All n-grams of these texts as numbers, and the text that each is from; none runs over the edge of a word."""
    padded = [f" {text} " for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in padded])
    is_blank = letters == 32
    # A blank ends a word and begins the next: an n-gram may hold one only as its first or last letter.
    blanks_before = np.concatenate(([0], np.cumsum(is_blank)))
    hashes: list[_Hashes] = []
    owners: list[npt.NDArray[np.int64]] = []
    for size in sizes:
        count = len(letters) - size + 1
        if count < 1:
            continue
        value = np.full(count, size, np.uint64)
        for at in range(size):
            value = value * _BASE + letters[at : at + count]
        inside = blanks_before[size - 1 : size - 1 + count] - blanks_before[1 : 1 + count]
        keep = (inside == 0) & (owner[:count] == owner[size - 1 :]) & ~(is_blank[:count] & is_blank[size - 1 :])
        hashes.append(value[keep])
        owners.append(owner[:count][keep])
    if not hashes:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    return np.concatenate(hashes), np.concatenate(owners)
