"""What can be asked about handovers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.correspondence.models import Channel
from arbeidspact.handovers.models import HandoverKind, PartKind
from arbeidspact.organisations.commands import Command, MailAddress
from arbeidspact.people.models import Ground

Why = Annotated[str, Field(min_length=5, max_length=500)]
Reason = Annotated[str, Field(min_length=3, max_length=500)]
Note = Annotated[str, Field(max_length=2000)]


class SendHandover(Command):
    """Hand a person over to another organisation, or invite it into the team.

    `receiver`, the short name of an organisation that works here; without one, `partner_name` and `partner_email`.
    `parts`, what travels beside the name and the language; `sensitive`, those of which the sensitive part travels too.
    """

    kind: HandoverKind = HandoverKind.TRANSFER
    receiver: Annotated[str, Field(max_length=80)] = ""
    partner_name: Annotated[str, Field(max_length=200)] = ""
    partner_email: MailAddress | None = None
    why: Why
    parts: frozenset[PartKind] = frozenset()
    sensitive: frozenset[PartKind] = frozenset()
    note: Note = ""
    ends_accompaniment: bool = True


class HandoverCommand(Command):
    """Something about one handover."""

    handover: UUID


class AcceptHandover(HandoverCommand):
    """Take the guidance on; `referent` None: whoever accepts."""

    ground: Ground
    referent: int | None = None


class RefuseHandover(HandoverCommand):
    reason: Reason


class WithdrawHandover(HandoverCommand):
    reason: Reason


class NoteMeeting(HandoverCommand):
    """The receiver and the person have met."""

    on: date


class ConfirmHandover(HandoverCommand):
    """The person, beside the counsellor, confirms that they have met."""


class DenyMeeting(HandoverCommand):
    """The person says that they have not met yet."""

    reason: Annotated[str, Field(max_length=500)] = ""


class AskPerson(HandoverCommand):
    """Give the person a link with which they confirm; `channel` None: shown on the screen alone."""

    channel: Channel | None = None


class PauseReminders(HandoverCommand):
    """Reminders and escalation rest until a day; that day itself still rests."""

    until: date
    reason: Annotated[str, Field(min_length=3, max_length=300)]


class ResumeReminders(HandoverCommand):
    """Reminders and escalation go on."""


class AcceptByLink(Command):
    """A partner without an account takes the person on."""

    name: Annotated[str, Field(min_length=2, max_length=100)]
    contact: Annotated[str, Field(min_length=3, max_length=100)]


class RefuseByLink(Command):
    """A partner without an account does not, and says why."""

    reason: Reason
