from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.pathways.models import StepOwner
from arbeidspact.pathways.queries import (
    CaseloadCount,
    caseload_count,
    colleagues_of,
    people_by_urgency,
    people_overdue,
    step_in,
    step_to_change,
    steps_of,
    steps_waiting_for,
)
from arbeidspact.people.access import PersonFile, open_file, people_within_reach
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, actor_with
from tests.pathways.factories import GoalFactory, StepFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_open_steps_come_first_the_longest_overdue_on_top_then_the_closed_ones(
    file: PersonFile, werkpunt: Organisation
):
    made = {
        name: StepFactory(person=file.person, organisation=werkpunt, what=name, **{name: True})
        for name in ("due_later", "done", "overdue", "long_overdue", "due_today")
    }
    StepFactory(
        person=file.person, organisation=werkpunt, what="given_up", given_up_on=timezone.localdate() - timedelta(days=9)
    )

    views = steps_of(file)

    assert [view.step.what for view in views] == [
        "long_overdue",
        "overdue",
        "due_today",
        "due_later",
        "done",
        "given_up",
    ]
    assert [view.days_overdue for view in views] == [30, 3, 0, 0, 0, 0]
    assert made["done"].pk == views[4].step.pk


def test_steps_agreed_elsewhere_are_seen_and_cannot_be_changed(file: PersonFile, vdab: Organisation):
    step = StepFactory(person=file.person, organisation=vdab)

    (view,) = steps_of(file)

    assert not view.may_change
    with pytest.raises(Conflict, match="another organisation"):
        step_to_change(file, step.reference)


def test_an_outreach_worker_sees_steps_without_buttons(amina: Person, werkpunt: Organisation):
    StepFactory(person=amina, organisation=werkpunt)
    outreach = open_file(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt), amina.reference)

    (view,) = steps_of(outreach)

    assert not view.may_change
    with pytest.raises(NotAllowed):
        step_to_change(outreach, view.step.reference)


def test_a_step_of_another_person_is_not_found(file: PersonFile):
    with pytest.raises(NotFound):
        step_in(file, StepFactory().reference)


def test_the_number_of_queries_does_not_grow_with_the_steps(
    file: PersonFile, werkpunt: Organisation, counsellor: Actor, django_assert_num_queries: DjangoAssertNumQueries
):
    def add(count: int) -> None:
        goal = GoalFactory(person=file.person, organisation=werkpunt)
        StepFactory.create_batch(
            count, person=file.person, organisation=werkpunt, member=counsellor.user, goal=goal, waits_on=StepFactory()
        )

    def read() -> None:
        for view in steps_of(file):
            assert view.step.organisation.name
            assert view.step.member
            assert view.waits_on
            assert view.step.goal

    add(1)
    with django_assert_num_queries(1):
        read()
    add(9)
    with django_assert_num_queries(1):
        read()


def situation(werkpunt: Organisation, vdab: Organisation, counsellor: Actor) -> dict[str, Person]:
    """Five people of the city: long overdue, a little, with a step ahead, without any, with one elsewhere."""
    names = ("Later", "Without", "Little", "Longest", "Elsewhere")
    people = {
        name: PersonFactory(family_name=name, accompanied_by=werkpunt, accompanied_by__referent=counsellor.user)
        for name in names
    }
    StepFactory(person=people["Longest"], organisation=werkpunt, long_overdue=True)
    StepFactory(person=people["Longest"], organisation=werkpunt, overdue=True)
    StepFactory(person=people["Little"], organisation=werkpunt, overdue=True)
    StepFactory(person=people["Later"], organisation=werkpunt)
    StepFactory(person=people["Without"], organisation=werkpunt, done=True, due_on=timezone.localdate())
    StepFactory(person=people["Elsewhere"], organisation=vdab, long_overdue=True)
    return people


def test_people_come_by_urgency_of_the_own_organisation(werkpunt: Organisation, vdab: Organisation, counsellor: Actor):
    situation(werkpunt, vdab, counsellor)

    people = people_by_urgency(people_within_reach(counsellor), actor=counsellor)

    assert [person.family_name for person in people] == ["Longest", "Little", "Later", "Elsewhere", "Without"]
    assert [person.next_due_on is not None for person in people] == [True, True, True, False, False]


def test_urgency_is_looked_up_once_a_person_and_never_grouped(counsellor: Actor):
    """Grouping by all fields of a person made a list of 7,000 people take 15 seconds."""
    query = str(people_by_urgency(people_within_reach(counsellor), actor=counsellor).query)

    assert "GROUP BY" not in query
    assert "DISTINCT" not in query


def test_people_with_overdue_steps_come_with_how_many_and_since_when(
    werkpunt: Organisation, vdab: Organisation, counsellor: Actor, django_assert_num_queries: DjangoAssertNumQueries
):
    people = situation(werkpunt, vdab, counsellor)

    with django_assert_num_queries(1):
        overdue = people_overdue(counsellor)

    today = timezone.localdate()
    assert [(one.person, one.steps, one.since) for one in overdue] == [
        (people["Longest"].pk, 2, today - timedelta(days=30)),
        (people["Little"].pk, 1, today - timedelta(days=3)),
    ]
    among = people_overdue(counsellor, among=[people["Little"].pk])
    assert [one.person for one in among] == [people["Little"].pk]
    assert people_overdue(counsellor, among=[]) == []


def test_the_caseload_is_counted_for_me_or_for_the_whole_organisation(
    werkpunt: Organisation, vdab: Organisation, counsellor: Actor
):
    situation(werkpunt, vdab, counsellor)
    StepFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, overdue=True)
    StepFactory(person=PersonFactory(accompanied_by=vdab), organisation=vdab, overdue=True)

    assert caseload_count(counsellor, only_mine=True) == CaseloadCount(
        people=5, overdue_steps=3, due_this_week=1, without_next_step=2
    )
    assert caseload_count(counsellor, only_mine=False) == CaseloadCount(
        people=6, overdue_steps=4, due_this_week=1, without_next_step=2
    )


def test_steps_wait_for_who_owes_them_and_for_the_referent(
    werkpunt: Organisation, vdab: Organisation, counsellor: Actor
):
    people = situation(werkpunt, vdab, counsellor)
    owed = StepFactory(
        person=PersonFactory(accompanied_by=werkpunt),
        organisation=werkpunt,
        owner=StepOwner.ORGANISATION,
        member=counsellor.user,
        due_today=True,
    )
    StepFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, overdue=True)
    StepFactory(person=people["Later"], organisation=werkpunt, due_later=True)

    waiting = steps_waiting_for(counsellor, limit=10)

    names = {person.pk: name for name, person in people.items()}
    assert [names.get(step.person_id) for step in waiting] == ["Longest", "Longest", "Little", None, "Later"]
    assert waiting[3].reference == owed.reference
    assert [step.state for step in waiting] == ["overdue", "overdue", "overdue", "open", "open"]
    assert len(steps_waiting_for(counsellor, limit=2)) == 2


def test_a_step_of_a_person_no_longer_accompanied_waits_for_nobody(counsellor: Actor, werkpunt: Organisation):
    StepFactory(
        person=PersonFactory(accompanied_by=werkpunt, accompanied_by__ended=True),
        organisation=werkpunt,
        member=counsellor.user,
        overdue=True,
    )

    assert list(steps_waiting_for(counsellor, limit=10)) == []
    assert people_overdue(counsellor) == []


MAY_SEE = {Role.COUNSELLOR, Role.TEAM_LEAD, Role.OUTREACH_WORKER, Role.SOCIAL_ECONOMY_COACH}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_those_who_guide_see_what_waits_and_nobody_else(role: Role, werkpunt: Organisation):
    actor = actor_with(role, organisation=werkpunt)
    for read in (
        lambda: caseload_count(actor, only_mine=True),
        lambda: steps_waiting_for(actor, limit=1),
        lambda: people_overdue(actor),
    ):
        if role in MAY_SEE:
            read()
        else:
            with pytest.raises(NotAllowed):
                read()


def test_colleagues_are_the_members_of_today_by_name(counsellor: Actor, werkpunt: Organisation, vdab: Organisation):
    zoe = MembershipFactory(organisation=werkpunt, user__first_name="Zoe").user
    anna = MembershipFactory(organisation=werkpunt, user__first_name="Anna").user
    MembershipFactory(organisation=werkpunt, ended_at=timezone.now())
    MembershipFactory(organisation=vdab)

    assert colleagues_of(counsellor) == [anna, counsellor.user, zoe]
