"""Plans to read as lists: of a pact with filters, of a partner, by goal; and the history of one action."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Membership
from arbeidspact.organisations.permissions import ROLE_MAY, Permission, may
from arbeidspact.pact.entry_words import words_of
from arbeidspact.pact.keepers import Keeper, keeper_of, lead_of
from arbeidspact.pact.ledger import MoneyFilter, published_lines, total_of
from arbeidspact.pact.models import (
    Action,
    ActionEvent,
    ActionStatus,
    BudgetLine,
    Contribution,
    Goal,
    Pact,
    Partner,
)
from arbeidspact.pact.models.plans import Entered
from arbeidspact.pact.plans import (
    ContributionLine,
    Figures,
    MilestoneLine,
    MoneySums,
    NumberLine,
    Plan,
    StatusNow,
    Told,
    plan_of,
    state_of,
)
from arbeidspact.pact.queries import ActionFilter, action_named, actions_of
from arbeidspact.pact.states import ContributionState

__all__ = [
    "ContributionLine",
    "ContributionState",
    "Keeper",
    "MilestoneLine",
    "MoneySums",
    "NumberLine",
    "Plan",
    "StatusNow",
    "Told",
    "keeper_of",
]

UNKNOWN = "unknown"
"""The filter for actions of which neither people nor facts say how they go."""


def plan_named(pact: Pact, slug: str, today: date, figures: Figures | None = None) -> Plan:
    """The plan of one action of this pact. Raises: `NotFound`."""
    return plan_of(action_named(pact, slug), today, figures)


def plans_of(pact: Pact, today: date, figures: Figures | None = None, chosen: ActionFilter | None = None) -> list[Plan]:
    """The plans of all actions of this pact, in its order, kept to the chosen ones.

    How an action goes is worked out from facts, so that part of the filter looks at each plan.
    """
    plans = [plan_of(action, today, figures) for action in actions_of(pact, chosen)]
    if chosen is None:
        return plans
    if chosen.now == UNKNOWN:
        plans = [plan for plan in plans if plan.status.status is None]
    elif chosen.now:
        plans = [plan for plan in plans if plan.status.status == chosen.now]
    if chosen.overdue:
        plans = [plan for plan in plans if plan.overdue]
    return plans


def history_of(action: Action) -> QuerySet[ActionEvent]:
    """What happened to the plan of this action, newest first."""
    return action.action_events.select_related("user", "organisation").order_by("-at", "-id")


def withdrawn_of(action: Action) -> list[Entered]:
    """What partners withdrew from this plan and can put back, newest first."""
    sets: Iterable[QuerySet[Entered]] = (
        action.milestones.all(),
        action.contributions.select_related("partner"),
        action.bookings.select_related("payer"),
        action.planned_numbers.all(),
        action.risks.all(),
        action.goal_links.select_related("goal"),
    )
    rows = [row for rows in sets for row in rows.filter(source="").exclude(withdrawn_at=None)]
    for number in action.planned_numbers.all():
        rows += list(number.realised.select_related("planned").exclude(withdrawn_at=None))
    return sorted(rows, key=lambda row: row.withdrawn_at or row.entered_at, reverse=True)


def words_of_entry(row: Entered) -> str:
    """What an entry of a plan is about, in the words in which it was entered."""
    return words_of(row)


def members_who_may_carry(action: Action) -> QuerySet[Membership]:
    """Which members of the organisation in the lead can carry this action, by name?"""
    lead = lead_of(action)
    roles = [role for role, granted in ROLE_MAY.items() if Permission.EDIT_ACTION_PLAN in granted]
    found = Membership.objects.none()
    if lead is not None and lead.organisation_id is not None:
        found = Membership.objects.filter(organisation=lead.organisation_id, ended_at=None, grants__role__in=roles)
    return found.select_related("user").order_by("user__last_name", "user__first_name", "id").distinct()


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """What one partner promised and did, in numbers."""

    partner: Partner
    promised: int
    confirmed: int
    told: int
    leads: int


def partner_lines(pact: Pact) -> list[PartnerLine]:
    """How much did each partner promise, confirm and tell about? Signatories first, in the order of the pact."""
    standing = Q(contributions__withdrawn_at=None)
    rows = pact.partners.annotate(
        promised=Count("contributions", filter=standing, distinct=True),
        confirmed=Count("contributions", filter=standing & Q(contributions__confirmed_on__isnull=False), distinct=True),
        told=Count("contributions", filter=standing & Q(contributions__delivered_on__isnull=False), distinct=True),
        leading=Count("leads", filter=Q(leads__plan__lead=None), distinct=True),
        agreed=Count("plans_led", distinct=True),
    ).order_by("-is_signatory", "order", "id")
    return [PartnerLine(row, row.promised, row.confirmed, row.told, row.leading + row.agreed) for row in rows]


@dataclass(frozen=True, slots=True)
class PartnerPart:
    """All that one partner brings: promises by action, money as published and as booked, the actions it leads."""

    partner: Partner
    contributions: tuple[ContributionLine, ...]
    leads: tuple[Action, ...]
    takes_part: tuple[Action, ...]
    published: tuple[BudgetLine, ...]
    money: MoneySums


def part_of(pact: Pact, slug: str) -> PartnerPart:
    """What did this partner promise, and what came of it? Raises: `NotFound`."""
    partner = pact.partners.select_related("organisation").filter(slug=slug).first()
    if partner is None:
        raise NotFound(_("There is no such partner in this pact."))
    rows = partner.contributions.filter(withdrawn_at=None).select_related("action", "partner", "confirmed_by")
    led = Q(plan__lead=partner) | Q(plan__lead=None, lead=partner)
    return PartnerPart(
        partner=partner,
        contributions=tuple(ContributionLine(row, state_of(row)) for row in rows.order_by("action__order", "id")),
        leads=tuple(pact.actions.filter(led).order_by("order", "id")),
        takes_part=tuple(pact.actions.filter(partners=partner).order_by("order", "id")),
        published=tuple(published_lines(pact, MoneyFilter(payer=slug))),
        money=total_of(pact, MoneyFilter(payer=slug)),
    )


def waiting_for(actor: Actor) -> QuerySet[Contribution]:
    """Which promises wait until the own organisation confirms them, in all pacts? Nothing for who may not confirm."""
    if actor.organisation is None or not may(actor, Permission.EDIT_ACTION_PLAN):
        return Contribution.objects.none()
    return (
        Contribution.objects.filter(
            partner__organisation=actor.organisation, confirmed_on=None, delivered_on=None, withdrawn_at=None
        )
        .select_related("action__pact", "partner")
        .order_by("action__order", "id")
    )


@dataclass(frozen=True, slots=True)
class UnderTrack:
    """Plans of one track; `name_nl` and `name_en` empty for actions without a published track."""

    slug: str
    name_nl: str
    name_en: str
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class UnderGoal:
    """The actions of which a document or the partners say that they serve this goal; `goal` None for the others."""

    goal: Goal | None
    tracks: tuple[UnderTrack, ...]
    count: int = field(default=0)


def plans_by_goal(pact: Pact, plans: Sequence[Plan]) -> list[UnderGoal]:
    """Which actions serve which goal, along which track? The last entry holds those that no goal was tied to.

    An action stands under each of its goals, and under the first track of the document that names it.
    """
    order = {track.slug: place for place, track in enumerate(pact.tracks.order_by("order", "id"))}
    parts = []
    goals: list[Goal | None] = [*pact.goals.order_by("order", "id"), None]
    for goal in goals:
        under = [plan for plan in plans if (goal is None and not plan.goals) or _serves(plan, goal)]
        parts.append(UnderGoal(goal, _by_track(under, order), len(under)))
    return parts


def _serves(plan: Plan, goal: Goal | None) -> bool:
    return goal is not None and any(link.goal_id == goal.pk for link in plan.goals)


def _by_track(plans: Iterable[Plan], order: dict[str, int]) -> tuple[UnderTrack, ...]:
    found: dict[str, tuple[str, str, list[Plan]]] = {}
    for plan in plans:
        track = min(plan.action.tracks.all(), key=lambda one: order.get(one.slug, len(order)), default=None)
        slug = track.slug if track else ""
        names = (track.name_nl, track.name_en) if track else ("", "")
        found.setdefault(slug, (*names, []))[2].append(plan)
    places = sorted(found, key=lambda slug: order.get(slug, len(order)))
    return tuple(UnderTrack(slug, found[slug][0], found[slug][1], tuple(found[slug][2])) for slug in places)


def status_counts(plans: Iterable[Plan]) -> dict[ActionStatus | None, int]:
    """How many actions go how? None: neither people nor facts say."""
    counts: dict[ActionStatus | None, int] = dict.fromkeys((*ActionStatus, None), 0)
    for plan in plans:
        counts[plan.status.status] += 1
    return counts
