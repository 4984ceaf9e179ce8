"""`arbeidspact areas`: borders of areas for maps."""

from pathlib import Path

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

MOST_NAMED = 20


@click.group("areas", cls=CommandGroup)
def areas() -> None:
    """Areas: what maps need beside their names and middles."""


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
    from arbeidspact.cli.screen import screen
    from arbeidspact.monitor.shape_deliveries import ImportShapes, import_shapes
    from arbeidspact.monitor.shapes import MAPPED_KINDS
    from arbeidspact.organisations.actor import operator

    whose = next(one for one in MAPPED_KINDS if one.value == kind)
    command = ImportShapes(path=file, kind=whose, field=code_field, source=source, tolerance_metres=tolerance)
    found = import_shapes(command, actor=operator())
    screen().print(f"{found.matched} areas have a border now.")
    for label, names in (("Features that fit no area", found.unknown), ("Areas without a border", found.without)):
        if names:
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            screen().print(f"{label} ({len(names)}): {', '.join(names[:MOST_NAMED])}{more}", markup=False)
