"""A chart is drawn by the server; the browser may redraw it with tooltips, under the same strict policy."""

from playwright.sync_api import Page, expect

from arbeidspact.demo.load import load_pact
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Role
from tests.journeys.conftest import PASSWORD, assert_accessible, sign_in
from tests.organisations.factories import MembershipFactory, OrganisationFactory

EMAIL = "analist@stad.example"


def test_a_chart_gains_tooltips_without_breaking_the_content_security_policy(page: Page):
    member = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[Role.STEERING_MEMBER], user__email=EMAIL
    )
    member.user.set_password(PASSWORD)
    member.user.save()
    load_pact(operator())
    sign_in(page, EMAIL)
    page.goto("/figures/employment-rate/")
    image = page.locator("[data-chart-image]").first
    image.scroll_into_view_if_needed()

    expect(page.locator("[data-chart-image][data-interactive]").first).to_be_visible()
    assert_accessible(page)
    points = image.locator(".mark-symbol path")
    points.last.hover(force=True)

    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("%")
