"""`arbeidspact fund`: what the clock does with claims that wait to be verified."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group(cls=CommandGroup)
def fund() -> None:
    """The project fund: results that an independent organisation verifies within a term."""


@fund.command("remind")
@click.option("--yes", is_flag=True, help="Do it; without it, only say of how many claims it would be.")
def remind(*, yes: bool) -> None:
    """Mail verifiers, and who must answer them, about claims whose term has passed, once for each term.

    Meant to be run every day. Twice the same reminds nobody a second time.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.funding.reminders import remind_of_late_claims
    from arbeidspact.organisations.actor import operator

    found = remind_of_late_claims(actor=operator(), is_rehearsal=not yes)
    words = "Reminded" if yes else "Would remind"
    screen().print(
        f"{words} of {found['to_verify']:,} claims that wait for a verifier and {found['questioned']:,} that wait for "
        "an answer." + ("" if yes else " Say --yes to do it.")
    )
