"""What can be asked about introductions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from arbeidspact.introductions.models import Answer, NotNowReason, Outcome, WithdrawnBecause
from arbeidspact.organisations.commands import Command, MailAddress

LONGEST_MOTIVATION = 1000
Motivation = Annotated[str, Field(min_length=10, max_length=LONGEST_MOTIVATION)]


class IntroducePerson(Command):
    """A person is introduced to the employer of a vacancy. `has_agreed`: they said yes to it, on `agreed_on`.

    `introduced_on` None: today. `motivation`, what the employer is told beside the name.
    """

    vacancy: UUID
    has_agreed: bool
    agreed_on: date
    introduced_on: date | None = None
    motivation: Motivation

    @model_validator(mode="after")
    def _agreed_first(self) -> "IntroducePerson":
        if not self.has_agreed:
            raise ValueError(_("Nobody is introduced without their agreement. Ask the person first."))
        return self


class IntroductionCommand(Command):
    """Something about one introduction."""

    introduction: UUID


class AskEmployer(IntroductionCommand):
    """The employer gets a mail with a link, sees who it is and what is sent, and answers without an account."""

    email: MailAddress


class AnswerByLink(Command):
    """What an employer answers behind a link; `reason`, for "not now" alone."""

    answer: Answer
    reason: NotNowReason | None = None


class RecordAnswer(IntroductionCommand):
    """What the employer answered, and on which day; `reason`, for "not now" alone."""

    answer: Answer
    reason: NotNowReason | None = None
    answered_on: date


class RecordOutcome(IntroductionCommand):
    """Whether the employer hired the person; `placement`, where the start of work stands on the ladder."""

    outcome: Outcome
    decided_on: date
    placement: UUID | None = None


class WithdrawIntroduction(IntroductionCommand):
    """We take the introduction back, and say why."""

    because: WithdrawnBecause
