"""Outreach locations and referrers of an organisation, kept by its team leads."""

from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.outreach.actions.finding import organisation_of
from arbeidspact.outreach.commands import (
    AddPlace,
    AddReferrer,
    ChangePlace,
    ChangeReferrer,
    ClosePlace,
    EndReferrer,
    ReopenPlace,
    ReopenReferrer,
)
from arbeidspact.outreach.models import Place, Referrer
from arbeidspact.people.actions.changing import check_area

Row = TypeVar("Row", Place, Referrer)


def add_place(command: AddPlace, *, actor: Actor) -> Place:
    """The organisation meets people at a new place. Raises: `NotAllowed`; `InvalidValue` at the field."""
    organisation = organisation_of(actor, Permission.EDIT_PROGRAMMES)
    check_area(command.neighbourhood)
    place = Place(organisation=organisation, **command.model_dump())
    return _saved(place, actor, "add-place")


def change_place(command: ChangePlace, *, actor: Actor) -> Place:
    """A place gets another name, kind or neighbourhood. Raises: `NotAllowed`, `NotFound`, `InvalidValue`."""
    place = _own(Place, actor, command.place)
    check_area(command.neighbourhood)
    place.name, place.kind, place.neighbourhood = command.name, command.kind, command.neighbourhood
    return _saved(place, actor, "change-place")


def close_place(command: ClosePlace, *, actor: Actor) -> Place:
    """The place is not offered any more. Raises: `NotAllowed`, `NotFound`; `Conflict` when it is closed already."""
    place = _own(Place, actor, command.place)
    if place.closed_on is not None:
        raise Conflict(_("This place is closed already."))
    place.closed_on = timezone.localdate()
    return _saved(place, actor, "close-place")


def reopen_place(command: ReopenPlace, *, actor: Actor) -> Place:
    """The place is offered again. Raises: `NotAllowed`, `NotFound`; `Conflict` when it is open."""
    place = _own(Place, actor, command.place)
    if place.closed_on is None:
        raise Conflict(_("This place is open already."))
    place.closed_on = None
    return _saved(place, actor, "reopen-place")


def add_referrer(command: AddReferrer, *, actor: Actor) -> Referrer:
    """Somebody leads people to the organisation. Raises: `NotAllowed`; `InvalidValue` at the field."""
    organisation = organisation_of(actor, Permission.EDIT_PROGRAMMES)
    return _saved(Referrer(organisation=organisation, **command.model_dump()), actor, "add-referrer")


def change_referrer(command: ChangeReferrer, *, actor: Actor) -> Referrer:
    """A referrer gets another name or kind. Raises: `NotAllowed`, `NotFound`, `InvalidValue`."""
    referrer = _own(Referrer, actor, command.referrer)
    referrer.name, referrer.kind = command.name, command.kind
    return _saved(referrer, actor, "change-referrer")


def end_referrer(command: EndReferrer, *, actor: Actor) -> Referrer:
    """The referrer is not offered any more. Raises: `NotAllowed`, `NotFound`; `Conflict` when that is so already."""
    referrer = _own(Referrer, actor, command.referrer)
    if referrer.ended_on is not None:
        raise Conflict(_("This referrer is not offered any more already."))
    referrer.ended_on = timezone.localdate()
    return _saved(referrer, actor, "end-referrer")


def reopen_referrer(command: ReopenReferrer, *, actor: Actor) -> Referrer:
    """The referrer is offered again. Raises: `NotAllowed`, `NotFound`; `Conflict` when that is so already."""
    referrer = _own(Referrer, actor, command.referrer)
    if referrer.ended_on is None:
        raise Conflict(_("This referrer is offered already."))
    referrer.ended_on = None
    return _saved(referrer, actor, "reopen-referrer")


def _own(model: type[Row], actor: Actor, reference: UUID) -> Row:
    organisation = organisation_of(actor, Permission.EDIT_PROGRAMMES)
    row = model._default_manager.filter(organisation=organisation, reference=reference).first()
    if row is None:
        raise NotFound(_("Your organisation has no such entry."), hint=_("Look for it in the list."))
    return row


def _saved(row: Row, actor: Actor, act: str) -> Row:
    try:
        with transaction.atomic():
            row.save()
            record(actor, act, row)
    except IntegrityError:
        raise InvalidValue(
            _("Your organisation already has an entry with this name."),
            hint=_("Choose another name, or use the one that is there."),
            field="name",
        ) from None
    return row
