"""What each partner brings to an action: promised, confirmed by the partner itself, and what came of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.actions.changes import (
    Changes,
    action_of,
    as_entered,
    entry_of,
    not_ahead,
    note_event,
    partner_named,
    put,
)
from arbeidspact.pact.commands import (
    ChangeContribution,
    ConfirmContribution,
    PromiseContribution,
    TakeBackConfirmation,
    TellOutcome,
)
from arbeidspact.pact.keepers import keeper_of, require_writer_for
from arbeidspact.pact.models import Action, ActionEventKind, Contribution


def promise_contribution(command: PromiseContribution, *, actor: Actor) -> Contribution:
    """A partner brings something to the action. Entered by the partner itself it is confirmed at once; entered by the
    lead it waits for the partner.

    Raises: `NotFound`; `NotAllowed`; `InvalidValue`.
    """
    action = action_of(command.action)
    partner = partner_named(action, command.partner, "partner")
    keeper = require_writer_for(actor, action, partner)
    own = keeper.speaks_for(partner.pk)
    with transaction.atomic():
        made = Contribution.objects.create(
            action=action,
            partner=partner,
            kind=command.kind,
            what_nl=command.what,
            what_en=command.what_en,
            amount=command.amount,
            unit=command.unit,
            from_on=command.from_on,
            until_on=command.until_on,
            confirmed_on=timezone.localdate() if own else None,
            confirmed_by=actor.user if own else None,
            **as_entered(actor),
        )
        note_event(actor, action, ActionEventKind.ADDED, about=_named(made))
        record(actor, "promise-contribution", action, partner=partner.slug, confirmed=own)
    return made


def change_contribution(command: ChangeContribution, *, actor: Actor) -> Contribution:
    """Another amount, period or description. Changed by somebody else than the partner, it waits for it again.

    Raises: `NotFound`; `NotAllowed`; `Conflict` when a document prints it.
    """
    row, action = _with_action(command.contribution)
    keeper = require_writer_for(actor, action, row.partner)
    if row.is_published:
        raise Conflict(
            _("A document prints this contribution: its words stay."), hint=_("Add one of your own beside it.")
        )
    with transaction.atomic():
        values = {
            "kind": command.kind.value,
            "what_nl": command.what,
            "what_en": command.what_en,
            "amount": command.amount,
            "unit": command.unit,
            "from_on": command.from_on,
            "until_on": command.until_on,
        }
        changes = put(row, values)
        if changes and row.confirmed_on and not keeper.speaks_for(row.partner_id):
            changes += put(row, {"confirmed_on": None, "confirmed_by": None})[:1]
        if changes:
            _note(actor, action, row, ActionEventKind.CHANGED, changes)
            record(actor, "change-contribution", action, fields=[name for name, _before, _after in changes])
    return row


def confirm_contribution(command: ConfirmContribution, *, actor: Actor) -> Contribution:
    """The partner itself says: yes, we bring this. Raises: `NotFound`; `NotAllowed` for everybody else; `Conflict`."""
    row, action = _with_action(command.contribution)
    _require_own(actor, action, row)
    if row.confirmed_on is not None:
        raise Conflict(_("This contribution is confirmed already."))
    with transaction.atomic():
        put(row, {"confirmed_on": timezone.localdate(), "confirmed_by": actor.user})
        _note(actor, action, row, ActionEventKind.CONFIRMED, [])
        record(actor, "confirm-contribution", action, partner=row.partner.slug)
    return row


def take_back_confirmation(command: TakeBackConfirmation, *, actor: Actor) -> Contribution:
    """The partner no longer stands by it, and why. Raises: `NotFound`; `NotAllowed`; `Conflict`."""
    row, action = _with_action(command.contribution)
    _require_own(actor, action, row)
    if row.confirmed_on is None:
        raise Conflict(_("This contribution is not confirmed."))
    with transaction.atomic():
        put(row, {"confirmed_on": None, "confirmed_by": None})
        _note(actor, action, row, ActionEventKind.CONFIRMATION_TAKEN_BACK, [], command.reason)
        record(actor, "take-back-confirmation", action, partner=row.partner.slug)
    return row


def tell_outcome(command: TellOutcome, *, actor: Actor) -> Contribution:
    """What came of it, told by the partner or by the lead; told again, the newest counts.

    Raises: `NotFound`; `NotAllowed`; `InvalidValue` for a day ahead.
    """
    row, action = _with_action(command.contribution)
    require_writer_for(actor, action, row.partner)
    not_ahead(command.delivered_on, "delivered_on")
    with transaction.atomic():
        values = {
            "delivered_on": command.delivered_on,
            "delivered_amount": command.delivered_amount,
            "outcome": command.outcome,
        }
        changes = put(row, values)
        if changes:
            _note(actor, action, row, ActionEventKind.DELIVERED, changes)
            record(actor, "tell-outcome", action, partner=row.partner.slug)
    return row


def _with_action(reference: object) -> tuple[Contribution, Action]:
    row = entry_of(Contribution, reference)  # type: ignore[arg-type]
    return row, action_of(row.action_id)


def _require_own(actor: Actor, action: Action, row: Contribution) -> None:
    require(actor, Permission.EDIT_ACTION_PLAN)
    if not keeper_of(actor, action).speaks_for(row.partner_id):
        raise NotAllowed(_("Only the partner itself confirms what it brings."))


def _named(row: Contribution) -> str:
    return f"{row.partner.name_nl}: {row.what_nl}"


def _note(
    actor: Actor, action: Action, row: Contribution, kind: ActionEventKind, changes: Changes, reason: str = ""
) -> None:
    note_event(actor, action, kind, about=_named(row), changes=changes, reason=reason)
