"""A workbook (.xlsx) as a table: the cells as people see them, with the row numbers of the spreadsheet.

A workbook is a packed folder of XML from a stranger: how much it unpacks to, how many rows and columns are looked at
and what its XML may hold is bounded before it is believed.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import Any, Final

import openpyxl
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from arbeidspact.exchange.report import RowProblem
from arbeidspact.exchange.rows import (
    Table,
    TableRow,
    UnreadableFile,
    bare_cell,
    refuse_many,
    refuse_signs,
    unreadable,
)

PACKED: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLD: Final = b"\xd0\xcf\x11\xe0"
UNPACKED_AT_MOST: Final = 150 * 1024 * 1024
PARTS_AT_MOST: Final = 2_000
COLUMNS_AT_MOST: Final = 200
ROWS_LOOKED_AT: Final = 1_048_576
"""As many as a sheet can have; a file that says that it has more is not looked at further."""
ROWS_BEFORE_HEADER: Final = 100
PROBLEMS_AT_MOST: Final = 200
PROBLEMS_A_COLUMN: Final = 5
SHEETS_AT_MOST: Final = 50
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_NOUGHTS = re.compile(r"0{2,}", re.ASCII)

Fits = Callable[[tuple[str, ...]], bool]


def is_workbook(data: bytes) -> bool:
    """Is this a file as a spreadsheet program keeps it, of whichever kind? A file of text is not."""
    return data.startswith((*PACKED, OLD))


def read_workbook(data: bytes, fits: Fits, *, rows_at_most: int) -> Table:
    """Which rows does this workbook hold?

    Arguments: `fits`, whether a header is that of the rows sought. The one sheet that fits is read, else the first that
    has rows; the notes name the sheets that were not read. Raises: `UnreadableFile`.
    """
    _refuse_package(data)
    with _told_as_unreadable():
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet, header_row, notes = _chosen(workbook, fits)
            formulas = _formulas_without_value(data, sheet)
            columns, rows = _rows_of(sheet, header_row, formulas, rows_at_most)
        finally:
            workbook.close()
    return Table(columns, rows, notes)


def read_cells(data: bytes, sheet: str = "", *, rows_at_most: int) -> list[list[str]]:
    """The cells of a sheet of this workbook, row by row from the first one, as people see them.

    Arguments: `sheet`, its name; empty for the first that is shown and filled. Raises: `UnreadableFile`.
    """
    _refuse_package(data)
    with _told_as_unreadable():
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            shown = [one for one in workbook.worksheets[:SHEETS_AT_MOST] if one.sheet_state == "visible"]
            named = [one for one in shown if one.title == sheet] if sheet else shown
            if not named:
                raise unreadable(
                    _("The workbook has no sheet %(name)s.") % {"name": sheet[:60]},
                    _("It has: %(names)s.") % {"names": _titles(shown)},
                )
            for one in named:
                rows = [[_shown(cell) for cell in line] for _number_of_row, line in _lines(one)]
                while rows and not any(rows[-1]):
                    rows.pop()
                if rows:
                    refuse_many(len(rows), rows_at_most)
                    return rows
        finally:
            workbook.close()
    raise unreadable(_("The file is empty."), _("Choose a file with a header and at least one row."))


def _refuse_package(data: bytes) -> None:
    """Refuses what is no workbook of today, and what unpacks to more than is read. Raises: `UnreadableFile`."""
    save = _("Open it in the spreadsheet program and save it as an Excel workbook (.xlsx).")
    if data.startswith(OLD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise unreadable(
                _("The workbook is locked with a password."),
                _("Take the password off in the spreadsheet program, save it, and choose it again."),
            )
        raise unreadable(_("This is a workbook of an older kind (.xls)."), save)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            kind = package.read("mimetype")[:80] if "mimetype" in names and _is_small(package, "mimetype") else b""
    except Exception:  # Whatever the library says of bytes that are no package, they are not one.
        raise _broken() from None
    if b"opendocument" in kind:
        raise unreadable(_("This is an OpenDocument file (such as .ods)."), save)
    if "xl/workbook.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise unreadable(_("This is not a workbook."), save)
    if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
        raise unreadable(
            _("Unpacked, the workbook is larger than is read at once."),
            _("Copy the rows alone to a new workbook, or divide them over several."),
        )


def _is_small(package: zipfile.ZipFile, name: str) -> bool:
    return package.getinfo(name).file_size < 1_000


def _broken() -> UnreadableFile:
    return unreadable(
        _("The workbook cannot be opened; it is damaged or not complete."),
        _("Open it in the spreadsheet program and save it again as an Excel workbook (.xlsx), or as CSV in UTF-8."),
    )


@contextmanager
def _told_as_unreadable() -> Iterator[None]:
    """The library raises whatever a broken file brings about; its warnings are about looks and charts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnreadableFile:
        raise
    except Exception:
        raise _broken() from None


def _chosen(workbook: Any, fits: Fits) -> tuple[Any, int, tuple[str, ...]]:
    """The sheet to read, the number of its header row, and what is said of the other sheets."""
    filled = [
        (sheet, *found)
        for sheet in workbook.worksheets[:SHEETS_AT_MOST]
        if sheet.sheet_state == "visible" and (found := _header_of(sheet)) is not None
    ]
    if not filled:
        raise unreadable(_("The file is empty."), _("Choose a file with a header and at least one row."))
    fitting = [(sheet, row) for sheet, row, header in filled if fits(header)]
    if len(fitting) > 1:
        raise unreadable(
            _("Several sheets hold rows to import: %(names)s.") % {"names": _titles(sheet for sheet, _row in fitting)},
            _("Bring the rows together in one sheet, or import each sheet as a file of its own."),
        )
    sheet, header_row = fitting[0] if fitting else filled[0][:2]
    others = [one for one, *_rest in filled if one is not sheet]
    if not others:
        return sheet, header_row, ()
    note = _("The sheet %(name)s was read; not read: %(others)s.") % {
        "name": _titles([sheet]),
        "others": _titles(others),
    }
    return sheet, header_row, (str(note),)


def _titles(sheets: Any) -> str:
    return ", ".join(f"“{sheet.title[:60]}”" for sheet in sheets)


def _lines(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    sheet.reset_dimensions()
    return enumerate(islice(sheet.iter_rows(max_col=COLUMNS_AT_MOST + 1), ROWS_LOOKED_AT), start=1)


def _header_of(sheet: Any) -> tuple[int, tuple[str, ...]] | None:
    for number, line in islice(_lines(sheet), ROWS_BEFORE_HEADER):
        names = tuple(_shown(cell) for cell in line)
        if any(names):
            return number, names
    return None


def _rows_of(
    sheet: Any, header_row: int, formulas: frozenset[tuple[int, int]], rows_at_most: int
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    names: tuple[str, ...] = ()
    rows: list[TableRow] = []
    problems: list[RowProblem] = []
    count = 0
    rows_with_formulas = {row for row, _column in formulas}
    for number, line in _lines(sheet):
        is_blank = all(cell.value is None for cell in line) and number not in rows_with_formulas
        if number < header_row or is_blank:
            continue
        texts = [_shown(cell) for cell in line]
        if number == header_row:
            names = tuple(texts)
        problems += _problems_of(number, line, texts, names, formulas)
        if len(problems) >= PROBLEMS_AT_MOST:
            break
        if number == header_row or not any(texts):
            continue
        count += 1
        if count <= rows_at_most:
            rows.append(TableRow(number, {name: text for name, text in zip(names, texts, strict=False) if text}))
    if problems:
        raise UnreadableFile(*_once_a_column(problems))
    refuse_many(count, rows_at_most)
    return tuple(name for name in names if name), tuple(rows)


def _problems_of(
    number: int, line: Sequence[Any], texts: Sequence[str], names: Sequence[str], formulas: frozenset[tuple[int, int]]
) -> Iterator[RowProblem]:
    for place, (cell, text, name) in enumerate(zip(line, texts, names, strict=True), start=1):
        is_unkept = (number, place) in formulas
        if not text and not is_unkept:
            continue
        if place > COLUMNS_AT_MOST:
            yield RowProblem(
                number,
                get_column_letter(place),
                _("The sheet has more than %(most)s columns.") % {"most": COLUMNS_AT_MOST},
                _("Keep the columns that are to be imported."),
            )
        elif is_unkept:
            yield RowProblem(
                number,
                name[:60] or get_column_letter(place),
                _("Here stands a formula, and the file does not hold what it comes to."),
                _("Save the file once in the spreadsheet program, or write the value in place of the formula."),
            )
        elif cell.data_type == "e":
            yield RowProblem(
                number,
                name[:60] or get_column_letter(place),
                _("The formula in this cell gives an error."),
                _("Mend the formula, or write the value in its place."),
            )
        elif not name:
            yield RowProblem(
                number,
                get_column_letter(place),
                _("This cell has no name of a column above it."),
                _("Give the column a name in the header, or empty the cell; divide merged cells of the header."),
            )
        else:
            refuse_signs(number, name, text)


def _once_a_column(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """A column that is wrong all the way down is told with its first rows."""
    told: dict[tuple[str, str], int] = {}
    kept = []
    for one in problems:
        key = (one.column, str(one.problem))
        told[key] = told.get(key, 0) + 1
        if told[key] <= PROBLEMS_A_COLUMN:
            kept.append(one)
    return kept


def _formulas_without_value(data: bytes, sheet: Any) -> frozenset[tuple[int, int]]:
    """The places, row and column, where a formula stands of which the program that wrote the file kept no outcome."""
    found: set[tuple[int, int]] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read(sheet._worksheet_path)
    if not _FORMULA.search(xml):
        return frozenset()
    row = column = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end")):
        kind = element.tag.rpartition("}")[2]
        if event == "start" and kind == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif event == "end" and kind == "c":
            place = element.get("r")
            row, column = coordinate_to_tuple(place) if place else (row, column + 1)
            parts = {part.tag.rpartition("}")[2] for part in element}
            if "f" in parts and not parts & {"v", "is"}:
                found.add((row, column))
        elif event == "end" and kind == "row":
            element.clear()
    return frozenset(found)


def _shown(cell: Any) -> str:
    """What stands in this cell, as text that the import reads back as what was meant."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return bare_cell(str(value))


def _number(value: float, number_format: str | None) -> str:
    """A number as its cell shows it: whole where it is whole, in fifteen digits, with the noughts in front."""
    text = f"{Decimal(format(value, '.15g')):f}" if isfinite(value) else str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.zfill(len(number_format)) if number_format and _NOUGHTS.fullmatch(number_format) else text
