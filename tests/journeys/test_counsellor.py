"""A counsellor with thirty people a day: find a resident, see which work fits and why, agree a next step."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import AccessEvent, Look, Person
from arbeidspact.vacancies.models import RankingLog
from tests.journeys.conftest import PASSWORD, assert_accessible, nl, sign_in
from tests.organisations.factories import AreaFactory, MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, FORKLIFT_DRIVER, VacancyFactory, essentials_of

EMAIL = "noor@werkpunten.example"


@pytest.fixture
def counsellor() -> Membership:
    AreaFactory(muide=True)
    member = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[Role.COUNSELLOR], user__email=EMAIL
    )
    member.user.set_password(PASSWORD)
    member.user.save()
    return member


@pytest.fixture
def amina(counsellor: Membership) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        neighbourhood="muide",
        accompanied_by=counsellor.organisation,
        accompanied_by__referent=counsellor.user,
        job_seeker=True,
        full_time=True,
        reachable_by_bicycle=True,
        seeking=FORKLIFT_DRIVER,
        able_to=essentials_of(FORKLIFT_DRIVER)[-1],
    )


def test_from_sign_in_to_an_agreed_step(page: Page, counsellor, amina):
    VacancyFactory(title="Heftruckchauffeur", asks=essentials_of(FORKLIFT_DRIVER), needs_licence="forklift")
    VacancyFactory(title="Magazijnier in de dag", asks=[DRIVE_FORKLIFT, *essentials_of(FORKLIFT_DRIVER)[-2:]])

    sign_in(page, EMAIL)
    expect(page.get_by_role("heading", name=nl("My people"))).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Find a person")).first.click()
    page.get_by_label(nl("Name"), exact=True).fill("amina verz")
    page.get_by_role("button", name=nl("Search"), exact=True).click()
    assert "amina" not in page.url.lower()
    page.get_by_role("link", name="Amina Verzonnen").click()
    expect(page.get_by_role("heading", name="Amina Verzonnen", level=1)).to_be_visible()
    assert_accessible(page)

    fitting = page.locator("#panel-fitting-work")
    expect(fitting.get_by_role("link", name="Magazijnier in de dag", exact=True)).to_be_visible()
    almost = fitting.get_by_text(nl("In the way")).first
    expect(almost).to_be_visible()
    expect(fitting.get_by_text(re.compile("heftruck", re.IGNORECASE)).first).to_be_visible()
    fitting.get_by_text(nl("All reasons")).first.click()
    assert_accessible(page)

    fitting.get_by_role("link", name=re.compile(re.escape(nl("Plan a step with this vacancy")))).first.click()
    expect(page.get_by_label(nl("What will happen?"))).to_have_value(re.compile("Magazijnier in de dag"))
    page.get_by_label(nl("By which day?")).fill((timezone.localdate() + timedelta(days=9)).isoformat())
    assert_accessible(page)
    page.get_by_role("button", name=nl("Agree this step")).click()
    steps = page.locator("#steps")
    expect(steps.get_by_role("heading", name=re.compile("Magazijnier in de dag"))).to_be_visible()

    assert AccessEvent.objects.filter(person=amina, user=counsellor.user, look=Look.FILE).exists()
    assert RankingLog.objects.filter(person=amina).exists()


def test_a_competence_heard_in_conversation_changes_the_list_at_once(page: Page, counsellor, amina):
    welder = "ap:occupation/tig-welder"
    VacancyFactory(title="Lasser", occupation=welder, asks=essentials_of(welder))
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    expect(page.get_by_role("link", name="Lasser")).to_have_count(0)

    competences = page.locator("#competences")
    box = competences.get_by_role("combobox").first
    box.press_sequentially("lass", delay=30)
    page.get_by_role("listbox").get_by_role("option").first.click()
    competences.get_by_role("button", name=nl("Add"), exact=True).click()

    expect(page.get_by_role("link", name="Lasser").first).to_be_visible()
    assert_accessible(page)


def test_registering_someone_warns_of_a_file_that_exists(page: Page, counsellor, amina):
    sign_in(page, EMAIL)
    page.goto("/people/new/")
    page.get_by_label(nl("First name")).fill("Amína")
    page.get_by_label(nl("Family name")).fill("Verzonen")
    page.get_by_label(nl("Birth date")).first.fill(amina.birth_date.isoformat())
    assert_accessible(page)
    page.locator("main form").get_by_role("button").first.click()

    expect(page.get_by_text("Amina Verzonnen").first).to_be_visible()
    assert_accessible(page)
    assert Person.objects.count() == 1


def test_without_scripts_the_main_job_still_works(browser, live_server, counsellor, amina):
    VacancyFactory(title="Magazijnier in de dag", asks=[DRIVE_FORKLIFT, *essentials_of(FORKLIFT_DRIVER)[-2:]])
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    expect(page.get_by_role("link", name="Magazijnier in de dag").first).to_be_visible()

    page.get_by_role("link", name=nl("Agree a step")).first.click()
    page.get_by_label(nl("What will happen?")).fill("Samen een cv maken")
    page.get_by_label(nl("By which day?")).fill((timezone.localdate() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name=nl("Agree this step")).click()

    expect(page.locator("#steps").get_by_role("heading", name="Samen een cv maken")).to_be_visible()
    context.close()


def test_on_a_phone_nothing_sticks_out(phone: Page, counsellor, amina):
    VacancyFactory(title="Heftruckchauffeur", asks=essentials_of(FORKLIFT_DRIVER), needs_licence="forklift")
    sign_in(phone, EMAIL)
    for address in ("/", "/people/", "/people/find/", "/people/new/", f"/people/{amina.reference}/", "/vacancies/"):
        phone.goto(address)
        assert_accessible(phone)
