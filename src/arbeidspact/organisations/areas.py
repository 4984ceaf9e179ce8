"""The areas of this installation: put in force as a city's file says."""

from django.db import transaction

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.areas_file import AreasFile
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require


class SetAreas(Command):
    """These areas are known from now; others stay as they are."""

    file: AreasFile


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
