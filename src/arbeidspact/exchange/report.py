"""What became of a file: how many rows did what, and every problem with its place and its fix."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message


class Outcome(StrEnum):
    """What one row did."""

    CREATED = "created"
    UPDATED = "updated"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong in a file.

    `row` is numbered as a spreadsheet does, header included; in JSON, the first object is 1; None: the whole file.
    `column` is empty when the whole row is meant. About people the words never repeat what stands in the cell.
    """

    row: int | None
    column: str
    problem: Message
    fix: Message = ""

    @property
    def place(self) -> str:
        """Where, in words."""
        if self.row is None and not self.column:
            return str(_("The file"))
        if self.row is None:
            return str(_("Column “%(column)s”") % {"column": self.column})
        if not self.column:
            return str(_("Row %(row)s") % {"row": self.row})
        return str(_("Row %(row)s, column “%(column)s”") % {"row": self.row, "column": self.column})

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} {self.fix}".strip()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `is_check` would do. With problems, nothing of the file was taken in.

    `notes`: what was taken for granted, such as the letters of an old file.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    same: int = 0
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()
    is_check: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def is_written(self) -> bool:
        """Was anything of the file taken in?"""
        return self.is_clean and not self.is_check and self.created + self.updated > 0


PROBLEM_COLUMNS = ("row", "column", "problem", "fix")


def problem_rows(problems: Iterable[RowProblem]) -> Iterator[tuple[str, str, str, str]]:
    """The problems as rows of a spreadsheet, under `PROBLEM_COLUMNS`."""
    for one in problems:
        yield str(one.row or ""), one.column, str(one.problem), str(one.fix)
