"""The rows of a file, whatever it was written in, and what is said when there are none to be had."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.report import RowProblem
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.spreadsheets import cell_as_meant

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


def unreadable(problem: Message, fix: Message) -> UnreadableFile:
    """The refusal of a whole file, with what to do."""
    return UnreadableFile(RowProblem(None, "", problem, fix))


def refuse_many(rows: int, rows_at_most: int) -> None:
    """Refuses a file with more rows than are taken at once. Raises: `UnreadableFile`."""
    if rows > rows_at_most:
        raise unreadable(
            _("The file has %(rows)s rows; here at most %(most)s are taken at once.")
            % {"rows": rows, "most": rows_at_most},
            _("Divide it into smaller files, or ask who runs this platform to import it."),
        )


def bare_cell(cell: str) -> str:
    """Without spaces around, and without the ' that our exports put before what a spreadsheet takes for a formula."""
    return cell_as_meant(cell.strip())


def refuse_signs(number: int, column: str, text: str) -> None:
    """Refuses a cell with a sign that no database keeps. Raises: `UnreadableFile`."""
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise UnreadableFile(
            RowProblem(number, column[:60], _("Here stands a sign that is no letter."), _("Write the text again."))
        )
