"""The plan of an action to read: everything that partners and documents say of it, with its status on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from arbeidspact.pact.keepers import lead_of
from arbeidspact.pact.models import (
    Action,
    ActionStatus,
    Booking,
    BookingKind,
    Contribution,
    GoalLink,
    Milestone,
    Partner,
    PlannedNumber,
    Priority,
    RealisedNumber,
    Responsible,
    Risk,
    StatusReport,
)
from arbeidspact.pact.states import (
    ContributionState,
    MilestoneFact,
    MilestoneState,
    NumberFact,
    PlanFacts,
    Proposal,
    propose_status,
)


@dataclass(frozen=True, slots=True)
class Told:
    """The latest figure of an indicator: value, the last day it is about, where it comes from, provisional or final."""

    value: Decimal
    on: date
    source: str
    status: str


Figures = Mapping[str, Told]
"""By indicator. Figures live above the pact: whoever shows a plan brings them along."""


@dataclass(frozen=True, slots=True)
class MoneySums:
    """What the ledger adds up to, in euro."""

    planned: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.committed or self.spent)


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    row: Milestone
    state: MilestoneState

    @property
    def is_overdue(self) -> bool:
        return self.state is MilestoneState.OVERDUE


@dataclass(frozen=True, slots=True)
class ContributionLine:
    row: Contribution
    state: ContributionState


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A planned number with what was told of it: entered by partners, newest first, and by the figures."""

    row: PlannedNumber
    entered: tuple[RealisedNumber, ...]
    figure: Told | None
    fact: NumberFact
    needed_today: Decimal | None


@dataclass(frozen=True, slots=True)
class StatusNow:
    """How the action goes: as a member said, else as the facts say. Both are shown."""

    report: StatusReport | None
    proposal: Proposal

    @property
    def set_status(self) -> ActionStatus | None:
        return ActionStatus(self.report.status) if self.report and self.report.status else None

    @property
    def status(self) -> ActionStatus | None:
        return self.set_status or self.proposal.status

    @property
    def differs(self) -> bool:
        """Do people say something else than the facts?"""
        return self.set_status is not None and self.set_status != self.proposal.status


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one action on a day."""

    action: Action
    lead: Partner | None
    lead_is_agreed_here: bool
    priority: Priority | None
    starts_on: date | None
    ends_on: date | None
    status: StatusNow
    milestones: tuple[MilestoneLine, ...]
    contributions: tuple[ContributionLine, ...]
    numbers: tuple[NumberLine, ...]
    money: MoneySums
    bookings: tuple[Booking, ...]
    risks: tuple[Risk, ...]
    responsibles: tuple[Responsible, ...]
    goals: tuple[GoalLink, ...]

    @property
    def overdue(self) -> tuple[MilestoneLine, ...]:
        return tuple(line for line in self.milestones if line.is_overdue)

    @property
    def next_milestone(self) -> MilestoneLine | None:
        """The first that is not reached: overdue ones before those to come."""
        waiting = [line for line in self.milestones if line.row.reached_on is None]
        return min(waiting, key=lambda line: (line.row.due_on is None, line.row.due_on or date.max), default=None)

    @property
    def has_invented_parts(self) -> bool:
        marks = [row.is_invented for row in (*self.bookings, *self.risks)]
        marks += [line.row.is_invented for line in self.milestones]
        marks += [line.row.is_invented for line in self.contributions]
        marks += [one.is_invented for line in self.numbers for one in line.entered]
        marks += [row.is_invented for row in self.responsibles]
        return any(marks) or bool(self.status.report and self.status.report.is_invented)


def plan_parts() -> "tuple[Prefetch[Any, Any, Any], ...]":
    """What `plan_of` reads of an action: for `prefetch_related`. Withdrawn entries are left out."""
    standing = {"withdrawn_at": None}
    numbers = PlannedNumber.objects.filter(**standing).order_by("id")
    told = RealisedNumber.objects.filter(**standing).order_by("-on", "-id")
    contributions = Contribution.objects.filter(**standing).select_related("partner")
    people = Responsible.objects.filter(ended_on=None).select_related("membership__user")
    return (
        Prefetch(
            "milestones",
            Milestone.objects.filter(**standing).order_by("due_on", "order", "id"),
            to_attr="plan_milestones",
        ),
        Prefetch("contributions", contributions.order_by("partner__order", "id"), to_attr="plan_contributions"),
        Prefetch("planned_numbers", numbers.prefetch_related(Prefetch("realised", told, to_attr="told"))),
        Prefetch(
            "bookings",
            Booking.objects.filter(**standing).select_related("payer").order_by("on", "id"),
            to_attr="plan_bookings",
        ),
        Prefetch(
            "risks",
            Risk.objects.filter(**standing).select_related("owner").order_by("closed_on", "id"),
            to_attr="plan_risks",
        ),
        Prefetch("responsibles", people.order_by("since", "id"), to_attr="plan_people"),
        Prefetch(
            "status_reports",
            StatusReport.objects.select_related("user", "organisation").order_by("-at", "-id"),
            to_attr="plan_reports",
        ),
        Prefetch(
            "goal_links",
            GoalLink.objects.filter(**standing).select_related("goal").order_by("goal__order", "id"),
            to_attr="plan_goals",
        ),
    )


def plan_of(action: Action, today: date, figures: Figures | None = None) -> Plan:
    """The plan of this action on a day.

    Arguments: `action`, with `plan_parts` fetched along; `figures`, by indicator.
    """
    agreed = getattr(action, "plan", None)
    starts_on = (agreed.starts_on if agreed else None) or action.pact.starts_on
    ends_on = (agreed.ends_on if agreed else None) or action.pact.ends_on
    milestones = tuple(MilestoneLine(row, _fact_of(row).state(today)) for row in _part(action, "plan_milestones"))
    numbers = tuple(_number_line(row, starts_on, today, figures or {}) for row in action.planned_numbers.all())
    bookings = tuple(_part(action, "plan_bookings"))
    risks = tuple(sorted(_part(action, "plan_risks"), key=lambda risk: (risk.closed_on is not None, -risk.weight)))
    money = sums_of(bookings)
    facts = PlanFacts(
        milestones=[_fact_of(line.row) for line in milestones],
        numbers=[line.fact for line in numbers],
        open_risk_weights=[risk.weight for risk in risks if risk.closed_on is None],
        planned_euro=money.planned,
        spent_euro=money.spent,
    )
    reports = _part(action, "plan_reports")
    return Plan(
        action=action,
        lead=lead_of(action),
        lead_is_agreed_here=bool(agreed and agreed.lead_id and agreed.lead_id != action.lead_id),
        priority=(agreed.priority if agreed else None) or action.priority,
        starts_on=starts_on,
        ends_on=ends_on,
        status=StatusNow(reports[0] if reports else None, propose_status(facts, today)),
        milestones=milestones,
        contributions=tuple(ContributionLine(row, state_of(row)) for row in _part(action, "plan_contributions")),
        numbers=numbers,
        money=money,
        bookings=bookings,
        risks=risks,
        responsibles=tuple(_part(action, "plan_people")),
        goals=tuple(_part(action, "plan_goals")),
    )


def proposal_of(action: Action, today: date, figures: Figures | None = None) -> Proposal:
    """What do the facts say of this action now? For an action read by itself: fetches what it needs."""
    read = Action.objects.select_related("pact", "plan__lead", "lead").prefetch_related(*plan_parts()).get(pk=action.pk)
    return plan_of(read, today, figures).status.proposal


def state_of(row: Contribution) -> ContributionState:
    """Promised, confirmed by the partner itself, or with what came of it?"""
    if row.delivered_on is not None:
        return ContributionState.OUTCOME_TOLD
    return ContributionState.CONFIRMED if row.confirmed_on is not None else ContributionState.PROMISED


def sums_of(bookings: Iterable[Booking]) -> MoneySums:
    """What do these lines of the ledger add up to?"""
    sums = dict.fromkeys(BookingKind, Decimal(0))
    for row in bookings:
        sums[BookingKind(row.kind)] += row.amount
    return MoneySums(sums[BookingKind.PLANNED], sums[BookingKind.COMMITTED], sums[BookingKind.SPENT])


def _part(action: Action, name: str) -> Sequence[Any]:
    return getattr(action, name)  # type: ignore[no-any-return]


def _fact_of(row: Milestone) -> MilestoneFact:
    return MilestoneFact(row.due_on, row.expected_on, row.reached_on)


def _number_line(row: PlannedNumber, starts_on: date | None, today: date, figures: Figures) -> NumberLine:
    entered = tuple(row.told)  # type: ignore[attr-defined]
    figure = figures.get(row.indicator) if row.indicator else None
    newest = entered[0] if entered else None
    realised = newest.value if newest else None
    if figure is not None and (newest is None or figure.on > newest.on):
        realised = figure.value
    fact = NumberFact(row.what_nl, row.what_en or row.what_nl, row.low, starts_on, row.due_on, realised)
    return NumberLine(row, entered, figure, fact, fact.needed(today))
