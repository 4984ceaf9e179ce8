"""The plans of the actions of a pact: how they go and why, milestones, contributions, numbers, and the ledger."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Line, Paging, page_of
from arbeidspact.monitor.action_figures import figures_for
from arbeidspact.pact.ledger import MoneyFilter, ledger_of
from arbeidspact.pact.plan_queries import ContributionLine, MilestoneLine, NumberLine, Plan, plan_named, plans_of
from arbeidspact.pact.queries import ActionFilter, Booking, pact_named, published_amounts

router = Router(tags=["pact"])


class MoneyValue(Schema):
    """What the ledger adds up to, in euro."""

    planned: float
    committed: float
    spent: float


class PublishedMoney(Schema):
    """Euro that documents publish, for one kind of period: term, year, project, once or not_published."""

    amount: float
    per: str


class StatusValue(Schema):
    """How the action goes: `status` is what counts, `set_by_people` what a member said, `by_facts` what the facts say;
    null when nobody said it, or there is nothing to judge by. Reasons are kinds of reason."""

    status: str | None
    set_by_people: str | None
    reason: str
    by_facts: str | None
    reasons: list[str]


class ActionLine(Schema):
    """An action in a list."""

    slug: str
    name_nl: str
    name_en: str
    tracks: list[str]
    goals: list[str]
    priority: str | None
    lead: str | None
    partners: list[str]
    published_status: str
    status: StatusValue
    milestones: int
    milestones_reached: int
    milestones_overdue: int
    next_due: date | None
    published_money: list[PublishedMoney]
    money: MoneyValue
    source: str
    left_on: date | None


class ActionPage(Schema):
    """One page of actions, and how many there are in all."""

    count: int
    items: list[ActionLine]


class MilestoneValue(Schema):
    """A milestone. `state` is worked out from its days; `source` is empty when partners entered it."""

    reference: UUID
    title_nl: str
    title_en: str
    due_on: date | None
    due_printed_as: str
    expected_on: date | None
    reached_on: date | None
    state: str
    evidence: str
    evidence_url: str
    source: str
    is_invented: bool


class ContributionValue(Schema):
    """What a partner brings, and what came of it."""

    reference: UUID
    partner: str
    kind: str
    what_nl: str
    what_en: str
    amount: float | None
    unit: str
    from_on: date | None
    until_on: date | None
    state: str
    confirmed_on: date | None
    delivered_on: date | None
    delivered_amount: float | None
    outcome: str
    source: str
    is_invented: bool


class ToldValue(Schema):
    """How far a number was on a day, and which source says so."""

    on: date
    value: float
    source: str
    is_figure: bool = Field(description="From the figures of the platform; otherwise entered by a partner.")
    is_invented: bool


class NumberValue(Schema):
    """A number that the action set out to reach: one value, or a range."""

    reference: UUID
    what_nl: str
    what_en: str
    low: float
    high: float | None
    due_on: date | None
    indicator: str
    printed_as: str
    needed_today: float | None
    told: list[ToldValue]
    source: str
    is_invented: bool


class GoalTie(Schema):
    """A goal that the action serves, through a figure of its own."""

    goal: str
    indicator: str
    note_nl: str
    note_en: str
    source: str


class RiskValue(Schema):
    """What can go wrong; how likely and how bad from 1 to 3."""

    reference: UUID
    what: str
    likelihood: int
    impact: int
    measure: str
    owner: str | None
    closed_on: date | None
    is_invented: bool


class ActionValue(ActionLine):
    """An action with its whole plan."""

    summary_nl: str
    summary_en: str
    quote: str
    milestone_list: list[MilestoneValue]
    contributions: list[ContributionValue]
    numbers: list[NumberValue]
    goal_ties: list[GoalTie]
    risks: list[RiskValue]


class BookingValue(Schema):
    """One line of the ledger; a minus takes back."""

    reference: UUID
    action: str
    kind: str
    on: date
    year: int
    payer: str
    code: str
    amount: float
    document: str
    document_url: str
    note: str
    is_invented: bool


class LedgerPage(Schema):
    """One page of the ledger, and how many lines there are in all."""

    count: int
    items: list[BookingValue]


class ActionsQuery(Paging):
    """Which actions; what is left out filters nothing."""

    track: Line = ""
    priority: Line = ""
    lead: Line = ""
    status: Line = Field("", description="on_schedule, at_risk, delayed, stopped, done or unknown.")
    overdue: bool = Field(False, description="Only actions with a milestone past its day.")
    text: Line = ""


class LedgerQuery(Paging):
    """Which lines; what is left out filters nothing."""

    action: Line = ""
    payer: Line = ""
    code: Line = ""
    kind: Line = Field("", description="planned, committed or spent.")
    year: int | None = Field(None, ge=1900, le=2200)


@router.get("/pacts/{slug}/actions", response=answers(ActionPage, 404, 422), operation_id="list_actions")
def list_actions(request: ApiRequest, slug: str, asked: Query[ActionsQuery]) -> ActionPage:
    """Which actions does this pact hold, and how does each go?"""
    pact = pact_named(slug, actor=request.auth)
    chosen = ActionFilter(
        track=asked.track,
        priority=asked.priority,
        lead=asked.lead,
        text=asked.text,
        now=asked.status,
        overdue=asked.overdue,
    )
    plans = plans_of(pact, timezone.localdate(), figures_for(pact, actor=request.auth), chosen)
    rows, count = page_of(plans, asked)
    return ActionPage(count=count, items=[_line(plan) for plan in rows])


@router.get("/pacts/{slug}/actions/{action}", response=answers(ActionValue, 404), operation_id="get_action")
def get_action(request: ApiRequest, slug: str, action: str) -> ActionValue:
    """Everything that documents and partners say of this action."""
    pact = pact_named(slug, actor=request.auth)
    plan = plan_named(pact, action, timezone.localdate(), figures_for(pact, actor=request.auth))
    return ActionValue(
        **_line(plan).model_dump(),
        summary_nl=plan.action.summary_nl,
        summary_en=plan.action.summary_en,
        quote=plan.action.quote,
        milestone_list=[_milestone(line) for line in plan.milestones],
        contributions=[_contribution(line) for line in plan.contributions],
        numbers=[_number(line) for line in plan.numbers],
        goal_ties=[
            GoalTie(
                goal=link.goal.slug,
                indicator=link.indicator,
                note_nl=link.note_nl,
                note_en=link.note_en,
                source=link.source,
            )
            for link in plan.goals
        ],
        risks=[
            RiskValue(
                reference=risk.reference,
                what=risk.what,
                likelihood=risk.likelihood,
                impact=risk.impact,
                measure=risk.measure,
                owner=risk.owner.slug if risk.owner else None,
                closed_on=risk.closed_on,
                is_invented=risk.is_invented,
            )
            for risk in plan.risks
        ],
    )


@router.get("/pacts/{slug}/ledger", response=answers(LedgerPage, 404, 422), operation_id="list_ledger")
def list_ledger(request: ApiRequest, slug: str, asked: Query[LedgerQuery]) -> LedgerPage:
    """What was planned, committed and spent, line by line, newest first?"""
    pact = pact_named(slug, actor=request.auth)
    chosen = MoneyFilter(payer=asked.payer, code=asked.code, year=asked.year, action=asked.action, kind=asked.kind)
    rows, count = page_of(ledger_of(pact, chosen), asked)
    return LedgerPage(count=count, items=[_booking(row) for row in rows])


def _line(plan: Plan) -> ActionLine:
    row, now, coming = plan.action, plan.status, plan.next_milestone
    return ActionLine(
        slug=row.slug,
        name_nl=row.name_nl,
        name_en=row.name_en,
        tracks=[track.slug for track in row.tracks.all()],
        goals=sorted({link.goal.slug for link in plan.goals}),
        priority=plan.priority.slug if plan.priority else None,
        lead=plan.lead.slug if plan.lead else None,
        partners=[partner.slug for partner in row.partners.all()],
        published_status=row.published_status,
        status=StatusValue(
            status=now.status,
            set_by_people=now.set_status,
            reason=now.report.reason if now.report and now.set_status else "",
            by_facts=now.proposal.status,
            reasons=[type(reason).__name__ for reason in now.proposal.reasons],
        ),
        milestones=len(plan.milestones),
        milestones_reached=sum(line.row.reached_on is not None for line in plan.milestones),
        milestones_overdue=len(plan.overdue),
        next_due=coming.row.due_on if coming else None,
        published_money=[
            PublishedMoney(amount=float(sum_.amount), per=sum_.per.value) for sum_ in published_amounts(row)
        ],
        money=MoneyValue(
            planned=float(plan.money.planned), committed=float(plan.money.committed), spent=float(plan.money.spent)
        ),
        source=row.source,
        left_on=row.left_on,
    )


def _milestone(line: MilestoneLine) -> MilestoneValue:
    given = {name: getattr(line.row, name) for name in MilestoneValue.model_fields if name != "state"}
    return MilestoneValue(**given, state=line.state.value)


def _contribution(line: ContributionLine) -> ContributionValue:
    other = {"state", "partner"}
    given = {name: getattr(line.row, name) for name in ContributionValue.model_fields if name not in other}
    return ContributionValue(**given, state=line.state.value, partner=line.row.partner.slug)


def _number(line: NumberLine) -> NumberValue:
    told = [
        ToldValue(on=one.on, value=float(one.value), source=one.told_by, is_figure=False, is_invented=one.is_invented)
        for one in line.entered
    ]
    if line.figure is not None:
        figure = line.figure
        told.append(
            ToldValue(on=figure.on, value=float(figure.value), source=figure.source, is_figure=True, is_invented=False)
        )
    other = {"told", "needed_today"}
    given = {name: getattr(line.row, name) for name in NumberValue.model_fields if name not in other}
    needed = round(float(line.needed_today), 4) if line.needed_today is not None else None
    return NumberValue(**given, needed_today=needed, told=sorted(told, key=lambda one: one.on, reverse=True))


def _booking(row: Booking) -> BookingValue:
    other = {"action", "payer"}
    given = {name: getattr(row, name) for name in BookingValue.model_fields if name not in other}
    return BookingValue(**given, action=row.action.slug, payer=row.payer.slug)
