"""Figures read: an alderman on a phone, an analyst who explores and downloads, a citizen who never signs in."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import GHENT, load_pact
from arbeidspact.organisations.actor import actor_of, operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.organisations.models import Role
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory

ALDERMAN, ANALYST = "schepen@stad.example", "sofie@stad.example"


@pytest.fixture
def figures(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    city = OrganisationFactory(werkpunt=True)
    member_of(city, Role.STEERING_MEMBER, email=ALDERMAN)
    analyst = member_of(city, Role.ANALYST, email=ANALYST)
    set_areas(SetAreas(file=read_areas_file(GHENT / "areas.toml")), actor=operator())
    load_pact(operator())
    release = make_release(MakeRelease(), actor=actor_of(analyst))
    publish_release(PublishRelease(version=release.version), actor=actor_of(analyst))


def test_an_alderman_reads_page_one_on_a_phone(open_browser, figures: None):
    page: Page = open_browser(PHONE)
    sign_in(page, ALDERMAN)
    page.goto("/pact/arbeidspact-gent/")

    main = page.get_by_role("main")
    expect(main.get_by_text("68,6\u00a0%").first).to_be_visible()
    council = main.get_by_role("region", name=nl("Now, earlier, and beside the other cities"))
    expect(council.get_by_role("link", name="Openstaande vacatures")).to_be_visible()
    expect(council.get_by_text(nl("not published")).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)

    council.get_by_role("link", name="Werkloosheidsgraad (VDAB, tot juni 2021)").click()
    expect(page.get_by_role("heading", level=1, name="Werkloosheidsgraad (VDAB, tot juni 2021)")).to_be_visible()
    assert_accessible(page)


def test_an_analyst_explores_a_map_and_keeps_what_is_shown(open_browser, figures: None):
    page: Page = open_browser()
    sign_in(page, ANALYST)
    page.goto("/figures/unemployment-rate/?shape=map")
    main = page.get_by_role("main")
    expect(main.get_by_text("9,1\u00a0%").first).to_be_visible()
    assert_accessible(page)

    main.get_by_role("link", name="Genk: 9,1").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**area=genk**")
    expect(main.get_by_role("checkbox", checked=True)).to_have_count(1)
    with page.expect_download() as download:
        main.get_by_role("link", name=nl("Download as CSV")).first.click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()[1:]
    assert lines
    assert all(",genk," in line for line in lines)
    told = json.loads(page.request.get("/figures/unemployment-rate/figures.json?area=genk").text())
    assert len(told["figures"]) == len(lines)

    page.goto("/figures/groups/centrumsteden/")
    expect(main.get_by_role("row").filter(has_text="Turnhout")).to_be_visible()
    assert_accessible(page)


def test_a_citizen_reads_the_public_page_and_downloads_the_table(open_browser, figures: None):
    page: Page = open_browser(PHONE)
    page.goto("/public/")
    main = page.get_by_role("main")
    expect(main.get_by_text("68,6\u00a0%").first).to_be_visible()
    assert_accessible(page)

    page.goto("/public/figures/")
    assert_accessible(page)
    main.get_by_role("link", name="Werkzaamheidsgraad", exact=True).click()
    expect(main.get_by_role("img").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)
    with page.expect_download() as download:
        main.get_by_role("link", name=nl("Download as CSV")).first.click()
    assert "employment-rate,2019,gent,68.6" in download.value.path().read_text(encoding="utf-8-sig")
    assert page.context.cookies() == []

    page.goto("/public/embed/employment-rate/")
    assert_accessible(page)
