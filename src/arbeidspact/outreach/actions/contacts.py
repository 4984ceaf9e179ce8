"""Registering who was met, following up, and letting go."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.outreach.actions.finding import (
    day_not_ahead,
    locked_contact,
    organisation_of,
    place_of,
    programme_open_to,
    referrer_named,
    refuse_closed,
)
from arbeidspact.outreach.commands import (
    AddMoment,
    ChangeContact,
    ContactFacts,
    RegisterContact,
    RemoveMoment,
    ReopenContact,
    WithdrawContact,
)
from arbeidspact.outreach.models import Contact, ContactMoment, Enrolment, WithdrawalReason
from arbeidspact.people.actions.changing import check_area, check_language

OLDEST_MEETING: Final = timedelta(days=366)
PERSONAL: Final = ("given_name", "reach", "language", "neighbourhood", "referred_by", "note")
"""The fields of a contact that say something about the person; anonymising empties them."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The contact that is registered now; `was_there` when the phone had sent it before."""

    contact: Contact
    was_there: bool


def register_contact(command: RegisterContact, *, actor: Actor) -> Registered:
    """Somebody was met at a place: with a first name and a way to reach them, with one of both, or only seen.

    The same `sent_as` again answers with the contact that is there, as it is now.
    Raises: `NotAllowed`; `InvalidValue` at the field.
    """
    organisation = organisation_of(actor, Permission.REGISTER_CONTACT)
    before = Contact.objects.filter(organisation=organisation, sent_as=command.sent_as).first()
    if before is not None:
        return Registered(before, was_there=True)
    values = _checked(command, actor)
    programme = programme_open_to(actor, command.programme) if command.programme else None
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                organisation=organisation, registered_by=actor.user, sent_as=command.sent_as, **values
            )
            if programme is not None:
                Enrolment.objects.create(
                    programme=programme, organisation=organisation, contact=contact, since=contact.met_on
                )
            record(actor, "register-contact", contact, fields=_filled(contact), programme=command.programme)
    except IntegrityError:
        # Two tabs of one phone may send the same contact at the same moment: the first one counts.
        same = Contact.objects.filter(organisation=organisation, sent_as=command.sent_as).first()
        if same is None:
            raise
        return Registered(same, was_there=True)
    return Registered(contact, was_there=False)


def change_contact(command: ChangeContact, *, actor: Actor) -> Contact:
    """What is known of this contact changes. Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` when it is
    closed."""
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        values = _checked(command, actor, met_on=contact.met_on)
        first = contact.moments.order_by("on").values_list("on", flat=True).first()
        if first is not None and command.met_on is not None and first < command.met_on:
            raise InvalidValue(
                _("There is a follow-up before this day."), hint=_("Check the day of the meeting."), field="met_on"
            )
        changed = sorted(name for name, value in values.items() if getattr(contact, name) != value)
        if not changed:
            return contact
        for name in changed:
            setattr(contact, name, values[name])
        contact.save()
        record(actor, "change-contact", contact, fields=changed)
    return contact


def add_moment(command: AddMoment, *, actor: Actor) -> ContactMoment:
    """The contact was followed up. Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` when it is closed."""
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        on = day_not_ahead(command.on, since=contact.met_on, field="on")
        moment = ContactMoment.objects.create(
            contact=contact, on=on, kind=command.kind, note=command.note, by=actor.user
        )
        record(actor, "follow-up-contact", contact, kind=command.kind)
    return moment


def remove_moment(command: RemoveMoment, *, actor: Actor) -> None:
    """A follow-up noted by mistake goes away. Raises: `NotAllowed`, `NotFound`; `Conflict` when the contact is
    closed."""
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        gone, _rows = contact.moments.filter(reference=command.moment).delete()
        if not gone:
            raise NotFound(_("There is no such follow-up."))
        record(actor, "remove-follow-up", contact)


def withdraw_contact(command: WithdrawContact, *, actor: Actor) -> Contact:
    """The contact is not followed up any more; who asks to be forgotten is, at once.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is withdrawn already or has a file.
    """
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        contact.withdrawn_on = max(timezone.localdate(), contact.met_on)
        contact.withdrawn_because = command.reason
        contact.save()
        if command.reason == WithdrawalReason.FORGET:
            forget(contact)
        contact.enrolments.filter(until__isnull=True, since__lte=contact.withdrawn_on).update(
            until=contact.withdrawn_on
        )
        record(actor, "withdraw-contact", contact, reason=command.reason)
    return contact


def reopen_contact(command: ReopenContact, *, actor: Actor) -> Contact:
    """A withdrawn contact is followed up again, in the programmes that ended with it.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is not withdrawn, or anonymised.
    """
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        if contact.anonymised_on is not None:
            raise Conflict(_("This contact is anonymised: nothing is known of it any more."))
        if contact.withdrawn_on is None:
            raise Conflict(_("This contact is open already."))
        ended = contact.enrolments.filter(until=contact.withdrawn_on)
        again = contact.enrolments.filter(until__isnull=True).values("programme")
        ended.exclude(programme__in=again).update(until=None)
        contact.withdrawn_on, contact.withdrawn_because = None, ""
        contact.save()
        record(actor, "reopen-contact", contact)
    return contact


def forget(contact: Contact) -> None:
    """Empties what says something about the person; that somebody was met, where and when, stays to be counted."""
    for name in PERSONAL:
        setattr(contact, name, "")
    contact.anonymised_on = timezone.localdate()
    contact.save()
    contact.moments.update(note="")


def _checked(command: ContactFacts, actor: Actor, met_on: date | None = None) -> dict[str, object]:
    day = day_not_ahead(command.met_on or met_on, field="met_on")
    if met_on != day and day < timezone.localdate() - OLDEST_MEETING:
        raise InvalidValue(_("This day is more than a year ago."), hint=_("Check the year."), field="met_on")
    check_area(command.neighbourhood)
    if command.language:
        check_language(command.language)
    referrer = referrer_named(actor, command.referred_by)
    return {
        "place": place_of(actor, command.place),
        "met_on": day,
        "given_name": command.given_name,
        "reach": command.reach,
        "was_reachable": bool(command.reach),
        "language": command.language,
        "neighbourhood": command.neighbourhood,
        "referrer": referrer,
        "referred_by": "" if referrer is not None else command.referred_by,
        "note": command.note,
    }


def _filled(contact: Contact) -> list[str]:
    return [name for name in PERSONAL if getattr(contact, name)]
