"""`arbeidspact check`: is this installation as it should be?"""

from collections.abc import Iterator
from dataclasses import dataclass

import click

from arbeidspact.cli.installation import LOCAL_SETTINGS, open_installation, settings_in_use


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `to_do` is empty when it is as it should be."""

    what: str
    state: str
    to_do: str = ""


@click.command()
def check() -> None:
    """Say how this installation stands, and what to do. Exit code 1 when something cannot stay so."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen

    findings = list(_findings())
    table = Table(title="This installation")
    for heading in ("What", "How it stands", "To do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        colour = "yellow" if finding.to_do else "green"
        table.add_row(finding.what, f"[{colour}]{escape(finding.state)}[/{colour}]", escape(finding.to_do))
    screen().print(table)
    if any(finding.to_do for finding in findings):
        raise click.exceptions.Exit(1)


def _findings() -> Iterator[Finding]:
    from django.conf import settings
    from django.db import connection

    from arbeidspact.demo.load import pending_migrations

    yield Finding("Data directory", str(settings.DATA_DIR))
    yield Finding("Settings", settings_in_use())
    yield Finding("Database", connection.vendor)
    pending = pending_migrations()
    yield Finding(
        "Tables",
        f"{len(pending)} changes waiting" if pending else "current",
        "Run `arbeidspact setup`." if pending else "",
    )
    yield from _files()
    yield from _security()
    if not pending:
        yield from _content()


def _files() -> Iterator[Finding]:
    from django.conf import settings

    from arbeidspact.cli.preparation import STAMP, static_state
    from arbeidspact.web.assets import assets_are_current

    current = assets_are_current()
    to_do = "Run `arbeidspact setup`."
    yield Finding("Styles and scripts", "there" if current else "missing or old", "" if current else to_do)
    stamp = settings.STATIC_ROOT / STAMP
    collected = stamp.is_file() and stamp.read_text(encoding="ascii") == static_state()
    yield Finding("Static files", "collected" if collected else "missing or old", "" if collected else to_do)


def _security() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.checks import WARNING, run_checks

    is_local = settings_in_use() == LOCAL_SETTINGS
    serious = [message for message in run_checks(include_deployment_checks=not is_local) if message.level >= WARNING]
    yield Finding("Checks of the framework", f"{len(serious)} problems", "; ".join(str(one.msg) for one in serious))
    factor = "required" if settings.REQUIRE_SECOND_FACTOR else "not required"
    yield Finding("Second factor", factor + (" (local settings)" if is_local else ""))
    yield Finding("Mail", settings.EMAIL_BACKEND.rsplit(".", 2)[-2])


def _content() -> Iterator[Finding]:
    from arbeidspact.demo.state import demo_logins_exist, read_stamp, row_counts
    from arbeidspact.organisations.vocabulary import current_taxonomy

    stamp = read_stamp()
    yield Finding("Demo", f"{stamp.people} people, {stamp.vacancies} vacancies" if stamp else "none")
    has_logins = demo_logins_exist()
    exposed = has_logins and settings_in_use() != LOCAL_SETTINGS
    yield Finding(
        "Demo logins",
        "there are; they work on this machine alone" if has_logins else "none",
        "Use another data directory for the real installation." if exposed else "",
    )
    for kind, count in row_counts().items():
        yield Finding(kind.capitalize(), str(count))
    yield Finding("Taxonomy", ", ".join(facts.title for facts in current_taxonomy().editions))
