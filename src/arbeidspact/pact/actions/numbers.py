"""Numbers that an action set out to reach, and how far it came."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.pact.actions.changes import action_of, as_entered, entry_of, not_ahead, note_event, put
from arbeidspact.pact.commands import CorrectNumber, PlanNumber, TellRealised
from arbeidspact.pact.entry_words import plain_text
from arbeidspact.pact.keepers import require_keeper
from arbeidspact.pact.models import ActionEventKind, PlannedNumber, RealisedNumber


def plan_number(command: PlanNumber, *, actor: Actor) -> PlannedNumber:
    """The action sets out to reach a number. Raises: `NotFound`; `NotAllowed`."""
    action = action_of(command.action)
    require_keeper(actor, action)
    with transaction.atomic():
        made = PlannedNumber.objects.create(
            action=action,
            what_nl=command.what,
            what_en=command.what_en,
            low=command.low,
            high=command.high,
            due_on=command.due_on,
            indicator=command.indicator,
            counts_people=command.counts_people,
            **as_entered(actor),
        )
        note_event(actor, action, ActionEventKind.ADDED, about=f"{plain_text(made.low)} {made.what_nl}")
        record(actor, "plan-number", action)
    return made


def correct_number(command: CorrectNumber, *, actor: Actor) -> PlannedNumber:
    """Another number, words or day for what partners planned here, and why; what stood there stays in the history.

    Raises: `NotFound`; `NotAllowed`; `Conflict` when a document prints it.
    """
    row = entry_of(PlannedNumber, command.planned)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.is_published:
        raise Conflict(
            _("A document prints this number: it stays as it was printed."),
            hint=_("Plan a number beside it, and say how far that one is."),
        )
    with transaction.atomic():
        values = {
            "what_nl": command.what,
            "what_en": command.what_en,
            "low": command.low,
            "high": command.high,
            "due_on": command.due_on,
            "counts_people": command.counts_people,
        }
        changes = put(row, values)
        if changes:
            kind = ActionEventKind.CHANGED
            note_event(actor, action, kind, about=row.what_nl, changes=changes, reason=command.reason)
            record(actor, "correct-number", action, fields=[name for name, _before, _after in changes])
    return row


def tell_realised(command: TellRealised, *, actor: Actor) -> RealisedNumber:
    """How far the action was on a day; earlier days stay. Raises: `NotFound`; `NotAllowed`; `InvalidValue` for a day
    ahead."""
    planned = entry_of(PlannedNumber, command.planned)
    action = action_of(planned.action_id)
    require_keeper(actor, action)
    not_ahead(command.on, "on")
    with transaction.atomic():
        made = RealisedNumber.objects.create(
            planned=planned,
            on=command.on,
            value=command.value,
            told_by=command.told_by,
            note=command.note,
            **as_entered(actor),
        )
        changes = [["value", "", plain_text(made.value)], ["on", "", plain_text(made.on)]]
        note_event(actor, action, ActionEventKind.REPORTED, about=planned.what_nl, changes=changes)
        record(actor, "tell-realised", action)
    return made
