"""Problems that were expected, as rows of a table: where, what, and what to do. Others keep their traceback."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from pydantic import ValidationError
from rich.table import Table

from arbeidspact.cli.screen import escape, problem_screen
from arbeidspact.indicators import IndicatorError, InvalidFile
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.taxonomy.exceptions import EscoRowsInvalid, StarterInvalid, TaxonomyError

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One line of the table."""

    where: str
    problem: str
    fix: str = ""


def problems_in_words(problem: Exception) -> list[ProblemRow]:
    """What is said about this problem? Empty when nobody foresaw it."""
    if isinstance(problem, DomainError):
        return [ProblemRow(problem.field or "", str(problem.message), str(problem.hint))]
    if isinstance(problem, InvalidFile):
        return [ProblemRow(f"{row.file}, {row.entry}, {row.field}", row.problem, row.fix) for row in problem.problems]
    if isinstance(problem, EscoRowsInvalid | StarterInvalid):
        return [ProblemRow(f"{row.file}, {row.place}, {row.field}", row.problem, row.fix) for row in problem.problems]
    if isinstance(problem, ValidationError):
        return [
            ProblemRow(".".join(str(part) for part in error["loc"]), error["msg"].removeprefix("Value error, "))
            for error in problem.errors(include_input=False, include_url=False)
        ]
    if isinstance(problem, TaxonomyError | IndicatorError | ImproperlyConfigured):
        return [ProblemRow("", str(problem))]
    if isinstance(problem, DatabaseError):
        return [
            ProblemRow(
                "database",
                str(problem).strip().splitlines()[0] if str(problem) else type(problem).__name__,
                "Run `arbeidspact setup` once for this data directory, and check that the database can be reached.",
            )
        ]
    if isinstance(problem, OSError) and problem.filename:
        return [
            ProblemRow(str(problem.filename), problem.strerror or "cannot be used", "Check the path and its rights.")
        ]
    return []


def show_problems(rows: Sequence[ProblemRow]) -> None:
    """Prints the table of problems to standard error."""
    table = Table(title=f"{len(rows)} problem{'' if len(rows) == 1 else 's'}; nothing was changed by this step")
    if any(row.where for row in rows):
        table.add_column("Where", overflow="fold")
    table.add_column("Problem", overflow="fold")
    table.add_column("What to do", overflow="fold")
    for row in rows[:MOST_SHOWN]:
        cells = [escape(row.problem), escape(row.fix)]
        table.add_row(*([escape(row.where), *cells] if len(table.columns) == len(cells) + 1 else cells))
    screen = problem_screen()
    screen.print(table)
    if len(rows) > MOST_SHOWN:
        screen.print(f"... and {len(rows) - MOST_SHOWN} more.")
