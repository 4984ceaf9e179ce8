"""The rows that actions of outreach change: only those of the actor's own organisation."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.outreach.models import Contact, Place, Programme, Referrer


def organisation_of(actor: Actor, permission: Permission) -> Organisation:
    """For which organisation does the actor do this? Raises: `NotAllowed`; `InvalidValue` without an organisation."""
    require(actor, permission)
    if actor.organisation is None:
        raise InvalidValue(_("Choose the organisation you work for first."))
    return actor.organisation


def locked_contact(actor: Actor, reference: UUID) -> Contact:
    """This contact of the actor's organisation, its row locked; inside a transaction. Raises: `NotFound`."""
    contact = (
        Contact.objects.select_for_update()
        .filter(organisation=organisation_of(actor, Permission.REGISTER_CONTACT), reference=reference)
        .first()
    )
    if contact is None:
        raise NotFound(_("There is no such contact."), hint=_("Look for it in the list of contacts."))
    return contact


def refuse_closed(contact: Contact) -> None:
    """Refuses a contact that is not followed up any more. Raises: `Conflict`."""
    if contact.anonymised_on is not None:
        raise Conflict(_("This contact is anonymised: nothing is known of it any more."))
    if contact.withdrawn_on is not None:
        raise Conflict(_("This contact is withdrawn."), hint=_("Open it again first."))
    if contact.filed_on is not None:
        raise Conflict(_("This contact has a file."), hint=_("Go on in the file."))


def place_of(actor: Actor, reference: UUID) -> Place:
    """This place of the actor's organisation. Raises: `InvalidValue` at the field."""
    place = Place.objects.filter(organisation=actor.organisation, reference=reference).first()
    if place is None:
        raise InvalidValue(
            _("Your organisation has no such place."), hint=_("Choose one from the list."), field="place"
        )
    return place


def referrer_named(actor: Actor, words: str) -> Referrer | None:
    """Which referrer of the actor's organisation is called this? None when nobody is, or nothing was said."""
    if not words:
        return None
    return Referrer.objects.filter(organisation=actor.organisation, ended_on__isnull=True, name__iexact=words).first()


def programme_open_to(actor: Actor, slug: str) -> Programme:
    """This programme, when it runs and organisations of the actor's kind take part. Raises: `InvalidValue`."""
    programme = Programme.objects.filter(slug=slug, ended_on__isnull=True).first()
    if programme is None or actor.kind is None or actor.kind.value not in programme.organisation_kinds:
        raise InvalidValue(
            _("Your organisation does not take part in this programme."),
            hint=_("Choose one from the list."),
            field="programme",
        )
    return programme


def day_not_ahead(day: date | None, *, since: date | None = None, field: str) -> date:
    """This day, or today; not one that is still to come, nor before `since`. Raises: `InvalidValue`."""
    today = timezone.localdate()
    day = day or today
    if day > today:
        raise InvalidValue(_("This day is still to come."), hint=_("Choose today or an earlier day."), field=field)
    if since is not None and day < since:
        raise InvalidValue(_("This day lies before the first meeting."), hint=_("Check both days."), field=field)
    return day
