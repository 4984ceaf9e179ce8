"""A counsellor has a CV and a story read, decides each proposal and finds it in the file; typing completes."""

import re

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import OccupationSought, Person
from arbeidspact.proposals.models import TextReading
from arbeidspact.taxonomy import active_taxonomy
from arbeidspact.vacancies.models import Vacancy
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.texts.documents import pdf_of, word_of
from tests.vacancies.factories import EmployerFactory

EMAIL = "noor@werkpunten.example"
CV = (
    "Werkervaring\n2015 - 2019 Magazijnier, Havenmagazijn Noord\nOrders verzamelen, laden en lossen\n"
    "Talen\nNederlands moedertaal\nFrans\nRijbewijs B"
)


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    organisation: Organisation = OrganisationFactory(werkpunt=True)
    member_of(organisation, Role.COUNSELLOR, email=EMAIL)
    return organisation


@pytest.fixture
def amina(werkpunten) -> Person:
    person: Person = PersonFactory(family_name="Verzonnen", accompanied_by=werkpunten)
    return person


def the(page: Page, words: str):
    """The proposal that says this."""
    return page.locator("li.proposal", has_text=words).first


def test_a_cv_is_read_decided_and_put_in_the_file(page: Page, amina):
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    page.get_by_role("link", name=nl("Read a CV or a story")).click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Read it")).click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert_accessible(page)

    page.get_by_label(nl("CV as a file")).set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": pdf_of(CV)}
    )
    page.get_by_role("button", name=nl("Read it")).click()
    expect(page.get_by_role("heading", name=nl("What the text says"), level=1)).to_be_visible()
    expect(page.locator("mark", has_text="Magazijnier")).to_be_visible()
    assert_accessible(page)

    job, licence, french = the(page, "magazijnier"), the(page, "Rijbewijs B"), the(page, "Frans B1")
    job.get_by_role("button", name=nl("Accept")).click()
    expect(job.get_by_text(nl("Accepted"), exact=True)).to_be_visible()
    licence.get_by_role("button", name=nl("Reject")).click()
    expect(licence.get_by_text(nl("Rejected"), exact=True)).to_be_visible()
    licence.get_by_role("button", name=nl("Undo")).click()
    licence.get_by_role("button", name=nl("Accept")).first.click()
    expect(licence.get_by_text(nl("Accepted"), exact=True)).to_be_visible()
    french.get_by_text(nl("Another level")).click()
    french.get_by_label(nl("Level"), exact=True).select_option("A2")
    french.get_by_role("button", name=nl("Accept with this level")).click()
    french = the(page, "Frans A2")
    expect(french.get_by_text(nl("Accepted"), exact=True)).to_be_visible()
    assert_accessible(page)

    page.locator("#write").click()
    expect(page.locator("#occupations").get_by_text("magazijnier", exact=True)).to_be_visible()
    assert {(one.language, one.level) for one in amina.languages.all()} == {("fr", "A2")}
    assert not TextReading.objects.exists()


def test_a_story_is_read_on_a_phone_without_scripts(browser, live_server, amina):
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="nl-BE", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/texts/")
    page.get_by_label(nl("Or what the person tells")).fill("Ik was magazijnier en ik heb rijbewijs B.")
    page.get_by_role("button", name=nl("Read it")).click()
    the(page, "magazijnier").get_by_role("button", name=nl("Accept")).click()
    the(page, "Rijbewijs B").get_by_role("button", name=nl("Reject")).click()
    page.locator("#write").click()

    expect(page.locator("#occupations").get_by_text("magazijnier", exact=True)).to_be_visible()
    assert not amina.licences.exists()
    context.close()


def test_a_word_document_is_read_on_a_phone_and_removed(open_browser, amina):
    page = open_browser(PHONE)
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/texts/")
    made = {"name": "cv.docx", "mimeType": "application/octet-stream", "buffer": word_of(*CV.split("\n"))}
    page.get_by_label(nl("CV as a file")).set_input_files(made)
    page.get_by_role("button", name=nl("Read it")).click()
    expect(page.locator("mark", has_text="Magazijnier")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)

    page.get_by_role("button", name=nl("Remove this text")).click()
    expect(page.get_by_text(nl("The text is removed."))).to_be_visible()
    assert not TextReading.objects.exists()


def test_the_title_of_a_vacancy_completes_and_fills_in_the_occupation(page: Page, werkpunten):
    vdab = OrganisationFactory(vdab=True)
    member_of(vdab, Role.ACCOUNT_MANAGER, email="katrien@vdab.example")
    EmployerFactory(name="Poetsbedrijf")
    sign_in(page, "katrien@vdab.example")
    page.goto("/vacancies/new/")
    title = page.get_by_role("combobox", name=nl("Title"), exact=True)
    title.press_sequentially("poetshulp met dienst", delay=30)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(options.first.locator("b").first).to_have_text(re.compile("poetshulp", re.I))
    expect(page.locator(".combobox [role=status]").first).to_have_text(re.compile(r"\d"))
    assert_accessible(page)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    picked = title.input_value()
    assert picked
    expect(page.get_by_role("combobox", name=nl("Occupation"), exact=True)).to_have_value(picked)
    title.fill("Poetshulp aan de kust")
    expect(page.get_by_role("combobox", name=nl("Occupation"), exact=True)).to_have_value(picked)
    assert not Vacancy.objects.exists()


def test_the_list_of_people_is_narrowed_by_typing_an_occupation(page: Page, amina, werkpunten):
    other = PersonFactory(family_name="Andere", accompanied_by=werkpunten)
    hits = active_taxonomy().search("magazijnier", language="nl", limit=1)
    OccupationSought.objects.create(person=amina, concept=hits[0].concept_id)
    sign_in(page, EMAIL)
    page.goto("/people/?referent=all")
    page.get_by_role("combobox", name=nl("Occupation sought"), exact=True).press_sequentially("magaz", delay=30)
    page.locator(".combobox__list").get_by_role("option").first.click()

    expect(page.get_by_role("link", name=re.compile(amina.family_name))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(other.family_name))).to_have_count(0)
    assert_accessible(page)
