"""What can go wrong with an action."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.pact.actions.changes import action_of, as_entered, entry_of, note_event, partner_named, put
from arbeidspact.pact.commands import ChangeRisk, CloseRisk, NoteRisk, ReopenRisk
from arbeidspact.pact.keepers import require_keeper
from arbeidspact.pact.models import ActionEventKind, Risk


def note_risk(command: NoteRisk, *, actor: Actor) -> Risk:
    """Something can go wrong. Raises: `NotFound`; `NotAllowed`; `InvalidValue`."""
    action = action_of(command.action)
    require_keeper(actor, action)
    owner = partner_named(action, command.owner, "owner") if command.owner else None
    with transaction.atomic():
        made = Risk.objects.create(
            action=action,
            what=command.what,
            likelihood=command.likelihood,
            impact=command.impact,
            measure=command.measure,
            owner=owner,
            **as_entered(actor),
        )
        note_event(actor, action, ActionEventKind.ADDED, about=made.what)
        record(actor, "note-risk", action, weight=made.weight)
    return made


def change_risk(command: ChangeRisk, *, actor: Actor) -> Risk:
    """The risk is seen otherwise now. Raises: `NotFound`; `NotAllowed`; `Conflict` when closed; `InvalidValue`."""
    row = entry_of(Risk, command.risk)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.closed_on is not None:
        raise Conflict(_("This risk is closed. Open it again first."))
    owner = partner_named(action, command.owner, "owner") if command.owner else None
    with transaction.atomic():
        values = {
            "what": command.what,
            "likelihood": int(command.likelihood),
            "impact": int(command.impact),
            "measure": command.measure,
            "owner": owner,
        }
        changes = put(row, values)
        if changes:
            note_event(actor, action, ActionEventKind.CHANGED, about=row.what, changes=changes)
            record(actor, "change-risk", action, fields=[name for name, _before, _after in changes])
    return row


def close_risk(command: CloseRisk, *, actor: Actor) -> Risk:
    """The risk is gone, and why. Raises: `NotFound`; `NotAllowed`; `Conflict`."""
    row = entry_of(Risk, command.risk)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.closed_on is not None:
        raise Conflict(_("This risk is closed already."))
    with transaction.atomic():
        put(row, {"closed_on": timezone.localdate(), "closed_because": command.reason})
        note_event(actor, action, ActionEventKind.CLOSED, about=row.what, reason=command.reason)
        record(actor, "close-risk", action)
    return row


def reopen_risk(command: ReopenRisk, *, actor: Actor) -> Risk:
    """The risk is there again. Raises: `NotFound`; `NotAllowed`; `Conflict`."""
    row = entry_of(Risk, command.risk)
    action = action_of(row.action_id)
    require_keeper(actor, action)
    if row.closed_on is None:
        raise Conflict(_("This risk is open."))
    with transaction.atomic():
        put(row, {"closed_on": None, "closed_because": ""})
        note_event(actor, action, ActionEventKind.REOPENED, about=row.what)
        record(actor, "reopen-risk", action)
    return row
