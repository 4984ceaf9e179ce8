"""`arbeidspact search`: the texts that can be searched in, made anew."""

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group("search", cls=CommandGroup)
def search() -> None:
    """What can be found by its words in the files of people."""


@search.command("rebuild")
def rebuild() -> None:
    """Make the texts to search in anew, from what stands in the files now.

    Needed after rows were written in bulk, such as a backup put back; a change on a screen is followed by itself.
    """
    open_installation()
    from django.db import transaction

    from arbeidspact.cli.screen import screen
    from arbeidspact.search.following import rebuild as make_anew

    with transaction.atomic():
        texts = make_anew()
    screen().print(f"{texts:,} texts can be found.")
