"""The first rows of a file, as they stand and as a mapping reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
import pyarrow as pa

from arbeidspact.indicators import Observation, Problem
from arbeidspact.indicators.formats import (
    ColumnMapping,
    FigureReader,
    FileFormat,
    FileTable,
    guess_mapping,
    table_of_cells,
)
from arbeidspact.indicators.formats.json_stat import read_json, read_json_stat
from arbeidspact.indicators.formats.sdmx_json import read_sdmx_json
from arbeidspact.monitor.delivery_folder import folder_of
from arbeidspact.monitor.delivery_reading import area_book, cells_of_csv, read_table
from arbeidspact.monitor.models import Delivery
from arbeidspact.monitor.queries import definitions_in_force

ROWS: Final = 10
TRIED: Final = 200


@dataclass(frozen=True, slots=True)
class FileSample:
    """The first rows of a file, and a guess at its mapping. With problems, nothing could be read."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    guess: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """How the first rows are read."""

    figures: tuple[Observation, ...]
    problems: tuple[Problem, ...]


def sample_of(delivery: Delivery, *, header_row: int = 1) -> FileSample:
    """What stands in the first rows of the file of this delivery? Raises: `InvalidFile`."""
    data = folder_of(delivery.reference).file.read_bytes()
    file_format = _format_of(data, delivery.file_name)
    if file_format is FileFormat.JSON_STAT:
        table = read_json_stat(data, delivery.file_name)
    elif file_format is FileFormat.SDMX_JSON:
        table = read_sdmx_json(data, delivery.file_name)
    else:
        table = table_of_cells(cells_of_csv(data, delivery.file_name), delivery.file_name, header_row=header_row)
    header = tuple(table.columns)
    rows = [
        tuple((cells[place].as_py() or "") for cells in table.columns.values())
        for place in range(min(ROWS, len(table)))
    ]
    guess = guess_mapping(header, rows, file_format=file_format)
    if header_row != 1:
        guess["header_row"] = header_row
    if table.source:
        guess["constants"] = {"source": table.source}
    numbers = [int(number) for number in table.numbers[: len(rows)]]
    return FileSample(header, tuple(zip(numbers, rows, strict=True)), guess)


def try_mapping(delivery: Delivery, mapping: ColumnMapping) -> Tried:
    """How does this mapping read the first rows? Raises: `InvalidFile` when it does not fit the file."""
    data = folder_of(delivery.reference).file.read_bytes()
    table = read_table(data, delivery.file_name, mapping)
    some = pa.array(np.arange(min(TRIED, len(table))))
    first = FileTable(
        {name: cells.take(some) for name, cells in table.columns.items()},
        table.numbers[:TRIED],
        table.entry,
        table.vintage,
        table.source,
    )
    reader = FigureReader(delivery.file_name, definitions_in_force(), area_book(), mapping)
    figures = tuple(islice(reader.take_table(first).observations(), ROWS))
    return Tried(figures, tuple(reader.problems[:ROWS]))


def _format_of(data: bytes, name: str) -> FileFormat:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return FileFormat.TABLE
    found = read_json(data, name)
    content = found.get("data", found)
    is_sdmx = isinstance(content, dict) and "dataSets" in content
    return FileFormat.SDMX_JSON if is_sdmx else FileFormat.JSON_STAT
