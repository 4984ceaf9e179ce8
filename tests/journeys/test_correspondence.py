"""Messages that reach somebody: written, looked at, sent again when they came back; webhooks; pages behind a link."""

import re
import uuid

import pytest
from django.shortcuts import render
from playwright.sync_api import Page, expect

from arbeidspact.correspondence.links import issue_link
from arbeidspact.correspondence.models import LinkPurpose, Message
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import Person
from arbeidspact.web.links.views import PAGES
from tests.correspondence.conftest import gateway, listener, smtp
from tests.correspondence.factories import MessageFactory, NoticeFactory
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory

__all__ = ["gateway", "listener", "smtp"]
NOOR, HILDE = "noor@werkpunten.example", "hilde@werkpunten.example"


@pytest.fixture
def counsellor() -> Membership:
    AreaFactory(muide=True)
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=NOOR)


@pytest.fixture
def amina(counsellor) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        email="amina@mail.example",
        phone="0470 12 34 56",
        accompanied_by=counsellor.organisation,
        accompanied_by__referent=counsellor.user,
    )


def test_a_counsellor_writes_a_text_message_and_sees_it_first(page: Page, counsellor, amina, gateway):
    sign_in(page, NOOR)
    page.goto(f"/people/{amina.reference}/")
    page.get_by_role("link", name=nl("Messages and whether they arrived")).click()
    expect(page.get_by_text(nl("No messages yet"))).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Write a message")).first.click()
    page.get_by_role("radio", name=nl("Text message")).check()
    page.get_by_label(nl("Message"), exact=True).fill("Dag Amina, past maandag om tien uur? Groeten, Noor")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Look at it first")).click()
    expect(page.get_by_text("+32470123456")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name=nl("Change it")).click()
    expect(page.get_by_label(nl("Message"), exact=True)).to_have_value(re.compile("maandag"))
    page.get_by_role("button", name=nl("Look at it first")).click()
    page.get_by_role("button", name=nl("Send it"), exact=True).click()

    expect(page.get_by_text(nl("The message was sent."))).to_be_visible()
    assert gateway.calls[0].json["to"] == "+32470123456"
    assert_accessible(page)


def test_what_came_back_is_corrected_on_a_phone(phone: Page, counsellor, amina, smtp):
    MessageFactory(organisation=counsellor.organisation, person=amina, came_back=True, sent_by=counsellor.user)
    other = PersonFactory(accompanied_by=counsellor.organisation)
    MessageFactory(organisation=counsellor.organisation, person=other, given_up=True, sent_by=counsellor.user)
    sign_in(phone, NOOR)
    phone.locator("main").locator("a[href='/messages/']").first.click()
    expect(phone.get_by_role("link", name="Amina Verzonnen")).to_be_visible()
    assert_accessible(phone)

    row = phone.get_by_role("row").filter(has_text="Amina Verzonnen")
    row.get_by_role("link", name=re.compile(re.escape(nl("Send again")))).click()
    assert_accessible(phone)
    phone.get_by_label(nl("To which address or number?")).fill("amina.v@mail.example")
    phone.get_by_label(nl("Also keep this in the file of the person")).check()
    phone.get_by_role("button", name=nl("Send it again")).click()
    expect(phone.get_by_text(nl("The message was sent."))).to_be_visible()
    assert_accessible(phone)
    assert smtp.deliveries[0].receivers == ["amina.v@mail.example"]

    phone.goto("/messages/")
    phone.get_by_role("link", name=re.compile(re.escape(nl("Reached in another way")))).click()
    phone.get_by_label(nl("How did you reach the person, or why is it not needed any more?")).fill("Gebeld")
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Settle it")).click()
    phone.goto("/messages/")
    expect(phone.get_by_text(nl("Everything arrived, as far as we know"))).to_be_visible()
    assert not Message.objects.filter(settled_at__isnull=True, handed_over_at__isnull=True).exists()


def test_an_administrator_adds_a_webhook_and_reads_its_log(page: Page, counsellor, listener):
    member_of(counsellor.organisation, Role.ADMINISTRATOR, email=HILDE)
    sign_in(page, HILDE)
    page.goto("/organisation/settings/")
    page.locator("main").get_by_role("link", name=nl("Webhooks")).click()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Add a webhook")).first.click()
    page.get_by_label(nl("Name")).fill("Cliëntvolgsysteem")
    page.get_by_label(nl("Address")).fill(listener.address + "/hear")
    page.get_by_role("checkbox").first.check()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Add it")).click()
    expect(page.get_by_label(nl("Secret"))).to_have_value(re.compile("whsec_"))
    assert_accessible(page)

    listener.answer = lambda call: (500, {}, {})
    page.get_by_role("button", name=nl("Send a test")).click()
    expect(page.get_by_text(nl("The other side has not heard it."))).to_be_visible()
    listener.answer = lambda call: (204, {}, {})
    page.get_by_role("button", name=re.compile(re.escape(nl("Send again")))).click()
    expect(page.get_by_text(nl("The other side has heard it."))).to_be_visible()
    page.locator("tbody details summary").click()
    assert_accessible(page)

    page.get_by_role("button", name=nl("End the webhook")).click()
    page.get_by_role("dialog").get_by_role("button", name=nl("Yes, go on")).click()
    expect(page.get_by_text(nl("The webhook has ended. Nothing is sent there any more."))).to_be_visible()


def test_the_log_of_a_webhook_fits_a_phone(phone: Page, counsellor):
    administrator = member_of(counsellor.organisation, Role.ADMINISTRATOR, email=HILDE)
    notice = NoticeFactory(subscription__organisation=administrator.organisation, given_up=True, tried=503)
    sign_in(phone, HILDE)
    for address in ("/organisation/webhooks/", f"/organisation/webhooks/{notice.subscription.reference}/"):
        phone.goto(address)
        assert_accessible(phone)


def test_a_page_behind_a_link_stands_in_the_language_of_its_reader(phone: Page, counsellor, amina, monkeypatch):
    monkeypatch.setitem(
        PAGES, LinkPurpose.CONFIRM_MEETING, lambda request, opened: render(request, "links/page.html", {})
    )
    link = issue_link(
        LinkPurpose.CONFIRM_MEETING, uuid.uuid4(), person=amina, actor=actor_of(counsellor), language="ar"
    )
    phone.goto("/links/" + link.raw + "/")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.get_by_text(counsellor.organisation.name)).to_be_visible()

    phone.get_by_role("link", name="Nederlands").click()
    expect(phone.locator("html")).to_have_attribute("lang", "nl")
    expect(phone.get_by_role("navigation", name=nl("Main menu"))).to_have_count(0)


def test_a_link_that_does_not_work_says_so_plainly(phone: Page, counsellor):
    phone.goto("/links/no-such-token/")
    expect(phone.get_by_role("heading", name=nl("This link is not known."))).to_be_visible()
    assert_accessible(phone)
    phone.locator("a[hreflang=ar]").click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert_accessible(phone)
