"""Partners keep an action of the pact: a milestone, a cost, a status with its reason; and a partner's own word."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import load_pact
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.pact.models import Action, Milestone
from tests.journeys.conftest import PASSWORD, assert_accessible, nl, sign_in
from tests.organisations.factories import MembershipFactory, OrganisationFactory

LEAD, PARTNER = "trekker@stad.example", "partner@vdab.example"
ACTION = "/pact/arbeidspact-gent/actions/jobteam/"


@pytest.fixture
def jobteam(db: None) -> Action:
    for email, slug, kind, role in (
        (LEAD, "stad-gent", OrganisationKind.CITY, Role.TEAM_LEAD),
        (PARTNER, "vdab", OrganisationKind.PES, Role.ACCOUNT_MANAGER),
    ):
        member = MembershipFactory(
            organisation=OrganisationFactory(slug=slug, kind=kind), roles=[role], user__email=email
        )
        member.user.set_password(PASSWORD)
        member.user.save()
    load_pact(operator())
    return Action.objects.get(slug="jobteam")


def test_the_lead_notes_a_milestone_books_a_cost_and_says_how_it_goes(page: Page, jobteam: Action):
    Milestone.objects.create(
        action=jobteam, title_nl="Team van twintig compleet", due_on=timezone.localdate() - timedelta(days=5)
    )
    sign_in(page, LEAD)
    page.goto(ACTION)
    main = page.get_by_role("main")
    expect(main.get_by_text(nl("At risk")).first).to_be_visible()
    assert_accessible(page)

    main.get_by_role("link", name=nl("It is reached")).first.click()
    assert_accessible(page)
    page.get_by_label(nl("What proves it")).fill("Verslag van de stuurgroep, 3 maart")
    page.get_by_role("button", name=nl("Note that it is reached")).click()
    expect(main.get_by_text("Verslag van de stuurgroep, 3 maart")).to_be_visible()

    main.get_by_role("link", name=nl("Book money")).click()
    page.get_by_label(nl("Amount in euro")).fill("0")
    page.get_by_label(nl("Who pays")).select_option("stad-gent")
    page.get_by_label(nl("Document"), exact=True).fill("Factuur 2031")
    page.get_by_role("button", name=nl("Book"), exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(nl("Give an amount; a minus takes back."))
    assert_accessible(page)
    expect(page.get_by_label(nl("Document"), exact=True)).to_have_value("Factuur 2031")
    page.get_by_label(nl("Amount in euro")).fill("62500")
    page.get_by_role("button", name=nl("Book"), exact=True).click()
    expect(main.get_by_role("rowheader", name="Factuur 2031")).to_be_visible()

    main.get_by_role("link", name=nl("Set the status")).click()
    page.get_by_label(nl("How does the action go?")).select_option("delayed")
    page.get_by_label(nl("Why?")).fill("De aanwerving liep drie maanden uit.")
    page.get_by_role("button", name=nl("Set the status")).click()
    expect(main.get_by_text("De aanwerving liep drie maanden uit.")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{ACTION}history/")
    expect(main.get_by_text("De aanwerving liep drie maanden uit.")).to_be_visible()
    assert_accessible(page)


def test_a_partner_confirms_what_it_brings(page: Page, jobteam: Action):
    sign_in(page, PARTNER)
    page.goto("/pact/arbeidspact-gent/partners/")
    main = page.get_by_role("main")
    expect(main.get_by_text(nl("These wait until your organisation confirms them"))).to_be_visible()
    assert_accessible(page)

    page.goto("/pact/arbeidspact-gent/partners/vdab/")
    assert_accessible(page)
    main.get_by_role("link", name=nl("Confirm")).first.click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Yes, we bring this")).click()

    expect(main.get_by_text(nl("Confirmed by the partner")).first).to_be_visible()

    page.goto(ACTION)
    expect(main.get_by_role("link", name=nl("Add a milestone"))).to_have_count(0)


def test_the_plan_and_the_money_on_a_phone(phone: Page, jobteam: Action):
    sign_in(phone, LEAD)
    for address in ("plan/", "money/", "actions/?overdue=1", "actions/jobteam/", "partners/vdab/"):
        phone.goto(f"/pact/arbeidspact-gent/{address}")
        assert_accessible(phone)
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address


def test_a_long_plan_is_short_on_a_phone(phone: Page, jobteam: Action):
    sign_in(phone, LEAD)
    phone.goto(ACTION)
    main = phone.get_by_role("main")
    published = main.get_by_role("group", name=nl("Money"))
    expect(published).to_be_hidden()

    contents = phone.get_by_role("navigation", name=nl("On this page"))
    contents.get_by_text(nl("On this page")).click()
    contents.get_by_role("link", name=nl("Money"), exact=True).click()
    expect(main.get_by_role("heading", name=nl("Money"), exact=True)).to_be_in_viewport()
    main.locator("summary", has_text=nl("Who pays")).click()
    expect(published).to_be_visible()
    assert_accessible(phone)
