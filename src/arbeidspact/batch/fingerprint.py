"""One fingerprint of matches, whatever their order and however they are cut into parts."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from arbeidspact.batch.schema import MATCHES

_FACTORS: Final = tuple(
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7, 0xAEF17502108EF2D9)
)
_BLOCK_ROWS: Final = 1 << 15
"""So many rows stay in the caches of a processor while they are mixed."""


def answer_hash(matches: pa.RecordBatch | pa.Table) -> str:
    """One fingerprint of these rows, whatever their order; `hashes_together` adds those of parts.

    Two runs over the same persons with the same index, policy and k have the same fingerprint, however they were cut
    into parts and whichever engine ran them. It shows differences that come by themselves; it does not stop forgery.
    Arguments: `matches`, columns of `schema.MATCHES`. Returns: 32 hexadecimal digits.
    """
    lanes = [0, 0]
    for first in range(0, matches.num_rows, _BLOCK_ROWS):
        mixed = _mixed_rows(matches.slice(first, _BLOCK_ROWS))
        lanes[0] += int(mixed.sum())
        lanes[1] += int(_mix(mixed ^ _FACTORS[0]).sum())
    return _in_hexadecimal(*lanes)


def hashes_together(hashes: Iterable[str]) -> str:
    """The fingerprint of the rows of all parts, from those of the parts."""
    lanes = [(int(one[:16], 16), int(one[16:], 16)) for one in hashes]
    return _in_hexadecimal(sum(lane for lane, _ in lanes), sum(lane for _, lane in lanes))


def _in_hexadecimal(*lanes: int) -> str:
    return "".join(f"{lane % 2**64:016x}" for lane in lanes)


def _mixed_rows(matches: pa.RecordBatch | pa.Table) -> NDArray[np.uint64]:
    """One number for each row, in which every bit of the row counts."""
    sums = np.zeros(matches.num_rows, dtype=np.uint64)
    for name, factor in zip(MATCHES.names, _FACTORS, strict=True):
        column = matches.column(name).to_numpy()
        sums += (column.view(np.uint64) if column.dtype.itemsize == 8 else column.astype(np.uint64)) * factor
    return _mix(sums)


def _mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers in which every bit depends on every bit of those given.

    Source: the finaliser of SplitMix64; Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    """
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
