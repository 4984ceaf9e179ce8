"""`arbeidspact figures`: files of figures of any size, checked, shown and taken in; and figures worked out here."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from arbeidspact.cli.computed_figures import compute, measures
from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.indicators.formats import ColumnMapping
    from arbeidspact.monitor.delivery_queries import Delivery
    from arbeidspact.organisations.actor import Actor

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
STEPS = {"reading": "Reading and checking", "comparing": "Comparing", "writing": "Taking in"}


@click.group(cls=CommandGroup)
def figures() -> None:
    """Take files of figures in, see what came, withdraw it again; work out those that the platform counts itself."""


figures.add_command(compute)
figures.add_command(measures)


@figures.command("import")
@click.argument("file", type=FILE)
@click.option("--mapping", metavar="NAME", help="A saved mapping, or a TOML file with one; else our own columns.")
@click.option("--sheet", default="", metavar="NAME", help="Of a workbook; else the first sheet that is filled.")
@click.option("--yes", is_flag=True, help="Take it in; without it, only say what would change.")
@click.option("--organisation", default="", metavar="NAME", help="Short name of who it is done for.")
@click.option("--as", "member", default="", metavar="MAIL", help="Do it as this member.")
def take_in(*, file: Path, mapping: str | None, sheet: str, yes: bool, organisation: str, member: str) -> None:
    """Check FILE as a whole, show what it would change, and with --yes take it in.

    A check that was broken off goes on where it was when the same file is given again.
    """
    open_installation()
    from arbeidspact.cli.screen import Steps, screen
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.figure_files import is_workbook_file, plain_bytes
    from arbeidspact.monitor.deliveries import (
        TakeInDelivery,
        check_delivery,
        receive_delivery,
        receive_upload,
        take_in_delivery,
    )

    actor = actor_at_command_line(organisation, member)
    read_with = _mapping(mapping, actor) if mapping else None
    source: Path | None = file
    if is_workbook_file(file):
        data, _notes = plain_bytes(file.read_bytes(), sheet=sheet)
        delivery, source = receive_upload(data, file.name, actor=actor, mapping=read_with), None
    else:
        delivery = receive_delivery(file, file.name, read_with, actor=actor)
    with Steps() as step:

        def tell(what: str, done: int, of: int) -> None:
            step(STEPS[what], done, max(of, 1))

        delivery = check_delivery(delivery, actor=actor, source=source, tell=tell)
        _refuse(delivery)
        if yes:
            delivery = take_in_delivery(TakeInDelivery(delivery=delivery.reference), actor=actor, tell=tell)
    _show(delivery)
    if not yes:
        screen().print("Nothing is taken in yet: say --yes to do it.")


@figures.command("list")
def listed() -> None:
    """The deliveries, the newest first."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.monitor.delivery_queries import delivery_list
    from arbeidspact.organisations.actor import operator

    table = Table(title="Deliveries of figures")
    for heading in ("Reference", "File", "State", "Figures", "Received"):
        table.add_column(heading, overflow="fold")
    for one in delivery_list(actor=operator())[:50]:
        row = (
            str(one.reference),
            one.file_name,
            one.state.value,
            str(one.figures),
            f"{one.received_at:%Y-%m-%d %H:%M}",
        )
        table.add_row(*(escape(cell) for cell in row))
    screen().print(table)


@figures.command("withdraw")
@click.argument("reference", type=click.UUID)
@click.option("--because", required=True, help="Why, for the record.")
def withdraw(*, reference: UUID, because: str) -> None:
    """Take the figures of a delivery out again; what counted before them counts again."""
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.monitor.deliveries import WithdrawDelivery, withdraw_delivery
    from arbeidspact.organisations.actor import operator

    done = withdraw_delivery(WithdrawDelivery(delivery=reference, because=because), actor=operator())
    screen().print(f"{escape(done.file_name)} is withdrawn.")


def _mapping(name: str, actor: "Actor") -> "ColumnMapping":
    from arbeidspact.indicators.formats import parse_mapping
    from arbeidspact.monitor.saved_mappings import mapping_of

    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return parse_mapping(path.read_text(encoding="utf-8"), path.name)
    return mapping_of(name, actor=actor)


def _refuse(delivery: "Delivery") -> None:
    from arbeidspact.indicators import InvalidFile, Problem

    if delivery.problems:
        raise InvalidFile(
            [
                Problem(delivery.file_name, one["place"], one["field"], one["problem"], one["fix"])
                for one in delivery.problems
            ]
        )


def _show(delivery: "Delivery") -> None:
    from arbeidspact.cli.screen import Table, escape, screen

    table = Table(title=f"{delivery.file_name}: {delivery.figures:,} figures")
    for heading in ("What", "Figures"):
        table.add_column(heading, justify="right" if heading == "Figures" else "left")
    words = {
        "new": "new",
        "revised": "revised: another value than the one that counts now",
        "same": "the same",
        "older": "published before the one that counts now",
        "gone": "no longer in the file of their source (they stay)",
        "jumps": "suspicious jumps: look at them",
        "not_published": "cells without a number",
        "left_out": "rows that the mapping leaves out",
    }
    for name, text in words.items():
        if delivery.counts.get(name):
            table.add_row(escape(text), f"{delivery.counts[name]:,}")
    out = screen()
    out.print(table)
    out.print(f"Delivery {delivery.reference}: {delivery.state.value.replace('_', ' ')}.")
