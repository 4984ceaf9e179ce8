"""`arbeidspact report`: the steering report and the citizens' version, made, checked, made public; and the key."""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.reports.queries import Report

KINDS = ["steering", "citizens"]
LANGUAGES = ["nl", "en"]
POLITENESS = 10


@click.group("report", cls=CommandGroup)
def report() -> None:
    """The steering report and the citizens' version of a release: signed PDF and web page."""


@report.command("build")
@click.argument("release")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind; without it, both.")
@click.option(
    "--language", "languages", type=click.Choice(LANGUAGES), multiple=True, help="In this language; without it, Dutch."
)
@click.option("--review", type=click.UUID, metavar="REFERENCE", help="The frozen review that the report rests on.")
@click.option("--pact", default="", metavar="NAME", help="Short name of the pact, where there are several.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the files here too, a folder for each report.",
)
def build(
    *,
    release: str,
    kinds: tuple[str, ...],
    languages: tuple[str, ...],
    review: UUID | None,
    pact: str,
    output: Path | None,
) -> None:
    """Make the reports of the frozen RELEASE: PDF, web page, content, statement and signature.

    Made before, it is not made again: the same release gives the same bytes.
    """
    open_installation()
    from arbeidspact.cli.screen import escape, screen

    for kind in dict.fromkeys(kinds or KINDS):
        for language in dict.fromkeys(languages or LANGUAGES[:1]):
            made = _made(release, kind, language, review, pact)
            out = screen()
            out.print(f"{made.get_kind_display()} of {made.release} ({made.language}): {made.pages} pages.")
            out.print(f"  pdf     sha256 {made.pdf_sha256}\n  html    sha256 {made.html_sha256}", soft_wrap=True)
            out.print(f"  content sha256 {made.content_sha256}", soft_wrap=True)
            if output is not None:
                out.print(f"  {escape(str(_write(made, output)))}", soft_wrap=True)


@report.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--statement",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="statement.txt that goes with it; without it, the one beside FILE.",
)
@click.option(
    "--signature",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="statement.sig that goes with it; without it, the one beside the statement.",
)
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public key (PEM); without it, that of this installation.",
)
@click.option(
    "--again", is_flag=True, help="Also make the report anew of content.json beside it, and compare the bytes."
)
def verify(*, file: Path, statement: Path | None, signature: Path | None, key: Path | None, again: bool) -> None:
    """Is FILE (PDF, HTML or content.json) as it was when it was signed? Ends with status 1 when it is not."""
    open_installation()
    from arbeidspact.cli.screen import escape, screen
    from arbeidspact.organisations.exceptions import NotFound
    from arbeidspact.reports.signing import Verdict, check_file, fingerprint_of, has_key, public_key

    statement = statement or file.with_name("statement.txt")
    signature = signature or statement.with_name("statement.sig")
    for path in (statement, signature):
        if not path.is_file():
            raise NotFound(
                f"There is no {path.name} beside it.", hint="Say where it is with --statement and --signature."
            )
    if key is None and not has_key():
        raise NotFound("This installation has no key yet.", hint="Name the public key with --key.")
    pem = key.read_text(encoding="ascii", errors="replace") if key else public_key()
    content = file.read_bytes()
    found = check_file(content, statement.read_bytes(), signature.read_bytes(), pem)
    out = screen()
    out.print(f"sha256 {found.sha256}\nkey    {fingerprint_of(pem)}", soft_wrap=True)
    if found.verdict is Verdict.STATEMENT_FORGED:
        out.print("NOT GENUINE: the signature does not fit the statement and this key.")
        raise SystemExit(1)
    if found.verdict is Verdict.FILE_CHANGED:
        out.print("NOT GENUINE: the statement is signed, and names another file than this one.")
        raise SystemExit(1)
    facts = found.facts
    about = f"{facts.get('kind', '')} report of {facts.get('release', '')} in {facts.get('language', '')}"
    out.print(f"GENUINE: the {escape(found.name)} of the {escape(about)}, {escape(facts.get('made with', ''))}.")
    if again:
        _compare_again(file.with_name("content.json"), dict(facts))


@report.command("keygen")
@click.option("--replace", is_flag=True, help="Put the key that is there aside and make a new one.")
def keygen(*, replace: bool) -> None:
    """Make the key that signs reports, for the owner of the data directory alone.

    Without it, the first report makes one. Publish the fingerprint on paper too.
    """
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.reports.signing import make_key, public_key

    fingerprint = make_key(replace=replace)
    screen().print(f"Fingerprint (SHA-256 of the public key): {fingerprint}\n{public_key()}", soft_wrap=True)


@report.command("publish")
@click.argument("reference", type=click.UUID)
@click.option("--down", is_flag=True, help="Take it off the public page instead.")
def publish(*, reference: UUID, down: bool) -> None:
    """Put the report with this REFERENCE on the public page."""
    open_installation()
    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.reports.actions import publish_report, take_report_down
    from arbeidspact.reports.commands import PublishReport, TakeReportDown

    if down:
        take_report_down(TakeReportDown(report=reference), actor=operator())
        screen().print("The report is no longer public.")
    else:
        publish_report(PublishReport(report=reference), actor=operator())
        screen().print("The report is public.")


@report.command("list")
def list_reports() -> None:
    """List all reports, the newest first."""
    open_installation()
    from arbeidspact.cli.screen import Table, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.reports.queries import reports_of, state_now

    table = Table(title="Reports")
    for heading in ("Reference", "Release", "Kind", "Language", "State", "Pages", "Public"):
        table.add_column(heading, overflow="fold")
    for one in reports_of(operator()):
        public = f"{one.published_at:%Y-%m-%d}" if one.published_at else ""
        pages = str(one.pages or "")
        table.add_row(str(one.reference), one.release, one.kind, one.language, state_now(one).value, pages, public)
    screen().print(table)


@report.command("work", hidden=True)
@click.argument("reference", type=click.UUID)
def work(*, reference: UUID) -> None:
    """Make the report with this REFERENCE: what the pages start, in a process of its own."""
    open_installation()
    from arbeidspact.reports.launching import pulse_of
    from arbeidspact.reports.work import report_to_make, work_on

    os.nice(POLITENESS)
    with pulse_of(report_to_make(reference)):
        work_on(reference)


def _made(release: str, kind: str, language: str, review: UUID | None, pact: str) -> "Report":
    """The report, made in this process where it is not there yet."""
    from arbeidspact.cli.screen import Steps
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.exceptions import Conflict
    from arbeidspact.reports.actions import build_report
    from arbeidspact.reports.commands import BuildReport
    from arbeidspact.reports.launching import launch_nothing, pulse_of
    from arbeidspact.reports.queries import ready_report
    from arbeidspact.reports.work import STEPS, work_on

    command = BuildReport.model_validate(
        {"release": release, "kind": kind, "language": language, "review": review, "pact": pact}
    )
    known = ready_report(command, actor=operator())
    if known is not None:
        return known
    asked = build_report(command, actor=operator(), launch=launch_nothing)
    with Steps() as step, pulse_of(asked):
        done = work_on(asked.reference, tell=lambda at: step(str(at.label), STEPS.index(at), len(STEPS)))
    if done.failed_at is not None:
        raise Conflict(done.problem, hint="Mend it, then say the same again.")
    return done


def _write(made: "Report", folder: Path) -> Path:
    from arbeidspact.reports.queries import ReportFile, file_of

    path = folder / f"{made.release}-{made.kind}-{made.language}"
    path.mkdir(parents=True, exist_ok=True)
    for name in ReportFile:
        (path / name.value).write_bytes(file_of(made, name))
    return path


def _compare_again(content: Path, facts: dict[str, str]) -> None:
    import hashlib

    from arbeidspact.cli.screen import screen
    from arbeidspact.organisations.exceptions import InvalidValue, NotFound
    from arbeidspact.reports.content import content_from
    from arbeidspact.reports.making import made_page, made_pdf

    if not content.is_file():
        raise NotFound("There is no content.json beside it.", hint="Download it from the page of the report.")
    try:
        said = content_from(content.read_text(encoding="utf-8"))
    except ValueError:
        raise InvalidValue("content.json is not the content of a report.", hint="Download it again.") from None
    kind, language = facts.get("kind", ""), facts.get("language", "")
    again = {
        "content": said.sha256,
        "pdf": hashlib.sha256(made_pdf(said, kind, language).pdf).hexdigest(),
        "html": hashlib.sha256(made_page(said, kind, language)).hexdigest(),
    }
    different = [name for name, sha256 in again.items() if facts.get(f"{name} sha256") != sha256]
    if different:
        screen().print(
            f"Made again, other bytes came out: {', '.join(different)}. Made with: {facts.get('made with')}."
        )
        raise SystemExit(1)
    screen().print("Made again from its content: the same PDF and web page, byte for byte.")
