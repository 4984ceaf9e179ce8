"""What can be asked of a text about a person."""

from typing import Literal
from uuid import UUID

from arbeidspact.organisations.commands import Command
from arbeidspact.proposals.models import TextKind


class ReadPersonText(Command):
    """The words of a CV, or of a story that somebody told; the file they came from is not kept."""

    kind: Literal[TextKind.CV, TextKind.STORY]
    text: str


class WriteProfile(Command):
    """Put in the file what was accepted of this text; then the text goes."""

    reading: UUID
