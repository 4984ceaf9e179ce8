"""Published figures from a file, for the screens: checked first, taken in after."""

import csv
import io
import re
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from arbeidspact.exchange.figure_problems import in_words
from arbeidspact.exchange.report import ImportReport, RowProblem
from arbeidspact.exchange.rows import UnreadableFile, refuse_many
from arbeidspact.exchange.spreadsheet_file import is_workbook, read_workbook
from arbeidspact.exchange.tables import refuse_large, text_of
from arbeidspact.indicators import InvalidFile, read_observations
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require

ROWS_AT_MOST: Final = 100_000
REQUIRED: Final = ("indicator", "period", "area", "value", "unit", "status", "source")
_ROW = re.compile(r"row (\d+)")


def import_observations(
    data: bytes, *, actor: Actor, check: bool = False, rows_at_most: int = ROWS_AT_MOST
) -> ImportReport:
    """Takes figures in from a CSV file or workbook with the columns of `indicators.OBSERVATION_COLUMNS`, all or none.

    Arguments: `check`, to get the report and write nothing. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    areas = frozenset(Area.objects.order_by("code").values_list("code", flat=True))
    try:
        text, numbers, notes = _text_and_rows(data, rows_at_most)
        found = read_observations(io.StringIO(text), definitions_in_force(), areas=areas)
        with transaction.atomic():
            recorded = record_observations(RecordObservations(observations=found), actor=actor)
            if check:
                transaction.set_rollback(True)
    except UnreadableFile as error:
        return ImportReport(problems=error.problems, is_check=check)
    except InvalidFile as error:
        mapped = (
            replace(one, entry=_numbered(one.entry, numbers), problem=_numbered(one.problem, numbers))
            for one in error.problems
        )
        problems = tuple(
            RowProblem(_row_of(one.entry), "" if one.field == "-" else one.field, *in_words(one)) for one in mapped
        )
        return ImportReport(problems=problems, is_check=check)
    except DomainError as error:
        problem = RowProblem(None, error.field or "", error.message, error.hint)
        return ImportReport(problems=(problem,), is_check=check)
    return ImportReport(
        rows=len(found),
        created=recorded.new,
        updated=recorded.changed,
        same=recorded.same,
        problems=() if found else (RowProblem(None, "", _("The file has a header and no rows.")),),
        notes=notes,
        is_check=check,
    )


def _row_of(entry: str) -> int | None:
    number = entry.removeprefix("row ")
    return int(number) if number.isdigit() else None


def _text_and_rows(data: bytes, rows_at_most: int) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """The file as CSV, the number of each row where that differs from its place, and what was taken for granted."""
    refuse_large(data)
    if not is_workbook(data):
        text, notes = text_of(data)
        refuse_many(text.count("\n"), rows_at_most)
        return text, (), notes
    table = read_workbook(data, lambda header: set(REQUIRED) <= set(header), rows_at_most=rows_at_most)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row.cells.get(column, "") for column in table.columns] for row in table.rows)
    return lines.getvalue(), tuple(row.number for row in table.rows), table.notes


def _numbered(text: str, numbers: tuple[int, ...]) -> str:
    """With the row numbers of the sheet, which may have empty rows between."""
    if not numbers:
        return text
    return _ROW.sub(lambda found: f"row {numbers[int(found[1]) - 2]}", text)
