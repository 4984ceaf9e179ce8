"""Steps to read: of one person's file, and over one's own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind, StepOwner, StepState
from arbeidspact.pathways.states import OPEN, overdue_on, refuse_steps_of_others, state_of
from arbeidspact.people.access import PersonFile, people_within_reach
from arbeidspact.people.models import Person

__all__ = ["StepEventKind", "StepOwner", "StepState", "state_of"]


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as a page shows it."""

    step: Step
    state: StepState
    days_overdue: int
    may_change: bool

    @property
    def is_open(self) -> bool:
        return self.state in {StepState.OPEN, StepState.OVERDUE}


@dataclass(frozen=True, slots=True)
class CaseloadCount:
    """What waits in an actor's caseload."""

    people: int
    overdue_steps: int
    due_this_week: int
    without_next_step: int


def steps_of(file: PersonFile, *, today: date | None = None) -> list[StepView]:
    """Which steps were agreed with this person: open ones first, the longest overdue on top, then the closed ones,
    the last closed first. With their history."""
    day = today or timezone.localdate()
    rows = (
        file.person.steps.select_related("organisation", "member", "vacancy__employer")
        .prefetch_related(
            Prefetch("events", queryset=StepEvent.objects.select_related("by", "organisation").order_by("-at", "-id"))
        )
        .order_by("due_on", "id")
    )
    views = [_view(step, file, day) for step in rows]
    closed = sorted(
        (view for view in views if not view.is_open),
        key=lambda view: view.step.done_on or view.step.given_up_on or day,
        reverse=True,
    )
    return [view for view in views if view.is_open] + closed


def step_in(file: PersonFile, reference: UUID) -> StepView:
    """One step of this file. Raises: `NotFound`."""
    step = (
        file.person.steps.select_related("organisation", "member", "vacancy__employer")
        .filter(reference=reference)
        .first()
    )
    if step is None:
        raise NotFound(_("There is no such step in this file."))
    return _view(step, file, timezone.localdate())


def step_to_change(file: PersonFile, reference: UUID) -> StepView:
    """A step of this file that the actor may change. Raises: `NotAllowed`; `NotFound`; `Conflict` with the reason when
    another organisation agreed it."""
    require(file.actor, Permission.AGREE_STEP)
    view = step_in(file, reference)
    refuse_steps_of_others(view.step, file.actor)
    return view


def people_by_urgency(people: QuerySet[Person], *, actor: Actor) -> QuerySet[Person]:
    """These people, those with the longest overdue step of the actor's organisation first, then by the next due day,
    then those without a next step; within the same day by name.

    Each carries `next_due_on`, None without a next step.
    """
    first_due = (
        Step.objects.filter(OPEN, person=OuterRef("pk"), organisation=actor.organisation)
        .order_by("due_on")
        .values("due_on")[:1]
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


def people_overdue(actor: Actor, *, today: date | None = None) -> list[Overdue]:
    """Which people within reach have overdue steps of the actor's organisation? The longest overdue first; keys of
    people and days, no names."""
    require(actor, Permission.SEE_CASELOAD)
    day = today or timezone.localdate()
    rows = (
        Step.objects.filter(
            overdue_on(day),
            organisation=actor.organisation,
            person__in=people_within_reach(actor).order_by().values("pk"),
        )
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
    steps = Step.objects.filter(person__in=reach, organisation=actor.organisation)
    return CaseloadCount(
        people=people.count(),
        overdue_steps=steps.filter(overdue_on(day)).count(),
        due_this_week=steps.filter(OPEN, due_on__gte=day, due_on__lte=day + timedelta(days=7)).count(),
        without_next_step=people.exclude(pk__in=steps.filter(OPEN).values("person")).count(),
    )


def steps_waiting_for(actor: Actor, *, limit: int, today: date | None = None) -> Sequence[Step]:
    """Which steps that this actor owes, or owed by the people whose referent the actor is, are overdue or due within
    a week? The longest overdue first, at most `limit`; without the person's name: that comes through the gate.
    """
    require(actor, Permission.SEE_CASELOAD)
    day = today or timezone.localdate()
    own = Q(member=actor.user) | Q(
        person__accompaniments__referent=actor.user,
        person__accompaniments__organisation=actor.organisation,
        person__accompaniments__until__isnull=True,
    )
    return list(
        Step.objects.filter(
            OPEN,
            own,
            organisation=actor.organisation,
            person__in=people_within_reach(actor).order_by().values("pk"),
            due_on__lte=day + timedelta(days=7),
        )
        .distinct()
        .order_by("due_on", "id")[:limit]
    )


def colleagues_of(actor: Actor) -> list[User]:
    """Which colleagues can own a step of the actor's organisation? By name."""
    return list(
        User.objects.filter(memberships__organisation=actor.organisation, memberships__ended_at__isnull=True)
        .distinct()
        .order_by("first_name", "last_name", "pk")
    )


def _view(step: Step, file: PersonFile, day: date) -> StepView:
    own = file.actor.organisation is not None and step.organisation_id == file.actor.organisation.pk
    state = state_of(step, day)
    return StepView(
        step=step,
        state=state,
        days_overdue=(day - step.due_on).days if state == StepState.OVERDUE else 0,
        may_change=own and may(file.actor, Permission.AGREE_STEP),
    )
