"""All rows of a file or none: each row through its action, in one transaction that a single problem undoes."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.cells import RowReader
from arbeidspact.exchange.report import ImportReport, Outcome, RowProblem, RowResult
from arbeidspact.exchange.rows import Table
from arbeidspact.organisations.table_statistics import look_at_tables_anew

Progress = Callable[[int, int], None]
"""Is told how many rows were done, and of how many."""


class TakeRow(Protocol):
    def __call__(self, reader: RowReader) -> RowResult | None: ...


class _Undo(Exception):
    """Takes back what one row began."""


def take_all(
    table: Table,
    take: TakeRow,
    *,
    is_check: bool,
    progress: Progress | None = None,
    problems: Sequence[RowProblem] = (),
) -> ImportReport:
    """What becomes of the rows of this file?

    Arguments: `take`, what one row does: it notes problems on its reader and says what became of it, or None when it
    was refused; `is_check`, to undo everything at the end; `problems`, those that were found before.
    """
    found = list(problems)
    results: list[RowResult] = []
    with transaction.atomic():
        for done, row in enumerate(table.rows, start=1):
            reader = RowReader(row)
            results.append(_take_one(take, reader) or RowResult(row.number, Outcome.REFUSED))
            found += reader.problems
            if progress is not None:
                progress(done, len(table.rows))
        if found or is_check:
            transaction.set_rollback(True)
            # What was made or begun is gone again; a file elsewhere is not to be known by its reference before.
            undone = {Outcome.CREATED, Outcome.LINKED}
            results = [replace(one, reference="") if one.outcome in undone else one for one in results]
    counts = Counter(one.outcome for one in results) if not found else Counter()
    if not is_check:
        look_at_tables_anew(counts[Outcome.CREATED])
    return ImportReport(
        rows=len(table.rows),
        created=counts[Outcome.CREATED],
        linked=counts[Outcome.LINKED],
        updated=counts[Outcome.UPDATED],
        same=counts[Outcome.SAME],
        left_out=counts[Outcome.LEFT_OUT],
        waiting=counts[Outcome.WAITING],
        problems=in_order(found),
        notes=table.notes,
        is_check=is_check,
        results=tuple(results),
    )


def in_order(problems: Iterable[RowProblem]) -> tuple[RowProblem, ...]:
    """The problems by row, those of the file first, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: one.row or 0))


def _take_one(take: TakeRow, reader: RowReader) -> RowResult | None:
    result: RowResult | None = None
    with suppress(_Undo):
        try:
            with transaction.atomic():
                result = take(reader)
                if reader.problems:
                    raise _Undo
        except DatabaseError:
            reader.refuse("", _("The database refuses this row."), _("Check its numbers and dates."))
    return None if reader.problems else result
