"""A matching round on the demo: asked for, followed until it is finished, read, taken along; cancelled and resumed."""

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import load_demo
from arbeidspact.demo.organisations import DEMO_LOGINS, DEMO_PASSWORD
from arbeidspact.demo.population import Size
from arbeidspact.organisations.models import Role
from arbeidspact.rounds import launching
from arbeidspact.rounds.models import MatchingRound
from tests.journeys.conftest import assert_accessible, nl
from tests.rounds.address import database_address

PATIENCE = 120_000
"""Milliseconds: another process has to start and load what it needs."""


@pytest.fixture
def demo(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo, and processes that work on the database of this test."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("ARBEIDSPACT_DATABASE_URL", database_address())
    load_demo(Size(people=80, vacancies=80))


def enter(page: Page, role: Role) -> None:
    email = next(login.email for login in DEMO_LOGINS if role in login.roles)
    page.goto("/account/login/")
    page.get_by_label(nl("Mail address")).fill(email)
    page.get_by_label(nl("Password"), exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name=nl("Sign in"), exact=True).click()
    page.get_by_role("navigation").first.wait_for()


def test_a_counsellor_starts_a_round_and_sees_it_finish(page: Page, phone: Page, demo):
    enter(page, Role.COUNSELLOR)
    page.get_by_role("navigation").get_by_role("link", name=nl("Matching rounds")).first.click()
    expect(page.get_by_text(nl("There was no round yet"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Start the first round")).click()
    page.get_by_text(nl("More settings")).click()
    assert_accessible(page)
    page.get_by_role("radio", name=re.compile(re.escape(nl("Crowded work counts for less")))).check()
    page.get_by_role("button", name=nl("Start the round")).click()

    said = nl("The round is starting. You may leave this page: it goes on by itself.")
    expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_role("heading", name=nl("What came out"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(nl("Finished"), exact=True).first).to_be_visible()
    expect(page.get_by_text(nl("this round")).first).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{nl('Download as CSV')} ({nl('the lists')})").click()
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("person,rank,vacancy,score")

    address = page.url
    page.goto("/rounds/")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    assert_accessible(page)

    enter(phone, Role.COUNSELLOR)
    for place in (address, "/rounds/", "/rounds/new/"):
        phone.goto(place)
        assert_accessible(phone)


def test_a_round_is_cancelled_after_a_question_and_can_be_resumed(phone: Page, demo, monkeypatch):
    enter(phone, Role.ANALYST)
    phone.goto("/rounds/new/")
    with monkeypatch.context() as held:
        held.setattr(launching, "command_for", lambda _reference: [sys.executable, "-c", ""])
        phone.get_by_role("button", name=nl("Start the round")).click()
        expect(phone.get_by_text(nl("Is starting"), exact=True)).to_be_visible()
    assert_accessible(phone)
    MatchingRound.objects.update(step="matching", done=30, total=80)
    reads = nl("%(done)s of %(total)s") % {"done": 30, "total": 80}
    expect(phone.get_by_text(reads)).to_be_visible()
    assert_accessible(phone)

    phone.get_by_role("link", name=nl("Cancel the round")).click()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Yes, cancel it")).click()
    expect(phone.get_by_role("button", name=nl("Resume"))).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Resume")).click()
    expect(phone.get_by_role("heading", name=nl("What came out"))).to_be_visible(timeout=PATIENCE)
