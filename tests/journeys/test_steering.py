"""A partner raises a signal; the steering group answers in time, freezes the yearly review, reads it beside today's."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import load_pact
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Role
from arbeidspact.pact.models import Action
from arbeidspact.steering.models import FrozenReview, Signal
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory
from tests.steering.factories import SignalFactory

PACT = "arbeidspact-gent"


@pytest.fixture
def city():
    load_pact(operator())
    vdab, city = OrganisationFactory(vdab=True), OrganisationFactory(slug="stad-gent", name="Stad Gent", kind="city")
    load_pact(operator())
    member_of(vdab, Role.TEAM_LEAD, email="partner@vdab.example")
    return member_of(city, Role.STEERING_MEMBER, email="schepen@stad.example")


def test_a_partner_raises_a_signal_and_the_steering_group_answers_in_time(open_browser, city):
    partner: Page = open_browser()
    sign_in(partner, "partner@vdab.example")
    partner.goto(f"/steering/{PACT}/signals/new/?about=action:jobteam")
    assert_accessible(partner)
    partner.get_by_label(nl("The bottleneck in one line")).fill("Te weinig plaatsen in de taalklas")
    partner.get_by_label(nl("What happens?")).fill("Bel 0470 12 34 56: wie start, wacht vier maanden.")
    partner.get_by_label(nl("Since when?")).fill("2026-03-01")
    partner.get_by_label(nl("Whom does it touch?")).fill("anderstalige werkzoekenden")
    partner.get_by_role("button", name=nl("Bring it before the steering group")).click()
    expect(partner.get_by_text(nl("This text holds a telephone number.")).first).to_be_visible()
    assert_accessible(partner)
    partner.get_by_label(nl("What happens?")).fill("Wie start, wacht vier maanden.")
    partner.get_by_role("button", name=nl("Bring it before the steering group")).click()
    expect(partner.get_by_role("heading", level=1)).to_have_text("Te weinig plaatsen in de taalklas")

    alderman: Page = open_browser()
    sign_in(alderman, "schepen@stad.example")
    alderman.get_by_role("main").get_by_role("link", name="Te weinig plaatsen in de taalklas").click()
    assert_accessible(alderman)
    alderman.get_by_label(nl("Something was done")).check()
    alderman.get_by_label(nl("In words")).fill("Er komt een tweede klas in oktober.")
    alderman.get_by_role("button", name=nl("Send the answer")).click()
    expect(alderman.get_by_text(nl("in time"), exact=True)).to_be_visible()
    assert_accessible(alderman)

    partner.reload()
    expect(partner.get_by_text("Er komt een tweede klas in oktober.")).to_be_visible()
    answer = Signal.objects.get().answers.get()
    assert answer.was_in_time


def test_the_yearly_review_is_frozen_and_read_beside_todays(page: Page, city):
    sign_in(page, "schepen@stad.example")
    page.goto(f"/steering/{PACT}/reviews/")
    assert_accessible(page)
    page.get_by_role("link", name=nl("Start a review")).first.click()
    page.get_by_role("button", name=nl("Start the review")).click()
    expect(page.get_by_role("heading", name=nl("Freeze the review"))).to_be_visible()
    assert_accessible(page)
    page.get_by_label(nl("Conclusions of the steering group")).fill("Het eerste doel vraagt meer tempo.")
    page.get_by_role("button", name=nl("Keep the conclusions")).click()
    page.get_by_role("button", name=nl("Freeze"), exact=True).click()
    page.get_by_role("button", name=nl("Yes, go on")).click()
    expect(page.get_by_role("link", name=nl("Download as JSON"))).to_be_visible()
    expect(page.get_by_text(FrozenReview.objects.get().sha256)).to_be_visible()
    assert_accessible(page)

    Action.objects.filter(pact__slug=PACT, slug="jobteam").update(published_status="expanding")
    page.get_by_role("link", name=nl("Beside today's")).click()
    expect(page.get_by_role("status").last).to_contain_text("1")
    assert_accessible(page)
    page.get_by_role("link", name=nl("As it was frozen")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=nl("Download as JSON")).click()
    assert download.value.path().read_text(encoding="utf-8") == FrozenReview.objects.get().document


def test_the_alderman_reads_it_on_a_phone(phone: Page, city):
    day = timezone.localdate() - timedelta(days=60)
    SignalFactory(pact=PACT, title="Kinderopvang sluit te vroeg", about="kids-at-vdab", term_since=day, overdue=True)
    sign_in(phone, "schepen@stad.example")
    phone.goto(f"/steering/{PACT}/")
    expect(phone.get_by_role("heading", name=nl("Not answered in time"))).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name="Kinderopvang sluit te vroeg").click()
    assert_accessible(phone)
    phone.get_by_role("link", name="Kids@VDAB").click()
    expect(phone.get_by_role("link", name="Kinderopvang sluit te vroeg")).to_be_visible()
    for address in (f"/steering/{PACT}/signals/", f"/steering/{PACT}/decisions/", f"/steering/{PACT}/reviews/"):
        phone.goto(address)
        assert_accessible(phone)
