"""`arbeidspact steering`: what the clock does with signals, and the figure of how many are answered in time."""

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


@steering.command("figures")
@click.option("--area", required=True, help="The code of the area that the figures are about, such as gent.")
@click.option("--pact", default="", help="The short name of the pact; without it, all pacts together.")
@click.option("--yes", is_flag=True, help="Record them; without it, only show them.")
def figures(*, area: str, pact: str, yes: bool) -> None:
    """Make figures of the share of signals answered in time, for each quarter that has ended.

    Provisional figures of the indicator signals-answered-in-time.
    """
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.steering.figures import INDICATOR, record_signal_figures

    found = record_signal_figures(actor=operator(), area=area, pact=pact, is_rehearsal=not yes)
    if not found.is_defined:
        screen().print(f"No percentage {INDICATOR} is defined here: import its definition first.")
        return
    table = Table(title="Signals answered in time")
    for heading in ("Quarter", "Percent", "Remark"):
        table.add_column(heading, overflow="fold")
    for one in found.observations:
        table.add_row(str(one.period), str(one.value), escape(one.flag_en))
    screen().print(table)
    if found.recorded is not None:
        done = found.recorded
        screen().print(f"Recorded: {done.new} new, {done.changed} changed, {done.same} the same.")
    else:
        screen().print("Nothing to record." if yes else "Say --yes to record them.")
