"""The record of every look at what is known about people: written for the gate, read by who keeps watch over it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.prepared import PreparedInsert
from arbeidspact.people.models import AccessEvent, Look, Purpose

_EVENTS = PreparedInsert(AccessEvent)


def note_looks(actor: Actor, people: Iterable[int], purpose: Purpose, look: Look, *, was_refused: bool = False) -> None:
    """Records that the actor looked at these people, or was refused. For `people.access`."""
    events = [
        AccessEvent(
            person_id=person,
            user=actor.user,
            organisation=actor.organisation,
            purpose=purpose,
            look=look,
            was_refused=was_refused,
        )
        for person in people
    ]
    _EVENTS.write_all(events)


def note_existence(actor: Actor, people: Iterable[int]) -> None:
    """Records that the actor was told that files of these people exist, and nothing else of them."""
    note_looks(actor, people, Purpose.DUPLICATE_CHECK, Look.EXISTENCE)


def note_handed_over(actor: Actor, person: int) -> None:
    """Records that the actor was shown what another organisation chose to hand over of this person, and no more."""
    note_looks(actor, [person], Purpose.HANDOVER, Look.PART)


def looks_at(
    actor: Actor,
    *,
    person: UUID | None = None,
    user: int | None = None,
    purpose: Purpose | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AccessEvent]:
    """Who looked, at whom, with what purpose? For the data-protection officer of the looking organisation.

    Arguments: each one narrows, None does not; `since` and `until` are days and count along.
    Returns: newest first. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_ACCESS_LOG)
    events = AccessEvent.objects.filter(organisation=actor.organisation).select_related("user", "person")
    if person is not None:
        events = events.filter(person__reference=person)
    if user is not None:
        events = events.filter(user=user)
    if purpose is not None:
        events = events.filter(purpose=purpose)
    if since is not None:
        events = events.filter(at__date__gte=since)
    if until is not None:
        events = events.filter(at__date__lte=until)
    return events.order_by("-at", "-id")


def lookers(actor: Actor) -> list[tuple[int, str]]:
    """Who of the officer's organisation ever looked: key and name, by name. Raises: `NotAllowed`."""
    users = User.objects.filter(pk__in=looks_at(actor).order_by().values("user"))
    return [(user.pk, str(user)) for user in users.order_by("last_name", "first_name", "pk")]
