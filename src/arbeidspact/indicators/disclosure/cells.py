"""The cells of published tables and the margins that tie them together."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

MOST_PARTS_NAMED: Final = 3

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of people; its key sets it apart in everything that is published.

    `largest`: what its largest contributor holds, None when unknown. `is_withheld`: it is not offered for publication,
    but could follow from what is.
    """

    key: str
    count: int
    largest: int | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Margin:
    """A total and the parts that add up to it: anybody who knows all but one knows that one."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A count that is already public, and where: an earlier release, another source."""

    key: str
    count: int
    where: str


class NotAdditive(ValueError):
    """Parts that do not add up to their total: then they are no margin."""

    def __init__(self, margin: Margin, total: int, parts: int) -> None:
        super().__init__(
            f"{margin.total}: the parts add up to {parts}, the total is {total}: hand over the rest as a part of "
            "its own (`complete_margins` does so) or leave this margin out"
        )


@dataclass(frozen=True, slots=True)
class System:
    """Cells and margins as arrays. Row r says: the total minus its parts is 0.

    `row_starts`, `row_cells`, `row_signs`: the cells of each row, the total first, with sign 1 for the total and -1 for
    a part. `cell_starts`, `cell_rows`: the rows of each cell.
    """

    keys: tuple[str, ...]
    places: Mapping[str, int]
    counts: Whole
    row_starts: Whole
    row_cells: Whole
    row_signs: Whole
    cell_starts: Whole
    cell_rows: Whole

    @property
    def rows(self) -> int:
        return len(self.row_starts) - 1

    def cells_of(self, row: int) -> Whole:
        return self.row_cells[self.row_starts[row] : self.row_starts[row + 1]]

    def rows_of(self, cell: int) -> Whole:
        return self.cell_rows[self.cell_starts[cell] : self.cell_starts[cell + 1]]


def system_of(cells: Sequence[Cell], margins: Iterable[Margin]) -> System:
    """These cells and margins as arrays.

    Raises: `KeyError` for a margin of an unknown cell; `NotAdditive`; `ValueError` for two cells of one key or a
    negative count.
    """
    keys = tuple(cell.key for cell in cells)
    places = {key: place for place, key in enumerate(keys)}
    if len(places) != len(keys):
        raise ValueError("two cells have the same key: give every cell a key of its own")
    counts = np.fromiter((cell.count for cell in cells), dtype=np.int64, count=len(cells))
    if len(counts) and counts.min() < 0:
        raise ValueError(f"{keys[int(counts.argmin())]}: a count of people is not negative")
    starts, row_cells, signs = [0], [], []
    for margin in margins:
        row = [places[margin.total], *(places[part] for part in margin.parts)]
        parts = int(counts[row[1:]].sum())
        if parts != counts[row[0]]:
            raise NotAdditive(margin, int(counts[row[0]]), parts)
        row_cells += row
        signs += [1] + [-1] * (len(row) - 1)
        starts.append(len(row_cells))
    flat = np.array(row_cells, dtype=np.int64)
    order = np.argsort(flat, kind="stable")
    row_starts = np.array(starts, dtype=np.int64)
    of_row = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(row_starts))
    cell_starts = np.zeros(len(keys) + 1, dtype=np.int64)
    np.cumsum(np.bincount(flat, minlength=len(keys)), out=cell_starts[1:])
    return System(keys, places, counts, row_starts, flat, np.array(signs, dtype=np.int64), cell_starts, of_row[order])


def complete_margins(cells: Sequence[Cell], margins: Iterable[Margin]) -> tuple[list[Cell], list[Margin]]:
    """Cells and margins that add up: where a total exceeds its parts the rest becomes a cell that is withheld.

    The rest ("origin unknown", "the other municipalities") follows from what is published, so it needs protection like
    any other group. Parts that exceed their total count somebody twice: nobody can subtract them all, but each can be
    subtracted by itself, so each gets a margin of its own.
    """
    count_of = {cell.key: cell.count for cell in cells}
    whole, kept = list(cells), []
    waiting = deque(margins)
    while waiting:
        margin = waiting.popleft()
        rest = count_of[margin.total] - sum(count_of[part] for part in margin.parts)
        if rest < 0:
            if len(margin.parts) > 1:
                waiting.extend(Margin(margin.total, (part,)) for part in margin.parts)
            continue
        if rest == 0:
            kept.append(margin)
            continue
        name = _name_of_rest(margin)
        while name in count_of:
            name += "'"
        count_of[name] = rest
        whole.append(Cell(name, rest, is_withheld=True))
        kept.append(Margin(margin.total, (*margin.parts, name)))
    return whole, kept


def _name_of_rest(margin: Margin) -> str:
    if len(margin.parts) <= MOST_PARTS_NAMED:
        return " - ".join((margin.total, *margin.parts))
    return f"{margin.total} - {len(margin.parts)} parts"
