"""`arbeidspact terms`: the rules as they are read."""

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
