"""A counsellor reads why a term ends on a day, lets it stand still and run again, and reads how many are met."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import Person
from arbeidspact.terms.models import TermEvent
from tests.journeys.conftest import PASSWORD, PHONE, assert_accessible, nl, sign_in
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.terms.factories import NotedFactFactory, registered

EMAIL = "lotte@werkpunten.example"


@pytest.fixture
def counsellor() -> Membership:
    member = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[Role.COUNSELLOR], user__email=EMAIL
    )
    member.user.set_password(PASSWORD)
    member.user.save()
    return member


@pytest.fixture
def amina(counsellor: Membership) -> Person:
    person = PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        accompanied_by=counsellor.organisation,
        accompanied_by__referent=counsellor.user,
    )
    registered(person, timezone.localdate() - timedelta(days=50))
    registered(person, timezone.localdate() - timedelta(days=40), kind="newcomer")
    return person


def test_a_term_is_read_paused_and_runs_again(page: Page, counsellor, amina):
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    panel = page.locator("#terms")
    expect(panel.get_by_role("heading", name="Inschatting na inschrijving")).to_be_visible()
    panel.get_by_text(nl("Why this date")).first.click()
    expect(panel.get_by_text(re.compile("binnen 2 maanden gescreend"))).to_be_visible()
    assert_accessible(page)

    panel.get_by_role("link", name=nl("Pause a term")).click()
    expect(page.get_by_role("heading", name=nl("Pause a term"), level=1)).to_be_visible()
    page.get_by_role("button", name=nl("Pause"), exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert_accessible(page)
    page.get_by_label(nl("Which term?")).select_option("screening")
    page.get_by_label(nl("From which day on?")).fill((timezone.localdate() - timedelta(days=5)).isoformat())
    page.get_by_label(nl("Why?")).select_option("abroad")
    page.get_by_label(nl("In a few words")).fill("Op bezoek bij haar moeder")
    page.get_by_role("button", name=nl("Pause"), exact=True).click()

    expect(page.get_by_text(nl("The term stands still."))).to_be_visible()
    expect(page.get_by_text("Op bezoek bij haar moeder")).to_be_visible()
    assert_accessible(page)

    page.goto(f"/people/{amina.reference}/")
    panel.get_by_role(
        "button", name=re.compile(re.escape(nl("End the pause: %(term)s").partition("%")[0].strip()))
    ).click()
    expect(panel.get_by_text(nl("The term runs again."))).to_be_visible()
    assert TermEvent.objects.get().ends_on == timezone.localdate() - timedelta(days=1)


def test_the_share_met_in_time_and_every_rule_on_a_phone(open_browser, counsellor):
    for place in range(14):
        person = PersonFactory()
        since = timezone.localdate() - timedelta(days=100)
        AccompanimentFactory(person=person, organisation=counsellor.organisation, since=since)
        registered(person, since)
        if place < 8:
            NotedFactFactory(person=person, fact="assessed_elsewhere", on=since + timedelta(days=20))
    page = open_browser(PHONE)
    sign_in(page, EMAIL)

    page.goto("/terms/")
    expect(page.get_by_role("heading", name=nl("Terms met in time"), level=1)).to_be_visible()
    expect(page.get_by_text(re.compile(r"57[,.]1")).first).to_be_visible()
    page.get_by_text(nl("What is counted")).click()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Rules and terms")).first.click()
    expect(page.get_by_role("heading", name=nl("Rules and terms"), level=1)).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Inschrijving van een nieuwkomer").click()
    page.get_by_label(nl("Starts on")).fill("2026-01-15")
    page.get_by_role("button", name=nl("Work it out")).click()
    expect(page.get_by_role("heading", name=re.compile("16 (maart|March) 2026"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("15 (april|April) 2026"))).to_be_visible()
    assert_accessible(page)

    page.goto("/terms/rules/job-bonus/")
    page.get_by_label(nl("Gross wage a month, full time, in euro")).fill("2000")
    page.get_by_label(nl("Year"), exact=True).select_option("2021")
    page.get_by_role("button", name=nl("Work it out")).click()
    expect(page.get_by_text(re.compile(r"534[,.]29")).first).to_be_visible()
    assert_accessible(page)


def test_the_terms_of_a_person_on_a_phone(open_browser, counsellor, amina):
    NotedFactFactory(person=amina, organisation=counsellor.organisation, author=counsellor.user)
    page = open_browser(PHONE)
    sign_in(page, EMAIL)
    page.goto(f"/terms/{amina.reference}/")

    expect(page.get_by_role("heading", name=nl("Terms"), level=1)).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("link", name=nl("Note what happened")).click()
    page.get_by_label(nl("Assessed elsewhere, outside this platform")).check()
    page.get_by_role("button", name=nl("Note it")).click()
    expect(page.get_by_text(nl("It is noted."))).to_be_visible()
    assert_accessible(page)
