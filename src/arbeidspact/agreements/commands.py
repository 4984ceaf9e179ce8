"""What can be asked about agreements."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from arbeidspact.agreements.models import AgreementKind, ObjectionAnswer, Party, Promiser
from arbeidspact.agreements.phrases import known_language
from arbeidspact.correspondence.models import Channel
from arbeidspact.organisations.commands import Command
from arbeidspact.people.domains import LifeDomain

MOST_PROMISES = 20

Title = Annotated[str, Field(min_length=3, max_length=120)]
What = Annotated[str, Field(min_length=3, max_length=300)]
Remark = Annotated[str, Field(max_length=300)]
Reason = Annotated[str, Field(min_length=3, max_length=300)]
Words = Annotated[str, Field(min_length=3, max_length=2000)]
Present = Annotated[str, Field(max_length=200)]
PhraseLanguage = Annotated[str, AfterValidator(known_language)]


class PromiseLine(Command):
    """One promise: who, what, by which day. `key` for one that stood in the version before; `step`: of the plan."""

    promiser: Promiser
    what: What
    due_on: date
    key: UUID | None = None
    member: int | None = None
    partner: Annotated[str, Field(max_length=120)] = ""
    domain: LifeDomain | None = None
    step: UUID | None = None


Promises = Annotated[tuple[PromiseLine, ...], Field(max_length=MOST_PROMISES)]


class MakeAgreement(Command):
    """An agreement is written down; unless it is a draft, both are asked to confirm it."""

    title: Title
    kind: AgreementKind = AgreementKind.ORDINARY
    language: PhraseLanguage = "nl"
    promises: Promises
    is_draft: bool = False


class ChangeAgreement(MakeAgreement):
    """The next version. `based_on`: the number of the version that was changed."""

    agreement: UUID
    based_on: int


class VersionCommand(Command):
    """Something about the version that somebody has in front of them."""

    agreement: UUID
    version: int


class OfferAgreement(VersionCommand):
    """The draft is put to both."""


class ConfirmOnScreen(VersionCommand):
    """One of both says yes at the counsellor's screen. `present`: who else was there."""

    party: Party
    present: Present = ""


class SendAgreementLink(VersionCommand):
    """The person gets a link. `to` empty: their own address or number."""

    channel: Channel
    to: Annotated[str, Field(max_length=254)] = ""


class ConfirmOnPaper(VersionCommand):
    """Who signed the paper, when, and who was there."""

    parties: Annotated[frozenset[Party], Field(min_length=1)]
    signed_on: date
    present: Present = ""


class ObjectToAgreement(VersionCommand):
    """The person tells the counsellor why not."""

    words: Words


class ObjectByLink(Command):
    """The person writes why not."""

    words: Words


class AnswerObjection(Command):
    """What was done with the objection. A change or a withdrawal answers by itself."""

    agreement: UUID
    objection: UUID
    answer: ObjectionAnswer
    words: Words


class WithdrawAgreement(Command):
    """It never came into force, and will not."""

    agreement: UUID
    why: Reason


class EndAgreement(Command):
    """It was in force, and is no longer."""

    agreement: UUID
    why: Reason


class ReopenAgreement(Command):
    """It was closed by mistake."""

    agreement: UUID


class MarkPromise(Command):
    """A promise was kept, or was not."""

    agreement: UUID
    promise: UUID
    was_kept: bool
    on: date
    remark: Remark = ""


class UnmarkPromise(Command):
    """It was noted by mistake."""

    agreement: UUID
    promise: UUID


class MakeStepOfPromise(Command):
    """The promise becomes a step of the plan."""

    agreement: UUID
    promise: UUID
