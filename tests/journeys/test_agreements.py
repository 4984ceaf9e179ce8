"""A counsellor makes an agreement; the person confirms it by link on a phone, in Turkish; an edit asks both again."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import Person
from tests.agreements.factories import TINY_PDF, AgreementFactory, newest
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory

EMAIL = "noor@werkpunten.example"


@pytest.fixture
def counsellor() -> Membership:
    AreaFactory(muide=True)
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=EMAIL)


@pytest.fixture
def ayse(counsellor: Membership) -> Person:
    return PersonFactory(
        given_name="Ayse",
        family_name="Verzonnen",
        language="tr",
        email="ayse@example.org",
        accompanied_by=counsellor.organisation,
        accompanied_by__referent=counsellor.user,
    )


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def button(page: Page, text: str, **more: object):
    return page.get_by_role("button", name=re.compile("^" + re.escape(nl(text))), **more)


def fill_promise(page: Page, number: int, *, promiser: str, what: str, days: int) -> None:
    row = page.get_by_role("group", name=f"{nl('Promise %(number)s') % {'number': number}}", exact=True)
    row.get_by_label(nl("Who promises this?")).select_option(promiser)
    row.get_by_label(nl("What?")).fill(what)
    row.get_by_label(nl("By which day?")).fill(in_days(days))


def the_link() -> str:
    found = re.search(r"/links/[^/\s]+/", str(mail.outbox[-1].body))
    assert found
    return found.group(0)


def test_from_an_agreement_to_a_yes_on_a_phone_and_a_change_that_asks_again(
    page: Page, open_browser: Callable[..., Page], counsellor: Membership, ayse: Person
):
    sign_in(page, EMAIL)
    page.goto(f"/people/{ayse.reference}/")
    panel = page.locator("#agreements")
    expect(panel.get_by_text(nl("No open agreement"))).to_be_visible()
    panel.get_by_role("link", name=nl("Make an agreement")).click()
    expect(page.get_by_label(nl("Language of the person"))).to_have_value("tr")
    assert_accessible(page)

    page.get_by_label(nl("What is it about?")).fill("Samen naar een cursus Nederlands")
    fill_promise(page, 1, promiser="person", what="Belt de school", days=7)
    fill_promise(page, 2, promiser="organisation", what="Betaalt de cursus", days=14)
    button(page, "Add a promise").click()
    expect(page.get_by_role("group", name=nl("Promise %(number)s") % {"number": 3}, exact=True)).to_be_visible()
    fill_promise(page, 3, promiser="partner", what="Houdt een plaats vrij", days=-1)
    button(page, "Keep it and ask both to confirm").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    button(page, "Remove this promise").last.click()
    expect(page.get_by_role("group", name=nl("Promise %(number)s") % {"number": 3}, exact=True)).to_have_count(0)
    button(page, "Keep it and ask both to confirm").click()
    expect(page.get_by_role("heading", name=nl("Who still has to agree?"))).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Send a link by mail")).click()
    expect(page.get_by_label(nl("Mail address"))).to_have_value("ayse@example.org")
    assert_accessible(page)
    button(page, "Send the link").click()
    expect(page.get_by_text(nl("The link is on its way. It works once."))).to_be_visible()

    phone = open_browser(PHONE, "tr-TR")
    phone.goto(the_link())
    expect(phone.get_by_role("heading", name="Kabul ediyor musunuz?")).to_be_visible()
    expect(phone.get_by_text("Belt de school")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name="Kabul ediyorum", exact=True).click()
    expect(phone.get_by_text("Kabul ettiğiniz kaydedildi.")).to_be_visible()
    assert_accessible(phone)
    phone.goto(the_link())
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(phone)

    page.reload()
    page.get_by_role("link", name=nl("Confirm together on this screen")).click()
    expect(page.get_by_text("Siz kabul ettiniz")).to_be_visible()
    assert_accessible(page)
    button(page, "Agreed for our organisation").click()
    expect(page.get_by_text(nl("Both agree. The agreement is in force."))).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Change"), exact=True).click()
    assert_accessible(page)
    fill_promise(page, 1, promiser="person", what="Belt de school vandaag", days=3)
    button(page, "Keep it and ask both to confirm").click()
    expect(page.get_by_role("heading", name=nl("Who still has to agree?"))).to_be_visible()
    expect(page.get_by_role("heading", name=nl("In force now: version %(number)s") % {"number": 1})).to_be_visible()
    assert_accessible(page)
    compare = nl("compare %(before)s with %(after)s") % {"before": 1, "after": 2}
    page.get_by_role("link", name=compare).click()
    expect(page.locator("ins", has_text="vandaag")).to_be_visible()
    assert_accessible(page)


def test_the_person_says_no_on_a_phone_and_the_counsellor_answers(
    page: Page, open_browser: Callable[..., Page], counsellor: Membership, ayse: Person
):
    agreement = AgreementFactory(
        person=ayse, organisation=counsellor.organisation, their_promise=7, our_promise=9, version__language="ar"
    )
    sign_in(page, EMAIL)
    page.goto(f"/agreements/{ayse.reference}/{agreement.reference}/link/email/")
    button(page, "Send the link").click()
    expect(page.get_by_text(nl("The link is on its way. It works once."))).to_be_visible()

    phone = open_browser(PHONE, "ar")
    phone.goto(the_link())
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    phone.get_by_text("لست موافقًا", exact=True).click()
    phone.get_by_role("button", name="إرسال").click()
    expect(phone.get_by_label("لماذا لست موافقًا؟")).to_have_attribute("aria-invalid", "true")
    assert_accessible(phone)
    phone.get_by_label("لماذا لست موافقًا؟").fill("المدرسة بعيدة جدًا")
    phone.get_by_role("button", name="إرسال").click()
    expect(phone.get_by_text("سجّلنا ما كتبته")).to_be_visible()

    page.reload()
    expect(page.get_by_text("المدرسة بعيدة جدًا")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Answer in words")).click()
    assert_accessible(page)
    page.get_by_label(nl("Explained: the agreement stays as it is")).check()
    page.get_by_label(nl("What did you answer?")).fill("Er rijdt een bus tot aan de deur.")
    button(page, "Keep the answer").click()
    expect(page.get_by_role("heading", name=nl("Who still has to agree?"))).to_be_visible()


def test_the_signed_paper_is_attached_and_a_promise_is_marked(
    page: Page, counsellor: Membership, ayse: Person, live_server
):
    agreement = AgreementFactory(person=ayse, organisation=counsellor.organisation, our_promise=7, their_promise=9)
    sign_in(page, EMAIL)
    page.goto(f"/agreements/{ayse.reference}/")
    assert_accessible(page)
    page.goto(f"/agreements/{ayse.reference}/{agreement.reference}/")
    with page.expect_download() as print_of_it:
        page.get_by_role("link", name=nl("Print in Dutch (PDF)")).click()
    assert print_of_it.value.suggested_filename.endswith(".pdf")

    page.get_by_role("link", name=nl("Attach the signed paper")).click()
    assert_accessible(page)
    page.get_by_label(nl("Scan or photo of the paper")).set_input_files(
        {"name": "papier.pdf", "mimeType": "application/pdf", "buffer": TINY_PDF}
    )
    button(page, "Keep this paper").click()
    expect(page.get_by_text(nl("The paper is kept with the agreement."))).to_be_visible()
    assert newest(agreement).in_force_from is not None

    page.get_by_role("link", name=re.compile("^" + re.escape(nl("Kept")) + ".*Bel de cursus")).first.click()
    assert_accessible(page)
    button(page, "Note this").click()
    expect(page.get_by_text(nl("It is noted what became of this promise."))).to_be_visible()

    page.get_by_role("link", name=nl("End the agreement")).click()
    assert_accessible(page)
    page.get_by_label(nl("Why?")).fill("Alles is gedaan.")
    button(page, "End it").click()
    expect(page.get_by_text("Alles is gedaan.")).to_be_visible()
    page.set_viewport_size(PHONE)
    assert_accessible(page)
