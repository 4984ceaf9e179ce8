"""`arbeidspact import vacancies|people` and `arbeidspact export`: rows of files in and out."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.exchange.exports import Export
    from arbeidspact.exchange.report import ImportReport

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Command = Callable[..., Any]


def _acting(command: Command) -> Command:
    organisation = click.option("--organisation", default="", metavar="NAME", help="Short name of who it is done for.")
    member = click.option("--as", "member", default="", metavar="MAIL", help="Do it as this member.")
    return organisation(member(command))


def _taking_in(command: Command) -> Command:
    check = click.option("--check", is_flag=True, help="Show what would happen and write nothing.")
    report = click.option(
        "--report",
        "report_file",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        help="Write what became of each row to this file (.csv or .xlsx).",
    )
    return click.argument("file", type=FILE)(check(report(_acting(command))))


def _going_out(command: Command) -> Command:
    form = click.option(
        "--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="Of the file."
    )
    output = click.option(
        "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="A file; else the screen."
    )
    return form(output(_acting(command)))


@click.command("vacancies")
@_taking_in
def import_vacancies(*, file: Path, check: bool, report_file: Path | None, organisation: str, member: str) -> None:
    """Vacancies, from a CSV, JSON or XLSX file; those with a known source and number are changed."""
    open_installation()
    from arbeidspact.cli.screen import Steps
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.vacancies import import_vacancies as take_in

    actor = actor_at_command_line(organisation, member)
    with Steps() as step:
        report = take_in(
            file.read_bytes(), actor=actor, check=check, progress=lambda done, of: step("Vacancies", done, of)
        )
    show_report(report, report_file)


@click.command("people")
@_taking_in
def import_people(*, file: Path, check: bool, report_file: Path | None, organisation: str, member: str) -> None:
    """People, from a CSV, JSON or XLSX file, for an organisation that from then on accompanies them."""
    open_installation()
    from arbeidspact.cli.screen import Steps
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.people import import_people as take_in

    actor = actor_at_command_line(organisation, member)
    with Steps() as step:
        report = take_in(
            file.read_bytes(), actor=actor, check=check, progress=lambda done, of: step("People", done, of)
        )
    show_report(report, report_file)


@click.group(cls=CommandGroup)
def export() -> None:
    """Write what is known to a CSV or JSON file."""


@export.command("vacancies")
@_going_out
def export_vacancies(*, form: str, output: Path | None, organisation: str, member: str) -> None:
    """All vacancies, with the columns that the import reads."""
    open_installation()
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.exports import export_vacancies as going_out

    _write(going_out(actor=actor_at_command_line(organisation, member)), form, output)


@export.command("observations")
@click.option("--indicator", help="Short name; else all figures.")
@_going_out
def export_observations(
    *, indicator: str | None, form: str, output: Path | None, organisation: str, member: str
) -> None:
    """Published figures, with the columns that the import reads."""
    open_installation()
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.exports import export_observations as going_out

    _write(going_out(actor=actor_at_command_line(organisation, member), indicator=indicator), form, output)


@export.command("actions")
@click.argument("pact")
@_going_out
def export_actions(*, pact: str, form: str, output: Path | None, organisation: str, member: str) -> None:
    """The actions of PACT (its short name), with lead, partners and money."""
    open_installation()
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.exports import export_actions as going_out

    _write(going_out(pact, actor=actor_at_command_line(organisation, member)), form, output)


@export.command("people")
@_going_out
def export_people(*, form: str, output: Path | None, organisation: str, member: str) -> None:
    """The people whom a member's organisation accompanies; needs --as, and every line is recorded."""
    open_installation()
    from arbeidspact.exchange.acting import actor_at_command_line
    from arbeidspact.exchange.exports import export_people as going_out

    _write(going_out(actor=actor_at_command_line(organisation, member)), form, output)


def show_report(report: "ImportReport", report_file: Path | None = None) -> None:
    """What the report says; with problems the command ends with code 1."""
    from arbeidspact.cli.problems import ProblemRow, show_problems
    from arbeidspact.cli.screen import escape, screen

    if report_file is not None:
        _keep_report(report, report_file)
    for note in report.notes:
        screen().print(escape(note))
    if not report.is_clean:
        show_problems([ProblemRow(one.place, str(one.problem), str(one.fix)) for one in report.problems])
        raise click.exceptions.Exit(1)
    words = "Nothing is wrong, and nothing was written. It would be: " if report.is_check else ""
    screen().print(f"{words}{report.created} new, {report.updated} changed, {report.same} the same.")
    if report.waiting:
        screen().print(
            f"{report.waiting} of which the occupation is not sure wait in the queue, on the page of vacancies."
        )


def _keep_report(report: "ImportReport", file: Path) -> None:
    from arbeidspact.exchange.exports import csv_lines
    from arbeidspact.exchange.row_report import REPORT_COLUMNS, report_rows
    from arbeidspact.exchange.workbook import Sheet, workbook_of

    rows = report_rows(report)
    if file.suffix.casefold() == ".xlsx":
        file.write_bytes(workbook_of([Sheet("rows", REPORT_COLUMNS, rows)]))
        return
    records = (dict(zip(REPORT_COLUMNS, map(str, row), strict=True)) for row in rows)
    with file.open("w", encoding="utf-8", newline="") as kept:
        kept.writelines(csv_lines(REPORT_COLUMNS, records))


def _write(export: "Export", form: str, output: Path | None) -> None:
    from arbeidspact.cli.screen import problem_screen
    from arbeidspact.exchange.exports import ExportFormat

    lines = export.lines(ExportFormat(form))
    if output is None:
        for line in lines:
            sys.stdout.write(line.removeprefix("\ufeff"))
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    problem_screen().print("The file is written.")
