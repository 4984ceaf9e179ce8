"""The pact to read: its goals, tracks, priorities, actions and money."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import (
    Action,
    ActionEvent,
    ActionEventKind,
    ActionStatus,
    Booking,
    BookingKind,
    BudgetCode,
    BudgetLine,
    BudgetPer,
    Contribution,
    ContributionKind,
    Degree,
    Goal,
    GoalLink,
    GovernanceBody,
    Milestone,
    Pact,
    Partner,
    PlannedNumber,
    Priority,
    PublishedStatus,
    RealisedNumber,
    Responsible,
    Risk,
    Track,
    TrackKind,
)
from arbeidspact.pact.plans import plan_parts

__all__ = [
    "Action",
    "ActionEvent",
    "ActionEventKind",
    "ActionStatus",
    "Booking",
    "BookingKind",
    "BudgetCode",
    "BudgetLine",
    "BudgetPer",
    "Contribution",
    "ContributionKind",
    "Degree",
    "Goal",
    "GoalLink",
    "Milestone",
    "Pact",
    "Partner",
    "PlannedNumber",
    "Priority",
    "PublishedStatus",
    "RealisedNumber",
    "Responsible",
    "Risk",
    "TrackKind",
]


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions to keep; empty: all. `now` and `overdue` are about the plan on a day: see `plan_queries`."""

    track: str = ""
    priority: str = ""
    lead: str = ""
    status: str = ""
    text: str = ""
    now: str = ""
    overdue: bool = False


def pacts(*, actor: Actor) -> list[Pact]:
    """Which pacts are there, by name? Raises: `NotAllowed`."""
    require(actor, Permission.SEE_PACT)
    return list(Pact.objects.order_by("name_nl", "id"))


def pact_named(slug: str, *, actor: Actor) -> Pact:
    """The pact of this short name. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.SEE_PACT)
    pact = Pact.objects.filter(slug=slug).first()
    if pact is None:
        raise NotFound(_("There is no such pact."))
    return pact


def tracks_of(pact: Pact) -> QuerySet[Track]:
    """The tracks and horizontal lines of this pact, in its order; each with `action_count`."""
    return pact.tracks.annotate(action_count=Count("actions", distinct=True)).order_by("order", "id")


def priorities_of(pact: Pact) -> QuerySet[Priority]:
    """The policy priorities of this pact, with their lead, in its order; each with `action_count`."""
    return (
        pact.priorities.select_related("lead")
        .annotate(action_count=Count("actions", distinct=True))
        .order_by("order", "id")
    )


def partners_of(pact: Pact) -> QuerySet[Partner]:
    """Who signed or carries this pact: signatories first, in its order."""
    return pact.partners.order_by("-is_signatory", "order", "id")


def leads_of(pact: Pact) -> QuerySet[Partner]:
    """Which partners lead an action, as published or as agreed here, by name?"""
    leading = Q(leads__isnull=False) | Q(plans_led__isnull=False)
    return pact.partners.filter(leading).distinct().order_by("name_nl", "id")


def bodies_of(pact: Pact) -> QuerySet[GovernanceBody]:
    """Who steers this pact, in its order."""
    return (
        pact.governance_bodies.select_related("reports_to")
        .prefetch_related(Prefetch("members", queryset=Partner.objects.order_by("order", "id")))
        .order_by("order", "id")
    )


def actions_of(pact: Pact, chosen: ActionFilter | None = None) -> QuerySet[Action]:
    """Which actions does this pact hold, in its order, kept to the chosen ones? Each with the parts of its plan."""
    found = (
        pact.actions.select_related("pact", "lead", "priority", "plan__lead", "plan__priority")
        .prefetch_related(
            Prefetch("tracks", queryset=Track.objects.order_by("order", "id")),
            Prefetch("partners", queryset=Partner.objects.order_by("order", "id")),
            Prefetch("budget_lines", queryset=BudgetLine.objects.order_by("id")),
            *plan_parts(),
        )
        .order_by("order", "id")
    )
    if chosen is None:
        return found
    if chosen.track:
        found = found.filter(tracks__slug=chosen.track)
    if chosen.priority:
        found = found.filter(
            Q(plan__priority__slug=chosen.priority) | Q(plan__priority=None, priority__slug=chosen.priority)
        )
    if chosen.lead:
        found = found.filter(Q(plan__lead__slug=chosen.lead) | Q(plan__lead=None, lead__slug=chosen.lead))
    if chosen.status:
        found = found.filter(published_status=chosen.status)
    if chosen.text:
        found = found.filter(
            Q(name_nl__icontains=chosen.text)
            | Q(name_en__icontains=chosen.text)
            | Q(summary_nl__icontains=chosen.text)
            | Q(summary_en__icontains=chosen.text)
        )
    return found


def action_named(pact: Pact, slug: str) -> Action:
    """One action of this pact. Raises: `NotFound`."""
    action = actions_of(pact).filter(slug=slug).first()
    if action is None:
        raise NotFound(_("There is no such action in this pact."))
    return action


def budget_of(pact: Pact) -> QuerySet[BudgetLine]:
    """The money of the pact as a whole, as published: lines without an action."""
    return pact.budget_lines.filter(action__isnull=True).order_by("id")


@dataclass(frozen=True, slots=True)
class PublishedAmount:
    """Euro published for an action over all payers, for one kind of period."""

    amount: Decimal
    per: BudgetPer


def published_amounts(action: Action) -> tuple[PublishedAmount, ...]:
    """How many euro were published for this action? Empty when nothing was.

    Amounts for a year, a project and a term are different things: each kind is added up by itself. The lines are those
    that `actions_of` fetched along.
    """
    sums: dict[BudgetPer, Decimal] = {}
    for line in action.budget_lines.all():
        per = BudgetPer(line.per)
        sums[per] = sums.get(per, Decimal(0)) + line.amount
    return tuple(PublishedAmount(sums[per], per) for per in BudgetPer if per in sums)


@dataclass(frozen=True, slots=True)
class PlannedFor:
    """A number that an action set out to reach, for an indicator; `high` where a range was published."""

    low: Decimal
    high: Decimal | None
    action_nl: str
    action_en: str


def planned_for(indicators: Iterable[str], *, actor: Actor) -> dict[str, list[PlannedFor]]:
    """Which numbers did actions of the pacts set out to reach, by indicator? In the order of the actions.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_PACT)
    planned: dict[str, list[PlannedFor]] = {}
    rows = PlannedNumber.objects.filter(indicator__in=list(indicators), withdrawn_at=None).select_related("action")
    for row in rows.order_by("action__order", "action_id", "id"):
        number = PlannedFor(row.low, row.high, row.action.name_nl, row.action.name_en or row.action.name_nl)
        planned.setdefault(row.indicator, []).append(number)
    return planned
