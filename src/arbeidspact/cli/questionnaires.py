"""`arbeidspact questionnaires`: see whether a folder of questionnaires and remedies is right."""

from pathlib import Path

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation


@click.group(cls=CommandGroup)
def questionnaires() -> None:
    """The questionnaires of assessments: see whether your own files are right."""


@questionnaires.command("check")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="[FOLDER]"
)
def check(folder: Path | None) -> None:
    """Read every questionnaire of FOLDER, and its remedies, and say what is wrong with file, question and fix.

    Without FOLDER: the one that the settings name, or those that come with the product.
    """
    open_installation()
    from arbeidspact.assessments.folder import read_folder
    from arbeidspact.assessments.questionnaire_file import folder_in_use
    from arbeidspact.cli.screen import Table, escape, screen

    place = folder or folder_in_use()
    found, remedies = read_folder(place)
    table = Table(title=escape(str(place)))
    for heading in ("File", "Questionnaire", "Version", "Questions", "Life domains", "Offered"):
        table.add_column(heading, overflow="fold")
    for name, one in found.items():
        table.add_row(
            escape(name),
            escape(one.heading.title.en),
            str(one.heading.version),
            str(len(one.questions)),
            str(len(one.domains)),
            "yes" if one.heading.offered else "no",
        )
    out = screen()
    out.print(table)
    out.print(f"{len(remedies)} remedies. Everything is right.")
