"""Three invented years of plans: who aims for which rung, with which goals, what was done, and who started to work."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.history.plan_rows import PLAN_EVENT_FIELDS, Link, Row, moment, new_reference, plan_event
from arbeidspact.demo.history.plan_steps import write_adoptions, write_steps
from arbeidspact.demo.history.plan_words import (
    GOALS,
    WHERE,
    WHY,
)
from arbeidspact.demo.organisations import SOCIAL_ECONOMY
from arbeidspact.demo.population.draws import one_of
from arbeidspact.demo.rows import insert_rows
from arbeidspact.pathways.models import (
    Goal,
    Plan,
    PlanEvent,
    PlanEventKind,
    RungPlacement,
)
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from arbeidspact.people.models import Accompaniment, PersonStatus, StatusKind

ROWS: Final = 2_000
LONGEST_AGO: Final = timedelta(days=3 * 365)
SHARE_AIMS: Final = 0.7
SHARE_GOAL: Final = 0.6
PLACED: Final[Mapping[str, float]] = {
    StatusKind.EMPLOYED: 0.75,
    StatusKind.RECIPIENT: 0.14,
    StatusKind.INACTIVE: 0.12,
    StatusKind.JOB_SEEKER: 0.07,
}
"""How many people with a status have a place on the ladder noted. All shares are assumptions: nobody published them."""
RUNGS: Final[Mapping[str, Mapping[str, float]]] = {
    StatusKind.EMPLOYED: {"regular-economy": 0.72, "individual-support": 0.12, "progression": 0.16},
    StatusKind.RECIPIENT: {"temporary-work-experience": 0.75, "work-care": 0.25},
    StatusKind.INACTIVE: {"work-care": 1.0},
    StatusKind.JOB_SEEKER: {"neighbourhood-work": 0.7, "community-service": 0.3},
}
AIMS: Final[Mapping[str, float]] = {
    "regular-economy": 0.62,
    "progression": 0.06,
    "individual-support": 0.08,
    "supported-employment": 0.12,
    "temporary-work-experience": 0.08,
    "neighbourhood-work": 0.04,
}


def write_plan(past: Past) -> None:
    """Aims, goals, placements, adopted templates and steps, each with its history."""
    rng = np.random.default_rng([past.seed, 37])
    links = [
        Link(*row)
        for row in Accompaniment.objects.filter(until__isnull=True)
        .order_by("person", "pk")
        .values_list("person", "organisation", "referent", "since")
    ]
    _write_aims(rng, links, past.today)
    goals = _write_goals(rng, links, past.today)
    _write_placements(rng, links, past)
    write_adoptions(rng, links, past.today)
    write_steps(rng, links, goals, past)


def _first_of_each(links: Sequence[Link]) -> Iterator[Link]:
    """The organisation that accompanied each person first: it keeps the plan."""
    for _person, some in groupby(links, key=lambda link: link.person):
        yield min(some, key=lambda link: link.since)


def _write_aims(rng: Generator, links: Sequence[Link], today: date) -> None:
    plans, events = [], []
    for link in _first_of_each(links):
        if rng.random() >= SHARE_AIMS:
            continue
        aim, words = one_of(rng, AIMS), WHY[int(rng.integers(len(WHY)))]
        plans.append(Plan(person_id=link.person, aim=aim, aim_words=words, is_invented=True))
        changes = [{"field": "aim", "before": "", "after": aim}]
        on = min(today, link.since + timedelta(days=int(rng.integers(0, 40))))
        events.append(plan_event(link, PlanEventKind.AIM_SET, on, rung=aim, about=words, changes=changes))
    Plan.objects.bulk_create(plans, batch_size=ROWS)
    insert_rows(PlanEvent, PLAN_EVENT_FIELDS, events)


def _write_goals(rng: Generator, links: Sequence[Link], today: date) -> dict[int, Goal]:
    """Returns: an open goal of each person who has one that is not protected, for the steps to serve."""
    of_person = {link.person: link for link in _first_of_each(links)}
    rows = []
    for link in of_person.values():
        count = one_of(rng, {0: 1 - SHARE_GOAL, 1: SHARE_GOAL * 0.65, 2: SHARE_GOAL * 0.35})
        for position, place in enumerate(rng.permutation(len(GOALS))[:count], start=1):
            rows.append(_goal(rng, link, *GOALS[int(place)], position=position, today=today))
    goals = Goal.objects.bulk_create(rows, batch_size=ROWS)
    insert_rows(
        PlanEvent,
        PLAN_EVENT_FIELDS,
        (event for goal in goals for event in _goal_events(goal, of_person[goal.person_id])),
    )
    serving = [goal for goal in goals if not (goal.reached_on or goal.dropped_on or goal.domain in SENSITIVE)]
    return {goal.person_id: goal for goal in serving}


def _goal(rng: Generator, link: Link, domain: LifeDomain, words: str, *, position: int, today: date) -> Goal:
    set_on = min(today, link.since + timedelta(days=int(rng.integers(0, 60))))
    fate = one_of(rng, {"open": 0.72, "reached": 0.18, "dropped": 0.1})
    ended = min(today, set_on + timedelta(days=int(rng.integers(30, 300))))
    return Goal(
        reference=new_reference(rng),
        person_id=link.person,
        organisation_id=link.organisation,
        words=words,
        domain=domain,
        position=position,
        set_on=set_on,
        reached_on=ended if fate == "reached" else None,
        dropped_on=ended if fate == "dropped" else None,
        is_invented=True,
    )


def _goal_events(goal: Goal, link: Link) -> Iterator[Row]:
    sensitive = goal.domain in SENSITIVE
    yield plan_event(link, PlanEventKind.GOAL_SET, goal.set_on, goal=goal.pk, about=goal.words, sensitive=sensitive)
    if ended := goal.reached_on or goal.dropped_on:
        kind = PlanEventKind.GOAL_REACHED if goal.reached_on else PlanEventKind.GOAL_DROPPED
        yield plan_event(link, kind, ended, goal=goal.pk, about=goal.words, sensitive=sensitive)


def _write_placements(rng: Generator, links: Sequence[Link], past: Past) -> None:
    of_person = {link.person: link for link in _first_of_each(links)}
    coached = past.guides.organisations[SOCIAL_ECONOMY].pk
    rows = [
        _placement(rng, link, "supported-employment", link.since, past.today)
        for link in links
        if link.organisation == coached and rng.random() < 0.6
    ]
    placed = {row.person_id for row in rows}
    statuses = PersonStatus.objects.filter(until__isnull=True, kind__in=PLACED).order_by("person", "pk")
    for person, kind, since in statuses.values_list("person", "kind", "since"):
        if person in placed or person not in of_person or rng.random() >= PLACED[kind]:
            continue
        placed.add(person)
        link = of_person[person]
        start = since if kind == StatusKind.EMPLOYED else max(since, link.since)
        rows.append(_placement(rng, link, one_of(rng, RUNGS[kind]), start, past.today))
        if rng.random() < 0.15:
            rows.append(_earlier(rng, link, start, past.today))
    placements = RungPlacement.objects.bulk_create(rows, batch_size=ROWS)
    events = []
    for row in placements:
        link = of_person[row.person_id]
        facts: dict[str, Any] = {"placement": row.pk, "rung": row.rung, "about": row.where}
        events.append(plan_event(link, PlanEventKind.PLACED, row.since, **facts))
        if row.until is not None:
            changes = [{"field": "until", "before": "", "after": row.until.isoformat()}]
            events.append(plan_event(link, PlanEventKind.PLACE_ENDED, row.until, changes=changes, **facts))
    insert_rows(PlanEvent, PLAN_EVENT_FIELDS, events)


def _placement(rng: Generator, link: Link, rung: str, since: date, today: date) -> RungPlacement:
    where = WHERE[rung]
    return RungPlacement(
        reference=new_reference(rng),
        person_id=link.person,
        organisation_id=link.organisation,
        rung=rung,
        since=max(since, today - LONGEST_AGO),
        where=where[int(rng.integers(len(where)))],
        source=one_of(rng, {"talk": 0.6, "proof": 0.25, "employer": 0.15}),
        noted_by_id=link.referent,
        noted_at=moment(since),
        is_invented=True,
    )


def _earlier(rng: Generator, link: Link, before: date, today: date) -> RungPlacement:
    """A rung below, some months before: how somebody climbed."""
    row = _placement(rng, link, one_of(rng, {"work-care": 0.4, "neighbourhood-work": 0.6}), before, today)
    row.until = row.since - timedelta(days=1)
    row.since = row.until - timedelta(days=int(rng.integers(60, 300)))
    return row
