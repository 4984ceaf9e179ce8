"""An account manager at the employment service: a vacancy from the telephone call to the last position filled."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.vacancies.models import Vacancy
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, FORKLIFT_DRIVER, EmployerFactory, VacancyFactory, essentials_of

EMAIL = "katrien@vdab.example"


@pytest.fixture
def vdab() -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(vdab=True)


@pytest.fixture
def account_manager(vdab: Organisation) -> str:
    member_of(vdab, Role.ACCOUNT_MANAGER, email=EMAIL)
    return EMAIL


def pick(page: Page, label: str, letters: str) -> str:
    """Types some letters and picks the first suggestion; returns what then stands in the field."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.press_sequentially(letters, delay=30)
    page.get_by_role("listbox").get_by_role("option").first.click()
    return box.input_value()


def test_a_vacancy_from_the_call_to_the_list(page: Page, account_manager):
    EmployerFactory(name="Havenmagazijn Noord")
    sign_in(page, EMAIL)
    page.get_by_role("navigation").get_by_role("link", name=nl("Vacancies")).first.click()
    page.get_by_role("link", name=nl("New vacancy")).first.click()
    assert_accessible(page)

    page.get_by_label(nl("Employer"), exact=True).select_option("Havenmagazijn Noord")
    page.get_by_label(nl("Title"), exact=True).fill("Heftruckchauffeur voor de nacht")
    pick(page, nl("Occupation"), "heftruck")
    asked = pick(page, f"{nl('Required competence')} 1", "heftruck")
    page.get_by_role("combobox", name=f"{nl('Required competence')} 2", exact=True).fill("qwertz")
    page.get_by_label(nl("Workplace"), exact=True).select_option("muide")
    page.get_by_role("button", name=nl("Save"), exact=True).last.click()

    wrong = page.get_by_role("combobox", name=f"{nl('Required competence')} 2", exact=True)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(wrong).to_have_value("qwertz")
    expect(page.locator("#id_required_1_error")).to_contain_text("qwertz")
    expect(page.get_by_label(nl("Title"), exact=True)).to_have_value("Heftruckchauffeur voor de nacht")
    expect(page.get_by_role("combobox", name=f"{nl('Required competence')} 1", exact=True)).to_have_value(asked)
    assert_accessible(page)

    wrong.fill("")
    page.get_by_role("button", name=nl("Save"), exact=True).last.click()
    expect(page.get_by_text(nl("The vacancy is there."))).to_be_visible()
    expect(page.get_by_role("heading", name="Heftruckchauffeur voor de nacht", level=1)).to_be_visible()
    expect(page.get_by_role("main").get_by_text(asked, exact=True)).to_be_visible()
    assert_accessible(page)
    assert Vacancy.objects.get().occupation == FORKLIFT_DRIVER


def test_proposed_competences_fill_the_lines(page: Page, account_manager):
    sign_in(page, EMAIL)
    page.goto("/vacancies/new/")
    pick(page, nl("Occupation"), "heftruck")
    page.get_by_label(nl("Title"), exact=True).fill("Nog te bespreken")
    page.get_by_role("button", name=nl("Propose the competences of this occupation")).click()

    page.wait_for_function("document.querySelector('#id_required_0').value !== ''")
    filled = page.locator("input[id^=id_required_]").evaluate_all("fields => fields.filter(one => one.value).length")
    assert filled == len(essentials_of(FORKLIFT_DRIVER))
    expect(page.get_by_label(nl("Title"), exact=True)).to_have_value("Nog te bespreken")


def test_a_filter_is_narrowed_kept_opened_and_taken_along(page: Page, account_manager):
    VacancyFactory(title="Heftruckchauffeur", asks=[DRIVE_FORKLIFT])
    VacancyFactory(cleaning=True, title="Poetshulp in de ochtend")
    sign_in(page, EMAIL)
    page.goto("/vacancies/")
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(3)

    page.get_by_label(nl("Title or employer")).fill("poets")
    page.get_by_label(nl("Title or employer")).press("Enter")
    page.wait_for_url("**text=poets**")
    expect(table.get_by_role("row")).to_have_count(2)
    page.get_by_label(nl("Keep this filter under a name")).fill("Poetswerk")
    page.get_by_role("button", name=nl("Keep"), exact=True).click()
    expect(page.get_by_text(nl("This view of the list is kept."))).to_be_visible()
    assert_accessible(page)

    page.goto("/vacancies/")
    page.get_by_role("link", name="Poetswerk", exact=True).click()
    page.wait_for_url("**text=poets**")
    expect(table.get_by_text("Poetshulp in de ochtend")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=nl("Download as CSV")).click()
    lines = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(lines) == 2
    assert "Poetshulp in de ochtend" in lines[1]


def test_filled_and_open_again(page: Page, account_manager, vdab):
    vacancy = VacancyFactory(title="Heftruckchauffeur", asks=[DRIVE_FORKLIFT], organisation=vdab)
    sign_in(page, EMAIL)
    page.goto(f"/vacancies/{vacancy.reference}/")
    page.get_by_role("link", name=nl("Filled"), exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Yes, filled")).click()
    expect(page.get_by_text(nl("The positions are filled."))).to_be_visible()

    page.get_by_role("link", name=nl("Vacancies"), exact=True).last.click()
    expect(page.get_by_role("link", name="Heftruckchauffeur")).to_have_count(0)

    page.goto(f"/vacancies/{vacancy.reference}/")
    page.get_by_role("link", name=nl("Open again")).click()
    page.get_by_role("button", name=nl("Yes, open it again")).click()
    expect(page.get_by_text(nl("The vacancy is open again."))).to_be_visible()
    assert_accessible(page)


def test_a_counsellor_sees_who_fits_why_and_what_each_requirement_costs(page: Page, vdab):
    member_of(vdab, Role.COUNSELLOR, email="youssef@vdab.example")
    fits = {"accompanied_by": vdab, "able_to": DRIVE_FORKLIFT, "neighbourhood": "muide", "reachable_by_bicycle": True}
    PersonFactory(family_name="Metbewijs", with_forklift=True, **fits)
    PersonFactory(family_name="Zonderbewijs", **fits)
    vacancy = VacancyFactory(title="Heftruckchauffeur", asks=[DRIVE_FORKLIFT], needs_licence="forklift")
    sign_in(page, "youssef@vdab.example")
    page.goto(f"/vacancies/{vacancy.reference}/")
    page.get_by_role("link", name=nl("Show who fits")).click()

    people = page.locator("#people")
    expect(people.get_by_role("link", name="Amina Metbewijs", exact=True)).to_be_visible()
    people.get_by_text(nl("All reasons")).first.click()
    expect(people.get_by_role("heading", name=nl("Can do"), exact=True).first).to_be_visible()
    expect(people.get_by_role("heading", name=nl("What would open more"))).to_be_visible()
    dearest = people.locator("#open-more .way").first
    expect(dearest).to_contain_text("+ 1")
    expect(dearest.get_by_text(re.compile("heftruck", re.IGNORECASE))).to_be_visible()
    expect(people.get_by_role("link", name="Amina Zonderbewijs", exact=True)).to_be_visible()
    assert_accessible(page)
