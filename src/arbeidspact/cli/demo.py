"""`arbeidspact demo`: everything set up, loaded and served on this machine."""

from typing import TYPE_CHECKING

import click

from arbeidspact.cli.installation import LOCAL_SETTINGS, PRODUCTION_SETTINGS, open_installation, settings_in_use
from arbeidspact.cli.learning_beside import learning_beside

if TYPE_CHECKING:
    from arbeidspact.cli.screen import Steps
    from arbeidspact.demo.load import Loaded
    from arbeidspact.demo.population import Size

HOST = "127.0.0.1"


@click.command()
@click.option("--reset", is_flag=True, help="Throw this demo away and make it anew.")
@click.option("--yes", is_flag=True, help="Do not ask before a reset.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to serve on.")
@click.option("--no-serve", is_flag=True, help="Set everything up, and stop there.")
@click.option("--people", type=click.IntRange(20, 200_000), help="How many invented people (default 1500).")
@click.option("--vacancies", type=click.IntRange(20, 200_000), help="How many invented vacancies (default 900).")
@click.option("--full", is_flag=True, help="As many job seekers and open vacancies as Ghent had: 12,123 and 8,831.")
@click.option("--seed", type=click.IntRange(min=0), help="Another seed gives other people.")
def demo(
    *,
    reset: bool,
    yes: bool,
    port: int,
    no_serve: bool,
    people: int | None,
    vacancies: int | None,
    full: bool,
    seed: int | None,
) -> None:
    """Ghent's pact as published, with invented residents and vacancies, served on this machine alone."""
    if full and (people or vacancies):
        raise click.UsageError("Choose --full, or --people and --vacancies.")
    open_installation()
    from arbeidspact.cli.screen import Steps, screen

    _refuse_production_settings()
    loaded, was_reset = _prepare(_size(people, vacancies, full=full), seed, reset=reset, sure=yes, steps=Steps())
    if was_reset:
        screen().print("The demo that was here is gone; this is a new one.")
    _show_logins(loaded)
    if not no_serve:
        with learning_beside():
            _serve(port)


def _refuse_production_settings() -> None:
    from arbeidspact.organisations.exceptions import Conflict

    if settings_in_use() == PRODUCTION_SETTINGS:
        raise Conflict(
            "The production settings are for a real installation; the demo is for one machine.",
            hint=f"Unset DJANGO_SETTINGS_MODULE, or set it to {LOCAL_SETTINGS}.",
            field="DJANGO_SETTINGS_MODULE",
        )


def _size(people: int | None, vacancies: int | None, *, full: bool) -> "Size | None":
    from arbeidspact.demo.population import FULL_SIZE, USUAL_SIZE, Size

    if full:
        return FULL_SIZE
    if people is None and vacancies is None:
        return None
    return Size(people or USUAL_SIZE.people, vacancies or USUAL_SIZE.vacancies)


def _prepare(
    size: "Size | None", seed: int | None, *, reset: bool, sure: bool, steps: "Steps"
) -> tuple["Loaded", bool]:
    from arbeidspact.cli.preparation import (
        prepare_assets,
        prepare_matching,
        prepare_static_files,
        prepare_translations,
    )
    from arbeidspact.demo.load import load_demo, prepare_database
    from arbeidspact.demo.state import read_stamp, reset_demo

    was_reset = False
    prepare_database()
    if reset and read_stamp() is not None:
        if not sure:
            click.confirm("This throws away the demo's people, vacancies, pact and figures. Go on?", abort=True)
        reset_demo()
        was_reset = True
    with steps:
        steps("Styles and scripts")
        prepare_assets(steps)
        steps("Translations")
        prepare_translations()
        loaded = load_demo(size, seed=seed, progress=steps)
        steps("Static files")
        prepare_static_files()
        steps("Matching")
        prepare_matching()
    return loaded, was_reset


def _show_logins(loaded: "Loaded") -> None:
    from arbeidspact.cli.screen import Table, screen
    from arbeidspact.demo.organisations import DEMO_LOGINS, DEMO_ORGANISATIONS, DEMO_PASSWORD

    names = {organisation.slug: organisation.name for organisation in DEMO_ORGANISATIONS}
    table = Table(title=f"Sign in with one of these; the password of all is [bold]{DEMO_PASSWORD}[/bold]")
    table.add_column("Role")
    table.add_column("Mail address", no_wrap=True)
    table.add_column("Works for")
    for login in DEMO_LOGINS:
        roles = ", ".join(str(role.label) for role in login.roles)
        places = ", ".join(names[slug] for slug in (login.organisation, login.also_at) if slug)
        table.add_row(roles, login.email, places)
    screen().print(table)
    stamp = loaded.stamp
    screen().print(
        f"{stamp.people} people and {stamp.vacancies} vacancies, all invented; pact and figures of Ghent as published."
    )


def _serve(port: int) -> None:
    from arbeidspact.cli.screen import screen
    from arbeidspact.cli.server import Listening, free_port, serve_until_stopped

    chosen = free_port(HOST, port)
    if chosen != port:
        screen().print(f"[yellow]Port {port} is in use, so this is served on port {chosen}.[/yellow]")
    listening = Listening(HOST, chosen)

    def ready() -> None:
        screen().print(f"[bold green]Open {listening.address}[/bold green]  (Ctrl-C stops)")

    serve_until_stopped(listening, ready)
