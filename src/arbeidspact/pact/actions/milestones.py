"""Milestones of an action: what must be there by when, and whether it is."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.pact.actions.changes import action_of, as_entered, entry_of, not_ahead, note_event, put
from arbeidspact.pact.commands import AddMilestone, ChangeMilestone, ExpectMilestone, ReachMilestone, ReopenMilestone
from arbeidspact.pact.keepers import require_keeper
from arbeidspact.pact.models import ActionEventKind, Milestone


def add_milestone(command: AddMilestone, *, actor: Actor) -> Milestone:
    """Something must be there by a day. Raises: `NotFound`; `NotAllowed`."""
    action = action_of(command.action)
    require_keeper(actor, action)
    with transaction.atomic():
        made = Milestone.objects.create(
            action=action,
            title_nl=command.title,
            title_en=command.title_en,
            due_on=command.due_on,
            **as_entered(actor),
        )
        note_event(actor, action, ActionEventKind.ADDED, about=made.title_nl)
        record(actor, "add-milestone", action)
    return made


def change_milestone(command: ChangeMilestone, *, actor: Actor) -> Milestone:
    """Other words or another day for a milestone that partners entered.

    Raises: `NotFound`; `NotAllowed`; `Conflict` when a document prints it.
    """
    row = entry_of(Milestone, command.milestone)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.is_published:
        raise Conflict(
            _("A document prints this milestone: its words and its day stay."),
            hint=_("Say when it is expected now."),
        )
    with transaction.atomic():
        values = {
            "title_nl": command.title,
            "title_en": command.title_en,
            "due_on": command.due_on,
            "expected_on": command.expected_on,
        }
        changes = put(row, values)
        if changes:
            note_event(actor, action, ActionEventKind.CHANGED, about=row.title_nl, changes=changes)
            record(actor, "change-milestone", action, fields=[name for name, _before, _after in changes])
    return row


def expect_milestone(command: ExpectMilestone, *, actor: Actor) -> Milestone:
    """When is it expected now? The agreed day stays. Raises: `NotFound`; `NotAllowed`."""
    row = entry_of(Milestone, command.milestone)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    with transaction.atomic():
        changes = put(row, {"expected_on": command.expected_on})
        if changes:
            note_event(actor, action, ActionEventKind.CHANGED, about=row.title_nl, changes=changes)
            record(actor, "change-milestone", action, fields=["expected_on"])
    return row


def reach_milestone(command: ReachMilestone, *, actor: Actor) -> Milestone:
    """The milestone was reached on a day, with what proves it. Raises: `NotFound`; `NotAllowed`; `Conflict`;
    `InvalidValue` for a day ahead."""
    row = entry_of(Milestone, command.milestone)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.reached_on is not None:
        raise Conflict(_("This milestone is reached already. Open it again to change the day."))
    not_ahead(command.reached_on, "reached_on")
    with transaction.atomic():
        values = {
            "reached_on": command.reached_on,
            "evidence": command.evidence,
            "evidence_url": command.evidence_url,
        }
        changes = put(row, values)
        note_event(actor, action, ActionEventKind.REACHED, about=row.title_nl, changes=changes)
        record(actor, "reach-milestone", action)
    return row


def reopen_milestone(command: ReopenMilestone, *, actor: Actor) -> Milestone:
    """The milestone was not reached after all, and why. Raises: `NotFound`; `NotAllowed`; `Conflict`."""
    row = entry_of(Milestone, command.milestone)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.reached_on is None:
        raise Conflict(_("This milestone is not reached yet."))
    if row.is_reached_in_source:
        raise Conflict(_("A document says that this milestone was reached: that stays."))
    with transaction.atomic():
        changes = put(row, {"reached_on": None, "evidence": "", "evidence_url": ""})
        note_event(actor, action, ActionEventKind.REOPENED, about=row.title_nl, changes=changes, reason=command.reason)
        record(actor, "reopen-milestone", action)
    return row
