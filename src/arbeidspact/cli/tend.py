"""`arbeidspact tend`: everything that the clock asks for, in one command for the scheduler."""

from typing import Final

import click

from arbeidspact.cli.installation import open_installation

TASKS: Final[tuple[tuple[str, ...], ...]] = (
    ("messages", "send"),
    ("messages", "bounces"),
    ("handovers", "expire"),
    ("handovers", "remind"),
    ("follow-up", "run"),
    ("follow-up", "escalate"),
    ("steering", "remind"),
    ("fund", "remind"),
    ("outreach", "retention"),
    ("proposals", "retention"),
    ("figures", "compute"),
    ("match", "prune"),
    ("match", "clean"),
)
"""In this order: what came back is known before the queues are filled. Each takes --yes, and only rehearses without."""


@click.command("tend")
@click.option("--yes", is_flag=True, help="Do it; without it, each task only says what it would do.")
@click.option("--only", multiple=True, metavar="TASK", help='One task, such as "follow-up run"; may be given again.')
def tend(*, yes: bool, only: tuple[str, ...]) -> None:
    """Do everything whose time has come: send, read what came back, fill the queues, forget what is too old.

    The one command for the scheduler, every ten minutes. Each task is a command of its own and can be run alone. One
    that fails does not hold up the others; the exit code is 1 then.
    """
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.exceptions import Conflict

    names = [" ".join(task) for task in TASKS]
    for name in only:
        if name not in names:
            raise click.UsageError(f"There is no task {name}. Choose from: {', '.join(names)}.")
    out, failed = screen(), 0
    for task in TASKS:
        name = " ".join(task)
        if only and name not in only:
            continue
        out.print(f"[bold]{name}[/bold]")
        try:
            _run(task, yes=yes)
        except Conflict as problem:
            out.print(f"{name}: left out. {escape(str(problem))}", soft_wrap=True)
        except Exception as problem:
            failed += 1
            out.print(f"{name} failed: {escape(type(problem).__name__)}. Run it alone to see why.")
    if failed:
        raise click.exceptions.Exit(1)


def _run(task: tuple[str, ...], *, yes: bool) -> None:
    from arbeidspact.cli.main import main

    context = click.get_current_context().find_root()
    command: click.Command = main
    for word in task:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None, word
        command = found
    with command.make_context(" ".join(task), ["--yes"] if yes else [], parent=context) as own:
        command.invoke(own)
