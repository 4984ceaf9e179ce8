"""The areas of this installation: put in force as a city's file says."""

from django.db import transaction
from django.utils.translation import gettext as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.areas_file import AreaEntry, AreasFile
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require


class SetAreas(Command):
    """These areas are known from now; others stay as they are."""

    file: AreasFile


class AddAreas(Command):
    """These areas are known from now; none of them was. Each is part of one that is known, or of none."""

    areas: tuple[AreaEntry, ...]


def add_areas(command: AddAreas, *, actor: Actor) -> int:
    """Makes areas, all or none; those that are here stay as they are. Returns: how many.

    Raises: `NotAllowed`; `Conflict` when one is here already; `NotFound` when what one is part of is not.
    """
    require(actor, Permission.IMPORT_SHAPES)
    with transaction.atomic():
        known = {area.code: area for area in Area.objects.order_by("code")}
        for entry in command.areas:
            if entry.code in known:
                raise Conflict(
                    _("There is an area “%(code)s” already.") % {"code": entry.code}, hint=_("Nothing was made.")
                )
            if entry.part_of and entry.part_of not in known:
                raise NotFound(_("There is no area “%(code)s”.") % {"code": entry.part_of}, hint=_("Nothing was made."))
        made = Area.objects.bulk_create([_row(entry, known.get(entry.part_of or "")) for entry in command.areas])
        if made:
            record(actor, "add-areas", made[0], count=len(made))
    return len(made)


def _row(entry: AreaEntry, part_of: Area | None) -> Area:
    return Area(
        code=entry.code,
        kind=entry.kind,
        name_nl=entry.nl,
        name_en=entry.en,
        latitude=entry.latitude,
        longitude=entry.longitude,
        source_codes=entry.source_code,
        part_of=part_of,
    )


def set_areas(command: SetAreas, *, actor: Actor) -> int:
    """Puts areas in force, those of the same code replaced. Returns: how many. Raises: `NotAllowed`."""
    require(actor, Permission.EDIT_PACT)
    with transaction.atomic():
        known: dict[str, Area] = {}
        for entry in command.file.areas:
            known[entry.code], _made = Area.objects.update_or_create(
                code=entry.code,
                defaults={
                    "kind": entry.kind,
                    "name_nl": entry.nl,
                    "name_en": entry.en,
                    "latitude": entry.latitude,
                    "longitude": entry.longitude,
                    "source_codes": entry.source_code,
                    "part_of": known.get(entry.part_of or ""),
                },
            )
        if known:
            record(actor, "set-areas", next(iter(known.values())), count=len(known))
    return len(known)
