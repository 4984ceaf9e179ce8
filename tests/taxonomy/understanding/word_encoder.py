"""An encoder for which names are near that share most of their words: each word has a direction of its own."""

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.folding import fold


class WordEncoder:
    """A name points where its words point together; two words are near nothing but themselves."""

    name = "words-1"
    dimensions = 256

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> npt.NDArray[np.float32]:
        vectors = np.array([sum(self._direction(word) for word in fold(text).split() or [""]) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def _direction(self, word: str) -> npt.NDArray[np.float64]:
        return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(self.dimensions)
