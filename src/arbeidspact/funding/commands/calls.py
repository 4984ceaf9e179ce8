"""What can be asked about calls of the project fund, applications and their jury."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from arbeidspact.funding.commands.values import (
    MOST_LINES,
    Asked,
    Links,
    Moment,
    Money,
    Slug,
    SomeMoney,
    TermDays,
    Text,
    Title,
)
from arbeidspact.funding.models import (
    DecisionOutcome,
    MoneySource,
    RequiredPart,
    TieRule,
)
from arbeidspact.funding.models.calls import VERIFICATION_DAYS
from arbeidspact.organisations.commands import Command, MailAddress
from arbeidspact.organisations.models import OrganisationKind


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
