"""What can be asked of a text that is read, and of what is proposed from it."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from arbeidspact.organisations.commands import Command
from arbeidspact.proposals.models import Decision, ProposalKind

LONGEST_TEXT = 100_000

Value = Annotated[str, Field(min_length=1, max_length=200)]


class ReadVacancyText(Command):
    """A text of a vacancy as somebody pasted it, a web page or not."""

    text: str


class DecideProposal(Command):
    """A proposal is accepted or rejected, or taken back to undecided (`decision` None).

    `chosen` is another value that the person picked instead: the proposal was wrong, and this is right.
    `is_required` sets whether the work asks it, or would like it.
    """

    reading: UUID
    proposal: int
    decision: Decision | None
    chosen: Annotated[str, Field(max_length=200)] = ""
    is_required: bool | None = None

    @model_validator(mode="after")
    def _only_an_accepted_one_is_chosen(self) -> "DecideProposal":
        if self.chosen and self.decision != Decision.ACCEPTED:
            raise ValueError(_("What is chosen instead is accepted: leave it empty when you reject."))
        return self


class AddOwn(Command):
    """Something that nobody proposed: the text says it, or its owner knows it."""

    reading: UUID
    kind: ProposalKind
    value: Value
    is_required: bool = True


class AcceptSure(Command):
    """All that was proposed for sure and not decided yet is accepted at once, but for the proposals in `leave`."""

    reading: UUID
    leave: tuple[int, ...] = ()


class FinishReading(Command):
    """The owner is done with the text: it goes, with every proposal."""

    reading: UUID


class ChosenOccupation(Command):
    """What the work of one waiting vacancy is."""

    waiting: UUID
    occupation: Value


class ConfirmWaiting(Command):
    """Each of these waiting vacancies has this occupation."""

    chosen: Annotated[tuple[ChosenOccupation, ...], Field(min_length=1, max_length=500)]


class DropWaiting(Command):
    """These waiting vacancies are not wanted."""

    waiting: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=500)]
