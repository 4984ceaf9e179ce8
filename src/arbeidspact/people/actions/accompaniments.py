"""Who accompanies a person, and who is their contact."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import person_to_change
from arbeidspact.people.actions.changing import changing, referent_of
from arbeidspact.people.commands import EndAccompaniment, SetReferent, SetReferents, StartAccompaniment
from arbeidspact.people.duplicates import person_behind
from arbeidspact.people.models import Accompaniment, Person


def start_accompaniment(command: StartAccompaniment, *, actor: Actor) -> Accompaniment:
    """The actor's organisation accompanies somebody of whom a file exists elsewhere, on a stated ground.

    Raises: `NotFound` when the handle does not come from a recent duplicate check of this actor; `Conflict` when the
    organisation accompanies them already.
    """
    require(actor, Permission.REGISTER_PERSON)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    person = person_behind(actor, command.handle)
    referent = referent_of(actor, command.referent)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if person.accompaniments.filter(organisation=actor.organisation, until__isnull=True).exists():
            raise Conflict(_("Your organisation already accompanies this person."), hint=_("Search for the file."))
        link = Accompaniment.objects.create(
            person=person,
            organisation=actor.organisation,
            referent=referent,
            ground=command.ground,
            reason=command.reason,
            since=timezone.localdate(),
        )
        record(
            actor, "start-accompaniment", person, ground=str(command.ground), fields=["ground", "reason", "referent"]
        )
    return link


def end_accompaniment(command: EndAccompaniment, *, actor: Actor) -> Accompaniment:
    """The actor's organisation stops to accompany this person today; from then on it cannot open the file."""
    person = person_to_change(actor, command.person)
    with changing(person):
        link = _own_link(actor, person)
        link.until = max(timezone.localdate(), link.since)
        link.save(update_fields=["until"])
        record(actor, "end-accompaniment", person, fields=["until"])
    return link


def set_referent(command: SetReferent, *, actor: Actor) -> Accompaniment:
    """Names the colleague who is this person's contact in the actor's organisation, or nobody."""
    person = person_to_change(actor, command.person)
    referent = referent_of(actor, command.referent)
    with changing(person):
        link = _own_link(actor, person)
        link.referent = referent
        link.save(update_fields=["referent"])
        record(actor, "set-referent", person, fields=["referent"])
    return link


def set_referents(command: SetReferents, *, actor: Actor) -> int:
    """Names the same referent for several people, for all of them or, when one is refused, for none.

    Returns: how many. Raises: as `set_referent`.
    """
    for reference in command.people:
        person_to_change(actor, reference)
    with transaction.atomic():
        for person in command.people:
            set_referent(SetReferent(person=person, referent=command.referent), actor=actor)
    return len(command.people)


def _own_link(actor: Actor, person: Person) -> Accompaniment:
    return person.accompaniments.get(organisation=actor.organisation, until__isnull=True)
