"""Who somebody is and how to reach them."""

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import person_to_change
from arbeidspact.people.actions.changing import changing, check_area, check_birth_date, check_language
from arbeidspact.people.commands import EditContact, EditIdentity, SetNationalNumber
from arbeidspact.people.duplicates import number_hash_for
from arbeidspact.people.looks import note_existence
from arbeidspact.people.models import Person


def edit_identity(command: EditIdentity, *, actor: Actor) -> Person:
    """Corrects a name or a birth date. Raises: `InvalidValue` for a birth date that cannot be."""
    person = person_to_change(actor, command.person)
    check_birth_date(command.birth_date)
    if command.birth_date is not None and person.statuses.filter(since__lt=command.birth_date).exists():
        raise InvalidValue(
            _("A status of this person starts before this birth date."), hint=_("Check the year."), field="birth_date"
        )
    return _set(person, command, ("given_name", "family_name", "birth_date"), "edit-identity", actor)


def edit_contact(command: EditContact, *, actor: Actor) -> Person:
    """How and in which language to reach somebody, and where they live. Raises: `InvalidValue`."""
    person = person_to_change(actor, command.person)
    check_area(command.neighbourhood)
    check_language(command.language)
    return _set(person, command, ("email", "phone", "language", "neighbourhood"), "edit-contact", actor)


def set_national_number(command: SetNationalNumber, *, actor: Actor) -> Person:
    """Keeps the keyed hash of somebody's national number, so that a second file is noticed.

    Raises: `InvalidValue` for a number that cannot be theirs; `Conflict` when another file has it; `NotAllowed`.
    """
    person = person_to_change(actor, command.person, Permission.HOLD_NATIONAL_NUMBER)
    number_hash = number_hash_for(actor, command.national_number, person.birth_date)
    if number_hash is None:
        raise InvalidValue(_("Fill in the national number."), field="national_number")
    others = Person.objects.filter(national_number_hash=number_hash).exclude(pk=person.pk)
    if holder := others.first():
        note_existence(actor, [holder.pk])
        raise Conflict(
            _("Another file has this national number: this person probably has two files."),
            hint=_("Search for the other file, and tell the data-protection officer."),
            field="national_number",
        )
    with changing(person) as locked:
        locked.national_number_hash = number_hash
        record(actor, "set-national-number", person, fields=["national_number"])
    return locked


def _set(
    person: Person, command: EditIdentity | EditContact, fields: tuple[str, ...], action: str, actor: Actor
) -> Person:
    with changing(person) as locked:
        wanted = {name: getattr(command, name) for name in fields}
        if "email" in wanted:
            wanted["email"] = wanted["email"] or ""
        changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, wanted[name])
        if changed:
            record(actor, action, person, fields=changed)
    return locked
