"""Plain facts in bulk for whoever watches that nobody is lost: keys and days, no names and no words of a step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, Subquery

from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import RungPlacement, Step
from arbeidspact.pathways.rungs import PlacementFact, RungNow, StatusFact, rung_on
from arbeidspact.pathways.states import OPEN, WAITING
from arbeidspact.people.keys import of
from arbeidspact.people.models import Accompaniment, PersonStatus


@dataclass(frozen=True, slots=True)
class WorkStarted:
    """Somebody came to stand on a rung that counts as work. `referent`: of the organisation that noted it, now."""

    person: int
    organisation: int
    referent: int | None
    started_on: date
    ended_on: date | None
    placement: UUID


@dataclass(frozen=True, slots=True)
class StuckStep:
    """An open step that is long overdue, or that something stands in the way of.

    `organisation`: whose turn it is, the partner where a partner does the step; `owner`: the colleague who does it,
    else the referent there. `since`: the due day, or the day of the hindrance.
    """

    person: int
    organisation: int
    owner: int | None
    since: date
    step: UUID
    is_hindered: bool


@dataclass(frozen=True, slots=True)
class WithoutNextStep:
    """An organisation accompanies somebody without an open step of its own or waiting on it. `since`: the last closing
    of a step, or the start of the accompaniment."""

    person: int
    organisation: int
    owner: int | None
    since: date


def work_started(first: date, last: date) -> list[WorkStarted]:
    """Who started to work on one of these days, both counted? Bulk: no names, keys and days; by day.

    A start of work is a placement on a rung that counts as work. For follow-up, over all organisations.
    """
    rows = (
        RungPlacement.objects.filter(since__gte=first, since__lte=last, rung__in=current_ladder().working)
        .annotate(referent=_referent(OuterRef("organisation")))
        .order_by("since", "pk")
        .values_list("person", "organisation", "referent", "since", "until", "reference")
    )
    return [WorkStarted(*row) for row in rows]


def stuck_steps(day: date, days: int, *, people: Collection[int] | None = None) -> list[StuckStep]:
    """Which open steps are overdue by `days` or more on this day, or is something in the way of? Bulk: no names.

    A step that waits on another open one counts from its own due day on. Arguments: `people`, only theirs. Longest
    stuck first.
    """
    late = Q(due_on__lte=day - timedelta(days=days))
    hindered = Q(hindered_on__isnull=False, hindered_on__lte=day)
    waiting = WAITING & Q(due_on__lt=day)
    rows = (
        Step.objects.filter(OPEN, of(people))
        .filter(late | hindered | waiting)
        .annotate(own_referent=_referent(OuterRef("organisation")), partner_referent=_referent(OuterRef("partner")))
        .order_by("pk")
        .values_list(
            "person",
            "organisation",
            "partner",
            "member",
            "own_referent",
            "partner_referent",
            "due_on",
            "hindered_on",
            "reference",
        )
    )
    found = [
        StuckStep(
            person=person,
            organisation=partner or organisation,
            owner=theirs if partner else (member or ours),
            since=min(hindered_on, due_on) if hindered_on else due_on,
            step=reference,
            is_hindered=hindered_on is not None,
        )
        for person, organisation, partner, member, ours, theirs, due_on, hindered_on, reference in rows
    ]
    return sorted(found, key=lambda one: (one.since, one.person))


def people_without_next_step(
    organisation: int | None = None, *, people: Collection[int] | None = None
) -> list[WithoutNextStep]:
    """Which organisations accompany somebody now without an open step? Bulk: no names; the longest without first.

    Arguments: `organisation`, to keep to one; `people`, to keep to them; None, all.
    """
    concerns = Q(organisation=OuterRef("organisation")) | Q(partner=OuterRef("organisation"))
    steps = Step.objects.filter(concerns, person=OuterRef("person"))
    links = Accompaniment.objects.filter(of(people), until__isnull=True).filter(~Exists(steps.filter(OPEN)))
    if organisation is not None:
        links = links.filter(organisation=organisation)
    closed = steps.order_by().values("person")
    rows = links.annotate(
        done=Subquery(closed.annotate(last=Max("done_on")).values("last")),
        given_up=Subquery(closed.annotate(last=Max("given_up_on")).values("last")),
    ).values_list("person", "organisation", "referent", "since", "done", "given_up")
    found = [
        WithoutNextStep(person, linked, referent, max(day for day in (since, done, given_up) if day is not None))
        for person, linked, referent, since, done, given_up in rows
    ]
    return sorted(found, key=lambda one: (one.since, one.person, one.organisation))


def rungs_now(people: Iterable[int], day: date) -> dict[int, RungNow]:
    """On which rung do these people stand on this day? Bulk: no names; two queries. Not known yet is left out."""
    wanted = list(people)
    ladder = current_ladder()
    placements: dict[int, list[PlacementFact]] = {pk: [] for pk in wanted}
    for person, rung, since, until, reference in RungPlacement.objects.filter(person__in=wanted).values_list(
        "person", "rung", "since", "until", "reference"
    ):
        placements[person].append(PlacementFact(rung, since, until, reference))
    statuses: dict[int, list[StatusFact]] = {pk: [] for pk in wanted}
    for person, kind, since, until in PersonStatus.objects.filter(person__in=wanted).values_list(
        "person", "kind", "since", "until"
    ):
        statuses[person].append(StatusFact(kind, since, until))
    found = {pk: rung_on(ladder, placements[pk], statuses[pk], day) for pk in wanted}
    return {pk: rung for pk, rung in found.items() if isinstance(rung, RungNow)}


def _referent(organisation: OuterRef) -> Subquery:
    return Subquery(
        Accompaniment.objects.filter(person=OuterRef("person"), organisation=organisation, until__isnull=True)
        .order_by()
        .values("referent")[:1]
    )
