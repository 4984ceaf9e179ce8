"""Controlled rounding: every count a multiple of a base, by a secret chance, with margins that still add up."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .cells import Cell, Margin, Real, System, Whole, system_of
from .decisions import Rounded

_TOLERANCE: Final = 1e-6
SECONDS_FOR_WHOLE_NUMBERS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounded counts by key, and the margins that do not add up in them, for want of any rounding that does."""

    counts: Mapping[str, Rounded]
    not_additive: tuple[Margin, ...]


def chance_of(secret: bytes, key: str, count: int) -> float:
    """The chance, from 0 up to 1, that decides about this cell: the same in every release, the secret's own."""
    digest = hmac.new(secret, f"{key}\x00{count}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8]) / 2**64


def round_counts(cells: Sequence[Cell], margins: Iterable[Margin], *, base: int = 5, secret: bytes) -> Rounding:
    """Each count rounded to the multiple of `base` below or above it; a multiple stays what it is.

    By itself a count goes up with the chance (its remainder / base), so that sums are right on average. Where margins
    must add up, the rounding nearest to those chances that does so is taken; where none does, the margin is named.
    Arguments: `secret`, a setting that is never published. Returns: the same for the same input, whatever its order.
    Raises: `ValueError` for a base below 2 or an empty secret; as `system_of`.
    """
    if base < 2 or not secret:
        raise ValueError("rounding needs a base of 2 or more and a secret: set both")
    ordered = sorted(cells, key=lambda cell: cell.key)
    wanted = sorted(margins, key=lambda margin: (margin.total, margin.parts))
    system = system_of(ordered, wanted)
    remainders = system.counts % base
    leaning = np.array(
        [
            (int(rest) / base - chance_of(secret, cell.key, cell.count)) if rest else 0.0
            for cell, rest in zip(ordered, remainders, strict=True)
        ]
    )
    ups = _ups(system, base, leaning)
    rounded = system.counts - remainders + base * ups
    counts = {cell.key: Rounded(int(value), base) for cell, value in zip(ordered, rounded, strict=True)}
    broken = tuple(
        margin for margin in wanted if counts[margin.total].count != sum(counts[part].count for part in margin.parts)
    )
    return Rounding(counts, broken)


def _ups(system: System, base: int, leaning: Real) -> Whole:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    free = leaning.copy() > 0
    if not system.rows or not leaning.any():
        return free.astype(np.int64)
    below = (system.counts - system.counts % base) // base
    matrix = csr_array(
        (system.row_signs.astype(np.float64), system.row_cells, system.row_starts), shape=(system.rows, len(leaning))
    )
    right = -(matrix @ below.astype(np.float64))
    most = (system.counts % base > 0).astype(np.float64)
    answer = milp(
        -leaning,
        constraints=LinearConstraint(matrix, right, right),
        bounds=Bounds(np.zeros(len(leaning)), most),
        integrality=np.ones(len(leaning)),
        options={"time_limit": SECONDS_FOR_WHOLE_NUMBERS},
    )
    if answer.x is None or np.abs(answer.x - np.rint(answer.x)).max() > _TOLERANCE:
        return free.astype(np.int64)
    ups: Whole = np.rint(answer.x).astype(np.int64)
    return ups
