"""A file of rows, as it came: CSV, JSON or a workbook, in the letters of today or of before."""

import csv
import io
import json
from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.report import RowProblem
from arbeidspact.exchange.rows import (
    Cell,
    Table,
    TableRow,
    UnreadableFile,
    bare_cell,
    refuse_many,
    refuse_signs,
    unreadable,
)
from arbeidspact.exchange.spreadsheet_file import is_workbook, read_workbook

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE


def read_table(
    data: bytes, columns: Collection[str], required: Collection[str], *, rows_at_most: int, instead: str | None = None
) -> Table:
    """Which rows does this file hold?

    Arguments: `data`, CSV (comma, semicolon or tab) with a header, a JSON list of objects, or a workbook (.xlsx);
    `columns`, those that are known; `required`, those that must be there, unless there is the column `instead`.
    Raises: `UnreadableFile` with what is wrong and how to mend it.
    """

    def wanted(header: Collection[str]) -> Collection[str]:
        return () if instead in header else required

    refuse_large(data)
    if is_workbook(data):
        table = read_workbook(data, lambda header: set(wanted(header)) <= set(header), rows_at_most=rows_at_most)
    else:
        table = _from_text(data)
    _check_columns(table.columns, columns, wanted(table.columns))
    if not table.rows:
        raise unreadable(_("The file has a header and no rows."), _("Add a row for each thing to import."))
    refuse_many(len(table.rows), rows_at_most)
    return table


def refuse_large(data: bytes) -> None:
    """Refuses more bytes than are read at once. Raises: `UnreadableFile`."""
    if len(data) > LARGEST_FILE:
        raise unreadable(
            _("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE // MEGABYTE},
            _("Divide it into smaller files."),
        )


def _from_text(data: bytes) -> Table:
    text, notes = text_of(data)
    if not text.strip():
        raise unreadable(_("The file is empty."), _("Choose a file with a header and at least one row."))
    table = _from_json(text) if text.lstrip()[0] in "[{" else _from_csv(text)
    return Table(table.columns, table.rows, notes)


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and what was taken for granted of its letters. Raises: `UnreadableFile`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise unreadable(_("The letters of the file cannot be read."), _("Save it as CSV in UTF-8.")) from None
    if b"\x00" in data:
        raise unreadable(
            _("This is not a file of text, and not a workbook."),
            _("Save it in the spreadsheet program as an Excel workbook (.xlsx) or as CSV in UTF-8."),
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise unreadable(_("The letters of the file cannot be read."), _("Save it as CSV in UTF-8.")) from None
    note = _("The file is not in UTF-8; it was read as Windows-1252. Check the letters with accents.")
    return text, (str(note),)


def _from_csv(text: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines: Iterator[list[str]] = iter(reader)
    try:
        header = tuple(cell.strip() for cell in next(lines))
        while header and not header[-1]:
            header = header[:-1]
        rows = tuple(_csv_rows(header, lines))
    except csv.Error as error:
        raise UnreadableFile(
            RowProblem(
                reader.line_num,
                "",
                _("The row cannot be read as CSV."),
                _("Check the quotes: text with a quote in it stands between quotes, with the quote doubled."),
            )
        ) from error
    return Table(header, rows)


def _csv_rows(header: tuple[str, ...], lines: Iterator[list[str]]) -> Iterator[TableRow]:
    for number, line in enumerate(lines, start=2):
        cells = [bare_cell(cell) for cell in line]
        if not any(cells):
            continue
        if any(cells[len(header) :]):
            raise UnreadableFile(
                RowProblem(
                    number,
                    "",
                    _("The row has more cells than the header."),
                    _('Put text that holds a comma or semicolon between double quotes: "...".'),
                )
            )
        yield TableRow(number, {column: cell for column, cell in zip(header, cells, strict=False) if cell})


def _delimiter(text: str) -> str:
    header = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _from_json(text: str) -> Table:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise UnreadableFile(
            RowProblem(line, "", _("The file is not valid JSON here."), _("Check commas, quotes and brackets."))
        ) from error
    if isinstance(found, dict) and len(found) == 1:
        found = next(iter(found.values()))
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise unreadable(_("The file is not a list of objects."), _('Write [{"column": "value"}, ...].'))
    rows = tuple(
        TableRow(number, {str(name): cell for name, value in item.items() if (cell := _json_cell(number, name, value))})
        for number, item in enumerate(found, start=1)
    )
    return Table(tuple(dict.fromkeys(str(name) for item in found for name in item)), rows)


def _json_cell(number: int, name: str, value: object) -> Cell:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item for part in value if (item := str(_json_cell(number, name, part))))
    if isinstance(value, dict | list):
        raise UnreadableFile(
            RowProblem(
                number, str(name), _("An object cannot stand here."), _("Write text, a number, or a list of texts.")
            )
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value).strip()
    refuse_signs(number, str(name), text)
    return text


def _check_columns(found: tuple[str, ...], known: Collection[str], required: Collection[str]) -> None:
    problems = [
        RowProblem(None, column[:60], _("The file has this column twice."), _("Keep one of the two."))
        for column in dict.fromkeys(found)
        if found.count(column) > 1
    ]
    problems += [
        RowProblem(None, column, _("This column is missing."), _("Add it to the header."))
        for column in required
        if column not in found
    ]
    names = ", ".join(known)
    problems += [
        RowProblem(None, column[:60], _("This column is not known."), _("Use one of: %(names)s.") % {"names": names})
        for column in found
        if column not in known
    ]
    if problems:
        raise UnreadableFile(*problems)
