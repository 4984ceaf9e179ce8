"""A table as it stands in a file of another producer: columns under their own headers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..exceptions import InvalidFile, Problem
from .raw_rows import texts


@dataclass(frozen=True, slots=True)
class FileTable:
    """Rows of a file: `columns`, by header, arrays of texts of one length; `numbers`, of each row for people; `entry`,
    how one row is called; `vintage` and `source`, when the file itself says so."""

    columns: Mapping[str, Any]
    numbers: npt.NDArray[np.int64]
    entry: str = "row"
    vintage: str = ""
    source: str = ""

    def __len__(self) -> int:
        return len(self.numbers)


def headers_of(cells: Sequence[str]) -> tuple[str, ...]:
    """How are the columns under this header row called? One without a name goes by its letter, a second one by its
    number."""
    found: list[str] = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"column {_letter(place)}"
        times = sum(one == name or one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({times + 1})" if times else name)
    return tuple(found)


def table_of_cells(
    rows: Sequence[Sequence[str]], name: str, *, header_row: int = 1, ends_before: Sequence[str] = ()
) -> FileTable:
    """Which table stands in these cells?

    Arguments: `rows`, the cells of a sheet from its first row; `header_row`, the number of the row with the names of
    the columns; `ends_before`, beginnings of the first cell of the row where the table is over. Rows without a text are
    passed over. Raises: `InvalidFile` when there is no such row, or nothing under it.
    """
    if len(rows) < header_row or not any(cell.strip() for cell in rows[header_row - 1]):
        problem = f"there are no names of columns in row {header_row}"
        raise InvalidFile([Problem(name, f"row {header_row}", "-", problem, "say in which row they stand")])
    header = list(rows[header_row - 1])
    while header and not header[-1].strip():
        header.pop()
    names = headers_of(header)
    columns: list[list[str]] = [[] for _name in names]
    numbers: list[int] = []
    for number, cells in enumerate(rows[header_row:], start=header_row + 1):
        if not any(cell.strip() for cell in cells):
            continue
        first = next((cell.strip() for cell in cells if cell.strip()), "")
        if any(first.startswith(beginning) for beginning in ends_before):
            break
        if any(cell.strip() for cell in cells[len(names) :]):
            fix = 'put text that holds a comma between double quotes: "..."'
            problem = "the row has more cells than the header"
            raise InvalidFile([Problem(name, f"row {number}", "-", problem, fix)])
        numbers.append(number)
        for place, column in enumerate(columns):
            column.append(cells[place].strip() if place < len(cells) else "")
    if not numbers:
        raise InvalidFile([Problem(name, "file", "-", "there is no row under the header", "choose the file again")])
    arrays = {name: texts(column) for name, column in zip(names, columns, strict=True)}
    return FileTable(arrays, np.array(numbers, np.int64))


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
