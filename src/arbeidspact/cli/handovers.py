"""`arbeidspact handovers`: what the clock does with a handover that nobody answered."""

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
