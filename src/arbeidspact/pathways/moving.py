"""Open steps that go from one colleague to another with the people they are about, and back."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind
from arbeidspact.pathways.states import OPEN
from arbeidspact.people.domains import SENSITIVE


def open_steps_of(user: int, people: Sequence[int], *, actor: Actor) -> dict[int, list[int]]:
    """Which open steps with these people does this colleague of the actor own? Keys of steps by key of the person."""
    require(actor, Permission.TRANSFER_CASELOAD)
    found: dict[int, list[int]] = {}
    rows = Step.objects.filter(OPEN, organisation=actor.organisation, member=user, person__in=people).order_by("pk")
    for step, person in rows.values_list("pk", "person"):
        found.setdefault(person, []).append(step)
    return found


def move_steps(new_owners: Mapping[int, int], *, from_users: Mapping[int, int], actor: Actor) -> list[int]:
    """Open steps of the actor's organisation get another colleague; each has it in its history.

    Arguments: the new and the present owner by the key of the step; a step that has another owner by now stays.
    Returns: the keys of the steps that moved. Call it inside the transaction of the transfer.
    """
    require(actor, Permission.TRANSFER_CASELOAD)
    with transaction.atomic():
        rows = Step.objects.select_for_update().filter(OPEN, organisation=actor.organisation, pk__in=list(new_owners))
        moving = [step for step in rows.order_by("pk") if step.member_id == from_users[step.pk]]
        for step in moving:
            step.member_id = new_owners[step.pk]
        Step.objects.bulk_update(moving, ["member"], batch_size=500)
        StepEvent.objects.bulk_create(
            StepEvent(
                step=step,
                kind=StepEventKind.HANDED_ON,
                by=actor.user,
                organisation=actor.organisation,
                due_on=step.due_on,
                is_sensitive=step.domain in SENSITIVE,
            )
            for step in moving
        )
    return [step.pk for step in moving]
