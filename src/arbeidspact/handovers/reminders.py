"""Reminding whoever has to move a handover that stands still; for the clock."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from arbeidspact.correspondence.links import issue_link
from arbeidspact.correspondence.models import LinkPurpose, Message
from arbeidspact.handovers.letters import (
    write_reminder,
    write_that_nobody_moved,
    write_to_partner,
    write_to_person,
)
from arbeidspact.handovers.models import Handover, HandoverReminder, ReminderTo
from arbeidspact.handovers.queries.reminding import PlannedReminder, planned_reminders, standing_still
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, require

NOBODY = "nobody"


def remind_of_handovers(day: date, *, actor: Actor, is_dry_run: bool = False) -> Mapping[str, int]:
    """Whoever has to move a handover that stands still gets a message, in the rhythm of the settings; a pause holds it.

    Twice on a day changes nothing the second time: a reminder is written down before it leaves, once for each day and
    number. Returns: how many by `ReminderTo`, and under `NOBODY` those for which nobody can be written to.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    planned = planned_reminders(standing_still(day), day)
    counts: Counter[str] = Counter({to.value: 0 for to in ReminderTo})
    counts[NOBODY] = 0
    for one in planned:
        if not one.reaches_somebody:
            counts[NOBODY] += 1
        elif is_dry_run:
            counts[one.to] += 1
        else:
            sent = _remind(one.handover.pk, day, actor)
            if sent is not None:
                counts[sent] += 1
    return counts


def _remind(key: int, day: date, actor: Actor) -> str | None:
    """Sends the reminder of this handover that is still due, once it is locked. Returns: to whom; None: no longer."""
    try:
        with transaction.atomic():
            locked = list(Handover.objects.select_for_update().filter(pk=key).values_list("pk", flat=True))
            planned = planned_reminders(standing_still(day).filter(pk__in=locked), day)
            if not planned:
                return None
            _send(planned[0], day, actor)
    except IntegrityError:
        return None  # Somebody else sent it a moment ago.
    except DomainError:
        return NOBODY
    return planned[0].to


def _send(planned: PlannedReminder, day: date, actor: Actor) -> None:
    handover = planned.handover
    reminder = HandoverReminder.objects.create(
        handover=handover,
        state=handover.state,
        state_since=handover.state_since,
        number=planned.due.number,
        to=planned.to,
        told_sender=bool(planned.at_sender),
        on=day,
        at=timezone.now(),
    )
    on_behalf = replace(actor, organisation=handover.sender)
    reminder.messages.set(_written(planned, day, on_behalf))
    record(on_behalf, "remind-handover", handover, to=planned.to, number=planned.due.number)


def _written(planned: PlannedReminder, day: date, actor: Actor) -> list[Message]:
    handover = planned.handover
    if planned.to == ReminderTo.PARTNER:
        days = max(1, min((handover.expires_on - day).days, settings.HANDOVER_ANSWER_DAYS))
        link = issue_link(
            LinkPurpose.ANSWER_HANDOVER, handover.reference, person=handover.person, actor=actor, days=days
        )
        written = [write_to_partner(handover, link, actor=actor, is_reminder=True)]
    elif planned.asked is not None:
        asker = replace(actor, organisation=planned.asked.organisation)
        link = issue_link(
            LinkPurpose.CONFIRM_MEETING,
            handover.reference,
            person=handover.person,
            actor=asker,
            language=handover.person.language,
        )
        written = [write_to_person(handover, link, planned.asked.channel, actor=asker, is_reminder=True)]
    else:
        written = [write_reminder(planned, one, actor=actor) for one in planned.colleagues]
    written += [write_that_nobody_moved(planned, one, actor=actor) for one in planned.at_sender]
    return written
