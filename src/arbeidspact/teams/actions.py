"""Noting talks, and naming who is in the lead."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.people.models import Person
from arbeidspact.teams.commands import (
    ChangeConversation,
    NameLead,
    NoteConversation,
    RestoreConversation,
    WithdrawConversation,
)
from arbeidspact.teams.models import Channel, Conversation, Lead
from arbeidspact.teams.queries import lead_of

LONGEST_AGO: Final = timedelta(days=366)
LONGEST_AHEAD: Final = timedelta(days=366)
FIELDS: Final = ("on", "how", "was_reached", "domain", "note", "next_contact_on")


def note_conversation(command: NoteConversation, *, file: PersonFile) -> Conversation:
    """Somebody of the actor's organisation spoke with this person, or tried to.

    Raises: `NotAllowed`; `InvalidValue` for a day that cannot be, or a sensitive domain while the compartment is
        closed.
    """
    actor = file.actor
    require(actor, Permission.EDIT_TEAM)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    _check(command, file, today=timezone.localdate())
    with transaction.atomic():
        talk = Conversation.objects.create(
            person=file.person,
            organisation=actor.organisation,
            by=actor.user,
            is_invented=file.person.is_invented,
            **_values(command),
        )
        record(actor, "note-conversation", talk, how=command.how, was_reached=talk.was_reached)
    return talk


def change_conversation(command: ChangeConversation, *, file: PersonFile) -> Conversation:
    """What was noted of a talk is put right; nothing new is noted as nothing.

    Raises: as `note_conversation`; `NotFound`; `Conflict` for a talk of another organisation or one withdrawn.
    """
    require(file.actor, Permission.EDIT_TEAM)
    with transaction.atomic():
        talk = _locked_talk(command.conversation, file)
        if talk.withdrawn_at is not None:
            raise Conflict(_("This talk was withdrawn."), hint=_("Put it back first."))
        _check(command, file, today=timezone.localdate(), before=talk.next_contact_on)
        values = _values(command)
        changed = [name for name in FIELDS if getattr(talk, name) != values[name]]
        if not changed:
            return talk
        for name in changed:
            setattr(talk, name, values[name])
        talk.changed_at = timezone.now()
        talk.save()
        record(file.actor, "change-conversation", talk, fields=changed)
    return talk


def withdraw_conversation(command: WithdrawConversation, *, file: PersonFile) -> Conversation:
    """A talk noted by mistake counts no longer. Raises: as `change_conversation`."""
    require(file.actor, Permission.EDIT_TEAM)
    with transaction.atomic():
        talk = _locked_talk(command.conversation, file)
        if talk.withdrawn_at is not None:
            raise Conflict(_("This talk was withdrawn already."))
        talk.withdrawn_at, talk.withdrawn_because = timezone.now(), command.reason
        talk.save(update_fields=["withdrawn_at", "withdrawn_because"])
        record(file.actor, "withdraw-conversation", talk)
    return talk


def restore_conversation(command: RestoreConversation, *, file: PersonFile) -> Conversation:
    """A withdrawn talk counts again. Raises: as `change_conversation`."""
    require(file.actor, Permission.EDIT_TEAM)
    with transaction.atomic():
        talk = _locked_talk(command.conversation, file)
        if talk.withdrawn_at is None:
            raise Conflict(_("This talk was not withdrawn."))
        talk.withdrawn_at, talk.withdrawn_because = None, ""
        talk.save(update_fields=["withdrawn_at", "withdrawn_because"])
        record(file.actor, "restore-conversation", talk)
    return talk


def name_lead(command: NameLead, *, file: PersonFile) -> None:
    """Another organisation that accompanies this person is in the lead from today.

    Only the organisation in the lead passes it on; where nobody has a referent yet, any of them takes it.
    Raises: `NotAllowed`; `Conflict` with the reason.
    """
    actor = file.actor
    require(actor, Permission.EDIT_TEAM)
    now = lead_of(file)
    if now is not None and now.organisation != actor.organisation:
        raise Conflict(
            _("Another organisation is in the lead for this person."), hint=_("Ask their referent to pass it on.")
        )
    wanted = next(
        (link.organisation for link in file.accompaniments if link.organisation_id == command.organisation), None
    )
    if wanted is None:
        raise InvalidValue(_("This organisation does not accompany this person now."), field="organisation")
    pass_lead(file.person, wanted, actor=actor)


def pass_lead(person: Person, organisation: Organisation, *, actor: Actor) -> None:
    """From today this organisation is in the lead for this person; for `name_lead` and a handover that is confirmed."""
    today = timezone.localdate()
    with transaction.atomic():
        open_now = Lead.objects.select_for_update().filter(person=person, until__isnull=True)
        if open_now.filter(organisation=organisation).exists():
            return
        open_now.update(until=today)
        Lead.objects.create(person=person, organisation=organisation, named_by=actor.user, since=today)
        record(actor, "name-lead", person, organisation=organisation.pk)


def _values(command: NoteConversation) -> dict[str, object]:
    return {
        "on": command.on,
        "how": command.how,
        "was_reached": command.was_reached and command.how != Channel.NO_ANSWER,
        "domain": command.domain or "",
        "note": command.note,
        "next_contact_on": command.next_contact_on,
    }


def _check(command: NoteConversation, file: PersonFile, *, today: date, before: date | None = None) -> None:
    if command.on > today:
        raise InvalidValue(
            _("This day has not come yet."),
            hint=_("Note a talk once it was held; plan it as next contact."),
            field="on",
        )
    if command.on < today - LONGEST_AGO:
        raise InvalidValue(_("This day is more than a year ago."), hint=_("Check the year."), field="on")
    _check_next(command.next_contact_on, today=today, before=before)
    if command.domain in SENSITIVE and not file.sees_sensitive:
        raise InvalidValue(
            _("This domain is protected."),
            hint=_("Open the sensitive part of the file first, or write the note without it."),
            field="domain",
        )


def _check_next(day: date | None, *, today: date, before: date | None) -> None:
    if day is None or day == before:
        return
    if day < today:
        raise InvalidValue(_("This day has passed."), hint=_("Choose today or a later day."), field="next_contact_on")
    if day > today + LONGEST_AHEAD:
        raise InvalidValue(_("This day is more than a year ahead."), hint=_("Check the year."), field="next_contact_on")


def _locked_talk(reference: UUID, file: PersonFile) -> Conversation:
    talk = Conversation.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if talk is None or (talk.domain in SENSITIVE and not file.sees_sensitive):
        raise NotFound(_("There is no such talk in this file."))
    if talk.organisation_id != getattr(file.actor.organisation, "pk", None):
        raise Conflict(_("Another organisation noted this talk."), hint=_("Ask that organisation to change it."))
    return talk
