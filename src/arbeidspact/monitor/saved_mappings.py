"""Mappings that a city keeps for the files of its producers."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict

from arbeidspact.indicators.formats import ColumnMapping, mapping_from, shipped_mappings
from arbeidspact.monitor.models import SavedMapping
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require


class SaveMapping(Command):
    """Files are read this way from now; a mapping of the same short name is replaced."""

    model_config = ConfigDict(str_strip_whitespace=False)
    mapping: ColumnMapping


class DeleteMapping(Command):
    """This mapping is no longer needed; deliveries keep the one they were read with."""

    slug: str


def save_mapping(command: SaveMapping, *, actor: Actor) -> SavedMapping:
    """Keeps a mapping. Raises: `NotAllowed`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    mapping = command.mapping
    content: dict[str, Any] = mapping.model_dump(mode="json")
    with transaction.atomic():
        saved, _made = SavedMapping.objects.update_or_create(
            slug=mapping.slug, defaults={"title": mapping.title[:200], "content": content, "changed_by": actor.user}
        )
        record(actor, "save-mapping", saved)
    return saved


def delete_mapping(command: DeleteMapping, *, actor: Actor) -> None:
    """Removes a mapping. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    with transaction.atomic():
        saved = SavedMapping.objects.filter(slug=command.slug).first()
        if saved is None:
            raise NotFound(_("There is no such mapping."))
        record(actor, "delete-mapping", saved)
        saved.delete()


def saved_mappings(*, actor: Actor) -> list[SavedMapping]:
    """The mappings that were kept here, by title. Raises: `NotAllowed`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    return list(SavedMapping.objects.select_related("changed_by").order_by("title", "slug"))


def mapping_of(slug: str, *, actor: Actor) -> ColumnMapping:
    """The mapping of this short name: one that was kept here, or one that comes with the platform.

    Raises: `NotAllowed`; `NotFound`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    saved = SavedMapping.objects.filter(slug=slug).first()
    if saved is not None:
        return mapping_from(saved.content)
    for shipped in shipped_mappings():
        if shipped.slug == slug:
            return shipped
    raise NotFound(_("There is no mapping %(slug)s.") % {"slug": slug}, hint=_("Look at the list of mappings."))
