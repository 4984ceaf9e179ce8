"""An account manager pastes a vacancy, says what is right, makes it a vacancy; and clears the queue of a file."""

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.exchange.vacancies import import_vacancies
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.proposals.models import Feedback, Proposal, TextReading, WaitingVacancy
from arbeidspact.vacancies.models import Vacancy
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.vacancies.factories import EmployerFactory

EMAIL = "katrien@vdab.example"
TEXT = """Magazijnier (m/v/x) in de haven

Je hebt een heftruckattest en een rijbewijs B.
Je spreekt voldoende Nederlands. Kennis van Frans is een plus.
Je verzamelt bestellingen en maakt ze klaar voor verzending.
Een diploma is niet vereist. Voltijds contract van 38 uur per week.
"""


@pytest.fixture
def vdab() -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(vdab=True)


@pytest.fixture
def account_manager(vdab: Organisation) -> Membership:
    return member_of(vdab, Role.ACCOUNT_MANAGER, email=EMAIL)


@pytest.mark.parametrize("window", ["page", "phone"])
def test_a_text_is_pasted_decided_proposal_by_proposal_and_becomes_a_vacancy(
    request: pytest.FixtureRequest, window: str, account_manager: Membership
):
    page: Page = request.getfixturevalue(window)
    EmployerFactory(name="Havenmagazijn Noord")
    sign_in(page, EMAIL)
    page.goto("/vacancies/")
    page.get_by_role("link", name=nl("Paste a text")).click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Read the text")).click()
    expect(page.locator("#id_text_error")).to_be_visible()

    page.locator("#id_text").fill(TEXT)
    page.get_by_role("button", name=nl("Read the text")).click()
    expect(page.locator("mark", has_text="heftruckattest")).to_be_visible()
    assert_accessible(page)

    forklift = Proposal.objects.get(value="forklift")
    accept = page.locator(f"#accept-{forklift.pk}")
    accept.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#proposal-{forklift.pk}")).to_contain_text(nl("Accepted"))
    expect(page.locator(f"#accept-{forklift.pk}")).to_be_focused()

    licence = Proposal.objects.get(value="driving-b")
    page.locator(f"#reject-{licence.pk}").click()
    expect(page.locator(f"#proposal-{licence.pk}")).to_contain_text(nl("Rejected"))
    assert Feedback.objects.get().value == "driving-b"

    page.locator("#accept-sure").click()
    expect(page.locator("#accept-sure")).to_have_count(0)
    assert_accessible(page)

    page.get_by_role("link", name=nl("Make a vacancy of this")).click()
    expect(page.get_by_label(nl("Title"), exact=True)).to_have_value("Magazijnier in de haven")
    page.get_by_label(nl("Employer"), exact=True).select_option("Havenmagazijn Noord")
    page.get_by_label(nl("Workplace"), exact=True).select_option("muide")
    assert not Vacancy.objects.exists()
    page.get_by_role("button", name=nl("Save"), exact=True).last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Magazijnier in de haven")
    vacancy = Vacancy.objects.get()
    assert [row.licence for row in vacancy.licences.all()] == ["forklift"]
    assert not TextReading.objects.exists()


@pytest.mark.parametrize("window", ["page", "phone"])
def test_what_waits_for_an_occupation_is_confirmed(
    request: pytest.FixtureRequest, window: str, account_manager: Membership
):
    page: Page = request.getfixturevalue(window)
    rows = "".join(f"Vliegende reporter nummer {letter} van de nachtkrant;Haven NV;muide\n" for letter in "abc")
    report = import_vacancies(("title;employer;area\n" + rows).encode(), actor=actor_of(account_manager))
    assert report.waiting == 3
    sign_in(page, EMAIL)
    page.goto("/vacancies/texts/waiting/")
    assert_accessible(page)

    page.get_by_role("checkbox").first.check()
    page.locator("tbody select").first.select_option(index=1)
    page.get_by_role("button", name=nl("Confirm the ticked")).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert Vacancy.objects.count() == 1

    page.locator("tbody th a").first.click()
    assert_accessible(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=nl("Make the vacancy")).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert WaitingVacancy.objects.count() == 1
