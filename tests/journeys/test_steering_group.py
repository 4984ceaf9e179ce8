"""A steering-group member opens the pact and sees the three goals against real published figures."""

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import load_pact
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Membership, Role
from tests.journeys.conftest import PASSWORD, assert_accessible, nl, sign_in
from tests.organisations.factories import MembershipFactory, OrganisationFactory

EMAIL = "schepen@stad.example"


@pytest.fixture
def member() -> Membership:
    member = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[Role.STEERING_MEMBER], user__email=EMAIL
    )
    member.user.set_password(PASSWORD)
    member.user.save()
    load_pact(operator())
    return member


def test_the_three_goals_stand_beside_published_figures(page: Page, member):
    sign_in(page, EMAIL)
    page.get_by_role("navigation").get_by_role("link", name=nl("The pact")).first.click()

    main = page.get_by_role("main")
    for goal in ("Meer Gentenaars aan het werk", "Minder werkzoekende Gentenaars", "Vacatures beter invullen"):
        expect(main.get_by_role("heading", name=goal).first).to_be_visible()
    expect(main.get_by_text("68,6\u00a0%").first).to_be_visible()
    expect(main.get_by_text("9,4\u00a0%").first).to_be_visible()
    expect(main.get_by_text(nl("No number was set")).first).to_be_visible()
    expect(main.get_by_role("img").first).to_be_visible()
    assert_accessible(page)


def test_from_a_goal_to_the_figures_and_their_file(page: Page, member):
    sign_in(page, EMAIL)
    page.goto("/figures/employment-rate/")
    assert_accessible(page)

    with page.expect_download() as download:
        page.get_by_role("link", name=nl("Download as CSV")).first.click()

    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("indicator,period,area,value")
    assert "employment-rate,2019,gent,68.6,percent" in text


def test_the_actions_can_be_narrowed_to_a_lead(page: Page, member):
    sign_in(page, EMAIL)
    page.goto("/pact/arbeidspact-gent/actions/")
    assert_accessible(page)
    page.get_by_label(nl("Lead"), exact=True).select_option("vdab")
    page.locator("form.filter-bar").get_by_role("button", name=nl("Filter")).click()

    page.wait_for_url("**lead=vdab**")
    page.get_by_role("main").get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


def test_on_a_phone_before_the_council(phone: Page, member):
    sign_in(phone, EMAIL)
    for address in (
        "/",
        "/pact/arbeidspact-gent/",
        "/pact/arbeidspact-gent/actions/",
        "/figures/",
        "/figures/unemployment-rate/",
    ):
        phone.goto(address)
        assert_accessible(phone)
