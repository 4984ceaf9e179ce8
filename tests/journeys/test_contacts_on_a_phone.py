"""An outreach worker without coverage: the form opens, contacts wait in the phone and are sent once; then a file."""

import re

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import Contact, Programme
from arbeidspact.outreach.programmes_file import read_programmes
from arbeidspact.people.models import Person
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.outreach.factories import ContactFactory, PlaceFactory, days_ago

EMAIL, OTHER = "emre@werkpunten.example", "griet@werkpunten.example"
STORE = "arbeidspact.outreach.waiting"
NO_NETWORK = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch")


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    organisation = OrganisationFactory(werkpunt=True)
    member_of(organisation, Role.OUTREACH_WORKER, email=EMAIL)
    member_of(organisation, Role.TEAM_LEAD, email=OTHER)
    PlaceFactory(organisation=organisation, name="Buurthuis De Muide", neighbourhood="muide")
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    return organisation


@pytest.fixture
def without_coverage(phone: Page, complaints: list[str]):
    """The browser complains about every request that fails without a network: those complaints are meant."""
    yield
    complaints[:] = [text for text in complaints if not NO_NETWORK.search(text)]


def fill_in(page: Page, name: str, reach: str) -> None:
    page.get_by_label(nl("First name")).fill(name)
    page.get_by_label(nl("How can we reach them?")).fill(reach)


def register(page: Page) -> None:
    page.get_by_role("button", name=nl("Register"), exact=True).click()


def waiting(page: Page) -> str:
    return str(page.evaluate(f"window.localStorage.getItem('{STORE}') || ''"))


def ready_for_no_coverage(page: Page) -> None:
    page.goto("/outreach/new/")
    expect(page.locator("[data-outreach][data-works-offline]")).to_be_attached()
    page.wait_for_function("caches.match('/outreach/kept-form/').then(kept => Boolean(kept))")


@pytest.mark.usefixtures("without_coverage")
def test_a_contact_made_without_coverage_is_sent_once_and_becomes_a_file(phone: Page, werkpunten):
    sign_in(phone, EMAIL)
    phone.locator("summary", has_text=nl("Menu")).click()
    phone.locator(".main-nav__fold").get_by_role("link", name=nl("Outreach"), exact=True).click()
    expect(phone.get_by_text(nl("No contact in this list"))).to_be_visible()
    assert_accessible(phone)
    ready_for_no_coverage(phone)
    assert_accessible(phone)

    phone.context.set_offline(True)
    phone.goto("/outreach/new/")
    expect(phone.locator("[data-no-connection]")).to_be_visible()
    expect(phone.get_by_role("heading", name=nl("Register a contact"))).to_be_visible()
    fill_in(phone, "Samira", "0470 00 00 00")
    phone.locator("summary", has_text=nl("More, if you know it")).click()
    phone.get_by_label(nl("Programme")).select_option("jobteam")
    register(phone)
    expect(phone.locator("[data-waiting-title]")).to_have_text(nl("Waiting to be sent ({n})").replace("{n}", "1"))
    expect(phone.locator("[data-waiting-list]")).to_contain_text("Samira")
    assert_accessible(phone)
    assert "Samira" in waiting(phone)
    assert not Contact.objects.exists()
    phone.reload()
    expect(phone.locator("[data-waiting-list]")).to_contain_text("Samira")

    # The answer to the first sending is lost on the way: the contact is there, and the phone does not know.
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    phone.context.route("**/outreach/send/", lose_the_answer, times=1)
    phone.context.set_offline(False)
    expect(
        phone.get_by_text(nl("No connection. It stays on this phone and is sent by itself as soon as there is one."))
    ).to_be_visible()
    expect(phone.locator("[data-waiting-list]")).to_contain_text("Samira")
    assert Contact.objects.count() == 1

    phone.get_by_role("button", name=nl("Send now")).click()
    expect(phone.get_by_text(nl("Sent and registered."))).to_be_visible()
    assert waiting(phone) == ""
    assert Contact.objects.count() == 1
    assert_accessible(phone)

    # A week later the same contact becomes a file.
    Contact.objects.update(met_on=days_ago(7))
    phone.get_by_role("link", name=nl("Open the contact")).click()
    expect(phone.get_by_role("heading", name="Samira", level=1)).to_be_visible()
    phone.get_by_label(nl("Talked by phone")).check()
    phone.get_by_label(nl("What was said?")).fill("Wil graag in de keuken werken.")
    phone.get_by_role("button", name=nl("Note the follow-up")).click()
    expect(phone.get_by_text("Wil graag in de keuken werken.")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name=nl("Make a file")).click()
    assert_accessible(phone)
    phone.get_by_label(nl("Ground for accompanying")).select_option("consent")
    phone.get_by_label(nl("Why"), exact=True).fill("Vraagt hulp om werk te vinden.")
    phone.get_by_role("button", name=nl("Make the file")).click()

    expect(phone.get_by_role("heading", name="Samira", level=1)).to_be_visible()
    person = Person.objects.get()
    assert (person.phone, person.accompaniments.get().ground) == ("0470 00 00 00", "consent")
    expect(phone.locator("#outreach")).to_contain_text("Buurthuis De Muide")
    assert_accessible(phone)

    # Five others make the count large enough to be shown: Samira is among them, in contact.
    jobteam = Programme.objects.get(slug="jobteam")
    for _each in range(5):
        ContactFactory(organisation=werkpunten, in_programme=jobteam, talked_again=True)
    phone.goto("/outreach/funnel/?split=place")
    stages = phone.locator("tbody tr", has=phone.get_by_role("rowheader"))
    expect(stages.nth(0)).to_contain_text("6")
    expect(stages.nth(1)).to_contain_text("6")
    assert_accessible(phone)


@pytest.mark.usefixtures("without_coverage")
def test_what_waits_belongs_to_a_login_and_goes_at_sign_out(phone: Page, werkpunten):
    sign_in(phone, EMAIL)
    ready_for_no_coverage(phone)
    phone.context.set_offline(True)
    fill_in(phone, "Samira", "0470 00 00 00")
    register(phone)
    expect(phone.locator("[data-waiting-list]")).to_contain_text("Samira")
    kept = waiting(phone)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(
        phone.get_by_text(nl("Sign in again to send what waits. It stays on this phone until then."))
    ).to_be_visible()
    assert_accessible(phone)

    sign_in(phone, OTHER)
    phone.goto("/outreach/")
    expect(phone.locator("[data-waiting-others]")).to_be_visible()
    expect(phone.get_by_text("Samira")).to_have_count(0)
    assert waiting(phone) == kept
    assert not Contact.objects.exists()
    assert_accessible(phone)

    phone.locator("summary", has_text=nl("Your account:")).click()
    phone.get_by_role("button", name=nl("Sign out")).click()
    phone.get_by_role("button", name=nl("Yes, go on")).click()
    phone.wait_for_url("**/account/login/**")
    assert waiting(phone) == ""


@pytest.mark.usefixtures("without_coverage")
def test_what_waits_can_be_changed_or_removed(phone: Page, werkpunten):
    sign_in(phone, EMAIL)
    ready_for_no_coverage(phone)
    phone.context.set_offline(True)
    fill_in(phone, "Samira", "")
    register(phone)
    fill_in(phone, "Bilal", "")
    register(phone)
    expect(phone.locator("[data-waiting-list] > li")).to_have_count(2)

    phone.get_by_role("button", name=f"{nl('Remove')} Bilal").click()
    phone.get_by_role("button", name=re.compile(re.escape(nl("Really remove?")))).click()
    expect(phone.locator("[data-waiting-list] > li")).to_have_count(1)
    phone.get_by_role("button", name=f"{nl('Change')} Samira").click()
    expect(phone.get_by_label(nl("First name"))).to_have_value("Samira")
    phone.get_by_label(nl("How can we reach them?")).fill("via haar broer")
    register(phone)
    expect(phone.locator("[data-waiting-list] > li")).to_have_count(1)

    phone.context.set_offline(False)
    expect(phone.get_by_text(nl("Sent and registered."))).to_be_visible()
    contact = Contact.objects.get()
    assert (contact.given_name, contact.reach) == ("Samira", "via haar broer")


def test_without_javascript_the_form_is_a_plain_form(browser, live_server, werkpunten):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    sign_in(page, EMAIL)
    page.goto("/outreach/new/")
    page.get_by_label(nl("First name")).fill("Samira")
    page.get_by_role("button", name=nl("Register"), exact=True).click()
    expect(page.get_by_role("heading", name="Samira", level=1)).to_be_visible()
    assert Contact.objects.count() == 1
    context.close()


def test_a_team_lead_keeps_the_places(page: Page, werkpunten):
    sign_in(page, OTHER)
    page.goto("/outreach/places/")
    assert_accessible(page)
    page.get_by_role("link", name=nl("Add a place")).click()
    page.get_by_label(nl("Name"), exact=True).fill("Aula Nieuw Gent")
    page.get_by_label(nl("Kind of place")).select_option("school")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Save")).click()
    expect(page.get_by_role("link", name="Aula Nieuw Gent").first).to_be_visible()
    page.get_by_role("button", name=f"{nl('Close')} Aula Nieuw Gent").click()
    expect(page.get_by_role("button", name=f"{nl('Open again')} Aula Nieuw Gent")).to_be_visible()
    assert_accessible(page)
    for place in ("/outreach/referrers/", "/outreach/programmes/", "/outreach/funnel/"):
        page.goto(place)
        assert_accessible(page)
