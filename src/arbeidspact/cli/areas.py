"""`arbeidspact areas`: borders of areas for maps."""

from pathlib import Path

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

MOST_NAMED = 20


@click.group("areas", cls=CommandGroup)
def areas() -> None:
    """Areas from a file of borders, and their borders for maps."""


@areas.command("make")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind", required=True, type=click.Choice(["neighbourhood", "municipality"]), help="Which areas the file is about."
)
@click.option("--name-field", default="", help="The property with the name of each area; else guessed.")
@click.option("--code-field", help="The property with its code at the source, such as a NIS code; else guessed.")
@click.option("--part-of", default="", metavar="CODE", help="The area all are part of; else what the NIS code says.")
@click.option(
    "--leave-out", multiple=True, metavar="CODE", help="An area that is not wanted; more than once if needed."
)
@click.option("--yes", is_flag=True, help="Make them; without it, only say which they are.")
def make(
    *,
    file: Path,
    kind: str,
    name_field: str,
    code_field: str | None,
    part_of: str,
    leave_out: tuple[str, ...],
    yes: bool,
) -> None:
    """Make the areas that a GeoJSON file of borders holds and that are not here, all or none.

    Each with its name, its code at the source, its middle and what it is part of. Areas that are here stay as they are;
    municipalities that merged since are one. The borders themselves come with `areas shapes`.
    """
    open_installation()
    from django.utils.translation import ngettext
    from rich.table import Table

    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.monitor.missing_areas import TakeAreas, take_areas
    from arbeidspact.monitor.shapes import MAPPED_KINDS
    from arbeidspact.organisations.actor import operator

    command = TakeAreas(
        path=file,
        kind=next(one for one in MAPPED_KINDS if one.value == kind),
        name_field=name_field,
        code_field=code_field,
        part_of=part_of,
        leave_out=leave_out,
    )
    found = take_areas(command, actor=operator(), check=not yes)
    if found:
        table = Table(title="Areas that were not here")
        for heading in ("Name", "Code here", "Code at the source", "Part of"):
            table.add_column(heading, overflow="fold")
        for one in found:
            table.add_row(escape(one.name), one.code, escape(", ".join(one.source_codes)) or "-", one.part_of or "-")
        screen().print(table)
    if not found:
        screen().print("Every area in this file is here already.")
    elif yes:
        screen().print(ngettext("%d area was made.", "%d areas were made.", len(found)) % len(found))
    else:
        missing = ngettext("%d area is not here.", "%d areas are not here.", len(found)) % len(found)
        screen().print(f"{missing} Nothing is made yet: say --yes to do it.")


@areas.command("shapes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind", required=True, type=click.Choice(["neighbourhood", "municipality"]), help="Which areas the file is about."
)
@click.option("--code-field", required=True, help="The property that holds the code or the name of each area.")
@click.option("--source", required=True, help="Who made the borders, as it must stand under a map.")
@click.option("--tolerance", default=30.0, show_default=True, help="How far a border may be simplified, in metres.")
def shapes(*, file: Path, kind: str, code_field: str, source: str, tolerance: float) -> None:
    """Take in borders from a GeoJSON file, in degrees (WGS 84), so that maps show real shapes.

    Those of the same kind that were there are replaced. Says which features fit no area, and which areas have no
    border. The map of squares stays beside it.
    """
    open_installation()
    from django.utils.translation import ngettext

    from arbeidspact.cli.screen import screen
    from arbeidspact.monitor.shape_deliveries import ImportShapes, import_shapes
    from arbeidspact.monitor.shapes import MAPPED_KINDS
    from arbeidspact.organisations.actor import operator

    whose = next(one for one in MAPPED_KINDS if one.value == kind)
    command = ImportShapes(path=file, kind=whose, field=code_field, source=source, tolerance_metres=tolerance)
    found = import_shapes(command, actor=operator())
    words = ngettext("%d area has a border now.", "%d areas have a border now.", found.matched)
    screen().print(words % found.matched)
    for label, names in (("Features that fit no area", found.unknown), ("Areas without a border", found.without)):
        if names:
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            screen().print(f"{label} ({len(names)}): {', '.join(names[:MOST_NAMED])}{more}", markup=False)
