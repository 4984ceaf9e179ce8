"""`arbeidspact follow-up`: the rules that fill the queues, and lines that stand too long."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group("follow-up", cls=CommandGroup)
def followup() -> None:
    """Nobody lost: bring the queues up to date. Each command only says what it would do, until you say --yes."""


@followup.command("run")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option("--yes", is_flag=True, help="Do it; without it, only say what would be opened and closed.")
def run(*, rules: tuple[str, ...], yes: bool) -> None:
    """Open a line for whoever a RULE finds, and close what it finds no longer; all rules when none is named.

    Meant to be run every hour. Twice the same changes nothing the second time.
    """
    open_installation()
    from arbeidspact.cli.screen import Table, screen
    from arbeidspact.followup.actions import run_rules
    from arbeidspact.organisations.actor import operator

    counts = run_rules(rules, actor=operator(), is_rehearsal=not yes)
    table = Table(title="Queues" if yes else "Queues, if you say --yes")
    for heading in ("rule", "opened", "closed", "left"):
        table.add_column(heading, justify="left" if heading == "rule" else "right")
    for name, one in counts.items():
        table.add_row(name, f"{one.opened:,}", f"{one.closed:,}", f"{one.kept:,}")
    screen().print(table)


@followup.command("escalate")
@click.option("--yes", is_flag=True, help="Do it; without it, only say how many lines it would be.")
def escalate(*, yes: bool) -> None:
    """Bring lines that stand open too long to the team lead. How long, the file of thresholds says."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.followup.actions import escalate_old_lines
    from arbeidspact.organisations.actor import operator

    lines = escalate_old_lines(actor=operator(), is_rehearsal=not yes)
    words = "Brought" if yes else "Would bring"
    screen().print(f"{words} {lines:,} lines to the team lead." + ("" if yes else " Say --yes to do it."))
