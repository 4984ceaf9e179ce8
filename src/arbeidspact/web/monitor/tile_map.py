"""A map of equal squares: each area one square, as near to where it lies as the others leave room for. Pure.

On a real map a small neighbourhood full of people is hard to see and a large empty one is not; squares are equal, and
a name and a value fit in each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, radians, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

ROOM = 1.25
"""So many squares in the grid for each area: more leave holes, fewer push areas far from their place."""

NARROWEST, WIDEST = 0.6, 2.2
"""How wide a map may be to its height: it has to fit a screen."""

Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Middle:
    """Where an area lies."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Tile:
    """The square of an area: column from the west, row from the north, both from 0."""

    code: str
    column: int
    row: int


@lru_cache(maxsize=64)
def tiles_of(middles: frozenset[Middle]) -> tuple[Tile, ...]:
    """On which square does each area stand?

    Returns: one square an area and one area a square, by row, then column; the same areas give the same squares. The
    sum of squared distances between the areas and their squares is as small as it can be on this grid.
    Cost: the assignment is cubic in the number of areas; 308 take about a tenth of a second, once.
    """
    areas = sorted(middles, key=lambda area: area.code)
    if not areas:
        return ()
    places, shape = _on_a_plane(areas)
    columns, rows = _grid(len(areas), shape)
    spread = places * np.array([columns - 1, rows - 1])
    squares = np.array([(column, row) for row in range(rows) for column in range(columns)], dtype=float)
    distances = ((spread[:, None, :] - squares[None, :, :]) ** 2).sum(axis=2)
    chosen = linear_sum_assignment(distances)[1]
    found = [(int(squares[square][0]), int(squares[square][1])) for square in chosen]
    west, north = min(column for column, _row in found), min(row for _column, row in found)
    tiles = [Tile(area.code, column - west, row - north) for area, (column, row) in zip(areas, found, strict=True)]
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


def size_of(tiles: Iterable[Tile]) -> tuple[int, int]:
    """How many columns and rows do these squares take?"""
    known = list(tiles)
    return max((tile.column for tile in known), default=-1) + 1, max((tile.row for tile in known), default=-1) + 1


def _on_a_plane(areas: list[Middle]) -> tuple[Places, float]:
    """Places between 0 and 1, to the east and to the south, and how wide the whole is to its height."""
    middle = sum(area.latitude for area in areas) / len(areas)
    raw = np.array([(area.longitude * cos(radians(middle)), -area.latitude) for area in areas])
    low, high = raw.min(axis=0), raw.max(axis=0)
    span = high - low
    shape = float(span[0] / span[1]) if span[0] > 0 and span[1] > 0 else 1.0
    return (raw - low) / np.where(span > 0, span, 1.0), shape


def _grid(count: int, shape: float) -> tuple[int, int]:
    """Columns and rows: room for all, in about the shape of the whole."""
    wanted = ceil(count * ROOM)
    columns = max(1, round(sqrt(wanted * min(max(shape, NARROWEST), WIDEST))))
    return columns, max(1, ceil(wanted / columns))
