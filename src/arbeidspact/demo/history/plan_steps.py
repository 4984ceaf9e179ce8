"""Invented steps of three years: done, given up, stuck, protected, at a partner, and from a template."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.db import connection
from django.db.models import Max
from numpy.random import Generator

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.history.plan_rows import (
    PLAN_EVENT_FIELDS,
    Link,
    Row,
    moment,
    new_reference,
    plan_event,
    stored_moment,
)
from arbeidspact.demo.history.plan_words import (
    AT_A_PARTNER,
    DONE_BEFORE,
    GIVEN_UP,
    IN_THE_WAY,
    PROTECTED,
)
from arbeidspact.demo.rows import insert_rows
from arbeidspact.pathways.models import (
    Adoption,
    Goal,
    PlanEvent,
    PlanEventKind,
    Step,
    StepEvent,
    StepEventKind,
)
from arbeidspact.pathways.plan_templates import PlanTemplate, current_templates
from arbeidspact.people.domains import SENSITIVE, LifeDomain

ROWS: Final = 2_000
LONGEST_AGO: Final = timedelta(days=3 * 365)
SHARE_TEMPLATE: Final = 0.12
SHARE_EARLIER: Final = 0.35
DAYS_A_STEP: Final = 170
SHARE_PROTECTED: Final = 0.05
SHARE_PARTNER: Final = 0.04
SHARE_HINDERED: Final = 0.03
SHARE_WAITING: Final = 0.03
"""All shares are assumptions: nobody published them."""
CLOSINGS: Final = ("done_on", "given_up_on", "hindered_on")
STEP_FIELDS: Final = (
    "reference",
    "person",
    "organisation",
    "owner",
    "member",
    "partner",
    "what",
    "note",
    "place",
    "domain",
    "goal",
    "position",
    "agreed_on",
    "due_on",
    *CLOSINGS,
    "hindrance",
    "adoption",
    "is_invented",
)
EVENT_FIELDS: Final = (
    "step",
    "kind",
    "at",
    "by",
    "organisation",
    "due_on",
    "note",
    "changes",
    "is_sensitive",
)


def write_steps(rng: Generator, links: Sequence[Link], goals: Mapping[int, Goal], past: Past) -> None:
    """Steps of these guidances with their history. `goals`: one that the steps of a person may serve."""
    _store_steps(rng, [step for link in links for step in _steps(rng, link, goals.get(link.person), past)])
    _let_some_wait(rng, past.today)


def write_adoptions(rng: Generator, links: Sequence[Link], today: date) -> None:
    templates = list(current_templates())
    rows = []
    for link in links:
        if rng.random() < SHARE_TEMPLATE:
            template = templates[int(rng.integers(len(templates)))]
            starts_on = max(link.since, today - timedelta(days=int(rng.integers(2, 120))))
            rows.append(
                Adoption(
                    reference=new_reference(rng),
                    person_id=link.person,
                    organisation_id=link.organisation,
                    template=template.slug,
                    starts_on=starts_on,
                    adopted_at=moment(starts_on),
                    by_id=link.referent,
                )
            )
    adoptions = Adoption.objects.bulk_create(rows, batch_size=ROWS)
    by_slug = {template.slug: template for template in templates}
    _store_steps(
        rng, [step for adoption in adoptions for step in _adopted(rng, adoption, by_slug[adoption.template], today)]
    )
    insert_rows(
        PlanEvent,
        PLAN_EVENT_FIELDS,
        [
            plan_event(
                Link(row.person_id, row.organisation_id, row.by_id, row.starts_on),
                PlanEventKind.ADOPTED,
                row.starts_on,
                about=row.template,
            )
            for row in adoptions
        ],
    )


def _adopted(rng: Generator, adoption: Adoption, template: PlanTemplate, today: date) -> Iterator[Step]:
    link = Link(adoption.person_id, adoption.organisation_id, adoption.by_id, adoption.starts_on)
    for one in template.step:
        if not one.chosen or one.domain in SENSITIVE:
            continue
        due_on = adoption.starts_on + timedelta(days=one.after_days)
        step = _step(rng, link, one.owner, one.domain or "", one.what.nl, adoption.starts_on, due_on)
        step.adoption = adoption
        if due_on < today and rng.random() < 0.85:
            step.done_on = due_on
        yield step


def _steps(rng: Generator, link: Link, goal: Goal | None, past: Past) -> Iterator[Step]:
    """What was done in this guidance and, for some, in an earlier one; and what is special about a few."""
    today = past.today
    begin = link.since
    if rng.random() < SHARE_EARLIER:
        begin = min(begin, today - timedelta(days=int(rng.integers(200, LONGEST_AGO.days))))
    for _each in range(int(rng.poisson((today - begin).days / DAYS_A_STEP))):
        owner, domain, what, where = DONE_BEFORE[int(rng.integers(len(DONE_BEFORE)))]
        agreed_on = begin + timedelta(days=int(rng.integers(0, max(1, (today - begin).days))))
        step = _step(rng, link, owner, domain, what, agreed_on, agreed_on + timedelta(days=int(rng.integers(7, 40))))
        step.place = where
        ended = min(today, step.due_on + timedelta(days=int(rng.integers(-5, 12))))
        if rng.random() < 0.84:
            step.done_on = ended
        else:
            step.given_up_on = ended
        if goal is not None and goal.domain == domain and agreed_on >= goal.set_on:
            step.goal = goal
        yield step
    agreed_on = max(link.since, today - timedelta(days=int(rng.integers(3, 30))))
    due_on = today + timedelta(days=int(rng.integers(-6, 25)))
    if rng.random() < SHARE_PROTECTED:
        owner, domain, what = PROTECTED[int(rng.integers(len(PROTECTED)))]
        yield _step(rng, link, owner, domain, what, agreed_on, due_on)
    if rng.random() < SHARE_PARTNER:
        yield _at_a_partner(rng, link, agreed_on, due_on, past)
    if rng.random() < SHARE_HINDERED:
        owner, domain, what, where = DONE_BEFORE[int(rng.integers(len(DONE_BEFORE)))]
        step = _step(rng, link, owner, domain, what, agreed_on, due_on)
        step.place, step.goal = where, goal
        step.hindered_on = max(agreed_on, today - timedelta(days=int(rng.integers(0, 20))))
        step.hindrance = IN_THE_WAY[int(rng.integers(len(IN_THE_WAY)))]
        yield step


def _at_a_partner(rng: Generator, link: Link, agreed_on: date, due_on: date, past: Past) -> Step:
    others = [one for one in past.guides.organisations.values() if one.pk != link.organisation]
    guiding = [one for one in others if one.kind != "employer"]
    what = AT_A_PARTNER[int(rng.integers(len(AT_A_PARTNER)))]
    step = _step(rng, link, "partner", LifeDomain.WORK, what, agreed_on, due_on)
    step.partner = guiding[int(rng.integers(len(guiding)))]
    return step


def _step(rng: Generator, link: Link, owner: str, domain: str, what: str, agreed_on: date, due_on: date) -> Step:
    return Step(
        reference=new_reference(rng),
        person_id=link.person,
        organisation_id=link.organisation,
        owner=owner,
        member_id=link.referent if owner == "organisation" else None,
        what=what,
        domain=domain,
        agreed_on=agreed_on,
        due_on=max(agreed_on, due_on),
        is_invented=True,
    )


def _store_steps(rng: Generator, steps: Sequence[Step]) -> None:
    """Writes the steps with their history; without the usual way of rows, which takes five times as long."""
    adapted = {name: Step._meta.get_field(name) for name in ("reference", "agreed_on", "due_on", *CLOSINGS)}
    names = [(name, Step._meta.get_field(name).attname) for name in STEP_FIELDS]  # type: ignore[union-attr]
    last = Step.objects.aggregate(last=Max("pk"))["last"] or 0
    insert_rows(
        Step,
        STEP_FIELDS,
        (
            [
                adapted[name].get_db_prep_value(getattr(step, at), connection)  # type: ignore[union-attr]
                if name in adapted
                else getattr(step, at)
                for name, at in names
            ]
            for step in steps
        ),
    )
    stored = dict(Step.objects.filter(pk__gt=last).values_list("reference", "pk"))
    for step in steps:
        step.pk = stored[step.reference]
    insert_rows(StepEvent, EVENT_FIELDS, (event for step in steps for event in _step_events(rng, step)))


def _let_some_wait(rng: Generator, today: date) -> None:
    """Of those with two open steps, some wait for the first before the second."""
    waiting = []
    open_ones = Step.objects.filter(
        done_on__isnull=True, given_up_on__isnull=True, due_on__gte=today, is_invented=True
    ).order_by("person", "due_on", "pk")
    for _person, some in groupby(open_ones.only("person", "due_on", "domain"), key=lambda step: step.person_id):
        steps = [step for step in some if step.domain not in SENSITIVE]
        if len(steps) > 1 and rng.random() < SHARE_WAITING * 4:
            steps[1].waits_on = steps[0]
            waiting.append(steps[1])
    Step.objects.bulk_update(waiting, ["waits_on"], batch_size=500)


def _step_events(rng: Generator, step: Step) -> Iterator[Row]:
    sensitive = step.domain in SENSITIVE
    of = (step.member_id, step.organisation_id)
    yield (step.pk, StepEventKind.AGREED, stored_moment(step.agreed_on), *of, step.due_on, "", [], sensitive)
    if step.hindered_on is not None:
        when = stored_moment(step.hindered_on)
        yield (step.pk, StepEventKind.BLOCKED, when, *of, step.due_on, step.hindrance, [], sensitive)
    if step.done_on is not None:
        yield (step.pk, StepEventKind.DONE, stored_moment(step.done_on), *of, step.due_on, "", [], sensitive)
    elif step.given_up_on is not None:
        why = GIVEN_UP[int(rng.integers(len(GIVEN_UP)))]
        yield (step.pk, StepEventKind.NOT_DONE, stored_moment(step.given_up_on), *of, step.due_on, why, [], sensitive)
