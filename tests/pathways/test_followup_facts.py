"""What follow-up reads in bulk: keys and days, each threshold at its edge."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation
from arbeidspact.pathways.queries import (
    WithoutNextStep,
    people_without_next_step,
    rungs_now,
    steps_of,
    steps_waiting_for,
    stuck_steps,
    work_started,
)
from arbeidspact.people.access import PersonFile
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory
from tests.pathways.factories import PlacementFactory, StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("since", "rung", "is_found"),
    [
        pytest.param(ago(92), "regular-economy", False, id="the day before the first"),
        pytest.param(ago(91), "regular-economy", True, id="the first day"),
        pytest.param(ago(89), "supported-employment", True, id="the last day, in supported employment"),
        pytest.param(ago(88), "regular-economy", False, id="the day after the last"),
        pytest.param(ago(90), "work-care", False, id="work care is no start of work"),
    ],
)
def test_a_start_of_work_is_a_place_on_a_rung_that_counts_as_work(
    since: date, rung: str, is_found: bool, amina: Person, werkpunt: Organisation, counsellor: Actor
):
    placement = PlacementFactory(person=amina, organisation=werkpunt, since=since, rung=rung)

    found = work_started(ago(91), ago(89))

    assert [one.placement for one in found] == ([placement.reference] if is_found else [])
    if found:
        assert counsellor.user is not None
        assert (found[0].person, found[0].organisation, found[0].referent, found[0].started_on, found[0].ended_on) == (
            amina.pk,
            werkpunt.pk,
            counsellor.user.pk,
            since,
            None,
        )


@pytest.mark.parametrize(("days_late", "is_stuck"), [(13, False), (14, True)], ids=["a day short", "as many days"])
def test_a_step_is_stuck_when_it_is_overdue_by_so_many_days(
    days_late: int, is_stuck: bool, amina: Person, werkpunt: Organisation, counsellor: Actor
):
    StepFactory(person=amina, organisation=werkpunt, due_on=ago(days_late))
    StepFactory(person=amina, organisation=werkpunt, due_on=ago(90), done_on=ago(1))

    found = stuck_steps(TODAY, 14)

    assert [one.since for one in found] == ([ago(days_late)] if is_stuck else [])
    if found:
        assert counsellor.user is not None
        assert (found[0].organisation, found[0].owner) == (werkpunt.pk, counsellor.user.pk)


def test_a_step_is_stuck_when_something_stands_in_the_way_since_that_day(amina: Person, werkpunt: Organisation):
    step = StepFactory(
        person=amina, organisation=werkpunt, due_on=ago(-30), hindered_on=ago(2), hindrance="Geen opvang"
    )

    (found,) = stuck_steps(TODAY, 14)

    assert (found.step, found.since, found.is_hindered) == (step.reference, ago(2), True)


def test_a_step_that_waits_is_stuck_once_its_own_day_has_passed(amina: Person, werkpunt: Organisation):
    first = StepFactory(person=amina, organisation=werkpunt, due_on=ago(-2))
    late = StepFactory(person=amina, organisation=werkpunt, due_on=ago(1), waits_on=first)
    StepFactory(person=amina, organisation=werkpunt, due_on=ago(0), waits_on=first)

    assert [one.step for one in stuck_steps(TODAY, 14)] == [late.reference]


def test_it_is_the_turn_of_the_partner_that_does_the_step(amina: Person, werkpunt: Organisation, vdab: Organisation):
    theirs = MembershipFactory(organisation=vdab).user
    amina.accompaniments.filter(organisation=vdab).update(referent=theirs)
    StepFactory(person=amina, organisation=werkpunt, owner="partner", partner=vdab, due_on=ago(40))

    (found,) = stuck_steps(TODAY, 14)

    assert (found.organisation, found.owner) == (vdab.pk, theirs.pk)


def test_a_step_of_a_colleague_is_that_colleagues_turn(amina: Person, werkpunt: Organisation):
    colleague = MembershipFactory(organisation=werkpunt).user
    StepFactory(person=amina, organisation=werkpunt, owner="organisation", member=colleague, due_on=ago(40))

    assert [one.owner for one in stuck_steps(TODAY, 14)] == [colleague.pk]


def test_who_is_without_a_next_step_and_since_when(amina: Person, werkpunt: Organisation, vdab: Organisation):
    links = {link.organisation_id: link for link in amina.accompaniments.all()}
    StepFactory(person=amina, organisation=werkpunt, due_on=ago(9), done_on=ago(7), agreed_on=ago(20))
    StepFactory(person=amina, organisation=werkpunt, due_on=ago(9), given_up_on=ago(5), agreed_on=ago(20))
    StepFactory(person=amina, organisation=vdab, due_on=ago(-9))

    assert people_without_next_step() == [
        WithoutNextStep(amina.pk, werkpunt.pk, links[werkpunt.pk].referent_id, ago(5))
    ]
    assert people_without_next_step(vdab.pk) == []
    StepFactory(person=amina, organisation=vdab, owner="partner", partner=werkpunt, due_on=ago(-9))
    assert people_without_next_step() == []


def test_bulk_facts_take_as_many_queries_for_many_as_for_one(
    werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    people = [PersonFactory(accompanied_by=werkpunt, job_seeker=True) for _again in range(4)]
    for person in people[:2]:
        StepFactory(person=person, organisation=werkpunt, due_on=ago(99))
        PlacementFactory(person=person, organisation=werkpunt, since=ago(3))
    with django_assert_num_queries(5):
        assert len(stuck_steps(TODAY, 14)) == 2
        assert len(people_without_next_step()) == 2
        assert len(work_started(ago(9), TODAY)) == 2
        rungs = rungs_now([person.pk for person in people], TODAY)
    assert [rungs[person.pk].rung.slug for person in people] == ["supported-employment"] * 2 + ["not-working"] * 2


def test_a_step_that_waits_on_a_partner_waits_there_too(
    file_at_vdab: PersonFile, amina: Person, werkpunt: Organisation, vdab: Organisation, counsellor_of_vdab: Actor
):
    amina.accompaniments.filter(organisation=vdab).update(referent=counsellor_of_vdab.user)
    StepFactory(person=amina, organisation=werkpunt, owner="partner", partner=vdab, due_on=timezone.localdate())

    (line,) = steps_waiting_for(counsellor_of_vdab, limit=3)

    assert line.waits_on_us
    (view,) = steps_of(file_at_vdab)
    assert (view.may_change, view.may_close) == (False, True)


def test_a_partner_that_does_not_accompany_the_person_sees_nothing(
    werkpunt: Organisation, vdab: Organisation, counsellor_of_vdab: Actor
):
    stranger = PersonFactory(accompanied_by=werkpunt)
    StepFactory(person=stranger, organisation=werkpunt, owner="partner", partner=vdab, overdue=True)

    assert list(steps_waiting_for(counsellor_of_vdab, limit=3)) == []
    AccompanimentFactory(person=stranger, organisation=vdab, referent=counsellor_of_vdab.user)
    assert len(steps_waiting_for(counsellor_of_vdab, limit=3)) == 1
