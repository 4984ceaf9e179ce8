"""`arbeidspact messages`: send what waits, and read what came back."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group(cls=CommandGroup)
def messages() -> None:
    """Mails, text messages and notices to programs: send what waits, read what came back."""


@messages.command("send")
@click.option("--yes", is_flag=True, help="Send them; without it, only say how many wait.")
@click.option(
    "--limit", default=500, show_default=True, type=click.IntRange(1, 100_000), help="At most so many of each."
)
def send(*, yes: bool, limit: int) -> None:
    """Try every message and notice that waits once more, when its time has come.

    Meant to be run every minute. Two at a time do no harm: nothing is sent twice.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.correspondence.delivery_round import send_what_waits
    from arbeidspact.organisations.actor import operator

    done = send_what_waits(actor=operator(), is_rehearsal=not yes, limit=limit)
    out = screen()
    if not yes:
        out.print(f"Would try {done.messages:,} messages and {done.notices:,} notices. Say --yes to do it.")
        return
    out.print(
        f"Messages: {done.messages:,} sent, {done.later:,} will be tried again, {done.failed:,} given up."
        f" Notices: {done.notices:,} heard, {done.notices_later:,} not."
    )


@messages.command("bounces")
@click.option("--yes", is_flag=True, help="Note them and take them out of the mailbox; without it, only count.")
def bounces(*, yes: bool) -> None:
    """Read the mailbox where mail comes back, and note at each message that it did not arrive.

    Meant to be run every few minutes. The settings name the mailbox: a Maildir folder or an mbox file.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.correspondence.bounces import read_bounces
    from arbeidspact.organisations.actor import operator

    found = read_bounces(actor=operator(), is_rehearsal=not yes)
    what = (
        f"{found.returned:,} came back, {found.arrived:,} arrived, {found.late:,} are late,"
        f" {found.known_already:,} were known or are not ours, {found.strange:,} are something else."
    )
    screen().print(f"Noted: {what}" if yes else f"Would note: {what} Say --yes to do it.")
