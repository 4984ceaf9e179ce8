"""`arbeidspact release`: what leaves, made, published and taken back."""

import os
from uuid import UUID

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

POLITENESS = 10


@click.group("release", cls=CommandGroup)
def release() -> None:
    """Releases of open data, through the publication guard."""


@release.command("make")
@click.option("--leave-out", "left_out", metavar="INDICATOR", multiple=True, help="An indicator that stays at home.")
@click.option(
    "--group", "groups", metavar="AREA+AREA", multiple=True, help="Areas published together instead of one by one."
)
@click.option("--round", "is_rounded", is_flag=True, help="Round guarded counts to tens instead of hiding small ones.")
@click.option("--notes", default="", help="What a reader should know.")
def make(*, left_out: tuple[str, ...], groups: tuple[str, ...], is_rounded: bool, notes: str) -> None:
    """Make a release of what stands now: a draft, or one that the guard stopped.

    Ends with status 1 when the guard stopped it; the reckonings that give somebody away are shown.
    """
    open_installation()
    from arbeidspact.cli.screen import Steps, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.publications.actions import make_release
    from arbeidspact.publications.commands import MakeRelease

    command = MakeRelease(
        left_out=left_out,
        groups=tuple(tuple(group.split("+")) for group in groups),
        method="round" if is_rounded else "hide",
        notes=notes,
    )
    with Steps() as steps:
        made = make_release(
            command, actor=operator(), progress=lambda step, done, total: steps(str(step.label), done, total)
        )
    leaks = made.report["leaks"]
    hidden = sum(line["hidden"] for line in made.report["indicators"])
    figures = sum(line["figures"] for line in made.report["indicators"])
    screen().print(f"Release {made.version}: {made.status}, {figures:,} figures, {hidden:,} of them hidden.")
    for leak in leaks:
        screen().print(f"  {escape(leak['sentence'])}")
        if areas := leak["remedy"]["areas"]:
            screen().print(f"    --group {escape('+'.join(areas))} helps, or --leave-out {leak['remedy']['indicator']}")
        else:
            screen().print(f"    --leave-out {leak['remedy']['indicator']} helps")
    if leaks:
        raise SystemExit(1)


@release.command("list")
def list_releases() -> None:
    """List all releases, the newest first."""
    open_installation()
    from arbeidspact.cli.screen import Table, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.publications.queries import releases

    table = Table(title="Releases")
    for heading in ("Version", "Status", "Made", "Published", "Files", "Leaks"):
        table.add_column(heading)
    for one in releases(actor=operator()):
        published = f"{one.published_at:%Y-%m-%d %H:%M}" if one.published_at else ""
        leaks = len(one.report.get("leaks", ()))
        made = f"{one.made_at:%Y-%m-%d %H:%M}"
        table.add_row(one.version, one.status, made, published, str(len(one.manifest)), str(leaks or ""))
    screen().print(table)


@release.command("publish")
@click.argument("version")
def publish(version: str) -> None:
    """Make the draft VERSION public, for good."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.publications.actions import publish_release
    from arbeidspact.publications.commands import PublishRelease

    made = publish_release(PublishRelease(version=version), actor=operator())
    screen().print(f"Release {made.version} is public.")


@release.command("withdraw")
@click.argument("version")
@click.option("--reason", required=True, help="Why; it stays on the page of the release.")
def withdraw(version: str, reason: str) -> None:
    """Take the public release VERSION back. What was public stays known to the guard."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.publications.actions import withdraw_release
    from arbeidspact.publications.commands import WithdrawRelease

    made = withdraw_release(WithdrawRelease(version=version, reason=reason), actor=operator())
    screen().print(f"Release {made.version} is withdrawn.")


@release.command("work", hidden=True)
@click.argument("reference", type=click.UUID)
def work(*, reference: UUID) -> None:
    """Make the release that was asked under this REFERENCE: what the pages start, in a process of its own."""
    open_installation()
    from arbeidspact.publications.launching import pulse_of
    from arbeidspact.publications.work import making_to_do, work_on

    os.nice(POLITENESS)
    with pulse_of(making_to_do(reference)):
        work_on(reference)
