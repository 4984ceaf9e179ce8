"""Which statuses go together, and when one may open or close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.models import StatusKind

CONTRADICTIONS: Final[frozenset[frozenset[StatusKind]]] = frozenset(
    {
        frozenset({StatusKind.JOB_SEEKER, StatusKind.EMPLOYED}),
        frozenset({StatusKind.JOB_SEEKER, StatusKind.INACTIVE}),
        frozenset({StatusKind.EMPLOYED, StatusKind.INACTIVE}),
    }
)


@dataclass(frozen=True, slots=True)
class StatusPossible:
    """The status can be opened."""


@dataclass(frozen=True, slots=True)
class StatusImpossible:
    """The status cannot be opened: why, what to do, and which field it is about."""

    reason: Message
    hint: Message
    field: str


def decide_opening_status(
    kind: StatusKind, since: date, *, open_kinds: Iterable[str], born: date | None, today: date
) -> StatusPossible | StatusImpossible:
    """Can this status open on this day beside the ones that are open now?"""
    now_open = {StatusKind(one) for one in open_kinds}
    if since > today:
        return StatusImpossible(
            _("A status cannot start in the future."), _("Note it on the day itself."), field="since"
        )
    if born is not None and since < born:
        return StatusImpossible(
            _("A status cannot start before the birth date."), _("Check both dates."), field="since"
        )
    if kind in now_open:
        return StatusImpossible(
            _("This status is already open for this person."), _("Close it first to note another start."), field="kind"
        )
    for other in sorted(now_open):
        if frozenset({kind, other}) in CONTRADICTIONS:
            return StatusImpossible(
                _("This status contradicts one that is open."),
                _('Close "%(status)s" first.') % {"status": other.label},
                field="kind",
            )
    return StatusPossible()
