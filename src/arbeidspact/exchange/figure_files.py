"""A file of figures as it came, made ready to be read: workbooks and old letters become CSV in UTF-8."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from arbeidspact.exchange.report import RowProblem
from arbeidspact.exchange.rows import UnreadableFile
from arbeidspact.exchange.spreadsheet_file import is_workbook, read_cells
from arbeidspact.exchange.tables import refuse_large, text_of
from arbeidspact.organisations.exceptions import InvalidValue

ROWS_AT_MOST: Final = 200_000


def plain_bytes(data: bytes, *, sheet: str = "") -> tuple[bytes, tuple[str, ...]]:
    """The file as CSV or JSON in UTF-8, and what was taken for granted to read it.

    Arguments: `sheet`, of a workbook; empty for the first that is filled. The rows keep their numbers. Raises:
    `InvalidValue` with the problem and the fix.
    """
    try:
        refuse_large(data)
        if is_workbook(data):
            return _csv_of(read_cells(data, sheet, rows_at_most=ROWS_AT_MOST)), ()
        text, notes = text_of(data)
    except UnreadableFile as error:
        raise _refusal(error.problems[0]) from error
    return text.encode(), notes


def is_workbook_file(path: Path) -> bool:
    """Is this a file as a spreadsheet program keeps it? Only its first bytes are looked at."""
    with path.open("rb") as file:
        return is_workbook(file.read(8))


def _csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """The cells as CSV; an empty row is kept as one, so that every row keeps its number."""
    width = max(len(row) for row in rows)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return lines.getvalue().encode()


def _refusal(problem: RowProblem) -> InvalidValue:
    return InvalidValue(problem.problem, hint=problem.fix, field="file")
