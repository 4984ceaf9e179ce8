"""What every change of an action plan does: find the row, keep values apart that differ, write the event."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.pact.entry_words import plain_text
from arbeidspact.pact.models import Action, ActionEvent, ActionEventKind, Partner
from arbeidspact.pact.models.plans import Entered

Row = TypeVar("Row", bound=Entered)
Changes = list[list[str]]
"""Name of the field, what stood there, what stands there now: as text."""


def action_of(pk: int) -> Action:
    """The action with its lead. Raises: `NotFound`."""
    action = Action.objects.select_related("pact", "lead", "plan__lead").filter(pk=pk).first()
    if action is None:
        raise NotFound(_("There is no such action in this pact."))
    return action


def entry_of(model: type[Row], reference: UUID) -> Row:
    """An entry that counts, with its action, locked for this change. Raises: `NotFound`; `Conflict` when withdrawn."""
    row = _found(model, reference)
    if row.withdrawn_at is not None:
        raise Conflict(_("This was withdrawn. Put it back first."))
    return row


def _found(model: type[Row], reference: UUID) -> Row:
    try:
        return model._default_manager.get(reference=reference)
    except ObjectDoesNotExist as error:
        raise NotFound(_("There is no such entry in the plan of this action.")) from error


def partner_named(action: Action, slug: str, field: str) -> Partner:
    """A partner of the pact of this action. Raises: `InvalidValue`."""
    partner = Partner.objects.filter(pact=action.pact_id, slug=slug).first()
    if partner is None:
        raise InvalidValue(_("This is not a partner of the pact."), field=field)
    return partner


def not_ahead(day: date, field: str) -> None:
    """Refuses a day that has not come yet. Raises: `InvalidValue`."""
    if day > timezone.localdate():
        raise InvalidValue(_("This day lies ahead. Choose today or an earlier day."), field=field)


def as_entered(actor: Actor) -> dict[str, Any]:
    """Who entered it: goes into every new row."""
    return {"entered_by": actor.user, "organisation": actor.organisation}


def put(row: Model, values: Mapping[str, Any]) -> Changes:
    """Writes the values that differ into the row and saves it. Returns: what changed, in the order of the values."""
    changes: Changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes.append([name, plain_text(before), plain_text(value)])
            setattr(row, name, value)
    if changes:
        row.save(update_fields=list(values))
    return changes


def note_event(
    actor: Actor,
    action: Action,
    kind: ActionEventKind,
    *,
    about: str = "",
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    """Writes what happened into the history of the action."""
    ActionEvent.objects.create(
        action=action,
        kind=kind,
        about=about[:300],
        changes=changes or [],
        reason=reason,
        user=actor.user,
        organisation=actor.organisation,
    )
