"""`arbeidspact steering`: what the clock does with signals."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group(cls=CommandGroup)
def steering() -> None:
    """Signals of partners that the steering group must answer within a term."""


@steering.command("remind")
@click.option("--yes", is_flag=True, help="Do it; without it, only say of how many signals it would be.")
def remind(*, yes: bool) -> None:
    """Mail the steering group about signals whose term ends soon or has passed, once each.

    Meant to be run every day. Twice the same reminds nobody a second time.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.steering.reminders import remind_steering_group

    found = remind_steering_group(actor=operator(), is_rehearsal=not yes)
    words = "Reminded" if yes else "Would remind"
    screen().print(
        f"{words} of {found['due_soon']:,} signals whose term ends soon and {found['overdue']:,} that are overdue."
        + ("" if yes else " Say --yes to do it.")
    )
