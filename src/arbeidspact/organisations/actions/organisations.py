"""Making and changing organisations."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import CreateOrganisation, EditOrganisation
from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require


def create_organisation(command: CreateOrganisation, *, actor: Actor) -> Organisation:
    """Takes a partner or an employer up in the pact.

    Raises: `Conflict` when the short name or the enterprise number already belongs to an organisation.
    """
    require(actor, Permission.CREATE_ORGANISATION)
    with transaction.atomic():
        _refuse_known_number(command.enterprise_number)
        if command.slug and Organisation.objects.filter(slug=command.slug).exists():
            raise Conflict(_("There is already an organisation with this short name."), field="slug")
        organisation = Organisation(
            slug=command.slug or _free_slug(command.name),
            name=command.name,
            kind=command.kind,
            enterprise_number=command.enterprise_number,
            is_invented=command.is_invented,
        )
        _save(organisation)
        record(actor, "create-organisation", organisation, kind=command.kind)
    return organisation


def edit_organisation(command: EditOrganisation, *, actor: Actor) -> Organisation:
    """Changes the name or the enterprise number of the organisation the actor works for.

    Raises: `Conflict` when the enterprise number belongs to another organisation.
    """
    require(actor, Permission.EDIT_ORGANISATION)
    if actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
        changes = {
            field: value
            for field, value in (("name", command.name), ("enterprise_number", command.enterprise_number))
            if getattr(organisation, field) != value
        }
        if not changes:
            return organisation
        if "enterprise_number" in changes:
            _refuse_known_number(command.enterprise_number, but=organisation)
        for field, value in changes.items():
            setattr(organisation, field, value)
        _save(organisation)
        record(actor, "edit-organisation", organisation, fields=sorted(changes))
    return organisation


def _refuse_known_number(number: str, but: Organisation | None = None) -> None:
    others = Organisation.objects.filter(enterprise_number=number)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if number and others.exists():
        raise _number_is_taken()


def _number_is_taken() -> Conflict:
    return Conflict(
        _("Another organisation has this enterprise number."),
        hint=_("Check the number, or use the organisation that is already there."),
        field="enterprise_number",
    )


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        if "enterprise_number" in str(error):
            raise _number_is_taken() from error
        raise Conflict(_("There is already an organisation with this short name."), field="slug") from error


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
