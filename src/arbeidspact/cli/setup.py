"""`arbeidspact setup`: an installation is made ready, or brought up to date."""

import click

from arbeidspact.cli.installation import open_installation


@click.command()
def setup() -> None:
    """Make the database, translations and static files ready, or bring them up to date."""
    open_installation()
    from django.conf import settings

    from arbeidspact.cli.preparation import (
        prepare_assets,
        prepare_matching,
        prepare_static_files,
        prepare_translations,
    )
    from arbeidspact.cli.screen import Steps, escape, screen
    from arbeidspact.demo.load import prepare_database

    with Steps() as steps:
        steps("Database")
        prepare_database()
        steps("Styles and scripts")
        prepare_assets(steps)
        steps("Translations")
        prepare_translations()
        steps("Static files")
        prepare_static_files()
        steps("Matching")
        prepare_matching()
    screen().print(f"Ready. The data directory is {escape(str(settings.DATA_DIR))}.")
