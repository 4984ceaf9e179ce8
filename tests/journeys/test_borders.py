"""An analyst brings in the borders of neighbourhoods, sees them on the map of a figure, and withdraws them."""

import json

import pytest
from playwright.sync_api import FilePayload, Page, expect

from arbeidspact.demo.load import GHENT, load_pact
from arbeidspact.monitor.models import ShapeDelivery
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.organisations.models import Area, Role
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory

EMAIL = "sofie@stad.example"
MAP = "/figures/employment-rate/?shape=map&kind=municipality"


@pytest.fixture
def analyst() -> str:
    member_of(OrganisationFactory(werkpunt=True), Role.ANALYST, email=EMAIL)
    set_areas(SetAreas(file=read_areas_file(GHENT / "areas.toml")), actor=operator())
    load_pact(operator())
    return EMAIL


def borders(*, left_out: int = 0, broken: bool = False) -> FilePayload:
    """A square around the middle of each municipality, and one that nobody here knows."""
    found = []
    known = Area.objects.filter(kind="municipality", latitude__isnull=False).order_by("code")
    places = [(area.name_nl, area.longitude or 0, area.latitude or 0) for area in known][left_out:]
    for name, x, y in [*places, ("Atlantis", 3.0, 50.8)]:
        ring = [[x - 0.02, y - 0.02], [x + 0.02, y - 0.02], [x + 0.02, y + 0.02], [x - 0.02, y + 0.02]]
        ring += [] if broken and name == "Gent" else [ring[0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        found.append({"type": "Feature", "properties": {"id": f"x{len(found)}", "naam": name}, "geometry": geometry})
    content = json.dumps({"type": "FeatureCollection", "features": found}).encode()
    return {"name": "gemeenten.geojson", "mimeType": "application/geo+json", "buffer": content}


def choose(page: Page, file: FilePayload) -> None:
    page.get_by_label(nl("File"), exact=True).set_input_files(file)
    page.get_by_role("button", name=nl("Look at the borders")).click()


def test_borders_come_on_the_map_and_go_again(page: Page, analyst):
    sign_in(page, EMAIL)
    page.goto(MAP)
    page.get_by_role("link", name=nl("Bring in borders")).click()
    assert_accessible(page)
    page.get_by_label(nl("Who made these borders?")).fill("Provincies in Cijfers, 2024")
    choose(page, {"name": "gemeenten.geojson", "mimeType": "application/geo+json", "buffer": b"zomaar"})
    expect(page.locator("#id_file_error")).to_be_visible()
    expect(page.get_by_label(nl("Who made these borders?"))).to_have_value("Provincies in Cijfers, 2024")
    assert_accessible(page)

    choose(page, borders(broken=True))
    expect(page.get_by_text(nl("Nothing is on a map"), exact=True)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="(Gent)")).to_be_visible()
    expect(page.get_by_role("button", name=nl("Put these borders on the maps"))).to_have_count(0)
    assert_accessible(page)

    page.get_by_role("link", name=nl("Choose another file")).click()
    page.get_by_label(nl("Who made these borders?")).fill("Provincies in Cijfers, 2024")
    choose(page, borders())
    expect(page.get_by_text(nl("Nothing is on a map yet"))).to_be_visible()
    page.get_by_text(nl("Features that fit no area"), exact=False).last.click()
    expect(page.get_by_role("listitem").filter(has_text="Atlantis")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    page.get_by_label(nl("Property that names the area")).select_option("id")
    page.get_by_role("button", name=nl("Look again")).click()
    expect(page.get_by_text(nl("Nothing is on a map"), exact=True)).to_be_visible()
    page.get_by_label(nl("Property that names the area")).select_option("naam")
    page.get_by_role("button", name=nl("Look again")).click()
    page.get_by_role("button", name=nl("Put these borders on the maps")).click()
    expect(page.get_by_text(nl("These borders are on the maps"))).to_be_visible()
    assert_accessible(page)

    page.goto(MAP)
    expect(page.locator(".map")).to_have_count(2)
    expect(page.get_by_text("Provincies in Cijfers, 2024")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("replace or withdraw them")).click()
    expect(page.get_by_role("row").filter(has_text=nl("on the maps"))).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Provincies in Cijfers, 2024").click()
    page.get_by_role("button", name=nl("Withdraw these borders")).click()
    expect(page.get_by_text(nl("These borders were withdrawn"))).to_be_visible()
    assert_accessible(page)
    page.goto(MAP)
    expect(page.locator(".map")).to_have_count(1)
    assert ShapeDelivery.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_an_area_that_only_the_file_knows_is_made_and_gets_its_border(page: Page, analyst):
    sign_in(page, EMAIL)
    page.goto("/figures/deliveries/borders/new/")
    page.get_by_label(nl("Who made these borders?")).fill("Provincies in Cijfers, 2024")
    choose(page, borders())
    page.get_by_role("link", name=nl("Make the areas that are not here yet")).click()
    expect(page.get_by_role("checkbox", name="Atlantis")).to_be_checked()
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_accessible(page)

    page.get_by_role("checkbox", name="Atlantis").uncheck()
    make = page.locator("main form[method=post]").get_by_role("button")
    make.click()
    expect(page.get_by_text(nl("Tick at least one area."))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("checkbox", name="Atlantis").check()
    make.click()
    expect(page.get_by_role("link", name=nl("Make the areas that are not here yet"))).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("button", name=nl("Put these borders on the maps")).click()
    expect(page.get_by_text(nl("These borders are on the maps"))).to_be_visible()
    assert Area.objects.get(code="atlantis").kind == "municipality"
