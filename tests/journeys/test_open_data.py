"""An analyst is stopped by the guard, groups two neighbourhoods and publishes; a citizen downloads the table."""

import sys

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Role
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from arbeidspact.publications.models import ReleaseMaking
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory
from tests.publications.conftest import city, data_folder, without_total  # noqa: F401
from tests.rounds.address import database_address

EMAIL = "sofie@stad.example"
PATIENCE = 120_000
"""Milliseconds: another process has to start and load what it needs."""


@pytest.fixture
def earlier(without_total, monkeypatch) -> str:  # noqa: F811
    """A release in which two neighbourhoods stood together; processes work on the database of this test."""
    monkeypatch.setenv("ARBEIDSPACT_DATABASE_URL", database_address())
    member_of(OrganisationFactory(werkpunt=True), Role.ANALYST, email=EMAIL)
    made = make_release(MakeRelease(groups=(("brugse-poort", "muide"),)), actor=operator())
    publish_release(PublishRelease(version=made.version), actor=operator())
    return made.version


def test_stopped_by_the_guard_mended_published_and_downloaded(page: Page, open_browser, earlier):
    sign_in(page, EMAIL)
    page.get_by_role("navigation").get_by_role("link", name=nl("The pact"), exact=True).first.click()
    page.get_by_role("navigation").get_by_role("link", name=nl("Open data"), exact=True).first.click()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Make a release")).click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Make the release")).click()

    expect(page.get_by_text("= 9").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(f"({earlier}) 32").first).to_be_visible()
    assert_accessible(page)
    page.locator("article form").first.get_by_role("button").click()

    expect(page.get_by_role("button", name=nl("Publish this release"))).to_be_visible(timeout=PATIENCE)
    assert_accessible(page)
    page.get_by_role("button", name=nl("Publish this release")).click()
    expect(page.get_by_role("link", name=nl("What everybody sees")).first).to_be_visible()
    assert_accessible(page)

    citizen = open_browser(PHONE)
    citizen.goto("/open-data/")
    assert_accessible(citizen)
    citizen.get_by_role("link", name=nl("All files, indicator by indicator")).click()
    assert_accessible(citizen)
    with citizen.expect_download() as download:
        citizen.get_by_role("link", name="CSV").first.click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "groep:brugse-poort+muide" in text
    assert ",muide," not in text


def test_followed_cancelled_and_begun_again(phone: Page, earlier, monkeypatch):
    sign_in(phone, EMAIL)
    phone.goto("/publications/new/")
    with monkeypatch.context() as held:
        held.setattr("arbeidspact.publications.launching.own_command", lambda *_words: [sys.executable, "-c", ""])
        phone.get_by_label(nl("What a reader should know")).fill("Het derde kwartaal.")
        phone.get_by_role("button", name=nl("Make the release")).click()
        expect(phone.get_by_text(nl("Is starting"), exact=True)).to_be_visible()
    assert_accessible(phone)
    ReleaseMaking.objects.update(step="guarding", done=30, total=80)
    expect(phone.get_by_text(nl("%(done)s of %(total)s indicators") % {"done": 30, "total": 80})).to_be_visible()
    assert_accessible(phone)
    address = phone.url

    phone.goto("/publications/")
    phone.get_by_role("link", name=nl("Release asked on %(at)s").split("%")[0]).click()
    assert phone.url == address
    phone.get_by_role("link", name=nl("Cancel it")).click()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Yes, cancel it")).click()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Try again")).click()

    expect(phone.get_by_text("Het derde kwartaal.")).to_be_visible(timeout=PATIENCE)
    assert_accessible(phone)
