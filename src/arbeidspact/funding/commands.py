"""What can be asked of the project fund."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, model_validator

from arbeidspact.funding.models import (
    ContractKind,
    DecisionOutcome,
    InstalmentKind,
    MoneySource,
    PartyRole,
    PaymentShape,
    RequiredPart,
    RevisionAnswer,
    TieRule,
)
from arbeidspact.funding.models.calls import VERIFICATION_DAYS
from arbeidspact.organisations.commands import Command, MailAddress
from arbeidspact.organisations.models import OrganisationKind

MOST_LINES = 60


def _cents(value: Decimal) -> Decimal:
    if not value.is_finite() or value != value.quantize(Decimal("0.01")):
        raise ValueError(_("Write an amount in euro with at most two decimals."))
    return value.quantize(Decimal("0.01"))


def _aware(value: datetime) -> datetime:
    """A moment without a zone is one of this installation's clock."""
    return timezone.make_aware(value) if timezone.is_naive(value) else value


def _addresses(value: str) -> str:
    """Each line an address that starts with https:// or http://, perhaps followed by what it is."""
    for line in value.splitlines():
        if not line.strip():
            continue
        try:
            URLValidator(schemes=["https", "http"])(line.split()[0])
        except DjangoValidationError as error:
            raise ValueError(
                _("Start each line with a whole web address, such as https://example.org/call.")
            ) from error
    return value


Money = Annotated[Decimal, Field(ge=0, max_digits=14), AfterValidator(_cents)]
SomeMoney = Annotated[Decimal, Field(gt=0, max_digits=14), AfterValidator(_cents)]
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Moment = Annotated[datetime, AfterValidator(_aware)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Asked = Annotated[str, Field(min_length=3, max_length=20_000)]
Links = Annotated[str, Field(max_length=4000), AfterValidator(_addresses)]
TermDays = Annotated[int, Field(ge=1, le=365)]
Slug = Annotated[str, Field(max_length=80, pattern=r"^[-a-z0-9_]*$")]


class CriterionEntry(Command):
    """A criterion of a call. `minimum` None: no least mean."""

    name_nl: Title
    name_en: Annotated[str, Field(max_length=200)] = ""
    weight: Annotated[int, Field(ge=1, le=1000)] = 1
    scale: Annotated[int, Field(ge=1, le=100)] = 10
    minimum: Annotated[Decimal, Field(ge=0, max_digits=5, decimal_places=2)] | None = None

    @model_validator(mode="after")
    def _minimum_on_scale(self) -> Self:
        if self.minimum is not None and self.minimum > self.scale:
            raise ValueError(_("The least score stands on the scale of the criterion."))
        return self


class CallContent(Command):
    """What a call says. `verifier`: key of the organisation that verifies results, None where who pays does."""

    pact: Slug = ""
    title_nl: Title
    title_en: Annotated[str, Field(max_length=200)] = ""
    summary_nl: Asked
    summary_en: Text = ""
    budget: SomeMoney
    opens_at: Moment
    closes_at: Moment
    for_kinds: Annotated[tuple[OrganisationKind, ...], Field(min_length=1)]
    required_parts: tuple[RequiredPart, ...] = ()
    max_amount: SomeMoney | None = None
    max_share: Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)] = Decimal(100)
    allows_esf: bool = True
    min_jurors: Annotated[int, Field(ge=1, le=50)] = 2
    verifier: int | None = None
    verification_days: TermDays = VERIFICATION_DAYS
    tie_rule: TieRule = TieRule.HEAVIEST_CRITERION
    objection_nl: Text = ""
    objection_en: Text = ""
    links: Links = ""
    criteria: Annotated[tuple[CriterionEntry, ...], Field(min_length=1, max_length=20)]


class PrepareCall(CallContent):
    """A new call, not published yet."""

    is_invented: bool = False


class ChangeCall(CallContent):
    """Another content: freely before publication; afterwards with a reason, as a new version that is announced."""

    call: UUID
    reason: Text = ""


class PublishCall(Command):
    call: UUID


class CancelCall(Command):
    call: UUID
    reason: Asked


class StartApplication(Command):
    call: UUID


class BudgetEntry(Command):
    what: Annotated[str, Field(max_length=200)] = ""
    source: MoneySource = MoneySource.FUND
    payer: Annotated[str, Field(max_length=150)] = ""
    amount: Money


class MilestoneEntry(Command):
    what: Annotated[str, Field(min_length=1, max_length=300)]
    due_on: date | None = None


class SaveApplication(Command):
    """The draft as it is typed now, complete or not.

    `revision`: of the draft that was opened, None to save anyway. `window`: what the page made up for itself, so that
    its own saving as one types is not taken for a colleague's.
    """

    application: UUID
    revision: int | None = None
    window: Annotated[str, Field(max_length=36)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    summary: Text = ""
    co_applicants: tuple[int, ...] = ()
    other_partners: Text = ""
    target_group: Text = ""
    approach: Text = ""
    planned_number: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    planned_what: Annotated[str, Field(max_length=200)] = ""
    goal: Slug = ""
    track: Slug = ""
    action: Slug = ""
    indicator: Slug = ""
    stated_total: Money | None = None
    contact_name: Annotated[str, Field(max_length=150)] = ""
    contact_email: Annotated[str, Field(max_length=254)] = ""
    budget: Annotated[tuple[BudgetEntry, ...], Field(max_length=MOST_LINES)] = ()
    milestones: Annotated[tuple[MilestoneEntry, ...], Field(max_length=MOST_LINES)] = ()


class SubmitApplication(Command):
    application: UUID


class WithdrawApplication(Command):
    """`for_good`: the application is given up; else it becomes a draft again that can be submitted anew."""

    application: UUID
    for_good: bool = False


class AskClarification(Command):
    application: UUID
    question: Asked


class AnswerClarification(Command):
    clarification: UUID
    answer: Asked


class AppointJuror(Command):
    call: UUID
    email: MailAddress


class EndJuror(Command):
    call: UUID
    juror: int
    reason: Annotated[str, Field(min_length=3, max_length=300)]


class DeclareInterest(Command):
    application: UUID
    has_interest: bool
    reason: Text = ""

    @model_validator(mode="after")
    def _interest_has_a_reason(self) -> Self:
        if self.has_interest and not self.reason:
            raise ValueError(_("Say which interest, in a few words."))
        return self


class ScoreEntry(Command):
    criterion: int
    points: Annotated[int, Field(ge=0, le=100)] | None = None
    argument: Text = ""


class SaveScores(Command):
    """Points and arguments; with `hand_in` they are final and every criterion has both."""

    application: UUID
    scores: tuple[ScoreEntry, ...]
    hand_in: bool = False


class DecideApplication(Command):
    """A grant with its amount, a place on the reserve list, or a refusal; always with a motivation."""

    application: UUID
    outcome: DecisionOutcome
    amount: Money = Decimal(0)
    conditions: Text = ""
    motivation: Asked

    @model_validator(mode="after")
    def _a_grant_has_an_amount(self) -> Self:
        if (self.outcome is DecisionOutcome.GRANTED) != (self.amount > 0):
            raise ValueError(_("A grant has an amount; another outcome has none."))
        return self


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
