"""`arbeidspact proposals`: what people said of proposals from texts, as a file; texts whose time is over."""

from pathlib import Path

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group("proposals", cls=CommandGroup)
def proposals() -> None:
    """What is proposed from texts: feedback of people, and texts that were kept long enough."""


@proposals.command("feedback")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="A CSV file; else the screen."
)
def feedback(*, output: Path | None) -> None:
    """Write what people rejected or put right, of every organisation, with the words it was proposed for.

    Names, numbers and addresses are masked before they are kept.
    """
    open_installation()
    import sys

    from arbeidspact.cli.screen import problem_screen
    from arbeidspact.exchange.exports import csv_lines
    from arbeidspact.organisations.actor import operator
    from arbeidspact.proposals.waiting_queries import FEEDBACK_COLUMNS, feedback_list, feedback_rows

    rows = feedback_rows(feedback_list(operator()))
    records = (dict(zip(FEEDBACK_COLUMNS, map(str, row), strict=True)) for row in rows)
    lines = csv_lines(FEEDBACK_COLUMNS, records)
    if output is None:
        for line in lines:
            sys.stdout.write(line.removeprefix("\ufeff"))
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    problem_screen().print("The file is written.")


@proposals.command("retention")
@click.option("--yes", is_flag=True, help="Remove them; without it, only say how many there are.")
def retention(*, yes: bool) -> None:
    """Remove texts whose owner did not finish them in time: a CV or a story after a day, a vacancy after two weeks.

    And what people sent from a page of their own that nobody put in the file within four weeks.

    Meant to be run often. Until then nobody opens them either; what was said of proposals stays, without names.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.proposals.actions import forget_old_readings
    from arbeidspact.proposals.told import forget_old_told

    texts = forget_old_readings(actor=operator(), is_rehearsal=not yes)
    told = forget_old_told(actor=operator(), is_rehearsal=not yes)
    found = f"{texts:,} texts, and what {told:,} people told behind a link"
    screen().print(f"Removed {found}." if yes else f"Would remove {found}. Say --yes to do it.")
