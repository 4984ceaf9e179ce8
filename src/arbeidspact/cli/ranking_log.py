"""`arbeidspact match replay` and `prune`: rankings in the log are made again, and leave it when their time is over."""

from typing import TYPE_CHECKING, Any

import click

from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.vacancies.replay import Replayed


@click.command("replay")
@click.argument("log", type=click.IntRange(min=1), required=False)
@click.option("--sample", type=click.IntRange(1, 10_000), metavar="N", help="So many instead, chosen by lot.")
def replay(*, log: int | None, sample: int | None) -> None:
    """Make the ranking with this number in the LOG again, and say whether it is identical or what differs.

    From the index and the input that were kept, not from what is known now. Ends with code 1 when something differs, or
    is not there that should be.
    """
    if (log is None) == (sample is None):
        raise click.UsageError("Give the number of a ranking in the log, or --sample N.")
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.vacancies import replay as replaying

    actor, out = operator(), screen()
    if log is not None:
        chosen = [replaying.logged_ranking(actor, log)]
        _show_parameters(chosen[0])
    else:
        chosen = replaying.some_logged_rankings(actor, sample or 0)
    results = [replaying.replay(one) for one in chosen]
    for result in results:
        if words := _said(result):
            row = result.log
            of = "work for a person" if row.person_id else "people for a vacancy" if row.vacancy_id else "a round"
            out.print(f"Ranking {row.pk}, {of}, {row.at:%Y-%m-%d %H:%M}: {escape(words)}", soft_wrap=True)
    out.print(f"{_identical(results)} of {len(results)} rankings are identical.")
    if any(_is_wrong(result) for result in results):
        raise click.exceptions.Exit(1)


@click.command("prune")
@click.option("--yes", is_flag=True, help="Remove them; without it, only say what would be removed.")
def prune(*, yes: bool) -> None:
    """Take rankings out of the log whose time is over, with the inputs and indexes kept to make them again.

    Meant to be run every day. How long rankings stay, the settings say.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.vacancies.log_retention import remove_old_rankings

    found = remove_old_rankings(actor=operator(), is_rehearsal=not yes)
    what = f"{found.rankings:,} rankings and {found.files:,} files, {found.bytes / 1_000_000:,.1f} MB"
    screen().print(f"Removed {what}." if yes else f"Would remove {what}. Say --yes to do it.")


def _show_parameters(log: Any) -> None:
    from arbeidspact.cli.screen import Table, escape, screen

    table = Table(title=f"What the log says of ranking {log.pk}")
    table.add_column("Field")
    table.add_column("Value", overflow="fold")
    table.add_row("made on", f"{log.at:%Y-%m-%d %H:%M:%S %Z}")
    table.add_row("for", escape(str(log.organisation or "the operator")))
    table.add_row("shown", str(log.shown))
    table.add_row("index", log.index_hash)
    table.add_row("input", log.input_hash)
    parameters = log.parameters if isinstance(log.parameters, dict) else {}
    for name, value in sorted(parameters.items()):
        table.add_row(name.replace("_", " "), escape(str(value)))
    screen().print(table)


def _identical(results: "list[Replayed]") -> int:
    from arbeidspact.vacancies.replay import Identical

    return sum(isinstance(result, Identical) for result in results)


def _said(result: "Replayed") -> str:
    from arbeidspact.vacancies.replay import Differs, NotReplayable

    if isinstance(result, Differs):
        return "differs: " + "; ".join(result.differences)
    if isinstance(result, NotReplayable):
        return f"not made again. {result.reason}"
    return ""


def _is_wrong(result: "Replayed") -> bool:
    from arbeidspact.vacancies.replay import Differs, NotReplayable

    return isinstance(result, Differs) or (isinstance(result, NotReplayable) and not result.is_meant)
