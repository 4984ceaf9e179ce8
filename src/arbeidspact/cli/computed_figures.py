"""`arbeidspact figures compute` and `measures`: figures that the platform counts, or computes from others."""

from typing import TYPE_CHECKING

import click

from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.indicators import Observation

MOST_LINES = 60


@click.command("measures")
def measures() -> None:
    """Show every measure of the platform's own data, and the indicators in force that name it."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.monitor.measures import known_measures
    from arbeidspact.monitor.queries import definitions_in_force

    named: dict[str, list[str]] = {}
    for slug, definition in definitions_in_force().items():
        named.setdefault(definition.measure_name, []).append(slug)
    table = Table(title="Measures")
    for heading in ("In a definition", "Indicators in force", "Source as printed"):
        table.add_column(heading, overflow="fold")
    for name, measure in sorted(known_measures().items()):
        table.add_row(f"platform:{name}", ", ".join(named.get(name, [])) or "-", escape(measure.source))
    screen().print(table)


@click.command("compute")
@click.option("--measure", "names", multiple=True, metavar="NAME", help="One measure; may be given again.")
@click.option("--area", default="", help="The code of the area that the figures are about; else that of the pact.")
@click.option("--invented", is_flag=True, help="Also where the demo's inventions are counted; the figure then says so.")
@click.option("--yes", is_flag=True, help="Record them; without it, only show them.")
def compute(*, names: tuple[str, ...], area: str, invented: bool, yes: bool) -> None:
    """Work out the figures of every measure, and of every indicator that is computed from others.

    Provisional, with today as their vintage; one that says the same as last time is not recorded again. Left out are
    figures that tell of fewer than five people or vacancies.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.monitor.computed import record_computed
    from arbeidspact.monitor.measuring import record_measures
    from arbeidspact.organisations.actor import operator

    found = record_measures(actor=operator(), measures=names, area=area, is_rehearsal=not yes, with_invented=invented)
    _show("Figures of the platform's own data", [(one, "") for one in found.observations])
    _show_left_out([(one.measure, one.about, one.reason) for one in found.left_out])
    screen().print(f"{len(found.observations):,} new or changed, {found.same:,} the same as last time.")
    if not names:
        computed = record_computed(actor=operator(), is_rehearsal=not yes)
        shown = [
            (one.figure, ", ".join(f"{each.indicator} {each.value:f}" for each in one.inputs))
            for one in computed.figures
        ]
        _show("Figures that follow from others", shown)
        _show_left_out(
            [(one.indicator, f"{one.area} {one.period}", "nothing to divide by") for one in computed.not_computed]
        )
        if computed.recorded is not None:
            done = computed.recorded
            screen().print(f"Recorded: {done.new} new, {done.changed} changed, {done.same} the same.")
    if found.recorded is not None:
        screen().print(f"Recorded: {found.recorded.new} new, {found.recorded.changed} changed.")
    elif not yes:
        screen().print("Say --yes to record them.")


def _show(title: str, lines: "list[tuple[Observation, str]]") -> None:
    from arbeidspact.cli.screen import Table, escape, screen

    if not lines:
        return
    table = Table(title=title)
    for heading in ("Indicator", "Period", "Area", "Group", "Value", "Remark"):
        table.add_column(heading, overflow="fold")
    for one, remark in lines[:MOST_LINES]:
        words = " ".join(part for part in (remark, one.flag_en) if part)
        table.add_row(one.indicator, str(one.period), one.area, one.breakdown, f"{one.value:f}", escape(words))
    screen().print(table)
    if len(lines) > MOST_LINES:
        screen().print(f"And {len(lines) - MOST_LINES:,} more.")


def _show_left_out(lines: list[tuple[str, str, str]]) -> None:
    from arbeidspact.cli.screen import escape, screen

    for name, about, reason in lines[:MOST_LINES]:
        screen().print(escape(f"{name}, {about}: left out, {reason}."), soft_wrap=True)
    if len(lines) > MOST_LINES:
        screen().print(f"And {len(lines) - MOST_LINES:,} more left out.")
