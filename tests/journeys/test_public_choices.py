"""A citizen without an account: finds a call of the fund, and reads a figure for a group of people and a place."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.demo.load import GHENT
from arbeidspact.funding.models import Call
from arbeidspact.indicators import Publication, Text
from arbeidspact.indicators.breakdown import Category, Dimension
from arbeidspact.monitor.shape_deliveries import ImportShapes, import_shapes
from arbeidspact.organisations.actor import actor_of, operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.organisations.models import Area, AreaKind, Role
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from tests.funding.conftest import call, call_content, city, steering  # noqa: F401
from tests.journeys.conftest import DESKTOP, assert_accessible, member_of, nl
from tests.monitor.factories import an_indicator, figure

NARROW = {"width": 390, "height": 844}
BORDERS = "Provincies in Cijfers, 2024"
PLACES = ("gent", "aalst", "brugge", "kortrijk", "genk")
SIZES = pytest.mark.parametrize("size", [pytest.param(DESKTOP, id="desk"), pytest.param(NARROW, id="phone")])


@pytest.fixture
def calls(call: Call) -> Call:  # noqa: F811
    """One call that takes applications, one that is over, and one that was cancelled."""
    now = timezone.now()
    for title, moments in (
        ("Voorbij", {"closes_at": now - timedelta(days=30)}),
        ("Afgeblazen", {"closes_at": now + timedelta(days=30), "cancelled_at": now, "cancelled_because": "Geen geld."}),
    ):
        Call.objects.create(
            organisation=call.organisation,
            title_nl=title,
            summary_nl="Kort.",
            budget=1000,
            opens_at=now - timedelta(days=60),
            published_at=now - timedelta(days=60),
            **moments,
        )
    return call


@pytest.fixture
def released(settings: Any, tmp_path: Path, city: Any) -> None:  # noqa: F811
    """A rate of five cities, of everybody, of women and of men, that anybody may read."""
    settings.DATA_DIR = tmp_path
    set_areas(SetAreas(file=read_areas_file(GHENT / "areas.toml")), actor=operator())
    found = [
        figure(year, value, area=area, breakdown=group)
        for year, base in (("2023", 60), ("2024", 70))
        for place, area in enumerate(PLACES)
        for group, value in (
            ("", f"{base + place}.5"),
            ("sex:women", f"{base + place}.25"),
            ("sex:men", f"{base + place}.75"),
        )
    ]
    sexes = (
        Category(slug="women", name=Text(nl="vrouwen", en="women")),
        Category(slug="men", name=Text(nl="mannen", en="men")),
    )
    dimension = Dimension(slug="sex", name=Text(nl="geslacht", en="sex"), categories=sexes)
    an_indicator(*found, publication=Publication.OPEN, dimensions=(dimension,))
    borders_of_municipalities(tmp_path)
    analyst = actor_of(member_of(city, Role.ANALYST, email="sofie@stad.example"))
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)


def borders_of_municipalities(folder: Path) -> None:
    """An operator brought in borders: a square around the middle of each municipality."""
    features = []
    for area in Area.objects.filter(kind="municipality", latitude__isnull=False).order_by("code"):
        x, y = area.longitude or 0, area.latitude or 0
        ring = [[x - 0.05, y - 0.03], [x + 0.05, y - 0.03], [x + 0.05, y + 0.03], [x - 0.05, y + 0.03]]
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        features.append({"type": "Feature", "properties": {"naam": area.name_nl}, "geometry": geometry})
    path = folder / "gemeenten.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    command = ImportShapes(path=path, kind=AreaKind.MUNICIPALITY, field="naam", source=BORDERS, tolerance_metres=1)
    import_shapes(command, actor=operator())


@SIZES
def test_somebody_sees_the_map_and_keeps_its_table(open_browser, released: None, size: dict[str, int]):
    page: Page = open_browser(size)
    page.goto("/public/figures/employment-rate/", timeout=60_000)
    main = page.get_by_role("main")
    places = main.get_by_role("region", name=nl("By place"))
    expect(places.get_by_text(f"{nl('Borders:')} {BORDERS}")).to_be_visible()
    expect(places.get_by_role("link", name="Genk: ", exact=False)).to_have_count(1)
    expect(places.get_by_role("listitem").filter(has_text=nl("not published"))).to_be_visible()
    assert_accessible(page)
    places.get_by_text(nl("The same map as squares of one size")).click()
    expect(places.get_by_role("link", name="Genk: ", exact=False)).to_have_count(2)
    assert_accessible(page)

    places.get_by_label(nl("Period")).select_option("2023")
    places.get_by_role("button", name=nl("Show these places")).click()
    page.wait_for_url("**period=2023*")
    expect(places.get_by_role("row").filter(has_text="Genk")).to_contain_text("64,5")
    with page.expect_download() as download:
        places.get_by_role("link", name=nl("These places as CSV")).click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [line.split(",")[-1] for line in lines] == sorted(["Aalst", "Brugge", "Genk", "Gent", "Kortrijk"])

    map_elsewhere = main.get_by_label(nl("Text to copy: the map")).input_value()
    page.goto(map_elsewhere.split('src="')[1].split('"')[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023")
    expect(page.get_by_text(f"{nl('Borders:')} {BORDERS}")).to_be_visible()
    assert_accessible(page)
    assert page.context.cookies() == []


@SIZES
def test_somebody_finds_a_call_and_reads_what_is_asked(open_browser, calls: Call, size: dict[str, int]):
    page: Page = open_browser(size)
    page.goto("/public/calls/")
    main = page.get_by_role("main")
    here = page.get_by_role("navigation").get_by_role("link", name=nl("Project fund"), exact=True)
    expect(here).to_have_attribute("aria-current", "page")
    expect(main.get_by_role("row")).to_have_count(4)
    assert_accessible(page)

    main.get_by_label(nl("Status")).select_option("cancelled")
    main.get_by_role("button", name=nl("Filter")).click()
    page.wait_for_url("**state=cancelled*")
    expect(main.get_by_role("link", name="Afgeblazen")).to_be_visible()
    expect(main.get_by_role("link", name="Voorbij")).to_have_count(0)
    assert_accessible(page)
    main.get_by_label(nl("Word in the title")).fill("nergens")
    main.get_by_role("button", name=nl("Filter")).click()
    expect(main.get_by_text(nl("No call fits this filter. Clear the filter."))).to_be_visible()
    assert_accessible(page)
    main.get_by_role("link", name=nl("Clear")).click()

    main.get_by_role("link", name="Nieuwe wegen naar werk").click()
    expect(main.get_by_role("heading", level=1, name="Nieuwe wegen naar werk")).to_be_visible()
    expect(main.get_by_role("link", name=nl("Sign in and apply"))).to_be_visible()
    expect(here).to_have_attribute("aria-current", "true")
    assert_accessible(page)
    page.get_by_role("link", name="English").click()
    expect(main.get_by_role("heading", level=1, name="New ways to work")).to_be_visible()
    assert_accessible(page)
    main.get_by_role("link", name="All calls").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.context.cookies() == []


@SIZES
def test_somebody_chooses_groups_and_places_of_a_public_figure(open_browser, released: None, size: dict[str, int]):
    page: Page = open_browser(size)
    page.goto("/public/figures/employment-rate/", timeout=60_000)
    main = page.get_by_role("main")
    assert_accessible(page)
    groups = main.get_by_role("group", name=nl("Which groups of people?"))
    areas = main.get_by_role("group", name=nl("Which areas?"))
    groups.get_by_role("checkbox", name="vrouwen").check()
    for box in reversed(areas.get_by_role("checkbox", checked=True).all()):
        box.uncheck()
    areas.get_by_role("checkbox", name="Brugge").check()
    main.get_by_role("button", name=nl("Show"), exact=True).click()
    page.wait_for_url("**area=brugge*")

    expect(groups.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(areas.get_by_role("checkbox", checked=True)).to_have_count(1)
    rows = main.get_by_role("region", name=nl("Every published figure")).get_by_role("row")
    expect(rows.filter(has_text="72,3").or_(rows.filter(has_text="72,25")).first).to_be_visible()
    expect(rows.filter(has_text="Gent")).to_have_count(0)
    places = main.get_by_role("region", name=nl("By place"))
    expect(places.get_by_role("row").filter(has_text="Genk")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        main.get_by_role("link", name=nl("Download as CSV")).first.click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()[1:]
    assert {"brugge"} == {line.split(",")[2] for line in lines}
    assert len(lines) == 4

    main.get_by_role("link", name="Genk: ", exact=False).first.click()
    page.wait_for_url("**area=genk*")
    expect(areas.get_by_role("checkbox", name="Genk")).to_be_checked()
    expect(groups.get_by_role("checkbox", checked=True)).to_have_count(2)
    assert_accessible(page)
    assert page.context.cookies() == []
