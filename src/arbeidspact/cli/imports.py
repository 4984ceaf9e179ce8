"""`arbeidspact import`: files of a city become what the platform knows; all of a file, or nothing."""

from pathlib import Path

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PLACES = {
    "vacancies": "arbeidspact.cli.exchange:import_vacancies",
    "people": "arbeidspact.cli.exchange:import_people",
}
"""Commands of this group that live in another module."""


@click.group("import", cls=CommandGroup, places=PLACES)
def imports() -> None:
    """Import files; a file with a mistake changes nothing."""


@imports.command("areas")
@click.argument("file", type=FILE)
def areas(*, file: Path) -> None:
    """Neighbourhoods, municipalities and regions, from a TOML file."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.areas import SetAreas, set_areas
    from arbeidspact.organisations.areas_file import read_areas_file

    count = set_areas(SetAreas(file=read_areas_file(file)), actor=operator())
    screen().print(f"{count} areas are in force.")


@imports.command("pact")
@click.argument("file", type=FILE)
@click.option("--actions", type=FILE, help="The file with the actions of the pact.")
def pact(*, file: Path, actions: Path | None) -> None:
    """A pact with its goals, tracks and partners, from a TOML file; one of the same name is replaced."""
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.pact.actions import adopt_pact
    from arbeidspact.pact.commands import AdoptPact
    from arbeidspact.pact.pact_file import ActionsFile, read_actions_file, read_pact_file

    read = read_pact_file(file)
    actions_read = read_actions_file(actions, read) if actions else ActionsFile(actions=())
    adopted = adopt_pact(AdoptPact(pact=read, actions=actions_read), actor=operator())
    screen().print(f"{escape(adopted.name_nl)}: {len(read.goals)} goals and {len(actions_read.actions)} actions.")


@imports.command("indicators")
@click.argument("file", type=FILE)
def indicators(*, file: Path) -> None:
    """Definitions of indicators, from a TOML file."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.indicators import read_definitions
    from arbeidspact.monitor.actions import adopt_indicators
    from arbeidspact.monitor.commands import AdoptIndicators
    from arbeidspact.monitor.measures import known_measures
    from arbeidspact.organisations.actor import operator

    definitions = tuple(read_definitions(file, measures=known_measures()).values())
    adopt_indicators(AdoptIndicators(definitions=definitions), actor=operator())
    screen().print(f"{len(definitions)} definitions are in force.")


@imports.command("targets")
@click.argument("file", type=FILE)
def targets(*, file: Path) -> None:
    """Baselines and targets, from a TOML file; their indicators must be known."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.indicators import read_targets
    from arbeidspact.monitor.actions import set_targets
    from arbeidspact.monitor.commands import SetTargets
    from arbeidspact.organisations.actor import operator

    promises = read_targets(file)
    set_targets(SetTargets(promises=promises), actor=operator())
    screen().print(f"{len(promises.baselines)} baselines and {len(promises.targets)} targets are in force.")
