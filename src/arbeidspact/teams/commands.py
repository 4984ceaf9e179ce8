"""What can be asked about talks, the lead and caseloads."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.people.domains import LifeDomain
from arbeidspact.teams.models import Channel

Note = Annotated[str, Field(max_length=1000)]
Reason = Annotated[str, Field(min_length=3, max_length=300)]


class NoteConversation(Command):
    """A talk with a person, or an attempt. `next_contact_on`, when somebody will speak with them again."""

    on: date
    how: Channel
    was_reached: bool = True
    domain: LifeDomain | None = None
    note: Note = ""
    next_contact_on: date | None = None


class ChangeConversation(NoteConversation):
    """What was noted of a talk was not right."""

    conversation: UUID


class WithdrawConversation(Command):
    """A talk that was noted by mistake counts no longer; why is kept."""

    conversation: UUID
    reason: Reason


class RestoreConversation(Command):
    """A withdrawn talk counts again."""

    conversation: UUID


class NameLead(Command):
    """This organisation is in the lead from today: its referent is the one referent of the person."""

    organisation: int


class TransferCaseload(Command):
    """These people get another referent; over several colleagues they are divided evenly, in the order given."""

    from_user: int
    to: Annotated[tuple[int, ...], Field(min_length=1, max_length=60)]
    people: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=2000)]
    reason: Reason


class UndoTransfer(Command):
    """Everything of this transfer that nobody changed since goes back."""

    transfer: UUID
