"""The file of a delivery, read in parts that are kept: a reading that was broken off goes on where it was."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.indicators.crosswalk import FLEMISH_MERGERS, read_crosswalk
from arbeidspact.indicators.formats import (
    AreaBook,
    ColumnMapping,
    CsvParts,
    FigureColumns,
    FigureReader,
    FileFormat,
    FileTable,
    KnownArea,
    mapping_from,
    read_json_stat,
    read_sdmx_json,
    table_of_cells,
)
from arbeidspact.monitor.delivery_folder import DeliveryFolder
from arbeidspact.monitor.models import Delivery
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.models import Area

PART_BYTES: Final = 16 * 1024 * 1024
Tell = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What the reading of a file found."""

    figures: int
    left_out: int
    not_published: int
    problems: tuple[Problem, ...]
    has_more_problems: bool


def area_book() -> AreaBook:
    """The areas of this installation, to look the texts of a file up in."""
    areas = [
        KnownArea(
            area.code, tuple(name for name in (area.name_nl, area.name_en) if name), tuple(area.source_codes.split())
        )
        for area in Area.objects.order_by("code")
    ]
    return AreaBook(areas, read_crosswalk(FLEMISH_MERGERS))


def read_delivery(delivery: Delivery, source: Path, folder: DeliveryFolder, tell: Tell) -> FileRead:
    """Reads the file and keeps its figures in parts. With problems, no part is kept."""
    mapping = mapping_from(delivery.mapping) if delivery.mapping else None
    reader = FigureReader(delivery.file_name, definitions_in_force(), area_book(), mapping)
    try:
        with source.open("rb") as file:
            if mapping is None:
                figures = _read_own(file, delivery, reader, folder, tell)
            else:
                folder.forget_parts()
                figures = _read_mapped(file, delivery, reader, mapping, folder)
        last = reader.finish()
        if len(last):
            folder.keep(last, len(folder.parts) + 1, {})
            figures += len(last)
    except InvalidFile as error:
        reader.refuse(list(error.problems))
        figures = 0
    if reader.problems:
        folder.forget_parts()
    return FileRead(figures, reader.left_out, reader.not_published, tuple(reader.problems), reader.has_more_problems)


def _read_own(file: BinaryIO, delivery: Delivery, reader: FigureReader, folder: DeliveryFolder, tell: Tell) -> int:
    parts = CsvParts(file, delivery.file_name, part_bytes=PART_BYTES)
    progress = folder.progress()
    figures = 0
    if progress.get("sha256") == delivery.sha256 and progress.get("offset"):
        for path in folder.parts[: progress["parts"]]:
            figures += reader.recall(FigureColumns.read(path))
        parts.go_on_at(progress["offset"], progress["row"])
    else:
        folder.forget_parts()
        progress = {"parts": 0}
    number = int(progress["parts"])
    for rows in parts:
        columns = reader.take_rows(rows)
        if reader.problems or parts.problems:
            continue
        number += 1
        figures += len(columns)
        folder.keep(columns, number, {"sha256": delivery.sha256, "offset": parts.offset, "row": parts.row})
        tell("reading", parts.offset, delivery.size)
    reader.refuse(parts.problems)
    return figures


def _read_mapped(
    file: BinaryIO, delivery: Delivery, reader: FigureReader, mapping: ColumnMapping, folder: DeliveryFolder
) -> int:
    columns = reader.take_table(read_table(file.read(), delivery.file_name, mapping))
    folder.keep(columns, 1, {})
    return len(columns)


def read_table(data: bytes, name: str, mapping: ColumnMapping) -> FileTable:
    """The table in this file, in the format that the mapping names. Raises: `InvalidFile`."""
    if mapping.format is FileFormat.JSON_STAT:
        return read_json_stat(data, name)
    if mapping.format is FileFormat.SDMX_JSON:
        return read_sdmx_json(data, name)
    return table_of_cells(
        cells_of_csv(data, name), name, header_row=mapping.header_row, ends_before=mapping.ends_before
    )


def cells_of_csv(data: bytes, name: str) -> list[list[str]]:
    """The cells of a CSV file, row by row: divided by comma, semicolon or tab. Raises: `InvalidFile`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile([Problem(name, "file", "-", "the file is not UTF-8", "save it as CSV in UTF-8")]) from None
    lines = text.splitlines()[:20]
    delimiter = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
    except csv.Error as error:
        problem = "The row cannot be read as CSV."
        fix = "Check the quotes: text with a quote in it stands between quotes, with the quote doubled."
        raise InvalidFile([Problem(name, f"row {len(rows) + 1}", "-", problem, fix)]) from error
    return rows
