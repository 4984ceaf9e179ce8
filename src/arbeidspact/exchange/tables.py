"""A file of rows, as it came: CSV or JSON, from a spreadsheet or a program, in the letters of today or of before."""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.report import RowProblem
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.spreadsheets import cell_as_meant

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE

Cell = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number for people, and its cells by column; an empty cell is left out."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and what was taken for granted to read them."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()


class UnreadableFile(Exception):
    """The file as a whole cannot be read; carries the problems."""

    def __init__(self, *problems: RowProblem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def read_table(data: bytes, columns: Collection[str], required: Collection[str], *, rows_at_most: int) -> Table:
    """Which rows does this file hold?

    Arguments: `data`, CSV (comma, semicolon or tab) with a header, or a JSON list of objects; `columns`, those that are
    known; `required`, those that must be there. Raises: `UnreadableFile` with what is wrong and how to mend it.
    """
    if len(data) > LARGEST_FILE:
        raise _whole(
            _("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE // MEGABYTE},
            _("Divide it into smaller files."),
        )
    text, notes = text_of(data)
    if not text.strip():
        raise _whole(_("The file is empty."), _("Choose a file with a header and at least one row."))
    is_json = text.lstrip()[0] in "[{"
    table = _from_json(text) if is_json else _from_csv(text)
    _check_columns(table.columns, columns, required)
    if not table.rows:
        raise _whole(_("The file has a header and no rows."), _("Add a row for each thing to import."))
    refuse_many(len(table.rows), rows_at_most)
    return Table(table.columns, table.rows, (*notes, *table.notes))


def refuse_many(rows: int, rows_at_most: int) -> None:
    """Refuses a file with more rows than are taken at once. Raises: `UnreadableFile`."""
    if rows > rows_at_most:
        raise _whole(
            _("The file has %(rows)s rows; here at most %(most)s are taken at once.")
            % {"rows": rows, "most": rows_at_most},
            _("Divide it into smaller files, or ask who runs this platform to import it."),
        )


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and what was taken for granted of its letters. Raises: `UnreadableFile`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise _whole(_("The letters of the file cannot be read."), _("Save it as CSV in UTF-8.")) from None
    if b"\x00" in data or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _whole(
            _("This is not a file of text: perhaps a spreadsheet as the program keeps it."),
            _("Save it in the spreadsheet program as CSV in UTF-8."),
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _whole(_("The letters of the file cannot be read."), _("Save it as CSV in UTF-8.")) from None
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
        cells = [_bare(cell) for cell in line]
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


def _bare(cell: str) -> str:
    """Without spaces around, and without the ' that our exports put before what a spreadsheet takes for a formula."""
    return cell_as_meant(cell.strip())


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
        raise _whole(_("The file is not a list of objects."), _('Write [{"column": "value"}, ...].'))
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
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise UnreadableFile(
            RowProblem(number, str(name)[:60], _("Here stands a sign that is no letter."), _("Write the text again."))
        )
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


def _whole(problem: Message, fix: Message) -> UnreadableFile:
    return UnreadableFile(RowProblem(None, "", problem, fix))
