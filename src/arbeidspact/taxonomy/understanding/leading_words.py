"""The word of a job title that says the role: "docent", "manager", the "medewerker" in "verkoopmedewerker".

Dutch and French name the role first, English last; Dutch writes it as the end of a compound. Which roles go together,
and in which groups of occupations they stand, is counted in the names of the edition itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

FloatArray = npt.NDArray[np.float32]
_SHORTEST: Final = 4
_LEAST: Final = 3
_SMOOTHING: Final = 3.0


class LeadingWords:
    """The leading words of names.

    Arguments: `names`, folded; `concepts`, the place of the concept of each; `groups`, the ISCO code of every concept;
    `counted`, the concepts whose names are counted (None: all), so that training can leave out what it is tried on.
    """

    def __init__(
        self,
        names: Sequence[str],
        concepts: npt.NDArray[np.intp],
        groups: Sequence[str],
        language: str,
        counted: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        self._is_last = language == "en"
        self.words = np.array([self.word(name) for name in names], dtype=object)
        holding: dict[str, set[int]] = defaultdict(set)
        for word, concept in zip(self.words.tolist(), concepts.tolist(), strict=True):
            if counted is None or counted[concept]:
                for key in _keys(word):
                    holding[key].add(concept)
        kept = sorted(key for key, held in holding.items() if len(held) >= _LEAST)
        self._places = {key: at for at, key in enumerate(kept)}
        rows = np.repeat(np.arange(len(kept)), [len(holding[key]) for key in kept])
        columns = np.array([concept for key in kept for concept in sorted(holding[key])], np.int64)
        shape = (len(kept), len(groups))
        self._held = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        self._sizes = np.asarray(self._held.sum(axis=1)).ravel()
        known = {word: self._key(word) for word in set(self.words.tolist())}
        self._key_of_name = np.array([known[word] for word in self.words.tolist()], np.int64)
        self._leanings = [self._leaning([code[:digits] for code in groups], counted) for digits in (1, 2)]

    def word(self, folded: str) -> str:
        """Which word of this title says the role?"""
        words = folded.split()
        return (words[-1] if self._is_last else words[0]) if words else ""

    def likeness(self, word: str) -> FloatArray:
        """How much is the role of each name this one? Names, 0-1: how many concepts go by both."""
        key = self._key(word)
        found = (self.words == word).astype(np.float32)
        if key >= 0:
            both = np.asarray((self._held @ self._held[key].T).todense()).ravel()
            alike = both / np.sqrt(self._sizes * self._sizes[key])
            found = np.maximum(found, np.where(self._key_of_name >= 0, alike[self._key_of_name], 0))
        return np.asarray(found, np.float32)

    def leanings(self, word: str) -> tuple[FloatArray, FloatArray]:
        """How much more do concepts called so belong to the group of each concept than others do?

        Returns: logarithms of that ratio by one and by two digits of ISCO; 0 where the word says nothing.
        """
        key = self._key(word)
        one, two = ((table[key] if key >= 0 else np.zeros(table.shape[1]))[of] for table, of in self._leanings)
        return one.astype(np.float32), two.astype(np.float32)

    def _key(self, word: str) -> int:
        """The whole word where enough concepts have it, or else its longest end that enough words have."""
        return next((self._places[key] for key in _keys(word) if key in self._places), -1)

    def _leaning(
        self, groups: list[str], counted: npt.NDArray[np.bool_] | None
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
        codes, of = np.unique(groups, return_inverse=True)
        weights = np.ones(len(groups)) if counted is None else counted.astype(float)
        prior = np.bincount(of, weights, minlength=len(codes)) + 1e-9
        prior /= prior.sum()
        member = sparse.csr_matrix((np.ones(len(of)), (np.arange(len(of)), of)), shape=(len(of), len(codes)))
        seen = np.asarray((self._held @ member).todense())
        share = (seen + _SMOOTHING * prior) / (self._sizes[:, None] + _SMOOTHING)
        return np.log(share / prior), of


def _keys(word: str) -> list[str]:
    """The word as a whole, and then its ends, longest first."""
    return [f"^{word}", *(word[at:] for at in range(max(1, len(word) - _SHORTEST + 1)))] if word else []
