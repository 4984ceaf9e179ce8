"""What can be asked about contracts, their instalments and what is claimed and paid on them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from arbeidspact.funding.commands.values import (
    Asked,
    Figure,
    Money,
    Percent,
    Slug,
    SomeMoney,
    TermDays,
    Text,
    Title,
)
from arbeidspact.funding.models import (
    ContractKind,
    InstalmentKind,
    PartyRole,
    PaymentShape,
    RevisionAnswer,
)
from arbeidspact.funding.models.calls import VERIFICATION_DAYS
from arbeidspact.organisations.commands import Command, MailAddress


class MetricEntry(Command):
    """How a result is measured and paid."""

    indicator: Slug = ""
    reported_what: Annotated[str, Field(max_length=200)] = ""
    area: Annotated[str, Field(max_length=60)] = ""
    breakdown: Annotated[str, Field(max_length=200)] = ""
    period: Annotated[str, Field(min_length=4, max_length=24)]
    baseline: Figure = Decimal(0)
    is_falling: bool = False
    threshold: Figure = Decimal(0)
    target: Figure | None = None
    shape: PaymentShape
    price: SomeMoney | None = None
    step: Figure | None = None
    deadweight_percent: Percent = Decimal(0)
    accepts_provisional: bool = False

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if bool(self.indicator) == bool(self.reported_what):
            raise ValueError(_("Choose an indicator, or say which number is reported; one of the two."))
        return self


class InstalmentEntry(Command):
    kind: InstalmentKind
    title: Title
    amount: SomeMoney
    due_on: date | None = None
    metric: MetricEntry | None = None

    @model_validator(mode="after")
    def _a_result_is_measured(self) -> Self:
        if (self.kind is InstalmentKind.RESULT) != (self.metric is not None):
            raise ValueError(_("An instalment on a result says how the result is measured; another does not."))
        return self


class AddInstalment(InstalmentEntry):
    """One more part of the money of a contract."""

    contract: UUID


class RemoveInstalment(Command):
    instalment: UUID


class PartyEntry(Command):
    """`organisation`: key of one on the platform; else a name."""

    role: PartyRole
    organisation: int | None = None
    name: Annotated[str, Field(max_length=200)] = ""


class MakeContract(Command):
    """A contract by result, beside the calls of the fund. `verifier`: as with a call."""

    kind: ContractKind
    title: Title
    payee: int
    amount: SomeMoney
    starts_on: date | None = None
    ends_on: date | None = None
    comparison: Text = ""
    contact_email: MailAddress | None = None
    parties: tuple[PartyEntry, ...] = ()
    verifier: int | None = None
    verification_days: TermDays = VERIFICATION_DAYS
    is_invented: bool = False

    @model_validator(mode="after")
    def _not_a_grant(self) -> Self:
        if any(one.role is PartyRole.VERIFIER and one.organisation for one in self.parties):
            raise ValueError(_("Name a verifier of this platform in the field for it."))
        if self.kind is ContractKind.GRANT:
            raise ValueError(_("A grant follows from a decision about an application."))
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(_("A contract ends after it starts."))
        return self


class SendReport(Command):
    contract: UUID
    period_start: date
    period_end: date
    text: Asked
    realised_number: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    spent: Money | None = None
    evidence: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.period_end < self.period_start:
            raise ValueError(_("The period ends before it begins."))
        return self


class ClaimInstalment(Command):
    """`value`: the number reached, for a result that the contractor reports; an indicator brings its own figure."""

    instalment: UUID
    report: UUID | None = None
    value: Figure | None = None
    evidence: Text = ""


class CheckClaim(Command):
    claim: UUID
    note: Asked


class ApproveClaim(Command):
    claim: UUID


class PayClaim(Command):
    claim: UUID
    booked_on: date
    voucher: Annotated[str, Field(min_length=1, max_length=80)]


class RefuseClaim(Command):
    claim: UUID
    reason: Asked


class ClawBack(Command):
    claim: UUID
    amount: SomeMoney
    booked_on: date
    reason: Annotated[str, Field(min_length=3, max_length=300)]


class AnswerRevision(Command):
    """What a revised figure means for the money. `difference`: what the page showed, so that nobody decides about
    another figure than was seen."""

    claim: UUID
    difference: Decimal
    answer: RevisionAnswer
    booked_on: date
    reason: Asked


class CloseContract(Command):
    contract: UUID
