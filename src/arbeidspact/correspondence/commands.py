"""What can be asked about messages and webhooks."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from arbeidspact.correspondence.models import Channel, Recipient
from arbeidspact.organisations.commands import Command

MessageText = Annotated[str, Field(min_length=1, max_length=5000)]
Address = Annotated[str, Field(max_length=254)]


class SendMessage(Command):
    """A message leaves: to a person, or to a partner about a person.

    `to` empty: the person's own address or number. `kind`: a slug of what it is about, such as "agreement-to-confirm".
    `partner`: the name of the organisation that gets it, for a partner. `key`: what a form made up for this message, so
    that sending the form twice sends one message.
    """

    person: UUID | None = None
    recipient: Recipient = Recipient.PERSON
    partner: Annotated[str, Field(max_length=200)] = ""
    channel: Channel
    kind: Annotated[str, Field(max_length=40, pattern=r"^[a-z][-a-z0-9]*$")] = "free"
    to: Address = ""
    subject: Annotated[str, Field(max_length=200, pattern=r"^[^\r\n]*$")] = ""
    text: MessageText
    language: Annotated[str, Field(max_length=8, pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")] = "nl"
    key: UUID | None = None


class SendAgain(Command):
    """A message that did not arrive goes out once more; `to` empty: to the same address."""

    message: UUID
    to: Address = ""


class SettleMessage(Command):
    """A message that did not arrive needs no more: the person was reached in another way; how is asked."""

    message: UUID
    note: Annotated[str, Field(min_length=3, max_length=300)]


class AddWebhook(Command):
    """A program of the organisation wants to hear of these events, at this address."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    address: Annotated[str, Field(min_length=8, max_length=500)]
    events: Annotated[tuple[str, ...], Field(min_length=1)]


class ChangeWebhook(Command):
    """Another name or other events; the address and the secret stay."""

    webhook: UUID
    name: Annotated[str, Field(min_length=1, max_length=80)]
    events: Annotated[tuple[str, ...], Field(min_length=1)]


class EndWebhook(Command):
    webhook: UUID


class TestWebhook(Command):
    """A notice without meaning, to see whether the other side hears us."""

    __test__ = False

    webhook: UUID


class ResendNotice(Command):
    notice: UUID


class SmsStatus(Command):
    """What the SMS gateway says became of a text message."""

    id: Annotated[str, Field(min_length=1, max_length=100)]
    status: Literal["delivered", "undelivered", "expired", "rejected"]
