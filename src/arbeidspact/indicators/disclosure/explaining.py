"""How would somebody reckon a hidden count? The published figures to add and to subtract."""

from collections.abc import Callable
from typing import Final

import numpy as np

from .cells import Mask, System
from .decisions import Leak, Term

_SMALLEST_WEIGHT: Final = 1e-7


def explain(system: System, hidden: Mask, cell: int, *, lowest: int, highest: int, where: Callable[[int], str]) -> Leak:
    """The reckoning that bounds this hidden cell from above.

    Arguments: `lowest`, `highest`, its span as `spans` found it; `where`, names where a published cell stands.
    Returns: the leak; its terms are the published counts with a weight in the dual solution, added ones first, largest
    counts first: for one that follows exactly, their sum is the count.
    """
    weights = _weights(system, hidden, cell)
    terms = [
        Term(_plain(weight), system.keys[place], int(system.counts[place]), where(place))
        for place, weight in weights.items()
        if abs(weight) > _SMALLEST_WEIGHT and not hidden[place] and system.counts[place]
    ]
    terms.sort(key=lambda term: (term.times < 0, -term.count, term.key))
    return Leak(system.keys[cell], lowest, highest, tuple(terms))


def _plain(weight: float) -> int | float:
    return round(weight) if abs(weight - round(weight)) < _SMALLEST_WEIGHT else round(weight, 6)


def _weights(system: System, hidden: Mask, cell: int) -> dict[int, float]:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    rows, cells = _around(system, hidden, cell)
    column = {place: number for number, place in enumerate(cells)}
    data, at_row, at_column, right = [], [], [], []
    for number, row in enumerate(rows):
        known = 0
        for place, sign in _entries(system, row):
            if hidden[place]:
                data.append(float(sign))
                at_row.append(number)
                at_column.append(column[place])
            else:
                known -= sign * int(system.counts[place])
        right.append(float(known))
    aim = np.zeros(len(cells))
    aim[column[cell]] = -1.0
    matrix = csr_array((data, (at_row, at_column)), shape=(len(rows), len(cells)))
    answer = linprog(aim, A_eq=matrix, b_eq=np.array(right), bounds=(0, None), method="highs")
    if answer.x is None:
        return {}
    weights: dict[int, float] = {}
    for row, multiplier in zip(rows, -np.asarray(answer.eqlin.marginals), strict=True):
        for place, sign in _entries(system, row):
            if not hidden[place]:
                weights[place] = weights.get(place, 0.0) - float(multiplier) * sign
    return weights


def _entries(system: System, row: int) -> list[tuple[int, int]]:
    start, end = int(system.row_starts[row]), int(system.row_starts[row + 1])
    return [(int(system.row_cells[at]), int(system.row_signs[at])) for at in range(start, end)]


def _around(system: System, hidden: Mask, cell: int) -> tuple[list[int], list[int]]:
    """The independent system that this hidden cell belongs to: its rows and its hidden cells."""
    cells, rows, waiting = {cell}, set(), [cell]
    while waiting:
        for row in map(int, system.rows_of(waiting.pop())):
            if row in rows:
                continue
            rows.add(row)
            for other in map(int, system.cells_of(row)):
                if hidden[other] and other not in cells:
                    cells.add(other)
                    waiting.append(other)
    return sorted(rows), sorted(cells)
