"""Our own file of figures: one row a figure, in CSV with the columns of `FIGURE_COLUMNS`; large ones in parts."""

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from ..exceptions import InvalidFile, Problem
from .raw_rows import FIGURE_COLUMNS, MAY_BE_EMPTY, RawRows, texts

PART_BYTES: Final = 16 * 1024 * 1024
_QUOTE, _LINE_END, _RETURN = 34, 10, 13
_CODED: Final = pa.dictionary(pa.int32(), pa.string())


class CsvParts:
    """The rows of a CSV file, in parts of about 16 MB, so that memory stays the same however large the file is.

    `source`: the file, open for reading bytes (UTF-8). `problems`: rows that have more cells than the header. Raises
    `InvalidFile` when the header is not ours or the bytes are no CSV. A part that is written plainly is read by
    columns; any other as the standard library reads it.
    """

    def __init__(self, source: BinaryIO, name: str, *, part_bytes: int = PART_BYTES) -> None:
        self.source = source
        self.name = name
        self.part_bytes = part_bytes
        first = source.readline(1_000_000)
        self.offset = len(first)
        self.row = 2
        header = self._text(first.removeprefix(b"\xef\xbb\xbf"), 1)
        self.delimiter = max(",;\t", key=header.count)
        try:
            cells = [cell.strip() for cell in next(csv.reader([header], delimiter=self.delimiter), [])]
        except csv.Error as error:
            raise InvalidFile([unreadable_row(name, 1)]) from error
        # A spreadsheet puts empty columns behind the last one, in every row.
        self.width = len(cells)
        while cells and not cells[-1]:
            cells.pop()
        self.header = tuple(cells)
        self.problems: list[Problem] = []
        refuse_wrong_columns(name, self.header)

    def go_on_at(self, offset: int, row: int) -> None:
        """Goes on behind a part that was read before: `offset` and `row` as they stood then."""
        self.source.seek(offset)
        self.offset, self.row = offset, row

    def __iter__(self) -> Iterator[RawRows]:
        """Each part; `offset` and `row` then say where the next one begins."""
        for block in self._blocks():
            rows = self._by_columns(block, self.row)
            if rows is None:
                rows = self._row_by_row(block, self.row)
            self.row += self._lines
            self.offset += len(block)
            if len(rows):
                yield rows

    def _blocks(self) -> Iterator[bytes]:
        """The file in parts that end where a row ends."""
        rest = b""
        while data := self.source.read(self.part_bytes):
            rest += data
            cut = _last_row_end(rest)
            if cut:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 4 * self.part_bytes:
                raise InvalidFile([unreadable_row(self.name, None)])
        if rest:
            yield rest

    def _by_columns(self, block: bytes, number: int) -> RawRows | None:
        """The rows of a part that is written plainly; None for any other."""
        if not _is_plain(block, self.delimiter.encode()):
            return None
        names = [*self.header, *(f"empty {place}" for place in range(self.width - len(self.header)))]
        types = {column: pa.string() if column == "value" else _CODED for column in self.header}
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(block),
                read_options=arrow_csv.ReadOptions(column_names=names, block_size=2 * len(block) + 1),
                parse_options=arrow_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
                convert_options=arrow_csv.ConvertOptions(column_types=types),
            )
        except pa.ArrowInvalid:
            return None
        self._lines = table.num_rows
        cells = {column: _one_array(table.column(column)) for column in self.header}
        numbers = np.arange(number, number + table.num_rows, dtype=np.int64)
        return _without_empty_rows(RawRows(cells, numbers))

    def _row_by_row(self, block: bytes, number: int) -> RawRows:
        lines = csv.reader(io.StringIO(self._text(block, number), newline=""), delimiter=self.delimiter)
        columns: list[list[str]] = [[] for _column in self.header]
        numbers: list[int] = []
        row = number - 1
        try:
            for row, cells in enumerate(lines, start=number):
                if not any(cells):
                    continue
                if len(cells) > self.width:
                    self.problems.append(_too_wide(self.name, row))
                    continue
                for place, column in enumerate(columns):
                    column.append(cells[place] if place < len(cells) else "")
                numbers.append(row)
        except csv.Error as error:
            raise InvalidFile([unreadable_row(self.name, row + 1)]) from error
        self._lines = row - number + 1
        read: dict[str, Any] = {
            name: pa.array(cells, pa.string()) if name == "value" else texts(cells)
            for name, cells in zip(self.header, columns, strict=True)
        }
        return RawRows(read, np.array(numbers, np.int64))

    def _text(self, data: bytes, number: int) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            place = f"row {number + data.count(10, 0, error.start)}"
            raise InvalidFile(
                [Problem(self.name, place, "-", "the file is not UTF-8", "save it as CSV in UTF-8")]
            ) from None


def refuse_wrong_columns(name: str, columns: tuple[str, ...]) -> None:
    """Refuses a header that is not ours. Raises: `InvalidFile`."""
    known = ", ".join(FIGURE_COLUMNS)
    missing = [column for column in FIGURE_COLUMNS if column not in columns and column not in MAY_BE_EMPTY]
    problems = [Problem(name, "header", column, "this column is missing", "add it") for column in missing]
    problems += [
        Problem(name, "header", column, "this column is unknown", f"use one of: {known}")
        for column in dict.fromkeys(columns)
        if column not in FIGURE_COLUMNS
    ]
    problems += [
        Problem(name, "header", column, "the file has this column twice", "keep one of the two")
        for column in dict.fromkeys(columns)
        if columns.count(column) > 1
    ]
    if problems:
        raise InvalidFile(problems)


def unreadable_row(name: str, number: int | None) -> Problem:
    """A row that is no CSV."""
    return Problem(
        name,
        "file" if number is None else f"row {number}",
        "-",
        "The row cannot be read as CSV.",
        "Check the quotes: text with a quote in it stands between quotes, with the quote doubled.",
    )


def _too_wide(name: str, number: int) -> Problem:
    fix = 'put text that holds a comma between double quotes: "..."'
    return Problem(name, f"row {number}", "-", "the row has more cells than the header", fix)


def _one_array(column: Any) -> Any:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _without_empty_rows(rows: RawRows) -> RawRows:
    """A spreadsheet writes an empty row as a row of delimiters."""
    empty = np.array(
        [
            place
            for place in np.flatnonzero(pc.equal(rows.cells["value"], "").to_numpy(zero_copy_only=False))
            if not any(cells[int(place)].as_py() for cells in rows.cells.values())
        ],
        np.int64,
    )
    if not len(empty):
        return rows
    kept = np.delete(np.arange(len(rows)), empty)
    return RawRows({name: cells.take(pa.array(kept)) for name, cells in rows.cells.items()}, rows.numbers[kept])


def _last_row_end(data: bytes) -> int:
    """Where does the last whole row of this text end: behind a line end that stands in no quoted cell? 0: nowhere."""
    end = data.rfind(b"\n") + 1
    while end and int(np.count_nonzero(np.frombuffer(data, np.uint8, end) == _QUOTE)) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end


def _is_plain(block: bytes, delimiter: bytes) -> bool:
    """Are all quotes of this text around whole cells, with none inside, and is no line empty?"""
    if block[:1] in (b"\n", b"\r") or b"\n\n" in block or b"\n\r" in block:
        return False
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return False
    signs = np.frombuffer(b"\n" + block + b"\n", np.uint8)
    quotes = np.flatnonzero(signs == _QUOTE)
    opening, closing = quotes[0::2], quotes[1::2]
    return (
        len(opening) == len(closing)
        and bool(np.isin(signs[opening - 1], (delimiter[0], _LINE_END)).all())
        and bool(np.isin(signs[closing + 1], (delimiter[0], _LINE_END, _RETURN)).all())
    )
