"""An outreach worker in a community centre: a person on a phone in few fields, and never a second file."""

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import Person
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory

EMAIL = "emre@werkpunten.example"


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    organisation = OrganisationFactory(werkpunt=True)
    member_of(organisation, Role.OUTREACH_WORKER, email=EMAIL)
    return organisation


def go_to(page: Page, place: str) -> None:
    """Through the menu as it folds on a phone."""
    page.locator("summary", has_text=nl("Menu")).click()
    page.locator(".main-nav__fold").get_by_role("link", name=nl(place), exact=True).click()


def who_is_it(page: Page, given: str, family: str = "", born: str = "") -> None:
    page.get_by_label(nl("First name")).fill(given)
    page.get_by_label(nl("Family name")).fill(family)
    page.get_by_label(nl("Birth date")).fill(born)
    page.get_by_role("button", name=nl("Look for a file")).click()


def test_a_first_name_is_enough_to_make_a_file(phone: Page, werkpunten):
    sign_in(phone, EMAIL)
    assert_accessible(phone)
    go_to(phone, "Find a person")
    phone.get_by_label(nl("Name"), exact=True).fill("samira")
    phone.get_by_role("button", name=nl("Search"), exact=True).click()
    expect(phone.get_by_text(nl("Nobody found"))).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name=nl("Register a person")).click()
    expect(phone.get_by_label(nl("First name"))).to_have_value("Samira")
    who_is_it(phone, "Samira")

    expect(phone.get_by_text(nl("No file found. You can register this person."))).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Make the file")).click()

    expect(phone.get_by_role("heading", name="Samira", level=1)).to_be_visible()
    assert_accessible(phone)
    assert Person.objects.get().accompaniments.get().organisation == werkpunten


def test_a_file_at_another_organisation_is_named_and_nothing_more(phone: Page, werkpunten):
    ocmw = OrganisationFactory(ocmw=True)
    PersonFactory(family_name="Verzonnen", neighbourhood="muide", phone="0470 00 00 00", accompanied_by=ocmw)
    sign_in(phone, EMAIL)
    phone.goto("/people/new/")
    who_is_it(phone, "Amina", "Verzonnen", "1988-03-14")

    expect(phone.get_by_text(ocmw.name).first).to_be_visible()
    expect(phone.get_by_text("0470")).to_have_count(0)
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Make the file")).click()
    expect(phone.locator("[data-error-summary]")).to_be_visible()
    assert_accessible(phone)
    assert Person.objects.count() == 1

    phone.get_by_role("button", name=nl("This is the same person: accompany too")).click()
    assert_accessible(phone)
    phone.get_by_label(nl("Why")).fill("Kwam vandaag naar het buurthuis en vraagt hulp.")
    phone.locator("main form").get_by_role("button").first.click()
    expect(phone.get_by_role("heading", name="Amina Verzonnen", level=1)).to_be_visible()
    assert Person.objects.count() == 1


def test_somebody_else_with_the_same_name_gets_a_file_after_a_look(phone: Page, werkpunten):
    PersonFactory(family_name="Verzonnen", accompanied_by=werkpunten)
    sign_in(phone, EMAIL)
    phone.goto("/people/new/")
    who_is_it(phone, "Amina", "Verzonnen")
    expect(phone.get_by_role("heading", name=nl("Is it one of these?"))).to_be_visible()
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name=nl("Make the file")).click()

    expect(phone.get_by_role("heading", name="Amina Verzonnen", level=1)).to_be_visible()
    assert Person.objects.count() == 2
