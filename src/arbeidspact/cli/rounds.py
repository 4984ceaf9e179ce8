"""`arbeidspact match batch`: everybody at once, at the command line; and what keeps rounds going and tidy."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.organisations.actor import Actor
    from arbeidspact.rounds.figures import Figure
    from arbeidspact.rounds.queries import MatchingRound

RERANKINGS = ["plain", "price_adjusted", "capped", "allocation_first"]
POLITENESS = 10
INTERRUPTED = 130


@click.command("batch")
@click.option("--k", default=20, show_default=True, type=click.IntRange(1, 100), help="Vacancies on a list.")
@click.option(
    "--rerank",
    type=click.Choice(RERANKINGS),
    help="The order of everybody's list; without it, the one that the settings name.",
)
@click.option(
    "--price-percent",
    default=50,
    show_default=True,
    type=click.IntRange(0, 100),
    help="For price_adjusted: how much of its crowding is taken off a vacancy.",
)
@click.option(
    "--cap", default=30, show_default=True, type=click.IntRange(1, 100_000), help="For capped: lists a vacancy is on."
)
@click.option("--organisation", default="", metavar="NAME", help="Short name of whose people; else everybody.")
@click.option("--as", "member", default="", metavar="MAIL", help="Do it as this member.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write matches.parquet and trade-offs.csv here: references and numbers, no names.",
)
@click.option("--resume", type=click.UUID, metavar="REFERENCE", help="Go on with this round instead.")
def batch(*, output: Path | None, organisation: str, member: str, resume: UUID | None, **asked: Any) -> None:
    """Match everybody with all open vacancies, in a matching round that the screens show too.

    Ctrl-C stops it; what was done is kept, and --resume goes on.
    """
    open_installation()
    from arbeidspact.cli.screen import Steps, escape, screen
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.organisations.exceptions import Conflict
    from arbeidspact.organisations.permissions import Permission, require
    from arbeidspact.rounds.actions import cancel_round
    from arbeidspact.rounds.commands import CancelRound
    from arbeidspact.rounds.pulse import Pulse
    from arbeidspact.rounds.queries import RoundState, state_now
    from arbeidspact.rounds.work import work_on

    actor = actor_at_command_line(organisation, member)
    if output is not None:
        require(actor, Permission.EXPORT_ROUND)
    round_ = _begun(actor, resume, asked)
    out = screen()
    out.print(f"Matching round {round_.reference}, {escape(str(round_.get_reranking_display()).lower())}.")
    again = f"arbeidspact match batch --resume {round_.reference}"
    try:
        with Steps() as step, Pulse(round_):
            done = work_on(round_.reference, tell=lambda at, number, of: step(str(at.label), number, of))
    except KeyboardInterrupt:
        cancel_round(CancelRound(round=round_.reference), actor=actor)
        out.print(f"Stopped; what was done is kept. Go on with:\n{again}", soft_wrap=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    state = state_now(done)
    if state is RoundState.FAILED:
        raise Conflict(done.problem, hint=f"What was done is kept. Mend it, then go on with: {again}")
    if state is not RoundState.FINISHED:
        out.print(f"Somebody cancelled this round; what was done is kept. Go on with:\n{again}", soft_wrap=True)
        return
    _show(done)
    if output is not None:
        _write(done, output, actor)


@click.command("work", hidden=True)
@click.argument("reference", type=click.UUID)
def work(*, reference: UUID) -> None:
    """Work on the round with this REFERENCE: what the pages start, in a process of its own."""
    open_installation()
    from arbeidspact.rounds.pulse import Pulse
    from arbeidspact.rounds.work import work_on, work_to_do

    os.nice(POLITENESS)
    with Pulse(work_to_do(reference)):
        work_on(reference)


@click.command("clean")
@click.option("--yes", is_flag=True, help="Remove them; without it, only say what would be removed.")
def clean(*, yes: bool) -> None:
    """Remove the files of matching rounds whose time is over; their figures stay.

    Meant to be run every day. How long files are kept, the settings say.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.rounds.retention import remove_old_files

    found = remove_old_files(actor=operator(), is_rehearsal=not yes)
    size = f"{found.bytes / 1_000_000:,.1f} MB"
    words = f"the files of {found.rounds} round{'' if found.rounds == 1 else 's'}"
    if found.stray_folders:
        words += f" and of {found.stray_folders} that the database does not know"
    screen().print(f"Removed {words}: {size}." if yes else f"Would remove {words}: {size}. Say --yes to do it.")


def _begun(actor: "Actor", resume: UUID | None, asked: dict[str, Any]) -> "MatchingRound":
    from arbeidspact.rounds.actions import resume_round, start_round
    from arbeidspact.rounds.commands import ResumeRound, StartRound
    from arbeidspact.rounds.launching import launch_nothing

    if resume is not None:
        return resume_round(ResumeRound(round=resume), actor=actor, launch=launch_nothing)
    command = StartRound(reranking=asked.pop("rerank"), **asked)
    return start_round(command, actor=actor, launch=launch_nothing)


def _show(round_: "MatchingRound") -> None:
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.rounds.figures import figures_of, meanings, trade_offs_of

    out = screen()
    table = Table(title="What came out")
    for heading in ("Figure", "Value", "Meaning"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "Value" else "left")
    for figure in figures_of(round_):
        table.add_row(escape(figure.label), _text(figure), escape(figure.meaning))
    out.print(table)
    orders = trade_offs_of(round_)
    table = Table(title="What each order of the lists costs and brings")
    table.add_column("Figure", overflow="fold")
    for row in orders:
        words = f"{row.order.name.value} (this round)" if row.is_own else row.order.name.value
        table.add_column(escape(words.replace("_", " ")), justify="right")
    for place, figure in enumerate(meanings()):
        table.add_row(escape(figure.label), *(_text(row.figures[place]) for row in orders))
    out.print(table)


def _text(figure: "Figure") -> str:
    from arbeidspact.rounds.figures import FigureKind

    if figure.value is None:
        return "-"
    forms = {FigureKind.COUNT: "{:,.0f}", FigureKind.SHARE: "{:.1%}", FigureKind.NUMBER: "{:.2f}"}
    return forms[figure.kind].format(figure.value)


def _write(round_: "MatchingRound", folder: Path, actor: "Actor") -> None:
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.rounds.answers import AnswerFormat, answer_as_parquet, export_round
    from arbeidspact.rounds.figures import trade_off_rows
    from arbeidspact.rounds.folders import for_the_owner_alone

    table = export_round(round_.reference, AnswerFormat.PARQUET, actor=actor)
    lines = [",".join(str(cell) for cell in row) for row in trade_off_rows(round_)]
    with for_the_owner_alone():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matches.parquet").write_bytes(answer_as_parquet(table))
        (folder / "trade-offs.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    screen().print(f"{table.num_rows:,} matches are in {escape(str(folder))}.", soft_wrap=True)
