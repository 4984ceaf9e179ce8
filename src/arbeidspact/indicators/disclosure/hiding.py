"""Hiding cells until no margin gives one away."""

from collections import deque
from collections.abc import Iterable

import numpy as np

from .cells import Mask, System
from .feasibility import Spans


class Hiding:
    """Hides cells until no margin gives one away."""

    def __init__(self, system: System, *, sensitive: Mask, withheld: Mask, fixed: Mask, width: int) -> None:
        """Starts from what must be hidden: `sensitive` cells, and `withheld` ones while nothing gives them away."""
        hidden = sensitive | withheld
        self.system, self.hidden, self.fixed, self.width = system, hidden.copy(), fixed.copy(), width
        self.sensitive, self.withheld = sensitive, withheld & ~sensitive
        of_row = np.repeat(np.arange(system.rows, dtype=np.int64), np.diff(system.row_starts))
        inside = hidden[system.row_cells]
        self.in_row = np.bincount(of_row[inside], minlength=system.rows)
        self.open_rows = deque(map(int, np.flatnonzero(self.in_row)))

    def close_margins(self) -> None:
        """Until each margin with a hidden cell hides two or more, that together are wide enough."""
        while self.open_rows:
            row = self.open_rows.popleft()
            if self._give_away(row):
                continue
            while (needed := self._needed(row)) > 0 and self._hide_one(row, needed):
                pass

    def _give_away(self, row: int) -> bool:
        """A large group that nobody publishes, alone in a margin, may follow from it: from here it counts as public."""
        if self.in_row[row] != 1:
            return False
        cells = self.system.cells_of(row)
        (cell,) = map(int, cells[self.hidden[cells]])
        if not self.withheld[cell]:
            return False
        self.fixed[cell] = True
        self.show_again([cell])
        self.open_rows.extend(map(int, self.system.rows_of(cell)))
        return True

    def widen(self, found: Spans) -> bool:
        """Hides one more cell beside each small count that can still be reckoned. Returns: could it?"""
        any_hidden = False
        for cell in np.flatnonzero(self.sensitive & (found.widths < self.width)):
            rows = self._reach(int(cell))
            for row in rows:
                if self._hide_one(row, self.width):
                    any_hidden = True
                    break
        return any_hidden

    def show_again(self, cells: Iterable[int]) -> None:
        for cell in cells:
            self.hidden[cell] = False
            self.in_row[self.system.rows_of(cell)] -= 1

    def could_show(self, cell: int) -> bool:
        """Would every margin of this cell still hide nothing, or enough?"""
        self.show_again([cell])
        is_fine = all(self._needed(int(row)) == 0 for row in self.system.rows_of(cell))
        self.hide(cell)
        return is_fine

    def hide(self, cell: int) -> None:
        self.hidden[cell] = True
        self.in_row[self.system.rows_of(cell)] += 1

    def _reach(self, cell: int) -> list[int]:
        """The rows of this cell, then those of the hidden cells beside it, nearest first."""
        rows = list(map(int, self.system.rows_of(cell)))
        seen, at = set(rows), 0
        while at < len(rows):
            for other in self.system.cells_of(rows[at]):
                if self.hidden[other]:
                    fresh = [row for row in map(int, self.system.rows_of(int(other))) if row not in seen]
                    seen.update(fresh)
                    rows += fresh
            at += 1
        return rows

    def _needed(self, row: int) -> int:
        """By how many people do the hidden cells of this row fall short of protecting each other? 0: they do."""
        if not self.in_row[row]:
            return 0
        cells = self.system.cells_of(row)
        hidden = cells[self.hidden[cells]]
        if len(hidden) == 1:
            return max(1, self.width - int(self.system.counts[hidden[0]]))
        if self.hidden[cells[0]] or not self.sensitive[hidden].any():
            return 0
        return max(0, self.width - int(self.system.counts[hidden].sum()))

    def _hide_one(self, row: int, needed: int) -> bool:
        """Hides the cell of this row that loses least. Returns: was there one?"""
        cells = self.system.cells_of(row)
        candidates = [int(cell) for cell in cells if not self.hidden[cell] and not self.fixed[cell]]
        if not candidates:
            return False
        counts, total = self.system.counts, int(cells[0])
        chosen = min(
            candidates,
            key=lambda cell: (
                self._opened(cell, row),
                cell == total,
                counts[cell] < needed,
                counts[cell] if counts[cell] >= needed else -counts[cell],
                cell,
            ),
        )
        self.hide(chosen)
        self.open_rows.extend(map(int, self.system.rows_of(chosen)))
        return True

    def _opened(self, cell: int, row: int) -> int:
        """How many other margins would hide this cell alone?"""
        return int(sum(self.in_row[other] == 0 for other in self.system.rows_of(cell) if other != row))
