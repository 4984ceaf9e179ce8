"""The network itself: from the pieces of texts to vectors of what they mean.

Twelve layers of attention and a wide step each, as in BERT (Devlin et al. 2019, arXiv 1810.04805), over the tokens of
all texts at once; the vector of a text is the middle of its tokens (Wang et al. 2024, arXiv 2402.05672).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.understanding.e5.weights import Layer, Scaling, Weights, from_blocks

FloatArray = npt.NDArray[np.float32]

# So many tokens stay in the nearest memory of a processor.
_TOKENS_AT_ONCE: Final = 1_024


class Network:
    """Reads many texts at a time. May be used by several threads."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.dimensions = weights.positions.shape[1]

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """The vector of each text, of length 1. Texts x dimensions.

        A text of more pieces than the network has places for is cut there.
        """
        pieces = [self.cut(text) for text in texts]
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for rows in _batches([len(cut) for cut in pieces]):
            vectors[rows] = self._vectors([pieces[row] for row in rows])
        return vectors

    def cut(self, text: str) -> list[int]:
        """The pieces of this text that are read."""
        return self._weights.pieces.cut(text)[: len(self._weights.positions)]

    def _vectors(self, pieces: Sequence[Sequence[int]]) -> FloatArray:
        """Of texts, the shortest first."""
        lengths = np.array([len(cut) for cut in pieces])
        starts = np.cumsum(lengths) - lengths
        values = from_blocks(self._weights.tokens[np.concatenate(pieces)])
        values += self._weights.positions[np.arange(len(values)) - np.repeat(starts, lengths)]
        self._scale(values, self._weights.scaling)
        alike = _of_one_length(lengths, starts)
        for layer in self._weights.layers:
            values = self._through(layer, values, alike)
        middles = np.add.reduceat(values, starts, axis=0)
        return np.asarray(middles / np.linalg.norm(middles, axis=1, keepdims=True), np.float32)

    def _through(self, layer: Layer, values: FloatArray, alike: Sequence[tuple[slice, int]]) -> FloatArray:
        attended = layer.attended(values)
        gathered = np.empty_like(values)
        for tokens, length in alike:
            gathered[tokens] = self._gathered(attended[tokens], length)
        after = layer.gathered(gathered)
        after += values
        self._scale(after, layer.after_attention)
        out = layer.narrowed(_gelu(layer.widened(after)))
        out += after
        self._scale(out, layer.after_layer)
        return out

    def _gathered(self, attended: FloatArray, length: int) -> FloatArray:
        """What each token gathers from the tokens of its own text, for texts of this length."""
        size = self.dimensions // self._weights.heads
        by_head = attended.reshape(-1, length, 3, self._weights.heads, size).transpose(2, 0, 3, 1, 4)
        asked, answered, told = by_head
        shares = asked @ answered.swapaxes(-1, -2)
        shares *= np.float32(size**-0.5)
        shares -= shares.max(axis=-1, keepdims=True)
        np.exp(shares, out=shares)
        shares /= shares.sum(axis=-1, keepdims=True)
        gathered: FloatArray = (shares @ told).swapaxes(1, 2).reshape(-1, self.dimensions)
        return gathered

    def _scale(self, values: FloatArray, scaling: Scaling) -> None:
        """Bring each row to middle 0 and spread 1, then to what was learned; in place."""
        values -= values.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", values, values) / np.float32(values.shape[1])
        values *= (1 / np.sqrt(variance + np.float32(self._weights.smallest_variance)))[:, None]
        values *= scaling.weights
        values += scaling.bias


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Texts of about the same length together, the shortest first, so many that their tokens fit."""
    batch: list[int] = []
    held = 0
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if batch and held + lengths[row] > _TOKENS_AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(row)
        held += lengths[row]
    if batch:
        yield batch


def _of_one_length(lengths: npt.NDArray[np.intp], starts: npt.NDArray[np.intp]) -> list[tuple[slice, int]]:
    """The tokens of texts that are as long as each other stand side by side: where, and how long each text is."""
    sizes, first = np.unique(lengths, return_index=True)
    ends = [*starts[first[1:]].tolist(), int(lengths.sum())]
    return [
        (slice(start, end), size) for start, end, size in zip(starts[first].tolist(), ends, sizes.tolist(), strict=True)
    ]


def _gelu(values: FloatArray) -> FloatArray:
    """Gaussian error linear unit by its formula with tanh (Hendrycks and Gimpel 2016, arXiv 1606.08415)."""
    curve = values * values
    curve *= np.float32(0.044715)
    curve += 1
    curve *= values
    curve *= np.float32(0.7978845608)
    np.tanh(curve, out=curve)
    curve += 1
    curve *= values
    curve *= np.float32(0.5)
    return curve
