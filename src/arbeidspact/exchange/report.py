"""What became of a file: how many rows did what, and every problem with its place and its fix."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message


class Outcome(StrEnum):
    """What one row did."""

    CREATED = "created"
    LINKED = "linked"
    UPDATED = "updated"
    SAME = "same"
    WAITING = "waiting"
    LEFT_OUT = "left_out"
    TO_CHOOSE = "to_choose"
    REFUSED = "refused"


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
class LikelyFile:
    """A file that a row may be about: `person` within reach of who imports, else only who accompanies.

    `is_certain`, the national number is the same: it cannot be somebody else.
    """

    key: str
    likeness: str
    person: int | None = None
    reference: str = ""
    organisations: tuple[str, ...] = ()
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row.

    `columns`, those that changed what was here; `remarks`, what was kept as it was, and why; `reference`, of what the
    row is about. While one must choose: `likely`, the files that it may be; `who`, the name that the row says; `mark`,
    by which the choice knows the row again in a mended file; `choice`, what was chosen.
    """

    row: int
    outcome: Outcome
    columns: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()
    reference: str = ""
    likely: tuple[LikelyFile, ...] = ()
    who: str = ""
    mark: str = ""
    choice: str = ""
    reason: str = ""

    @property
    def may_choose(self) -> bool:
        """Is there something to choose, or was it chosen?"""
        return self.outcome is Outcome.TO_CHOOSE or bool(self.choice)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `is_check` would do. With problems, nothing of the file was taken in.

    `notes`: what was taken for granted, such as the letters of an old file; `results`, of each row, where the import
    goes row by row.
    """

    rows: int = 0
    created: int = 0
    linked: int = 0
    updated: int = 0
    same: int = 0
    left_out: int = 0
    waiting: int = 0
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()
    is_check: bool = False
    results: tuple[RowResult, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def is_written(self) -> bool:
        """Was anything of the file taken in?"""
        return self.is_clean and not self.is_check and self.changes > 0

    @property
    def changes(self) -> int:
        """How many rows change something here?"""
        return self.created + self.linked + self.updated + self.waiting

    @property
    def to_choose(self) -> int:
        """How many rows wait for a choice?"""
        return sum(one.outcome is Outcome.TO_CHOOSE for one in self.results)

    @property
    def to_mend(self) -> tuple[RowProblem, ...]:
        """The problems that no choice takes away."""
        waiting = {one.row for one in self.results if one.outcome is Outcome.TO_CHOOSE}
        return tuple(one for one in self.problems if one.row not in waiting)


PROBLEM_COLUMNS = ("row", "column", "problem", "fix")


def problem_rows(problems: Iterable[RowProblem]) -> Iterator[tuple[str, str, str, str]]:
    """The problems as rows of a spreadsheet, under `PROBLEM_COLUMNS`."""
    for one in problems:
        yield str(one.row or ""), one.column, str(one.problem), str(one.fix)
