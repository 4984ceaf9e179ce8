"""Somebody who uses no mouse: signing in, skipping the menu, picking from a list, closing what opened."""

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Person, PersonCompetence
from tests.journeys.conftest import PASSWORD, assert_accessible, member_of, nl, sign_in, tab_to
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory

EMAIL = "noor@werkpunten.example"
WITHOUT_A_SIGN_OF_FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const hasOutline = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
  return element === document.body || hasOutline || style.boxShadow !== "none" ? "" : element.outerHTML.slice(0, 120);
}"""


@pytest.fixture
def amina() -> Person:
    AreaFactory(muide=True)
    werkpunten = OrganisationFactory(werkpunt=True)
    member_of(werkpunten, Role.COUNSELLOR, email=EMAIL)
    person: Person = PersonFactory(family_name="Verzonnen", accompanied_by=werkpunten)
    return person


def test_signing_in_and_skipping_the_menu(page: Page, amina):
    page.goto("/account/login/")
    page.get_by_label(nl("Mail address")).focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto("/people/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=nl("Skip to the content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_competence_is_picked_from_the_list_with_arrows(page: Page, amina):
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    box = page.locator("#competences").get_by_role("combobox").first
    box.focus()
    page.keyboard.type("heftruck", delay=30)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    picked = options.first.locator("span").first.inner_text()
    page.keyboard.press("Enter")
    expect(box).to_have_value(picked)
    tab_to(page, nl("Add"))
    page.keyboard.press("Enter")

    expect(page.locator("#competences").get_by_text(picked, exact=True).first).to_be_visible()
    assert PersonCompetence.objects.filter(person=amina).count() == 1


def test_a_list_is_narrowed_and_widened_again(page: Page, amina):
    VacancyFactory(title="Heftruckchauffeur")
    VacancyFactory(cleaning=True, title="Poetshulp")
    sign_in(page, EMAIL)
    page.goto("/vacancies/")
    page.get_by_label(nl("Title or employer")).focus()
    page.keyboard.type("poets")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=poets**")
    expect(page.get_by_role("link", name="Heftruckchauffeur")).to_have_count(0)
    chip = page.locator("a.chip", has_text="poets")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Heftruckchauffeur")).to_be_visible()


def test_the_focus_is_always_to_be_seen(page: Page, amina):
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    unseen = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        unseen.add(page.evaluate(WITHOUT_A_SIGN_OF_FOCUS))
    assert unseen == {""}
