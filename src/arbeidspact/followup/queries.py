"""The queues to read: whose line, how many, and what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.models import (
    ABOUT_CONTACTS,
    AftercareSide,
    Line,
    LineEvent,
    RuleName,
    Run,
    StillAtWork,
)
from arbeidspact.followup.reach import lines_within_reach
from arbeidspact.followup.rules import RULES, rule_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile, PersonLine, lines_of
from arbeidspact.people.models import Accompaniment, Person, TeamMember

__all__ = ["ABOUT_CONTACTS", "AftercareSide", "RuleName", "StillAtWork"]

PAGE_SIZE: Final = 25


class Scope(StrEnum):
    """Whose lines: mine; of the people in whose team I am; nobody's; everybody's; those brought to the team lead."""

    MINE = "mine"
    TEAM = "team"
    NOBODY = "nobody"
    ORGANISATION = "organisation"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a queue is narrowed by. `resting`: lines that rest instead of those that do not."""

    scope: Scope = Scope.MINE
    rule: str = ""
    resting: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as a page shows it: about whom, why, what to do, how long it waits. `person`: None of a contact."""

    line: Line
    person: PersonLine | None
    why: Message
    next_action: Message
    days: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of a queue, how many lines it has, and how many of each rule stand in this scope."""

    page: Page[LineView]
    count: int
    by_rule: Mapping[str, int]
    resting: int


def queue_of(actor: Actor, queue_filter: QueueFilter, *, page: int | str = 1, page_size: int = PAGE_SIZE) -> Queue:
    """Which lines stand in this queue, the most pressing first?

    Those that are due soonest, then those that wait longest. Only people and contacts within reach; every name of a
    person shown is recorded.
    The number of queries does not depend on the number of lines. Raises: `NotAllowed`.
    """
    today = timezone.localdate()
    scoped = _scoped(actor, queue_filter.scope)
    awake = scoped.exclude(snoozed_until__gt=today)
    chosen = scoped.filter(snoozed_until__gt=today) if queue_filter.resting else awake
    if queue_filter.rule:
        chosen = chosen.filter(rule=queue_filter.rule)
    counts = dict(awake.order_by().values_list("rule").annotate(Count("pk")))
    rows = chosen.select_related("owner", "contact").order_by(F("due_on").asc(nulls_last=True), "since", "pk")
    keys = Paginator(rows, page_size).get_page(page)
    shown = list(keys.object_list)
    views = _views(shown, actor, today)
    return Queue(
        page=cast("Page[LineView]", Page(views, keys.number, keys.paginator)),
        count=keys.paginator.count,
        by_rule={str(rule.name): counts.get(rule.name, 0) for rule in RULES},
        resting=scoped.filter(snoozed_until__gt=today).count(),
    )


def queue_counts(actor: Actor) -> Mapping[Scope, int]:
    """How many lines that do not rest stand in each queue that this actor may see? One query."""
    require(actor, Permission.SEE_CASELOAD)
    today = timezone.localdate()
    lines = lines_within_reach(actor).exclude(snoozed_until__gt=today)
    counted = lines.aggregate(
        mine=Count("pk", filter=Q(owner=actor.user)),
        team=Count("pk", filter=_in_my_team(actor)),
        nobody=Count("pk", filter=Q(owner__isnull=True)),
        organisation=Count("pk"),
        escalated=Count("pk", filter=Q(escalated_on__isnull=False)),
    )
    return {scope: counted[scope.value] for scope in Scope}


def line_to_change(actor: Actor, reference: UUID) -> LineView:
    """One open line of the actor's organisation. Raises: `NotAllowed`; `NotFound`."""
    found = lines_within_reach(actor).select_related("owner", "contact").filter(reference=reference)
    views = _views(list(found), actor, timezone.localdate())
    if not views:
        raise NotFound(_("This is no longer in the queue."), hint=_("Look at the queue again: it may be solved."))
    return views[0]


def events_of(view: LineView) -> Sequence[LineEvent]:
    """What happened to this line, newest first?"""
    return list(view.line.events.select_related("by").order_by("-at", "-id"))


def lines_about(file: PersonFile) -> Sequence[Line]:
    """What cannot wait for this person, in the actor's organisation? The most pressing first."""
    today = timezone.localdate()
    lines = Line.objects.filter(
        person=file.person, organisation=file.actor.organisation, closed_on__isnull=True
    ).exclude(snoozed_until__gt=today)
    return list(lines.select_related("owner").order_by(F("due_on").asc(nulls_last=True), "since", "pk"))


def people_waiting(people: QuerySet[Person], actor: Actor, rule: str) -> QuerySet[Person]:
    """Of these people, those with an open line of this rule in the actor's organisation, resting or not."""
    lines = Line.objects.filter(
        person=OuterRef("pk"), organisation=actor.organisation, rule=rule, closed_on__isnull=True
    )
    return people.filter(Exists(lines))


def last_run() -> Run | None:
    """The last run that went to its end; None when there was none."""
    return Run.objects.filter(ended_at__isnull=False).order_by("-started_at", "-id").first()


def _scoped(actor: Actor, scope: Scope) -> QuerySet[Line]:
    lines = lines_within_reach(actor)
    if scope is Scope.MINE:
        return lines.filter(owner=actor.user)
    if scope is Scope.TEAM:
        return lines.filter(_in_my_team(actor))
    if scope is Scope.NOBODY:
        return lines.filter(owner__isnull=True)
    require(actor, Permission.SEE_ALL_QUEUES)
    return lines.filter(escalated_on__isnull=False) if scope is Scope.ESCALATED else lines


def _in_my_team(actor: Actor) -> Q:
    places = TeamMember.objects.filter(user=actor.user, until__isnull=True)
    own = Accompaniment.objects.filter(
        Q(referent=actor.user) | Q(pk__in=places.values("accompaniment")),
        organisation=actor.organisation,
        until__isnull=True,
    )
    return Q(person__in=own.values("person"))


def _views(lines: Sequence[Line], actor: Actor, today: date) -> list[LineView]:
    keys = sorted({line.person_id for line in lines if line.person_id is not None})
    people = lines_of(actor, keys) if keys else {}
    return [
        _view(line, people.get(line.person_id or 0), actor, today)
        for line in lines
        if line.contact_id is not None or line.person_id in people
    ]


def _view(line: Line, person: PersonLine | None, actor: Actor, today: date) -> LineView:
    return LineView(
        line=line,
        person=person,
        why=RuleName(line.rule).label,
        next_action=rule_of(line.rule).next_action,
        days=(today - line.since).days,
        is_mine=actor.user is not None and line.owner_id == actor.user.pk,
    )
