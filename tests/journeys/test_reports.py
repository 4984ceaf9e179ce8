"""An analyst makes the reports of a release and checks the signature; the steering group publishes one, anybody reads
it on a phone, and it is taken down again."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.pact.actions.planning import set_action_status
from arbeidspact.pact.commands import SetActionStatus
from arbeidspact.pact.models import ActionStatus
from arbeidspact.reports.models import Report
from arbeidspact.reports.signing import Verdict, check_file
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory
from tests.reports.conftest import data_folder, pact, release, review, steering  # noqa: F401
from tests.rounds.address import database_address

ANALYST = "sofie@stad.example"
STEERING = "lieve@stad.example"
BOTH = "The reports are being made. You may leave this page."
PATIENCE = 120_000
"""Milliseconds: another process has to start and load what it needs."""


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """Who makes and who publishes reports; processes that are started work on the database of this test."""
    monkeypatch.setenv("ARBEIDSPACT_DATABASE_URL", database_address())
    city = OrganisationFactory(werkpunt=True)
    member_of(city, Role.ANALYST, email=ANALYST)
    member_of(city, Role.STEERING_MEMBER, email=STEERING)
    return city


def fetched(page: Page, name: str) -> bytes:
    """What a link of this name gives, as bytes."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return Path(download.value.path()).read_bytes()


def test_made_followed_checked_published_read_by_anybody_and_taken_down(
    page: Page,
    open_browser,
    city,
    pact,  # noqa: F811
    release,  # noqa: F811
    review,  # noqa: F811
    steering,  # noqa: F811
):
    jobteam = pact.actions.get(slug="jobteam")
    late = SetActionStatus(action=jobteam.pk, status=ActionStatus.AT_RISK, reason="Vier vindplaatsen tekenden niet.")
    set_action_status(late, actor=steering)
    sign_in(page, ANALYST)
    page.get_by_role("navigation").get_by_role("link", name=nl("The pact"), exact=True).first.click()
    page.get_by_role("navigation").get_by_role("link", name=nl("Reports"), exact=True).first.click()
    expect(page.get_by_text(nl("There is no report yet"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Make the first report")).click()
    expect(page.get_by_label(nl("Release"))).to_have_value(release.version)
    assert_accessible(page)
    page.get_by_role("button", name=nl("Make the reports")).click()
    with translation.override("nl"):
        said = ngettext("The report is being made. You may leave this page.", BOTH, 2)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(3)
    assert_accessible(page)

    page.get_by_role("link", name=nl("Steering report")).first.click()
    expect(page.get_by_role("heading", name=nl("Read and download"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(nl("Ready"), exact=True)).to_be_visible()
    assert_accessible(page)
    address = page.url
    report = Report.objects.get(kind="steering")
    expect(page.get_by_text(report.pdf_sha256)).to_be_visible()
    expect(page.get_by_role("button", name=nl("Make public"))).to_have_count(0)

    paper, statement = fetched(page, "PDF,"), fetched(page, nl("Statement"))
    signature = fetched(page, nl("Signature"))
    key = page.request.get("/open-data/reports/key.pem").text()
    assert paper.startswith(b"%PDF-")
    assert f"pdf sha256: {report.pdf_sha256}" in statement.decode()
    assert check_file(paper, statement, signature, key).verdict is Verdict.GENUINE
    assert check_file(paper + b" ", statement, signature, key).verdict is Verdict.FILE_CHANGED

    page.get_by_role("link", name=nl("Read as a web page")).click()
    expect(page.get_by_text("Het tempo ligt te laag.").first).to_be_visible()
    expect(page.get_by_text("Vier vindplaatsen tekenden niet.").first).to_be_visible()
    assert_accessible(page)

    citizen = open_browser(PHONE)
    citizen.goto("/open-data/reports/")
    expect(citizen.get_by_text(nl("No report is public yet"))).to_be_visible()
    assert_accessible(citizen)

    member = open_browser()
    sign_in(member, STEERING)
    member.goto(address)
    member.get_by_role("link", name=nl("Make public")).click()
    assert_accessible(member)
    member.get_by_role("button", name=nl("Make public")).click()
    expect(member.get_by_text(nl("Anybody can read this report from now."))).to_be_visible()

    citizen.reload()
    citizen.get_by_text(nl("Check that nothing was changed")).click()
    expect(citizen.get_by_text(report.pdf_sha256)).to_be_visible()
    assert_accessible(citizen)
    assert fetched(citizen, "PDF") == paper
    citizen.get_by_role("link", name=nl("Read")).first.click()
    expect(citizen.get_by_text("Het tempo ligt te laag.").first).to_be_visible()
    assert_accessible(citizen)
    read = citizen.url

    member.get_by_role("button", name=nl("Take off the public page")).click()
    expect(member.get_by_text(nl("The report is no longer public."))).to_be_visible()
    assert_accessible(member)
    answer = citizen.goto(read)
    assert answer is not None
    assert answer.status == 404
    citizen.goto("/open-data/reports/")
    expect(citizen.get_by_text(nl("No report is public yet"))).to_be_visible()
