"""Opening and closing the sensitive compartment of a file."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import MayNotOpen, decide_compartment, person_to_change
from arbeidspact.people.commands import CloseCompartment, OpenCompartment
from arbeidspact.people.models import CompartmentOpening

OPEN_FOR: Final = timedelta(hours=1)


def open_compartment(command: OpenCompartment, *, actor: Actor) -> CompartmentOpening:
    """Shows health, debt and justice in this file to this actor for an hour, with the purpose on record.

    Raises: `NotAllowed` for whoever is neither the referent nor in the team of this person.
    """
    person = person_to_change(actor, command.person, Permission.OPEN_COMPARTMENT)
    decision = decide_compartment(actor, person)
    if isinstance(decision, MayNotOpen) or actor.user is None or actor.organisation is None:
        reason = decision.reason if isinstance(decision, MayNotOpen) else _("Sign in first.")
        raise NotAllowed(reason, hint=_("Ask the referent to take you into the team."))
    now = timezone.now()
    with transaction.atomic():
        opening = CompartmentOpening.objects.create(
            person=person,
            user=actor.user,
            organisation=actor.organisation,
            purpose=command.purpose,
            opened_at=now,
            until=now + OPEN_FOR,
        )
        record(actor, "open-compartment", person)
    return opening


def close_compartment(command: CloseCompartment, *, actor: Actor) -> None:
    """Hides health, debt and justice again before the hour is over."""
    person = person_to_change(actor, command.person, Permission.OPEN_COMPARTMENT)
    with transaction.atomic():
        now = timezone.now()
        closed = person.compartment_openings.filter(user=actor.user, until__gt=now).update(until=now)
        if closed:
            record(actor, "close-compartment", person)
