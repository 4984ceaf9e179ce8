"""What can be asked of the steering group, and what it does."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from arbeidspact.organisations.commands import Command
from arbeidspact.steering.models import AnswerKind, Urgency

Title = Annotated[str, Field(min_length=5, max_length=160, pattern=r"^[^\r\n]*$")]
Telling = Annotated[str, Field(min_length=10, max_length=4000)]
Words = Annotated[str, Field(max_length=4000)]
PactSlug = Annotated[str, Field(min_length=1, max_length=80)]
Reason = Annotated[str, Field(min_length=5, max_length=500)]


class RaiseSignal(Command):
    """A partner brings a bottleneck before the steering group; `about` such as "action:jobteam", or "pact"."""

    pact: PactSlug
    title: Title
    what: Telling
    since: date
    whom: Annotated[str, Field(min_length=3, max_length=300)]
    about: Annotated[str, Field(max_length=100)]
    suggestion: Words = ""
    urgency: Urgency = Urgency.NORMAL


class SignalCommand(Command):
    """Something about one signal."""

    signal: UUID


class CoSignSignal(SignalCommand):
    """Another partner meets the same."""

    note: Annotated[str, Field(max_length=500)] = ""


class AcknowledgeSignal(SignalCommand):
    """The steering group has seen it; the term runs on."""


class AnswerSignal(SignalCommand):
    kind: AnswerKind
    text: Telling


class WithdrawSignal(SignalCommand):
    reason: Reason


class ReopenSignal(SignalCommand):
    """The answer does not help, or the bottleneck came back: a new term starts today."""

    reason: Reason
