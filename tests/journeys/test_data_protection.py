"""Every look at a file is there to see: for the officer of the organisation, and on the page of the person."""

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import AccessEvent, Look, Person
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory

NOOR, AMIR, OFFICER = "noor@werkpunten.example", "amir@werkpunten.example", "functionaris@werkpunten.example"
LOTTE, OTHER_OFFICER = "lotte@ocmw.example", "functionaris@ocmw.example"


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def ocmw() -> Organisation:
    return OrganisationFactory(ocmw=True)


@pytest.fixture
def amina(werkpunten: Organisation) -> Person:
    return PersonFactory(family_name="Verzonnen", accompanied_by=werkpunten)


def test_the_officer_and_the_person_see_who_looked(page: Page, open_browser, werkpunten, amina):
    noor = member_of(werkpunten, Role.COUNSELLOR, email=NOOR)
    member_of(werkpunten, Role.DATA_PROTECTION_OFFICER, email=OFFICER)
    sign_in(page, NOOR)
    page.goto(f"/people/{amina.reference}/")
    expect(page.get_by_role("heading", name="Amina Verzonnen", level=1)).to_be_visible()
    page.get_by_role("link", name=nl("Who looked")).first.click()
    expect(page.get_by_role("row").filter(has_text=str(noor.user)).first).to_contain_text(nl(str(Look.FILE.label)))
    assert_accessible(page)

    officer = open_browser()
    sign_in(officer, OFFICER)
    officer.get_by_role("navigation").get_by_role("link", name=nl("Who looked")).first.click()
    look = officer.get_by_role("row").filter(has_text=str(amina.reference)).first
    expect(look).to_contain_text(str(noor.user))
    expect(officer.get_by_text("Verzonnen")).to_have_count(0)
    assert_accessible(officer)
    look.get_by_role("link", name=str(amina.reference)).click()
    officer.wait_for_url("**person=**")
    with officer.expect_download() as download:
        officer.get_by_role("link", name=nl("Download as CSV")).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert str(amina.reference) in text
    assert "Verzonnen" not in text


def test_the_officer_is_not_let_into_the_file(page: Page, werkpunten, amina):
    member_of(werkpunten, Role.DATA_PROTECTION_OFFICER, email=OFFICER)
    sign_in(page, OFFICER)
    answer = page.goto(f"/people/{amina.reference}/")

    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("Verzonnen")).to_have_count(0)
    assert_accessible(page)


def test_a_refused_look_of_another_organisation_is_shown_as_refused(page: Page, open_browser, werkpunten, ocmw, amina):
    lotte = member_of(ocmw, Role.COUNSELLOR, email=LOTTE)
    member_of(ocmw, Role.DATA_PROTECTION_OFFICER, email=OTHER_OFFICER)
    member_of(werkpunten, Role.COUNSELLOR, email=NOOR)
    sign_in(page, LOTTE)
    answer = page.goto(f"/people/{amina.reference}/")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text(nl("Your organisation does not accompany this person."))).to_be_visible()
    expect(page.get_by_text("Verzonnen")).to_have_count(0)
    assert_accessible(page)
    assert AccessEvent.objects.get(user=lotte.user).was_refused

    own = open_browser()
    sign_in(own, NOOR)
    own.goto(f"/people/{amina.reference}/who-looked/")
    row = own.get_by_role("row").filter(has_text=str(lotte.user)).first
    expect(row).to_contain_text(ocmw.name)
    expect(row).to_contain_text(nl("Refused"))
    assert_accessible(own)

    officer = open_browser()
    sign_in(officer, OTHER_OFFICER)
    officer.goto("/people/looks/")
    expect(officer.get_by_role("row").filter(has_text=str(amina.reference)).first).to_contain_text(nl("Refused"))
