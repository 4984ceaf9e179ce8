"""What can be asked about the pact and about the plans of its actions."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, model_validator

from arbeidspact.organisations.commands import Command
from arbeidspact.pact.models import ActionStatus, BookingKind, ContributionKind, Degree
from arbeidspact.pact.pact_file import ActionsFile, PactFile


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError(_("Write this on one line, without special control characters."))
    return value


def _filled(value: str) -> str:
    if not value:
        raise ValueError(_("Fill in this field."))
    return _one_line(value)


def _web_address(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise ValueError(_("Write the whole address, starting with https://."))
    return _one_line(value)


def _cents(value: Decimal) -> Decimal:
    if value != value.quantize(Decimal("0.01")):
        raise ValueError(_("Give at most two digits after the comma."))
    return value


def _not_nothing(value: Decimal) -> Decimal:
    if value == 0:
        raise ValueError(_("Give an amount; a minus takes back."))
    return _cents(value)


Line = Annotated[str, Field(max_length=300), AfterValidator(_filled)]
OptionalLine = Annotated[str, Field(max_length=300), AfterValidator(_one_line)]
LongLine = Annotated[str, Field(max_length=500), AfterValidator(_one_line)]
Words = Annotated[str, Field(min_length=3, max_length=2000)]
Reason = Annotated[str, Field(min_length=3, max_length=300), AfterValidator(_one_line)]
Unit = Annotated[str, Field(max_length=40), AfterValidator(_one_line)]
WebAddress = Annotated[str, Field(max_length=500), AfterValidator(_web_address)]
ShortName = Annotated[str, Field(max_length=80, pattern=r"^[-a-z0-9_]*$")]
MOST = Decimal(10_000_000_000)
Amount = Annotated[Decimal, Field(ge=0, lt=MOST), AfterValidator(_cents)]
Number = Annotated[Decimal, Field(ge=0, lt=MOST, decimal_places=4)]
BookedAmount = Annotated[Decimal, Field(gt=-MOST, lt=MOST), AfterValidator(_not_nothing)]


class AdoptPact(Command):
    """A pact and its actions, as their files say, take the place of what stood under the same short name."""

    pact: PactFile
    actions: ActionsFile = ActionsFile(actions=())


class Dated(Command):
    """Something with a first and a last day."""

    @model_validator(mode="after")
    def _days_in_order(self) -> "Dated":
        first, last = getattr(self, "from_on", None), getattr(self, "until_on", None)
        if first and last and last < first:
            raise ValueError(_("The last day lies before the first."))
        return self


class KeepActionPlan(Dated):
    """Lead, priority and days as the partners agreed them; empty: as published, or not at all."""

    action: int
    lead: ShortName = ""
    priority: ShortName = ""
    from_on: date | None = None
    until_on: date | None = None


class NameResponsible(Command):
    action: int
    membership: int


class EndResponsible(Command):
    action: int
    responsible: int


class SetActionStatus(Command):
    """`status` empty: the facts decide again."""

    action: int
    status: ActionStatus | None = None
    reason: Words


class MilestoneFields(Command):
    title: Line
    title_en: OptionalLine = ""
    due_on: date | None = None


class AddMilestone(MilestoneFields):
    action: int


class ChangeMilestone(MilestoneFields):
    """`expected_on`: when it is expected now; the day that was agreed first stays."""

    milestone: UUID
    expected_on: date | None = None


class ExpectMilestone(Command):
    """A printed milestone keeps its words and its day; only when it is expected now is said here."""

    milestone: UUID
    expected_on: date | None = None


class ReachMilestone(Command):
    milestone: UUID
    reached_on: date
    evidence: LongLine = ""
    evidence_url: WebAddress = ""


class ReopenMilestone(Command):
    milestone: UUID
    reason: Reason


class ContributionFields(Dated):
    kind: ContributionKind
    what: Line
    what_en: OptionalLine = ""
    amount: Amount | None = None
    unit: Unit = ""
    from_on: date | None = None
    until_on: date | None = None

    @model_validator(mode="after")
    def _amount_of_what(self) -> "ContributionFields":
        if self.amount is not None and not self.unit:
            raise ValueError(_("Say what the number counts: euro, full-time workers, places, hours."))
        return self


class PromiseContribution(ContributionFields):
    action: int
    partner: ShortName


class ChangeContribution(ContributionFields):
    contribution: UUID


class ConfirmContribution(Command):
    contribution: UUID


class TakeBackConfirmation(Command):
    contribution: UUID
    reason: Reason


class TellOutcome(Command):
    """What came of a promised contribution."""

    contribution: UUID
    delivered_on: date
    delivered_amount: Amount | None = None
    outcome: Annotated[str, Field(min_length=3, max_length=500), AfterValidator(_one_line)]


class BookMoney(Command):
    """One line of the ledger. `amount` in euro, a minus takes back; `year`, the budget year it counts in."""

    action: int
    kind: BookingKind
    on: date
    year: Annotated[int, Field(ge=2000, le=2100)]
    payer: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[-a-z0-9_]+$")]
    code: Annotated[str, Field(max_length=40)] = ""
    amount: BookedAmount
    document: Annotated[str, Field(max_length=200), AfterValidator(_filled)]
    document_url: WebAddress = ""
    note: OptionalLine = ""


class NumberFields(Command):
    what: Annotated[str, Field(max_length=200), AfterValidator(_filled)]
    what_en: Annotated[str, Field(max_length=200), AfterValidator(_one_line)] = ""
    low: Number
    high: Number | None = None
    due_on: date | None = None
    counts_people: bool = True

    @model_validator(mode="after")
    def _range_in_order(self) -> "NumberFields":
        if self.high is not None and self.high < self.low:
            raise ValueError(_("The highest number lies below the lowest: swap them."))
        return self


class PlanNumber(NumberFields):
    action: int
    indicator: ShortName = ""


class CorrectNumber(NumberFields):
    """`reason`: why the number that was planned is another one now; everybody reads it in the history."""

    planned: UUID
    reason: Reason


class TellRealised(Command):
    """How far a planned number was on a day, and which source says so."""

    planned: UUID
    on: date
    value: Number
    told_by: Line
    note: OptionalLine = ""


class RiskFields(Command):
    what: Line
    likelihood: Degree
    impact: Degree
    measure: LongLine = ""
    owner: ShortName = ""


class NoteRisk(RiskFields):
    action: int


class ChangeRisk(RiskFields):
    risk: UUID


class CloseRisk(Command):
    risk: UUID
    reason: Reason


class ReopenRisk(Command):
    risk: UUID


class TieToGoal(Command):
    """`indicator`: through which figure of its own the action contributes; empty when there is none."""

    action: int
    goal: ShortName
    indicator: ShortName = ""
    note: Annotated[str, Field(max_length=1000)] = ""
    note_en: Annotated[str, Field(max_length=1000)] = ""


class WithdrawEntry(Command):
    """An entry that a partner made by mistake counts no longer; it stays in the history and can be put back."""

    entry: UUID
    reason: Reason


class RestoreEntry(Command):
    entry: UUID
