"""Figures as they stand in a file, before anything was checked: cells under the names of our own columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

FIGURE_COLUMNS: Final = (
    "indicator",
    "period",
    "area",
    "value",
    "unit",
    "status",
    "vintage",
    "source",
    "source_url",
    "printed_as",
    "flag_nl",
    "flag_en",
    "breakdown",
)
MAY_BE_EMPTY: Final = ("vintage", "source_url", "printed_as", "flag_nl", "flag_en", "breakdown")
FREE_TEXT: Final = ("source_url", "printed_as", "flag_nl", "flag_en")


@dataclass(frozen=True, slots=True)
class RawRows:
    """A part of a file.

    `cells`: by our column, an Arrow array of texts (dictionary-encoded where texts repeat), all of one length; a column
    that the file does not have is left out. `numbers`: the number of each row for people. `names`: how the file itself
    calls a column. `value_names`: for each row the column its value stood in, where that differs by row. `entry`: how
    one row is called ("row"; "value" in a cube).
    """

    cells: Mapping[str, Any]
    numbers: npt.NDArray[np.int64]
    names: Mapping[str, str] = field(default_factory=dict)
    value_names: Sequence[str] | None = None
    entry: str = "row"

    def __len__(self) -> int:
        return len(self.numbers)

    def name_of(self, column: str, place: int) -> str:
        """How is this column called in the file, for the row at this place?"""
        if column == "value" and self.value_names is not None:
            return self.value_names[place]
        return self.names.get(column, column)

    def label(self, place: int) -> str:
        """How is the row at this place called?"""
        return f"{self.entry} {self.numbers[place]}"

    def cells_at(self, place: int) -> dict[str, str]:
        """What stands in the row at this place, without spaces around."""
        return {column: (cells[place].as_py() or "").strip() for column, cells in self.cells.items()}

    def each(self) -> Iterator[int]:
        """The places of all rows."""
        return iter(range(len(self)))


def texts(cells: Sequence[str | None]) -> Any:
    """These cells as an array in which each different text is kept once."""
    return pa.array(cells, pa.string()).dictionary_encode()


def repeated(text: str, times: int) -> Any:
    """The same text in every row."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(times, np.int32)), pa.array([text], pa.string()))
