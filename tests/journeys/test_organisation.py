"""An administrator brings a colleague in; the colleague works for two organisations, in a language of choice."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Membership, Organisation, Role
from tests.journeys.conftest import PASSWORD, assert_accessible, member_of, nl, sign_in, tab_to
from tests.organisations.factories import AreaFactory, MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory

HILDE, ELS = "hilde@werkpunten.example", "els@werkpunten.example"


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def administrator(werkpunten: Organisation) -> Membership:
    return member_of(werkpunten, Role.ADMINISTRATOR, email=HILDE)


def invite(page: Page, email: str, role: Role) -> None:
    form = page.locator("#invite")
    form.get_by_label(nl("Mail address")).fill(email)
    form.get_by_label(nl(str(role.label)), exact=True).check()
    form.get_by_role("button", name=nl("Send the invitation")).click()


def link_in(mail: str) -> str:
    """The path of the link in this mail: the server of the journeys stands elsewhere than the mail says."""
    address = re.search(r"http\S+/organisation/invitation/\S+", mail)
    assert address is not None, mail
    return urlsplit(address.group()).path


def test_an_invited_colleague_gets_in_with_a_password_of_their_own(page: Page, open_browser, administrator, mailoutbox):
    sign_in(page, HILDE)
    page.get_by_role("navigation").get_by_role("link", name=nl("Members")).first.click()
    assert_accessible(page)
    invite(page, "els", Role.COUNSELLOR)
    expect(page.locator("#id_email")).to_have_value("els")
    expect(page.locator("#id_email_error")).to_be_visible()
    assert_accessible(page)
    invite(page, ELS, Role.COUNSELLOR)
    expect(page.get_by_role("row", name=re.compile(ELS))).to_be_visible()
    assert_accessible(page)

    colleague = open_browser()
    assert mailoutbox[0].to == [ELS]
    colleague.goto(link_in(mailoutbox[0].body))
    colleague.get_by_label(nl("First name")).fill("Els")
    colleague.get_by_label(nl("Last name")).fill("Nieuwkomer")
    colleague.get_by_label(nl("Password"), exact=True).fill("12345")
    colleague.get_by_label(nl("The same password again")).fill("12345")
    assert_accessible(colleague)
    colleague.get_by_role("button", name=nl("Make my account")).click()
    expect(colleague.locator("#id_password_error")).to_contain_text("12")
    expect(colleague.get_by_label(nl("First name"))).to_have_value("Els")
    assert_accessible(colleague)

    colleague.get_by_label(nl("Password"), exact=True).fill(PASSWORD)
    colleague.get_by_label(nl("The same password again")).fill(PASSWORD)
    colleague.get_by_role("button", name=nl("Make my account")).click()
    expect(colleague.get_by_role("navigation").get_by_role("link", name=nl("My people")).first).to_be_visible()
    assert_accessible(colleague)

    later = open_browser()
    sign_in(later, ELS)
    expect(later.get_by_role("link", name=nl("My people")).first).to_be_visible()
    again = open_browser()
    again.goto(link_in(mailoutbox[0].body))
    expect(again.get_by_role("heading", name=nl("This invitation cannot be used"))).to_be_visible()
    assert_accessible(again)


def test_whoever_works_for_two_organisations_switches_and_the_lists_follow(page: Page, werkpunten):
    member = member_of(werkpunten, Role.COUNSELLOR, email=ELS)
    ocmw = OrganisationFactory(ocmw=True)
    MembershipFactory(user=member.user, organisation=ocmw, roles=[Role.COUNSELLOR])
    PersonFactory(family_name="Vandestad", accompanied_by=werkpunten, accompanied_by__referent=member.user)
    PersonFactory(family_name="Vanhetocmw", accompanied_by=ocmw, accompanied_by__referent=member.user)
    sign_in(page, ELS)
    page.goto("/people/")
    expect(page.get_by_role("link", name="Amina Vandestad")).to_be_visible()
    expect(page.get_by_role("link", name="Amina Vanhetocmw")).to_have_count(0)

    switch = page.locator("summary", has_text=werkpunten.name)
    switch.focus()
    page.keyboard.press("Enter")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=ocmw.name)).to_be_hidden()
    expect(switch).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, ocmw.name)
    page.keyboard.press("Enter")
    expect(page.locator("summary", has_text=ocmw.name)).to_be_visible()

    page.goto("/people/")
    expect(page.get_by_role("link", name="Amina Vanhetocmw")).to_be_visible()
    expect(page.get_by_role("link", name="Amina Vandestad")).to_have_count(0)


def test_the_last_administrator_cannot_leave(page: Page, administrator):
    sign_in(page, HILDE)
    page.goto("/organisation/me/")
    page.get_by_role("link", name=re.compile(administrator.organisation.name)).click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Yes, leave")).click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    administrator.refresh_from_db()
    assert administrator.ended_at is None


def test_the_language_stays_on_another_device_too(page: Page, open_browser, administrator):
    sign_in(page, HILDE)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Members").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/vacancies/")
    expect(page.get_by_role("heading", name="Vacancies", level=1)).to_be_visible()

    elsewhere = open_browser()
    sign_in(elsewhere, HILDE)
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")
