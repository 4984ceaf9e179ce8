"""A counsellor makes a plan with a resident: a template, the order of the steps, the rung aimed for, on paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Membership, Role
from arbeidspact.pathways.models import Step
from arbeidspact.pathways.plan_templates import template_called
from arbeidspact.people.models import Person
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.pathways.factories import GoalFactory, PlacementFactory, StepFactory
from tests.people.factories import PersonFactory

EMAIL = "noor@werkpunten.example"


@pytest.fixture
def counsellor() -> Membership:
    AreaFactory(muide=True)
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=EMAIL)


@pytest.fixture
def amina(counsellor: Membership) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        neighbourhood="muide",
        accompanied_by=counsellor.organisation,
        accompanied_by__referent=counsellor.user,
        job_seeker=True,
    )


def titles(page: Page) -> list[str]:
    return page.locator("#plan .step__title").all_inner_texts()


def test_from_a_template_to_a_plan_on_paper(page: Page, counsellor, amina):
    template = template_called("newcomer")
    assert template is not None
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    page.get_by_role("link", name=nl("The whole plan")).click()
    expect(page.get_by_text(nl("This plan is still empty"))).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Start from a template")).click()
    assert_accessible(page)
    page.get_by_role("link", name=template.name.nl).click()
    page.get_by_label(nl("From which day does the plan start?")).fill(
        (timezone.localdate() + timedelta(days=14)).isoformat()
    )
    page.get_by_role("button", name=nl("Count the days anew")).click()
    page.locator("#id_what_0").fill("Inschrijven voor de avondles")
    page.locator("#id_take_2").uncheck()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Agree the chosen steps")).click()

    expect(page.locator("#plan").get_by_role("heading", name="Inschrijven voor de avondles")).to_be_visible()
    expect(page.get_by_role("button", name=nl("Take it back"))).to_be_visible()
    assert_accessible(page)
    before = titles(page)
    page.get_by_role("button", name=re.compile(rf"^{nl('Lower')}\s*: {re.escape(before[-3])}")).click()
    expect(page.locator("#plan .step__title").nth(len(before) - 3)).to_have_text(before[-2])

    page.get_by_role("link", name=nl("Set the rung to aim for")).click()
    page.get_by_label("Gewone job", exact=False).check()
    page.get_by_label(nl("Why this rung?")).fill("Ik wil mijn eigen geld verdienen")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Save"), exact=True).click()
    expect(page.locator("#ladder")).to_contain_text("Ik wil mijn eigen geld verdienen")

    page.get_by_role("link", name=nl("History"), exact=True).click()
    expect(page.get_by_text(nl("A template is adopted"))).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.get_by_role("link", name=nl("On paper")).click()
    expect(page.get_by_text("Inschrijven voor de avondles")).to_be_visible()
    assert_accessible(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).not_to_be_visible()
    page.emulate_media(media="screen")

    page.set_viewport_size(PHONE)
    assert_accessible(page)
    page.goto(f"/plans/{amina.reference}/")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Take it back")).click()
    expect(page.get_by_text(nl("This plan is still empty"))).to_be_visible()
    assert not Step.objects.exists()


def test_a_place_on_the_ladder_and_a_step_that_is_stuck_on_a_phone(phone: Page, counsellor, amina):
    goal = GoalFactory(person=amina, organisation=counsellor.organisation)
    StepFactory(
        person=amina, organisation=counsellor.organisation, goal=goal, what="Een bakkerij bezoeken", overdue=True
    )
    PlacementFactory(person=amina, organisation=counsellor.organisation, in_work_care=True)
    sign_in(phone, EMAIL)
    phone.goto(f"/plans/{amina.reference}/")
    phone.get_by_role("link", name=re.compile(f"^{nl('Stuck')}")).click()
    phone.get_by_label(nl("What stands in the way?")).fill("De bus rijdt niet zo vroeg")
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Note this")).click()
    expect(phone.get_by_text("De bus rijdt niet zo vroeg")).to_be_visible()

    phone.get_by_role("link", name=nl("Note a place on the ladder")).click()
    phone.get_by_label("Maatwerk", exact=True).check()
    phone.get_by_label(nl("Where?")).fill("Maatwerkbedrijf De Brug")
    phone.get_by_label(nl("From which day?")).fill(timezone.localdate().isoformat())
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Note this place")).click()
    expect(phone.locator("#ladder")).to_contain_text("Maatwerkbedrijf De Brug")
    for disclosure in phone.locator("#plan details").all():
        disclosure.evaluate("one => one.open = true")
    assert_accessible(phone)

    for group in ("owner", "month"):
        phone.goto(f"/plans/{amina.reference}/?group={group}")
        assert_accessible(phone)
