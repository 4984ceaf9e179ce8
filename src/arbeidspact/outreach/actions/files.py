"""From contact to person file, on a stated ground; the contact keeps its link to the file."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.outreach.actions.finding import locked_contact, refuse_closed
from arbeidspact.outreach.commands import JoinFile, JoinFileElsewhere, MakeFile
from arbeidspact.outreach.models import Contact
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import edit_contact, register_person, start_accompaniment
from arbeidspact.people.commands import EditContact, RegisterPerson, StartAccompaniment
from arbeidspact.people.models import Person

PHONE_NUMBER = re.compile(r"\+?[0-9][0-9()./ -]{6,38}")


def make_file(command: MakeFile, *, actor: Actor) -> Person:
    """Makes a file for this contact, with what is known of how to reach them; nobody gets two.

    Raises: as `register_person`, with `PossibleDuplicates` when there may be a file already; `NotFound`;
    `Conflict` when the contact is closed or has a file.
    """
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        answer = _registered(command, contact, actor)
        if isinstance(answer, Person):
            _pass_on_reach(contact, answer, actor)
            _link(contact, answer, actor)
    if isinstance(answer, DomainError):
        raise answer
    return answer


def join_file(command: JoinFile, *, actor: Actor) -> Person:
    """This contact is somebody whose file the organisation has: from now on it belongs to that file.

    Raises: `NotFound`, `NotAllowed` when the actor may not open the file; `Conflict` when the contact is closed.
    """
    person = open_file(actor, command.person).person
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        _link(contact, person, actor)
    return person


def join_file_elsewhere(command: JoinFileElsewhere, *, actor: Actor) -> Person:
    """This contact is somebody of whom another organisation has a file: accompany them too, on a stated ground.

    Raises: as `start_accompaniment`; `Conflict` when the contact is closed.
    """
    with transaction.atomic():
        contact = locked_contact(actor, command.contact)
        refuse_closed(contact)
        accompaniment = start_accompaniment(
            StartAccompaniment(
                handle=command.handle, ground=command.ground, reason=command.reason, referent=command.referent
            ),
            actor=actor,
        )
        _link(contact, accompaniment.person, actor)
    return accompaniment.person


def phone_and_mail(reach: str) -> tuple[str, str]:
    """Which phone number and which mail address stand in these words? Empty for what is neither."""
    words = reach.strip()
    try:
        validate_email(words)
    except ValidationError:
        return (words, "") if PHONE_NUMBER.fullmatch(words) else ("", "")
    return "", words


def _registered(command: MakeFile, contact: Contact, actor: Actor) -> Person | DomainError:
    """The person, or why not: a refusal is raised after the commit, because the look at possible files is recorded."""
    try:
        return register_person(
            RegisterPerson(
                given_name=command.given_name,
                family_name=command.family_name,
                birth_date=command.birth_date,
                neighbourhood=contact.neighbourhood,
                language=contact.language or "nl",
                ground=command.ground,
                reason=command.reason,
                referent=command.referent,
                is_not=command.is_not,
                is_invented=contact.is_invented,
            ),
            actor=actor,
        )
    except DomainError as refusal:
        return refusal


def _pass_on_reach(contact: Contact, person: Person, actor: Actor) -> None:
    phone, email = phone_and_mail(contact.reach)
    if phone or email:
        command = EditContact(
            person=person.reference,
            phone=phone,
            email=email or None,
            language=person.language,
            neighbourhood=person.neighbourhood,
        )
        edit_contact(command, actor=actor)


def _link(contact: Contact, person: Person, actor: Actor) -> None:
    contact.person = person
    contact.filed_on = max(timezone.localdate(), contact.met_on)
    contact.save()
    record(actor, "file-contact", contact, fields=["person"])
