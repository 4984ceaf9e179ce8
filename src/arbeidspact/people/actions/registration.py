"""Making a file for somebody who has none."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.actions.changing import check_area, check_birth_date, check_language, referent_of
from arbeidspact.people.commands import RegisterPerson
from arbeidspact.people.duplicates import Likeness, PossibleDuplicate, number_hash_for, possible_duplicates
from arbeidspact.people.models import Accompaniment, Person


class PossibleDuplicates(Conflict):
    """There may already be a file of this person; carries which ones, for the screen and never for the message."""

    def __init__(self, duplicates: Sequence[PossibleDuplicate]) -> None:
        super().__init__(
            _("There may already be a file of this person."),
            hint=_("Look at each possible file, and say that it is somebody else to go on."),
        )
        self.duplicates = tuple(duplicates)


def register_person(command: RegisterPerson, *, actor: Actor) -> Person:
    """Makes a file for somebody, and the actor's organisation starts to accompany them.

    Raises: `PossibleDuplicates` unless each possible one is in `is_not`; a file with the same national number is
    always the same person. `InvalidValue` at the field; `NotAllowed`.
    """
    require(actor, Permission.REGISTER_PERSON)
    if actor.organisation is None:
        raise InvalidValue(_("Say for which organisation you register this person."), field="organisation")
    check_birth_date(command.birth_date)
    check_area(command.neighbourhood)
    check_language(command.language)
    referent = referent_of(actor, command.referent)
    number_hash = number_hash_for(actor, command.national_number, command.birth_date)
    found = possible_duplicates(
        actor, command.given_name, command.family_name, command.birth_date, command.national_number
    )
    if any(one.likeness is Likeness.NUMBER or one.key not in command.is_not for one in found):
        raise PossibleDuplicates(found)
    with transaction.atomic():
        person = Person.objects.create(
            given_name=command.given_name,
            family_name=command.family_name,
            birth_date=command.birth_date,
            national_number_hash=number_hash,
            neighbourhood=command.neighbourhood,
            language=command.language,
            is_invented=command.is_invented,
        )
        Accompaniment.objects.create(
            person=person,
            organisation=actor.organisation,
            referent=referent,
            ground=command.ground,
            reason=command.reason,
            since=timezone.localdate(),
        )
        record(
            actor,
            "register-person",
            person,
            fields=sorted(command.model_fields_set - {"is_not", "is_invented"}),
            dismissed_duplicates=len(found),
        )
    return person
