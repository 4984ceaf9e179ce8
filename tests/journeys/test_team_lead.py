"""A team lead empties the queues: what nobody took, what waits too long; one line goes by what was done about it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.followup.actions import escalate_old_lines
from arbeidspact.followup.models import Line
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import Person
from tests.assessments.factories import AssessmentFactory
from tests.journeys.conftest import PASSWORD, assert_accessible, nl, sign_in
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory
from tests.teams.factories import ConversationFactory

EMAIL = "griet@werkpunten.example"


@pytest.fixture
def lead() -> Membership:
    member = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[Role.TEAM_LEAD], user__email=EMAIL
    )
    member.user.set_password(PASSWORD)
    member.user.save()
    return member


@pytest.fixture
def colleague(lead: Membership) -> Membership:
    return MembershipFactory(
        organisation=lead.organisation, roles=[Role.COUNSELLOR], user__first_name="Noor", user__last_name="Verbeke"
    )


def in_order(name: str, lead: Membership) -> Person:
    """Somebody whom the lead accompanies, spoken with and assessed not long ago."""
    person = PersonFactory(family_name=name, accompanied_by=lead.organisation, accompanied_by__referent=lead.user)
    ConversationFactory(person=person, organisation=lead.organisation)
    AssessmentFactory(person=person, organisation=lead.organisation)
    return person


def test_the_lead_takes_gives_rests_and_solves_until_nothing_waits(page: Page, lead, colleague):
    stuck = in_order("Vastgelopen", lead)
    StepFactory(person=stuck, organisation=lead.organisation, member=colleague.user, long_overdue=True)
    Line.objects.update(opened_on=timezone.localdate() - timedelta(days=20))
    escalate_old_lines(actor=operator(), is_rehearsal=False)
    alone = in_order("Zonderstap", lead)

    sign_in(page, EMAIL)
    expect(page.get_by_role("heading", name=nl("What cannot wait"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("What cannot wait"), exact=True).first.click()
    page.get_by_role("link", name=re.compile(nl("Brought to the team lead"))).click()
    expect(page.get_by_role("link", name="Amina Vastgelopen", exact=True)).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("A step does not move"), exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Give it to a colleague")).click()
    page.get_by_label(nl("Who takes the next action?")).select_option(label="Noor Verbeke")
    page.get_by_role("button", name=nl("Give it to a colleague")).click()
    expect(page.get_by_label(nl("Why?"))).to_have_attribute("aria-invalid", "true")
    page.get_by_label(nl("Why?")).fill("Kent de werkgever")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Give it to a colleague")).click()
    expect(page.get_by_text(nl("The line is given."))).to_be_visible()
    assert Line.objects.get(person=stuck, closed_on=None).owner == colleague.user

    page.get_by_role("link", name=re.compile(re.escape(nl("Agree the next step with this person.")))).click()
    expect(page.get_by_role("heading", name="Amina Zonderstap", level=1)).to_be_visible()
    StepFactory(person=alone, organisation=lead.organisation)
    page.goto("/follow-up/")
    expect(page.get_by_text(nl("Nothing waits here"))).to_be_visible()
    assert_accessible(page)
