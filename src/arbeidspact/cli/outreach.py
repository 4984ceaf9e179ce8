"""`arbeidspact outreach`: programmes from a file, old contacts forgotten."""

from pathlib import Path

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group("outreach", cls=CommandGroup)
def outreach() -> None:
    """Programmes that reach out to people, their contacts and their figures."""


@outreach.command("programmes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--adopt", is_flag=True, help="Put them in force; without it, only say what the file holds.")
def programmes(*, file: Path | None, adopt: bool) -> None:
    """Put the programmes of FILE in force, with the stages they count. Without FILE: those that come with the product.

    A programme that is in force and not in the file ends; its enrolments stay.
    """
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.outreach.actions import adopt_programmes
    from arbeidspact.outreach.commands import AdoptProgrammes
    from arbeidspact.outreach.programmes_file import SHIPPED, read_programmes

    found = read_programmes(file or SHIPPED)
    table = Table(title="Programmes")
    for heading in ("Programme", "Who takes part", "Stages"):
        table.add_column(heading, overflow="fold")
    for one in found:
        stages = ", ".join(f"{stage.name.en} ({stage.fact})" for stage in one.stages)
        table.add_row(escape(one.name.en), ", ".join(one.organisation_kinds), escape(stages))
    screen().print(table)
    if adopt:
        adopt_programmes(AdoptProgrammes(programmes=found), actor=operator())
    screen().print("They are in force." if adopt else "Say --adopt to put them in force.")


@outreach.command("retention")
@click.option("--yes", is_flag=True, help="Anonymise them; without it, only say how many there are.")
def retention(*, yes: bool) -> None:
    """Anonymise contacts that never became a file and whose time is over, and withdrawn ones after a month.

    Meant to be run every day. How long contacts stay, the settings say. That somebody was met, where and when, stays.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.outreach.actions import anonymise_old_contacts

    found = anonymise_old_contacts(actor=operator(), is_rehearsal=not yes)
    what = f"{found.silent:,} contacts without a file and {found.withdrawn:,} withdrawn ones"
    screen().print(f"Anonymised {what}." if yes else f"Would anonymise {what}. Say --yes to do it.")
