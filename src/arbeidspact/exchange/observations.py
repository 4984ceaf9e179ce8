"""Published figures from a file, for the screens: checked first, taken in after."""

import io
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from arbeidspact.exchange.figure_problems import in_words
from arbeidspact.exchange.report import ImportReport, RowProblem
from arbeidspact.exchange.tables import UnreadableFile, refuse_many, text_of
from arbeidspact.indicators import InvalidFile, read_observations
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require

ROWS_AT_MOST: Final = 100_000


def import_observations(
    data: bytes, *, actor: Actor, check: bool = False, rows_at_most: int = ROWS_AT_MOST
) -> ImportReport:
    """Takes figures in from a CSV file with the columns of `indicators.OBSERVATION_COLUMNS`, all or none.

    Arguments: `check`, to get the report and write nothing. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    areas = frozenset(Area.objects.order_by("code").values_list("code", flat=True))
    try:
        text, notes = text_of(data)
        refuse_many(text.count("\n"), rows_at_most)
        found = read_observations(io.StringIO(text), definitions_in_force(), areas=areas)
        with transaction.atomic():
            recorded = record_observations(RecordObservations(observations=found), actor=actor)
            if check:
                transaction.set_rollback(True)
    except UnreadableFile as error:
        return ImportReport(problems=error.problems, is_check=check)
    except InvalidFile as error:
        problems = tuple(
            RowProblem(_row_of(one.entry), "" if one.field == "-" else one.field, *in_words(one))
            for one in error.problems
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
