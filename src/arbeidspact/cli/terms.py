"""`arbeidspact terms`: the rules as they are read, and the share of terms met in time into the figures."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group("terms", cls=CommandGroup)
def terms() -> None:
    """What must happen by when: rules, and how many terms are met in time."""


@terms.command("rules")
def rules() -> None:
    """Read every rule and say which texts it has, with their legal status, and which one is followed.

    A rule with a mistake is refused, with the place and the fix.
    """
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.terms.rulebook import rulebook

    table = Table(title="Rules")
    for heading in ("Rule", "Text", "Status", "From", "Until", "Length", "Followed"):
        table.add_column(heading, overflow="fold")
    for rule in rulebook().terms:
        for text in rule.versions:
            table.add_row(
                rule.slug,
                text.slug,
                text.status,
                str(text.valid_from or "not known"),
                str(text.valid_until or "-"),
                escape(f"{text.length.amount} {text.length.unit}"),
                "yes" if text.is_followed else "-",
            )
    for bonus in rulebook().bonuses:
        for amounts in bonus.versions:
            since, until = str(amounts.valid_from or "not known"), str(amounts.valid_until or "-")
            table.add_row(bonus.slug, amounts.slug, amounts.status, since, until, "-", "-")
    screen().print(table)


@terms.command("figures")
@click.option("--area", required=True, help="The code of the area that the figures are about, such as gent.")
@click.option("--yes", is_flag=True, help="Record them; without it, only show them.")
def figures(*, area: str, yes: bool) -> None:
    """Make figures of the share of terms met in time, for each rule and each quarter that has ended.

    Provisional figures of the indicators named after the rules. Counts below five are left out.
    """
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.monitor.term_figures import record_term_figures
    from arbeidspact.organisations.actor import operator

    found = record_term_figures(actor=operator(), area=area, is_rehearsal=not yes)
    table = Table(title="Terms met in time")
    for heading in ("Indicator", "Quarter", "Percent", "Remark"):
        table.add_column(heading, overflow="fold")
    for one in found.observations:
        table.add_row(one.indicator, str(one.period), str(one.value), escape(one.flag_en))
    for left in found.left_out:
        table.add_row(left.rule, str(left.quarter), "-", escape(f"left out: {left.reason}"))
    screen().print(table)
    if found.recorded is not None:
        done = found.recorded
        screen().print(f"Recorded: {done.new} new, {done.changed} changed, {done.same} the same.")
    else:
        screen().print("Nothing to record." if yes else "Say --yes to record them.")
