"""How far apart can a hidden count lie, given everything published? Answered by tables that fit, never by a guess.

Two whole, non-negative tables that agree with every published figure and differ enough in a cell are a proof that
nobody can pin that cell. They come from a linear programme over all independent systems at once; a solution that is not
whole is thrown away and that system solved over whole numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from .cells import Mask, Real, System, Whole

SWEEPS: Final = 40
"""Programmes that move many cells at once, before cells are taken one by one."""
WORTH_ANOTHER: Final = 0.1
"""The share of the cells left that a sweep must prove to be worth another."""
SECONDS_FOR_WHOLE_NUMBERS: Final = 10.0
FAR: Final = 1 << 40
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Spans:
    """The lowest and highest value seen for each cell in tables that fit, and how far apart these may lie at most.

    A cell that is not hidden has its own count for both.
    """

    lowest: Whole
    highest: Whole

    @property
    def widths(self) -> Whole:
        return self.highest - self.lowest


@dataclass(slots=True)
class _Unknowns:
    """The hidden cells as columns of a matrix, and which independent system each belongs to."""

    cells: Whole
    rows: Whole
    columns: Whole
    signs: Whole
    row_count: int
    block: Whole
    row_block: Whole
    blocks: int


def spans(system: System, hidden: Mask, targets: Mask, needed: int) -> Spans:
    """Between which values can each target lie for somebody who knows every cell that is not hidden?

    Arguments: `targets`, the hidden cells that matter; `needed`, the width that is enough: the search for a target
    stops there. Returns: for each target either a width of at least `needed`, or its exact span over whole numbers
    (where the solver ran out of time: what it had found, which is too narrow rather than too wide).
    """
    lowest, highest = system.counts.copy(), system.counts.copy()
    unknowns = _unknowns(system, hidden)
    _single_rows(system, unknowns, lowest, highest)
    found = Spans(lowest, highest)
    left = _left(found, targets, needed)
    if left.any():
        _sweep(system, unknowns, found, targets, needed)
        _one_by_one(system, unknowns, found, targets, needed)
    return found


def blocks_of(system: System, hidden: Mask) -> Whole:
    """Which independent system does each hidden cell belong to? -1 for a cell that is not hidden."""
    unknowns = _unknowns(system, hidden)
    blocks = np.full(len(system.keys), -1, dtype=np.int64)
    blocks[unknowns.cells] = unknowns.block
    return blocks


def _left(found: Spans, targets: Mask, needed: int) -> Mask:
    return targets & (found.widths < needed)


def _unknowns(system: System, hidden: Mask) -> _Unknowns:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    of_row = np.repeat(np.arange(system.rows, dtype=np.int64), np.diff(system.row_starts))
    entries = hidden[system.row_cells]
    cells = np.flatnonzero(hidden)
    column_of = np.full(len(system.keys), -1, dtype=np.int64)
    column_of[cells] = np.arange(len(cells))
    used, rows = np.unique(of_row[entries], return_inverse=True)
    columns = column_of[system.row_cells[entries]]
    size = len(cells) + len(used)
    graph = coo_array((np.ones(len(rows)), (columns, rows + len(cells))), shape=(size, size))
    blocks, label = connected_components(graph, directed=False)
    return _Unknowns(
        cells, rows, columns, system.row_signs[entries], len(used), label[: len(cells)], label[len(cells) :], blocks
    )


def _single_rows(system: System, unknowns: _Unknowns, lowest: Whole, highest: Whole) -> None:
    """Closed answers: a hidden cell in no margin at all, and the cells of a system of one margin."""
    rows_in_block = np.bincount(unknowns.row_block, minlength=unknowns.blocks)
    free = unknowns.cells[rows_in_block[unknowns.block] == 0]
    lowest[free], highest[free] = 0, FAR
    counts = system.counts[unknowns.cells]
    alone = rows_in_block[unknowns.block] == 1
    sums = np.bincount(unknowns.block, weights=counts, minlength=unknowns.blocks).astype(np.int64)
    members = np.bincount(unknowns.block, minlength=unknowns.blocks)
    totals = np.zeros(unknowns.blocks, dtype=np.int64)
    np.add.at(totals, unknowns.block[unknowns.columns], unknowns.signs > 0)
    parts_only = alone & (totals[unknowns.block] == 0) & (members[unknowns.block] > 1)
    lowest[unknowns.cells[parts_only]] = 0
    highest[unknowns.cells[parts_only]] = sums[unknowns.block[parts_only]]
    with_total = alone & (totals[unknowns.block] > 0) & (members[unknowns.block] > 1)
    highest[unknowns.cells[with_total]] = FAR


def _sweep(system: System, unknowns: _Unknowns, found: Spans, targets: Mask, needed: int) -> None:
    """Moves many targets at once, up and down at random, for as long as that proves a share of those left."""
    chance = np.random.default_rng(20_190_702)
    left = _left(found, targets, needed)[unknowns.cells]
    for _turn in range(SWEEPS):
        before = int(left.sum())
        if not before:
            return
        aim = np.where(left, chance.uniform(-1.0, 1.0, size=len(left)), 0.0)
        _solve_and_note(system, unknowns, aim, np.unique(unknowns.block[left]), found)
        _solve_and_note(system, unknowns, -aim, np.unique(unknowns.block[left]), found)
        left = _left(found, targets, needed)[unknowns.cells]
        if before - int(left.sum()) < before * WORTH_ANOTHER:
            return


def _one_by_one(system: System, unknowns: _Unknowns, found: Spans, targets: Mask, needed: int) -> None:
    """The exact span of each target that is left: one per independent system at a time."""
    done = np.zeros(len(system.keys), dtype=bool)
    while True:
        left = (_left(found, targets, needed) & ~done)[unknowns.cells]
        columns = np.flatnonzero(left)
        if not len(columns):
            return
        blocks, first = np.unique(unknowns.block[columns], return_index=True)
        chosen = columns[first]
        aim = np.zeros(len(unknowns.cells))
        aim[chosen] = 1.0
        _solve_and_note(system, unknowns, aim, blocks, found)
        _solve_and_note(system, unknowns, -aim, blocks, found)
        done[unknowns.cells[chosen]] = True


def _solve_and_note(system: System, unknowns: _Unknowns, aim: Real, blocks: Whole, found: Spans) -> None:
    for columns, values in _solutions(system, unknowns, aim, blocks):
        cells = unknowns.cells[columns]
        np.minimum.at(found.lowest, cells, values)
        np.maximum.at(found.highest, cells, values)


def _solutions(system: System, unknowns: _Unknowns, aim: Real, blocks: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Whole tables that fit and minimise `aim`, as columns and values: all blocks at once, the broken ones again."""
    wanted = np.zeros(unknowns.blocks, dtype=bool)
    wanted[blocks] = True
    columns = np.flatnonzero(wanted[unknowns.block])
    values = _minimum(system, unknowns, aim, columns, whole=False)
    if values is None:
        return
    rounded = np.rint(values)
    is_broken = np.zeros(unknowns.blocks, dtype=bool)
    is_broken[unknowns.block[columns[np.abs(values - rounded) > _TOLERANCE]]] = True
    candidate = np.full(len(unknowns.cells), 0, dtype=np.int64)
    candidate[columns] = rounded.astype(np.int64)
    is_broken |= _misfits(system, unknowns, candidate)
    fine = columns[~is_broken[unknowns.block[columns]]]
    yield fine, candidate[fine]
    for block in np.flatnonzero(is_broken & wanted):
        own = np.flatnonzero(unknowns.block == block)
        again = _minimum(system, unknowns, aim, own, whole=True)
        if again is None:
            continue
        candidate[own] = np.rint(again).astype(np.int64)
        if not _misfits(system, unknowns, candidate)[block]:
            yield own, candidate[own]


def _misfits(system: System, unknowns: _Unknowns, candidate: Whole) -> Mask:
    """Which blocks does this table break? The real counts fit every row, so the difference must be 0 in each."""
    gap = np.zeros(unknowns.row_count, dtype=np.int64)
    moved = candidate - system.counts[unknowns.cells]
    np.add.at(gap, unknowns.rows, unknowns.signs * moved[unknowns.columns])
    broken = np.zeros(unknowns.blocks, dtype=bool)
    broken[unknowns.row_block[gap != 0]] = True
    broken[unknowns.block[candidate < 0]] = True
    return broken


def _minimum(system: System, unknowns: _Unknowns, aim: Real, columns: Whole, *, whole: bool) -> Real | None:
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp
    from scipy.sparse import csr_array

    place = np.full(len(unknowns.cells), -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    entries = place[unknowns.columns] >= 0
    used, rows = np.unique(unknowns.rows[entries], return_inverse=True)
    counts = system.counts[unknowns.cells[columns]]
    matrix = csr_array(
        (unknowns.signs[entries].astype(np.float64), (rows, place[unknowns.columns[entries]])),
        shape=(len(used), len(columns)),
    )
    right = matrix @ counts.astype(np.float64)
    most = np.full(len(columns), float(2 * counts.max(initial=0) + 1_000))
    if whole:
        answer = milp(
            aim[columns],
            constraints=LinearConstraint(matrix, right, right),
            bounds=Bounds(np.zeros(len(columns)), most),
            integrality=np.ones(len(columns)),
            options={"time_limit": SECONDS_FOR_WHOLE_NUMBERS},
        )
    else:
        bounds = np.column_stack([np.zeros(len(columns)), most])
        answer = linprog(aim[columns], A_eq=matrix, b_eq=right, bounds=bounds, method="highs")
    return None if answer.x is None else np.asarray(answer.x, dtype=np.float64)
