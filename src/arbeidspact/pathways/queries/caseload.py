"""Steps over one's own people: counts, order, and what waits. What the compartment keeps stays without words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.actions.writing import is_sensitive
from arbeidspact.pathways.models import Step, StepState
from arbeidspact.pathways.states import OPEN, overdue_on, state_of
from arbeidspact.people.access import people_within_reach
from arbeidspact.people.models import Person


@dataclass(frozen=True, slots=True)
class CaseloadCount:
    """What waits in an actor's caseload."""

    people: int
    overdue_steps: int
    due_this_week: int
    without_next_step: int


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A step in a list: of a sensitive domain only that there is one. The person's name comes through the gate."""

    person_id: int
    reference: UUID
    what: Message
    due_on: date
    state: StepState
    is_protected: bool
    waits_on_us: bool
    """Another organisation agreed it, and ours does it."""


def of_organisation(actor: Actor) -> Q:
    """The steps that concern the actor's organisation: it agreed them, or it is the partner that does them."""
    return Q(organisation=actor.organisation) | Q(partner=actor.organisation)


def people_by_urgency(people: QuerySet[Person], *, actor: Actor) -> QuerySet[Person]:
    """These people, those with the longest overdue step of the actor's organisation first, then by the next due day,
    then those without a next step; within the same day by name.

    Each carries `next_due_on`, None without a next step.
    """
    first_due = (
        Step.objects.filter(OPEN, of_organisation(actor), person=OuterRef("pk")).order_by("due_on").values("due_on")[:1]
    )
    return people.annotate(next_due_on=Subquery(first_due)).order_by(
        # SQLite and PostgreSQL sort an empty day differently: say it.
        F("next_due_on").asc(nulls_last=True),
        "search_name",
        "pk",
    )


@dataclass(frozen=True, slots=True)
class Overdue:
    """Somebody whose agreed steps are overdue: how many, and since which day the oldest."""

    person: int
    steps: int
    since: date


def people_overdue(actor: Actor, *, among: Collection[int] | None = None, today: date | None = None) -> list[Overdue]:
    """Which people within reach have overdue steps of the actor's organisation? The longest overdue first; keys of
    people and days, no names. `among`: only of these people, by their keys."""
    require(actor, Permission.SEE_CASELOAD)
    day = today or timezone.localdate()
    people = people_within_reach(actor)
    if among is not None:
        people = people.filter(pk__in=among)
    rows = (
        Step.objects.filter(overdue_on(day), of_organisation(actor), person__in=people.order_by().values("pk"))
        .order_by()
        .values("person")
        .annotate(steps=Count("pk"), since=Min("due_on"))
        .order_by("since", "person__search_name", "person")
    )
    return [Overdue(person=row["person"], steps=row["steps"], since=row["since"]) for row in rows]


def caseload_count(actor: Actor, *, only_mine: bool, today: date | None = None) -> CaseloadCount:
    """How much waits for this actor (or for the whole organisation)? Four numbers, no names."""
    require(actor, Permission.SEE_CASELOAD)
    day = today or timezone.localdate()
    people = people_within_reach(actor)
    if only_mine:
        people = people.filter(
            accompaniments__referent=actor.user,
            accompaniments__organisation=actor.organisation,
            accompaniments__until__isnull=True,
        )
    reach = people.order_by().values("pk")
    steps = Step.objects.filter(OPEN, of_organisation(actor), person__in=reach)
    week = day + timedelta(days=7)
    counts = steps.aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=day)),
        soon=Count("pk", filter=Q(due_on__gte=day, due_on__lte=week)),
        people=Count("person", distinct=True),
    )
    total = people.count()
    return CaseloadCount(
        people=total,
        overdue_steps=counts["overdue"],
        due_this_week=counts["soon"],
        without_next_step=total - counts["people"],
    )


def steps_waiting_for(actor: Actor, *, limit: int, today: date | None = None) -> Sequence[WaitingStep]:
    """Which steps that this actor owes, or owed by the people whose referent the actor is, are overdue or due within
    a week? The longest overdue first, at most `limit`; without the person's name: that comes through the gate.
    Of a step in the compartment only that there is one.
    """
    require(actor, Permission.SEE_CASELOAD)
    day = today or timezone.localdate()
    mine = people_within_reach(actor).filter(
        accompaniments__referent=actor.user,
        accompaniments__organisation=actor.organisation,
        accompaniments__until__isnull=True,
    )
    rows = (
        Step.objects.filter(
            OPEN,
            Q(member=actor.user) | Q(person__in=mine.order_by().values("pk")),
            of_organisation(actor),
            person__in=people_within_reach(actor).order_by().values("pk"),
            due_on__lte=day + timedelta(days=7),
        )
        .select_related("waits_on")
        .order_by("due_on", "id")[:limit]
    )
    return [_waiting(step, actor, day) for step in rows]


def _waiting(step: Step, actor: Actor, day: date) -> WaitingStep:
    hidden = is_sensitive(step.domain)
    return WaitingStep(
        person_id=step.person_id,
        reference=step.reference,
        what=_("A protected step") if hidden else step.what,
        due_on=step.due_on,
        state=state_of(step, day),
        is_protected=hidden,
        waits_on_us=actor.organisation is not None and step.partner_id == actor.organisation.pk,
    )
