"""`arbeidspact handovers`: what the clock does with a handover that stands still."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group(cls=CommandGroup)
def handovers() -> None:
    """Warm handovers between organisations."""


@handovers.command("expire")
@click.option("--yes", is_flag=True, help="Do it; without it, only say how many it would be.")
def expire(*, yes: bool) -> None:
    """Close handovers that nobody answered by their last day; the sender stays responsible and sees it.

    Meant to be run every day. How long there is to answer, the settings say.
    """
    open_installation()
    from django.utils import timezone

    from arbeidspact.cli.screen import screen
    from arbeidspact.handovers.course import expire_handovers
    from arbeidspact.organisations.actor import operator

    found = expire_handovers(timezone.localdate(), actor=operator(), is_dry_run=not yes)
    screen().print(f"Expired {found:,} handovers." if yes else f"Would expire {found:,} handovers. Say --yes to do it.")


@handovers.command("remind")
@click.option("--yes", is_flag=True, help="Send them; without it, only say how many it would be.")
def remind(*, yes: bool) -> None:
    """Mail whoever has to move a handover that stands still: the receiver, a partner, the person or the sender.

    Meant to be run every day; twice on a day sends nothing twice. When the first goes out, how far apart they are and
    how many at most, the settings say. A handover whose reminders rest is left alone.
    """
    open_installation()
    from django.utils import timezone

    from arbeidspact.cli.screen import Table, screen
    from arbeidspact.handovers.reminders import remind_of_handovers
    from arbeidspact.organisations.actor import operator

    counts = remind_of_handovers(timezone.localdate(), actor=operator(), is_dry_run=not yes)
    table = Table(title="Reminders" if yes else "Reminders, if you say --yes")
    table.add_column("to")
    table.add_column("handovers", justify="right")
    for to, count in counts.items():
        table.add_row(to, f"{count:,}")
    screen().print(table)
