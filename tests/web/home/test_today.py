"""The first page says what needs doing today, and to each role nothing it may not see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Role
from arbeidspact.pact.actions import confirm_contribution, promise_contribution
from arbeidspact.pact.commands import ConfirmContribution, PromiseContribution
from arbeidspact.people.models import AccessEvent, Look
from arbeidspact.web.home.today import STEPS_SHOWN
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.pact.factories import Situation
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def first_page(client):
    def open_as(*roles: Role, organisation=None):
        organisation = organisation or OrganisationFactory(werkpunt=True)
        membership = MembershipFactory(organisation=organisation, roles=list(roles), user__language="en")
        client.force_login(membership.user)
        return membership, lambda: client.get("/", headers={"accept-language": "en"})

    return open_as


def test_an_overdue_step_cannot_wait_and_names_the_person(first_page):
    member, get = first_page(Role.COUNSELLOR)
    person = PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        accompanied_by=member.organisation,
        accompanied_by__referent=member.user,
    )
    StepFactory(
        person=person, organisation=member.organisation, what="Bring the diploma", due_on=TODAY() - timedelta(days=4)
    )

    page = get().content.decode()

    assert "Overdue steps" in page
    assert "Amina Verzonnen" in page
    assert "Bring the diploma" in page
    assert "4 days overdue" in page
    assert AccessEvent.objects.filter(person=person, user=member.user, look=Look.LINE).exists()


def test_nothing_waiting_says_what_to_do_next(first_page):
    member, get = first_page(Role.COUNSELLOR)
    PersonFactory(accompanied_by=member.organisation, accompanied_by__referent=member.user)

    assert "Nothing is waiting for you this week" in get().content.decode()


def test_who_is_nobodys_referent_yet_reads_how_to_start(first_page):
    _member, get = first_page(Role.OUTREACH_WORKER)

    page = get().content.decode()

    assert "You are not yet the referent of anybody" in page
    assert "Nothing is waiting for you this week" not in page


@pytest.mark.parametrize(
    ("steps", "says_more"),
    [pytest.param(STEPS_SHOWN, False, id="all are shown"), pytest.param(STEPS_SHOWN + 1, True, id="one is left off")],
)
def test_steps_left_off_are_announced(first_page, steps, says_more):
    member, get = first_page(Role.COUNSELLOR)
    person = PersonFactory(accompanied_by=member.organisation, accompanied_by__referent=member.user)
    StepFactory.create_batch(steps, person=person, organisation=member.organisation, due_on=TODAY() - timedelta(days=4))

    assert ("There are more." in get().content.decode()) is says_more


def test_an_account_manager_sees_what_is_open_for_long(first_page):
    _member, get = first_page(Role.ACCOUNT_MANAGER, organisation=OrganisationFactory(vdab=True))
    VacancyFactory(title="Open since spring", open_for_long=True)

    page = get().content.decode()

    assert "Open since spring" in page
    assert "My people" not in page


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        pytest.param(Role.STEERING_MEMBER, "The pact", "My people", id="steering member"),
        pytest.param(Role.ANALYST, "Newest figure older than a year", "My people", id="analyst"),
        pytest.param(Role.ADMINISTRATOR, "Open invitations", "My people", id="administrator"),
        pytest.param(Role.DATA_PROTECTION_OFFICER, "Who looked, this week", "My people", id="officer"),
        pytest.param(Role.OUTREACH_WORKER, "Register a person", "Who looked, this week", id="outreach worker"),
    ],
)
def test_each_role_starts_with_its_own_work(first_page, role, seen, unseen):
    _member, get = first_page(role)

    page = get().content.decode()

    assert seen in page
    assert unseen not in page


def test_somebody_without_an_organisation_reads_how_to_get_one(client):
    client.force_login(UserFactory(language="en"))

    page = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert "Ask for an invitation" in page


def test_the_number_of_queries_does_not_grow_with_the_people(first_page, django_assert_max_num_queries):
    member, get = first_page(Role.COUNSELLOR)
    for _ in range(8):
        person = PersonFactory(accompanied_by=member.organisation, accompanied_by__referent=member.user)
        StepFactory(person=person, organisation=member.organisation, due_on=TODAY() - timedelta(days=1))
        IntroductionFactory(
            person=person, organisation=member.organisation, by=member.user, invited=True, is_by_link=True
        )

    with django_assert_max_num_queries(40):
        get()


def test_an_answer_that_an_employer_gave_with_the_link_stands_on_today_for_who_introduced(first_page, client):
    member, get = first_page(Role.COUNSELLOR)
    person = PersonFactory(given_name="Amina", family_name="Verzonnen", accompanied_by=member.organisation)
    answered = {"organisation": member.organisation, "person": person, "is_by_link": True}
    made = IntroductionFactory(by=member.user, not_now=True, **answered)
    older = IntroductionFactory(by=member.user, not_now=True, days_ago=30, **answered)
    IntroductionFactory(by=member.user, hired=True, days_ago=5, **answered)

    page = get().content.decode()

    assert "Employers answered in the last 7 days" in page
    assert page.count("Amina Verzonnen") == 1
    assert reverse("introductions:detail", args=[made.reference]) in page
    assert reverse("introductions:detail", args=[older.reference]) not in page
    colleague = MembershipFactory(organisation=member.organisation, roles=[Role.COUNSELLOR], user__language="en")
    client.force_login(colleague.user)
    assert "Employers answered" not in get().content.decode()


def test_a_promise_of_the_own_organisation_waits_for_confirmation(client):
    here = Situation()
    command = PromiseContribution(action=here.action.pk, partner="vdab", kind="people", what="drie bemiddelaars")
    promised = promise_contribution(command, actor=here.lead)
    form = reverse(
        "pact:deed-entry", args=[here.pact.slug, here.action.slug, "confirm-contribution", promised.reference]
    )

    def first_page_of(actor):
        client.force_login(actor.user)
        return client.get("/", headers={"accept-language": "en"}).content.decode()

    assert form in first_page_of(here.partner)
    assert form not in first_page_of(here.lead)
    confirm_contribution(ConfirmContribution(contribution=promised.reference), actor=here.partner)
    assert "drie bemiddelaars" not in first_page_of(here.partner)
