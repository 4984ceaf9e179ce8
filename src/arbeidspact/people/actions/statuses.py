"""Opening and closing statuses: job seeker since, employed since, until when."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.people.access import person_to_change
from arbeidspact.people.actions.changing import changing
from arbeidspact.people.commands import CloseStatus, OpenStatus, ReopenStatus
from arbeidspact.people.models import Person, PersonStatus, StatusKind
from arbeidspact.people.statuses import StatusImpossible, decide_opening_status


def open_status(command: OpenStatus, *, actor: Actor) -> PersonStatus:
    """Notes that somebody is a job seeker, a student, employed and so on, since a day.

    Raises: `InvalidValue` at the field, with what to do: a date in the future, a status that contradicts an open one.
    """
    person = person_to_change(actor, command.person)
    with changing(person) as locked:
        _check_opening(locked, command)
        status = PersonStatus.objects.create(person=person, kind=command.kind, since=command.since)
        record(actor, "open-status", person, fields=["statuses"])
    return status


def close_status(command: CloseStatus, *, actor: Actor) -> ReopenStatus:
    """Notes until which day a status lasted. Returns: the command that undoes it.

    Raises: `Conflict` when the status is not open; `InvalidValue` for a day before it started or in the future.
    """
    person = person_to_change(actor, command.person)
    with changing(person):
        status = person.statuses.filter(kind=command.kind, until__isnull=True).first()
        if status is None:
            raise Conflict(_("This status is not open for this person."), field="kind")
        if command.until < status.since:
            raise InvalidValue(_("A status cannot end before it starts."), hint=_("Check both dates."), field="until")
        if command.until > timezone.localdate():
            raise InvalidValue(
                _("A status cannot end in the future."), hint=_("Note it on the day itself."), field="until"
            )
        status.until = command.until
        status.save(update_fields=["until"])
        record(actor, "close-status", person, fields=["statuses"])
    return ReopenStatus(person=command.person, kind=command.kind, until=command.until)


def reopen_status(command: ReopenStatus, *, actor: Actor) -> PersonStatus:
    """Undoes the closing of a status. Raises: `Conflict` when there is nothing to undo."""
    person = person_to_change(actor, command.person)
    with changing(person) as locked:
        status = locked.statuses.filter(kind=command.kind, until=command.until).first()
        if status is None:
            raise Conflict(_("This status was not closed on that day."))
        _check_opening(locked, OpenStatus(person=command.person, kind=command.kind, since=status.since))
        status.until = None
        status.save(update_fields=["until"])
        record(actor, "reopen-status", person, fields=["statuses"])
    return status


def _check_opening(person: Person, command: OpenStatus) -> None:
    decision = decide_opening_status(
        StatusKind(command.kind),
        command.since,
        open_kinds=person.statuses.filter(until__isnull=True).values_list("kind", flat=True),
        born=person.birth_date,
        today=timezone.localdate(),
    )
    if isinstance(decision, StatusImpossible):
        raise InvalidValue(decision.reason, hint=decision.hint, field=decision.field)
