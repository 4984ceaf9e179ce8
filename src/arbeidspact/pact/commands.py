"""What can be asked about the pact."""

from arbeidspact.organisations.commands import Command
from arbeidspact.pact.pact_file import ActionsFile, PactFile


class AdoptPact(Command):
    """A pact and its actions, as their files say, take the place of what stood under the same short name."""

    pact: PactFile
    actions: ActionsFile = ActionsFile(actions=())
