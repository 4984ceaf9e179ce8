"""What is heard in a conversation is noted, and the work that fits follows: by mouse, by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import Person, PersonCompetence, PersonLanguage
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in, tab_to
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, OFFICE_CLEANER, VacancyFactory, essentials_of

EMAIL = "noor@werkpunten.example"
CLEANING = essentials_of(OFFICE_CLEANER)


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    organisation = OrganisationFactory(werkpunt=True)
    member_of(organisation, Role.COUNSELLOR, email=EMAIL)
    return organisation


@pytest.fixture
def amina(werkpunten: Organisation) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        neighbourhood="muide",
        accompanied_by=werkpunten,
        able_to=CLEANING[0],
        transport=["walk"],
        travel_minutes_max=60,
        hours_min=19,
        hours_max=25,
        shifts=["day"],
    )


@pytest.fixture
def work() -> None:
    cleaning = {"asks": CLEANING, "hours_min": 19, "hours_max": 25, "shifts": ["day"]}
    VacancyFactory(title="Poetsen overdag", **cleaning)
    VacancyFactory(title="Poetsen met rijbewijs", needs_licence="driving-b", **cleaning)
    VacancyFactory(title="Poetsen in het Nederlands", needs_dutch_b1=True, **cleaning)
    VacancyFactory(title="Poetsen in de vroege ploeg", **{**cleaning, "shifts": ["early"]})
    VacancyFactory(title="Heftruck rijden", asks=[DRIVE_FORKLIFT], hours_min=19, hours_max=25, shifts=["day"])


@pytest.fixture
def opened(page: Page, amina: Person, work: None) -> Page:
    """The page of Amina, marked so that a reload would be noticed."""
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    page.evaluate("window.isTheSamePage = true")
    return page


def fitting(page: Page, title: str):
    """The vacancy with this title among those that fit, not among those that almost do."""
    return page.locator("#fitting-work > .match-list").first.get_by_role("link", name=title, exact=True)


def expect_updated(page: Page) -> None:
    """The panel followed, said so aloud and on screen, on the same page, and nobody lost the place."""
    expect(page.locator("#said-fitting-work")).not_to_be_empty()
    expect(page.locator("#fitting-work .updated")).to_be_visible()
    assert page.evaluate("window.isTheSamePage")
    expect(page.locator(":focus")).to_have_count(1)


def unfold(page: Page, section: str) -> None:
    """Opens the form of this part of the file, where it does not stand open."""
    if not page.locator(f"#{section} details[open]").count():
        page.locator(f"#{section} summary").click()


def field(page: Page, section: str, name: str):
    return page.locator(f"#id_{section}_{name}")


def test_each_part_of_the_profile_that_is_changed_is_followed_by_the_work_that_fits(opened: Page):
    expect(fitting(opened, "Poetsen overdag")).to_be_visible()
    expect(fitting(opened, "Heftruck rijden")).to_have_count(0)

    unfold(opened, "languages")
    field(opened, "languages", "language").select_option("nl")
    field(opened, "languages", "level").select_option("B1")
    opened.locator("#id_languages_send").click()
    expect(fitting(opened, "Poetsen in het Nederlands")).to_be_visible()
    expect_updated(opened)

    unfold(opened, "licences")
    field(opened, "licences", "licence").select_option("driving-b")
    opened.locator("#id_licences_send").click()
    expect(fitting(opened, "Poetsen met rijbewijs")).to_be_visible()
    expect_updated(opened)

    unfold(opened, "availability")
    opened.locator("#availability input[name=shifts][value=early]").check()
    opened.locator("#id_availability_send").click()
    expect(fitting(opened, "Poetsen in de vroege ploeg")).to_be_visible()
    expect_updated(opened)
    expect(opened.locator("#availability summary")).to_be_focused()

    unfold(opened, "availability")
    field(opened, "availability", "wage_wanted").fill("2500")
    field(opened, "availability", "travel_minutes_max").fill("5")
    opened.locator("#id_availability_send").click()
    expect(opened.get_by_text(nl("No open vacancy fits yet"))).to_be_visible()
    expect_updated(opened)
    assert_accessible(opened)


def test_what_is_removed_and_put_back_is_followed_too(opened: Page, amina: Person):
    remove = opened.locator("#competences").get_by_role("button", name=re.compile(nl("Remove"))).first
    remove.focus()
    opened.keyboard.press("Enter")
    expect(opened.locator("#fitting-work").get_by_text(nl("Not enough is known to rank work"))).to_be_visible()
    expect_updated(opened)
    expect(opened.locator("#competences h2")).to_be_focused()
    assert not PersonCompetence.objects.filter(person=amina).exists()
    assert_accessible(opened)

    opened.locator("#file-undo").get_by_role("button", name=nl("Undo")).click()
    expect(fitting(opened, "Poetsen overdag")).to_be_visible()
    expect_updated(opened)


def test_a_competence_is_added_with_the_keyboard_and_the_focus_stays_where_it_was(opened: Page):
    box = opened.locator("#competences").get_by_role("combobox").first
    box.focus()
    opened.keyboard.type("heftruck", delay=20)
    expect(opened.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    tab_to(opened, nl("Add"))
    opened.keyboard.press("Enter")

    expect(opened.locator("#fitting-work").get_by_role("link", name="Heftruck rijden", exact=True)).to_be_visible()
    expect_updated(opened)
    expect(opened.locator("#id_competences_send")).to_be_focused()


def test_what_matching_does_not_read_leaves_the_panel_alone(opened: Page, amina: Person):
    opened.locator("#statuses summary").last.click()
    field(opened, "statuses", "kind").select_option("newcomer")
    field(opened, "statuses", "since").fill("2026-05-01")
    opened.locator("#id_statuses_send").click()

    expect(opened.locator("#file-header").get_by_text(nl("Newcomer"))).to_be_visible()
    expect(opened.locator("#fitting-work .updated")).to_have_count(0)
    assert opened.evaluate("window.isTheSamePage")


def test_what_is_refused_stays_in_its_place_with_what_was_typed(opened: Page):
    unfold(opened, "availability")
    field(opened, "availability", "hours_min").fill("38")
    opened.locator("#id_availability_send").click()

    expect(opened.locator("[data-error-summary]")).to_be_focused()
    expect(field(opened, "availability", "hours_min")).to_have_value("38")
    expect(opened.locator("#fitting-work .updated")).to_have_count(0)
    assert_accessible(opened)


def test_what_would_open_more_stands_apart_with_its_numbers(opened: Page):
    ways = opened.locator("#open-more")

    expect(ways.get_by_role("heading", name=nl("What would open more"))).to_be_visible()
    expect(ways.locator(".way").first).to_contain_text("+ 1")
    for kind in ("Licence", "Language", "Shift"):
        expect(ways.get_by_text(nl(kind), exact=True).first).to_be_visible()
    more = ways.locator("details")
    if more.count():
        more.locator("summary").click()
    assert_accessible(opened)


@pytest.mark.parametrize("viewport", [pytest.param(None, id="at a desk"), pytest.param(PHONE, id="on a phone")])
def test_a_vacancy_shows_who_fits_who_almost_does_and_what_would_open_more(open_browser, werkpunten, amina, viewport):
    page = open_browser(viewport) if viewport else open_browser()
    PersonFactory(given_name="Bilal", accompanied_by=werkpunten, able_to=CLEANING[0], neighbourhood="muide")
    PersonLanguage.objects.create(person=amina, language="nl", level="B1")
    vacancy = VacancyFactory(title="Poetsen", asks=CLEANING, needs_dutch_b1=True)
    sign_in(page, EMAIL)
    page.goto(f"/vacancies/{vacancy.reference}/")
    page.get_by_role("link", name=nl("Show who fits")).click()

    people = page.locator("#people")
    expect(people.get_by_role("link", name="Amina Verzonnen", exact=True)).to_be_visible()
    expect(people.get_by_role("heading", name=nl("Almost: one thing in the way"))).to_be_visible()
    people.get_by_role("link", name=nl("What would open more")).click()
    expect(page.locator("#open-more").get_by_text("+ 1", exact=True)).to_be_in_viewport()
    assert_accessible(page)


def test_without_scripts_a_change_leads_back_to_the_page_with_the_work_that_fits(browser, live_server, amina, work):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    expect(fitting(page, "Poetsen in de vroege ploeg")).to_have_count(0)

    unfold(page, "availability")
    page.locator("#availability input[name=shifts][value=early]").check()
    page.locator("#id_availability_send").click()

    page.wait_for_url("**/#availability")
    expect(fitting(page, "Poetsen in de vroege ploeg")).to_be_visible()
    context.close()


def test_on_a_phone_the_work_that_fits_follows_and_nothing_sticks_out(phone: Page, amina, work):
    sign_in(phone, EMAIL)
    phone.goto(f"/people/{amina.reference}/")
    unfold(phone, "languages")
    phone.locator("#id_languages_language").select_option("nl")
    phone.locator("#id_languages_level").select_option("B1")
    phone.locator("#id_languages_send").click()

    expect(fitting(phone, "Poetsen in het Nederlands")).to_have_count(1)
    assert_accessible(phone)
