"""The list of introductions as a file."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from arbeidspact.introductions.models import Introduction
from arbeidspact.introductions.queries import IntroductionFilter, introduction_rows, line_on
from arbeidspact.organisations.actor import Actor


def introduction_csv_rows(actor: Actor, narrowed: IntroductionFilter) -> Iterator[tuple[object, ...]]:
    """The list as rows of a file, the names of the columns first. No person is in it, by name or by reference.

    Raises: `NotAllowed`.
    """
    rows = introduction_rows(actor, narrowed)
    today = timezone.localdate()
    return _csv_rows(rows, actor, today)


def _csv_rows(rows: QuerySet[Introduction], actor: Actor, today: date) -> Iterator[tuple[object, ...]]:
    yield (
        _("Vacancy"),
        _("Employer"),
        _("Introduced on"),
        _("Answer at the latest"),
        _("Status"),
        _("Why"),
        _("Answered on"),
        _("Days until the answer"),
        _("Decided on"),
    )
    for row in rows.iterator(chunk_size=500):
        line = line_on(row, actor, today)
        yield (
            row.vacancy.title,
            row.vacancy.employer.name,
            row.introduced_on.isoformat(),
            line.due_on.isoformat(),
            str(line.state.label),
            str(line.why),
            row.answered_on.isoformat() if row.answered_on else "",
            line.days if row.answered_on else "",
            row.decided_on.isoformat() if row.decided_on else "",
        )
