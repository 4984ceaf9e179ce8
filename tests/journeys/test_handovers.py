"""Nobody falls between two organisations: from Werkpunt to VDAB until the person confirms; a partner refuses."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.handovers import actions
from arbeidspact.handovers.models import Handover, HandoverState
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import Person
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory

NOOR, YOUSSEF, GRIET = "noor@werkpunten.example", "youssef@vdab.example", "griet@werkpunten.example"


@pytest.fixture
def noor() -> Membership:
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=NOOR)


@pytest.fixture
def youssef() -> Membership:
    return member_of(OrganisationFactory(vdab=True), Role.COUNSELLOR, email=YOUSSEF)


@pytest.fixture
def amina(noor: Membership) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        accompanied_by=noor.organisation,
        accompanied_by__referent=noor.user,
        phone="0470 00 00 00",
        email="amina@example.org",
        language="fr",
        full_time=True,
    )


def start(page: Page, amina: Person) -> None:
    page.goto(f"/people/{amina.reference}/")
    page.locator("#team").get_by_role("link", name=nl("Hand over"), exact=True).click()
    page.get_by_label(nl("Why?")).fill("Zoekt werk in de bouw, daar heeft u het aanbod voor.")
    page.get_by_label(nl("How to reach the person")).check()


def test_from_werkpunt_to_vdab_until_the_person_confirms(open_browser: Callable[..., Page], noor, youssef, amina):
    sender, receiver, phone = open_browser(), open_browser(), open_browser(PHONE, "fr-BE")

    sign_in(sender, NOOR)
    start(sender, amina)
    sender.get_by_label(nl("To which organisation?")).select_option(label="VDAB")
    assert_accessible(sender)
    sender.get_by_role("button", name=nl("Send"), exact=True).click()
    expect(sender.get_by_text(nl("Waits for an answer")).first).to_be_visible()
    assert_accessible(sender)

    sign_in(receiver, YOUSSEF)
    receiver.get_by_role("link", name=nl("Handovers"), exact=True).first.click()
    expect(receiver.get_by_text("Amina")).to_have_count(0)
    assert_accessible(receiver)
    receiver.get_by_role("link", name=re.compile(re.escape(nl("Somebody")))).first.click()
    expect(receiver.get_by_text("0470 00 00 00")).to_be_visible()
    assert_accessible(receiver)
    receiver.get_by_label(nl("Statutory task of our organisation")).check()
    receiver.get_by_role("button", name=nl("Accept"), exact=True).click()
    receiver.get_by_role("button", name=nl("Note the meeting")).click()
    expect(receiver.get_by_text(nl("Met, waits for the person")).first).to_be_visible()

    sender.reload()
    expect(sender.get_by_text(noor.organisation.name).first).to_be_visible()
    sender.get_by_role("button", name=nl("Make the link")).click()
    address = urlsplit(sender.locator(".handover-link code").inner_text()).path
    assert_accessible(sender)

    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Avez-vous rencontré")
    assert_accessible(phone)
    phone.get_by_role("button", name="Oui, nous nous sommes rencontrés").click()
    expect(phone.get_by_text("Merci.")).to_be_visible()
    assert_accessible(phone)

    sender.reload()
    expect(sender.get_by_text(nl("Confirmed by the person")).first).to_be_visible()
    assert Handover.objects.get().state == HandoverState.CONFIRMED
    assert set(amina.accompaniments.filter(until=None).values_list("organisation__slug", flat=True)) == {"vdab"}
    receiver.goto("/handovers/lead-times/")
    assert_accessible(receiver)


def test_a_partner_without_an_account_refuses_with_a_reason(
    open_browser: Callable[..., Page], noor, amina, monkeypatch
):
    mailed = []
    monkeypatch.setattr(actions, "write_to_partner", lambda _handover, link, *, actor: mailed.append(link.address))
    sender, partner = open_browser(), open_browser(PHONE)
    sign_in(sender, NOOR)
    start(sender, amina)
    sender.get_by_label(nl("Or a partner without an account: its name")).fill("Buurthuis De Sluis")
    sender.get_by_label(nl("Mail address of this partner")).fill("onthaal@desluis.example")
    sender.get_by_role("button", name=nl("Send"), exact=True).click()
    expect(sender.get_by_text(nl("Waits for an answer")).first).to_be_visible()

    partner.goto(urlsplit(mailed[0]).path)
    expect(partner.get_by_text("Amina")).to_have_count(0)
    assert_accessible(partner)
    partner.get_by_role("button", name=nl("Show who it is")).click()
    expect(partner.get_by_text("Amina Verzonnen")).to_be_visible()
    assert_accessible(partner)
    partner.get_by_label(nl("Why not?")).fill("Onze groep zit vol tot in mei.")
    partner.get_by_role("button", name=nl("Refuse"), exact=True).click()
    expect(partner.get_by_role("heading", name=nl("Your answer is in"))).to_be_visible()
    assert_accessible(partner)

    sender.reload()
    expect(sender.get_by_text("Onze groep zit vol tot in mei.")).to_be_visible()
    assert Handover.objects.get().state == HandoverState.REFUSED


def test_a_talk_is_noted_quickly_on_a_phone_and_a_colleague_joins(phone: Page, noor, amina):
    colleague = member_of(noor.organisation, Role.COUNSELLOR, email="mehmet@werkpunten.example")
    sign_in(phone, NOOR)
    phone.goto(f"/people/{amina.reference}/")
    team = phone.locator("#team")
    team.locator("summary", has_text=nl("Note a talk")).click()
    assert_accessible(phone)
    team.get_by_label(nl("In a few words")).fill("Begint maandag aan de cursus.")
    team.get_by_role("button", name=nl("Note the talk")).click()
    expect(team.get_by_text(nl("The talk is noted."))).to_be_visible()

    team.get_by_role("link", name=nl("Team and talks")).click()
    expect(phone.get_by_text("Begint maandag aan de cursus.")).to_be_visible()
    phone.locator("summary", has_text=nl("Take a colleague into the team")).click()
    phone.get_by_label(nl("Which colleague?")).select_option(label=str(colleague.user))
    phone.get_by_label(nl("What for?")).fill("Jobcoach op de werkvloer")
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Take into the team"), exact=True).click()
    expect(phone.get_by_text("Jobcoach op de werkvloer,")).to_be_visible()
    assert_accessible(phone)


def test_a_team_lead_moves_a_caseload_and_takes_it_back(page: Page, noor, amina):
    colleague = member_of(noor.organisation, Role.COUNSELLOR, email="mehmet@werkpunten.example")
    member_of(noor.organisation, Role.TEAM_LEAD, email=GRIET)
    sign_in(page, GRIET)
    page.goto("/people/")
    page.get_by_role("link", name=nl("Transfer a caseload"), exact=True).click()
    assert_accessible(page)
    page.locator("#carriers").get_by_role("link").first.click()
    page.get_by_label(re.compile(re.escape(str(colleague.user)))).check()
    page.get_by_label(nl("Why?")).fill("Andere baan")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Show what would move")).click()
    expect(page.get_by_role("heading", name=nl("What would move"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Move these people")).click()
    assert amina.accompaniments.get().referent == colleague.user
    page.get_by_role("button", name=nl("Undo this transfer")).click()
    page.get_by_role("button", name=nl("Yes, go on")).click()
    expect(page.get_by_text(nl("Undone")).first).to_be_visible()
    assert_accessible(page)
    assert amina.accompaniments.get().referent == noor.user
