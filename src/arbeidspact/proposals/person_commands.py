"""What can be asked of a text about a person."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from arbeidspact.correspondence.models import Channel
from arbeidspact.organisations.commands import Command
from arbeidspact.proposals.models import TextKind


class ReadPersonText(Command):
    """The words of a CV, or of a story that somebody told; the file they came from is not kept."""

    kind: Literal[TextKind.CV, TextKind.STORY]
    text: str


class WriteProfile(Command):
    """Put in the file what was accepted of this text; then the text goes."""

    reading: UUID


class AskToTell(Command):
    """The person gets a link to a page of their own; `to` empty: the address or number in the file.

    `channel` None: the counsellor shows it on the screen.
    """

    channel: Channel | None = None
    to: Annotated[str, Field(max_length=254)] = ""


class TakeTold(Command):
    """Put these of what a person told in the file, each as "kind value"; what was shown and not chosen goes."""

    shown: tuple[str, ...]
    chosen: tuple[str, ...] = ()
