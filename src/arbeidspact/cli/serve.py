"""`arbeidspact serve`: the pages of an installation."""

import click

from arbeidspact.cli.installation import (
    LOCAL_SETTINGS,
    PRODUCTION_SETTINGS,
    is_loopback,
    open_installation,
    settings_in_use,
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the pages, until Ctrl-C.

    Beyond this machine only with the production settings, behind a proxy that speaks TLS, and never with demo logins.
    """
    open_installation()
    from django.core.management import call_command

    from arbeidspact.cli.preparation import prepare_matching, prepare_static_files
    from arbeidspact.cli.screen import screen, working
    from arbeidspact.cli.server import Listening, port_is_free, serve_until_stopped
    from arbeidspact.demo.load import pending_migrations
    from arbeidspact.exchange.uploads import forget_old_uploads
    from arbeidspact.organisations.exceptions import Conflict

    if pending := pending_migrations():
        raise Conflict(
            f"The tables of the database are not those of this version: {len(pending)} changes are waiting.",
            hint="Make a copy of the database, then run `arbeidspact setup`.",
            field="database",
        )
    refuse_unsafe_host(host)
    if not port_is_free(host, port):
        raise Conflict(f"Port {port} cannot be used on {host}.", hint="Choose another one with --port.", field="port")
    call_command("createcachetable", verbosity=0)
    prepare_static_files()
    with working("Matching is made ready"):
        prepare_matching()
    forget_old_uploads()
    listening = Listening(host, port, workers)

    def ready() -> None:
        screen().print(f"Serving on {listening.address} with {workers} workers. Ctrl-C stops.")

    serve_until_stopped(listening, ready)


def refuse_unsafe_host(host: str) -> None:
    """May this installation be served on this address? With the production settings a proxy passes on what others ask.

    Raises: `Conflict` with the reason and the way out.
    """
    from arbeidspact.demo.state import demo_logins_exist
    from arbeidspact.organisations.exceptions import Conflict

    is_for_others = not is_loopback(host) or settings_in_use() == PRODUCTION_SETTINGS
    if is_for_others and demo_logins_exist():
        raise Conflict(
            "There are demo logins in this installation, with a password that everybody knows.",
            hint="Serve a demo on 127.0.0.1 alone; make a real installation in another data directory.",
            field="host",
        )
    if not is_loopback(host) and settings_in_use() == LOCAL_SETTINGS:
        raise Conflict(
            "The local settings are for one machine: no TLS, no second factor.",
            hint=f"Set DJANGO_SETTINGS_MODULE={PRODUCTION_SETTINGS} and ARBEIDSPACT_HOSTS, ARBEIDSPACT_ORIGINS and "
            "ARBEIDSPACT_SITE_URL to the name of the site, and put a proxy that speaks TLS in front.",
            field="host",
        )
