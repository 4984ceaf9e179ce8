"""What can be asked of a line in a queue."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.followup.models import AftercareSide, StillAtWork
from arbeidspact.organisations.commands import Command

Reason = Annotated[str, Field(min_length=3, max_length=300)]


class SnoozeLine(Command):
    """The line rests until a day, with the reason."""

    line: UUID
    until: date
    reason: Reason


class WakeLine(Command):
    """A resting line is back in the queue today."""

    line: UUID


class ReassignLine(Command):
    """Somebody else takes the next action: the key of a colleague who guides people."""

    line: UUID
    owner: int
    reason: Reason


class EscalateLine(Command):
    """The line is brought to the team lead."""

    line: UUID
    reason: Reason


class NoteAftercare(Command):
    """Some months after somebody started to work: what the person, or the employer, said of it."""

    placement: UUID
    month: int
    side: AftercareSide
    held_on: date
    still_at_work: StillAtWork
    needs_support: bool = False
    note: Annotated[str, Field(max_length=500)] = ""
