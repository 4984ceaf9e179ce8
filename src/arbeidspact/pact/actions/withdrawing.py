"""An entry made by mistake counts no longer, stays in the history, and can be put back."""

from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.pact.actions.changes import action_of, note_event
from arbeidspact.pact.commands import RestoreEntry, WithdrawEntry
from arbeidspact.pact.entry_words import words_of
from arbeidspact.pact.keepers import require_keeper, require_writer_for
from arbeidspact.pact.models import (
    Action,
    ActionEventKind,
    Booking,
    Contribution,
    GoalLink,
    Milestone,
    PlannedNumber,
    RealisedNumber,
    Risk,
)
from arbeidspact.pact.models.plans import Entered

KINDS: tuple[type[Entered], ...] = (
    Milestone,
    Contribution,
    Booking,
    PlannedNumber,
    RealisedNumber,
    Risk,
    GoalLink,
)


def withdraw_entry(command: WithdrawEntry, *, actor: Actor) -> Action:
    """An entry of an action plan counts no longer, and why. Returns: its action.

    Raises: `NotFound`; `NotAllowed`; `Conflict` when a document prints it or it is withdrawn already.
    """
    row, action = _found(command.entry)
    _require_writer(actor, action, row)
    if row.is_published:
        raise Conflict(_("A document prints this: it is not withdrawn here. Another version of the file can."))
    if row.withdrawn_at is not None:
        raise Conflict(_("This is withdrawn already."))
    with transaction.atomic():
        row.withdrawn_at, row.withdrawn_because = timezone.now(), command.reason
        row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        note_event(actor, action, ActionEventKind.WITHDRAWN, about=words_of(row), reason=command.reason)
        record(actor, "withdraw-plan-entry", action, kind=_kind_of(row))
    return action


def restore_entry(command: RestoreEntry, *, actor: Actor) -> Action:
    """A withdrawn entry counts again. Returns: its action. Raises: `NotFound`; `NotAllowed`; `Conflict`."""
    row, action = _found(command.entry)
    _require_writer(actor, action, row)
    if row.withdrawn_at is None:
        raise Conflict(_("This is not withdrawn."))
    if row.is_published:
        raise Conflict(_("The document no longer prints this: another version of the file can put it back."))
    with transaction.atomic():
        row.withdrawn_at, row.withdrawn_because = None, ""
        row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        note_event(actor, action, ActionEventKind.RESTORED, about=words_of(row))
        record(actor, "restore-plan-entry", action, kind=_kind_of(row))
    return action


def _found(reference: UUID) -> tuple[Entered, Action]:
    for model in KINDS:
        row = model._default_manager.filter(reference=reference).first()
        if row is not None:
            owner = row.planned if isinstance(row, RealisedNumber) else row
            return row, action_of(owner.action_id)  # type: ignore[attr-defined]
    raise NotFound(_("There is no such entry in the plan of this action."))


def _require_writer(actor: Actor, action: Action, row: Entered) -> None:
    if isinstance(row, Contribution):
        require_writer_for(actor, action, row.partner)
    else:
        require_keeper(actor, action)


def _kind_of(row: Model) -> str:
    return str(row._meta.model_name)
