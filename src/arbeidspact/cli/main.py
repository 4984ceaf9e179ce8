"""The command `arbeidspact` and its commands."""

from pathlib import Path

import click

from arbeidspact import __version__
from arbeidspact.cli.groups import MainGroup
from arbeidspact.cli.installation import choose_data_directory

PLACES = {
    "demo": "arbeidspact.cli.demo:demo",
    "serve": "arbeidspact.cli.serve:serve",
    "setup": "arbeidspact.cli.setup:setup",
    "check": "arbeidspact.cli.check:check",
    "organisation": "arbeidspact.cli.members:organisation",
    "member": "arbeidspact.cli.members:member",
    "taxonomy": "arbeidspact.cli.taxonomy:taxonomy",
    "import": "arbeidspact.cli.imports:imports",
    "figures": "arbeidspact.cli.figures:figures",
    "export": "arbeidspact.cli.exchange:export",
    "proposals": "arbeidspact.cli.proposals:proposals",
    "questionnaires": "arbeidspact.cli.questionnaires:questionnaires",
    "search": "arbeidspact.cli.search:search",
    "match": "arbeidspact.cli.match:match",
    "messages": "arbeidspact.cli.messages:messages",
    "handovers": "arbeidspact.cli.handovers:handovers",
    "follow-up": "arbeidspact.cli.followup:followup",
    "steering": "arbeidspact.cli.steering:steering",
    "fund": "arbeidspact.cli.fund:fund",
    "tend": "arbeidspact.cli.tend:tend",
    "outreach": "arbeidspact.cli.outreach:outreach",
    "terms": "arbeidspact.cli.terms:terms",
    "report": "arbeidspact.cli.report:report",
    "release": "arbeidspact.cli.release:release",
    "areas": "arbeidspact.cli.areas:areas",
}


@click.group(cls=MainGroup, places=PLACES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory: database, keys, taxonomy. Default: the variable ARBEIDSPACT_DATA, or your user's own.",
)
@click.version_option(__version__, prog_name="arbeidspact")
def main(data: Path | None) -> None:
    """The working instrument of a city labour pact: people, jobs, learning and support in one place.

    To see it at work: demo. For a first real installation: setup, organisation create, member invite, serve.
    """
    choose_data_directory(data)
