"""Public pages with the borders that an operator brought in: drawn, in words, beside a table, in other sites."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from arbeidspact.indicators import Publication, Unit
from arbeidspact.monitor.models import ShapeDelivery
from arbeidspact.monitor.shape_deliveries import ImportShapes, WithdrawShapes, import_shapes, withdraw_shapes
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Area
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from tests.monitor.factories import an_indicator, figure

pytestmark = pytest.mark.django_db
SLUG = "reached"
SOURCE = "Provincies in Cijfers, 2024, gratis hergebruik"
COUNTS = {"rabot": "7", "muide": "23", "ham": "41", "dok": "50", "brug": "60"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def counted(city: Area, analyst: Actor) -> str:
    """A count of five neighbourhoods, of which the guard hides one or more, and a sixth that nobody counted."""
    for number, code in enumerate((*COUNTS, "park")):
        middle = {"latitude": 51 + number / 100, "longitude": 3.7 + number / 90}
        Area.objects.create(code=code, kind="neighbourhood", name_nl=code.title(), part_of=city, **middle)
    found = [
        figure(period, count, area=area, indicator=SLUG, unit=Unit.COUNT, source="Arbeidspact, dossiers")
        for period in ("2020", "2021")
        for area, count in {**COUNTS, "gent": "181"}.items()
    ]
    counts = {"unit": Unit.COUNT, "factor": 1, "denominator": None, "publication": Publication.GUARDED}
    an_indicator(*found, slug=SLUG, **counts)
    release = make_release(MakeRelease(), actor=analyst)
    return publish_release(PublishRelease(version=release.version), actor=analyst).version


def bring_in_borders(folder: Path, *, without: tuple[str, ...] = ()) -> None:
    features = []
    for area in Area.objects.filter(kind="neighbourhood").exclude(code__in=without).order_by("code"):
        x, y = area.longitude or 0, area.latitude or 0
        ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"wijk": area.code}, "geometry": geometry})
    path = folder / "wijken.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    import_shapes(
        ImportShapes(path=path, kind="neighbourhood", field="wijk", source=SOURCE, tolerance_metres=0), actor=operator()
    )


@pytest.fixture
def mapped(counted: str, tmp_path: Path) -> str:
    bring_in_borders(tmp_path)
    return counted


def text_of(client: Client, name: str = "public:figure", **asked: object) -> str:
    response = client.get(reverse(name, args=[SLUG]), {"lang": "en", **asked})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def drawings(text: str) -> list[ElementTree.Element]:
    """The maps of a page, each as the drawing that a browser reads."""
    found = [ElementTree.fromstring(f"<svg{part.split('</svg>')[0]}</svg>") for part in text.split("<svg")[1:]]
    return [one for one in found if one.get("role") == "group"]


def test_without_borders_the_map_is_of_squares(client: Client, counted: str):
    text = text_of(client)

    (squares,) = drawings(text)
    assert list(squares.iter(f"{SVG}use")) == []
    assert "Borders:" not in text


def test_with_borders_the_map_is_drawn_with_them_and_says_who_made_them(client: Client, mapped: str):
    text = text_of(client)

    shapes, squares = drawings(text)
    assert len(list(shapes.iter(f"{SVG}use"))) == 6
    assert list(squares.iter(f"{SVG}use")) == []
    assert shapes[0].tag == f"{SVG}title"
    assert shapes[0].text == "Name of reached, 2021"
    assert "of 6 areas have a figure (Neighbourhood)" in (shapes[1].text or "")
    assert "Highest: Brug, 60." in (shapes[1].text or "")
    assert f"Borders: {SOURCE}" in text
    assert "<script" not in ElementTree.tostring(shapes, encoding="unicode")


def test_the_keyboard_need_not_go_through_every_area(client: Client, mapped: str):
    text = text_of(client)

    for drawing in drawings(text):
        legend = f"{drawing.attrib['aria-labelledby'].split()[0].removesuffix('-name')}-legend"
        assert f'href="#{legend}"' in text
        assert f'id="{legend}"' in text


def test_a_hidden_figure_looks_and_reads_as_hidden_and_its_number_is_nowhere(client: Client, mapped: str):
    text = text_of(client, kind="neighbourhood", period="2021")

    (shapes, _squares) = drawings(text)
    looks = {one.get("aria-label", ""): one.find(f"{SVG}use") for one in shapes.iter(f"{SVG}a")}
    hidden = looks["Rabot: hidden: too few people"]
    missing = looks["Park: not published"]
    assert hidden is not None
    assert missing is not None
    assert (hidden.get("fill") or "").endswith("-hidden)")
    assert (missing.get("fill") or "").endswith("-none)")
    assert "hidden: too few people (" in text
    assert "not published (1)" in text
    assert "Rabot: 7" not in text
    table = text[text.index('id="places-title"') : text.index('id="figures-title"')].split("<tbody>")[1]
    assert '<th scope="row">Rabot</th><td class="number" data-label="everybody">hidden: too few people</td>' in table


def test_kind_and_period_are_chosen_and_stay_in_the_address(client: Client, mapped: str):
    text = text_of(client, period="2020", area="rabot")

    assert "Name of reached, 2020" in text
    assert '<option value="2020" selected>' in text
    assert '<input type="hidden" name="area" value="rabot">' in text
    assert "kind=neighbourhood&amp;period=2020&amp;lang=en#places-title" in text
    assert "Name of reached, 2021" in text_of(client, period="nooit", kind="nergens")


def test_the_table_of_the_map_can_be_kept(client: Client, mapped: str):
    response = client.get(reverse("public:places-csv", args=[SLUG]), {"period": "2020"})

    content = b"".join(cast("Iterable[bytes]", response)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["area"] for row in rows} == set(COUNTS)
    assert {row["period"] for row in rows} == {"2020"}
    rabot = next(row for row in rows if row["area"] == "rabot")
    assert (rabot["value"], rabot["mark"], rabot["area_name"]) == ("", "suppressed", "Rabot")


def test_a_figure_of_one_area_has_no_table_to_keep(client: Client, city: Area, analyst: Actor):
    an_indicator(figure("2021", "72"), publication=Publication.OPEN)
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)

    assert client.get(reverse("public:places-csv", args=["employment-rate"])).status_code == 404


def test_the_map_may_stand_in_another_site_and_leads_back_here(client: Client, mapped: str):
    page = text_of(client)
    embedded = client.get(reverse("public:embedded", args=[SLUG]), {"shape": "map", "lang": "en"})
    text = " ".join(embedded.content.decode().split())

    assert f"{reverse('public:embedded', args=[SLUG])}?area=" in page
    assert "shape=map" in page
    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    shapes = drawings(text)[0]
    own = reverse("public:figure", args=[SLUG])
    assert all((one.get("href") or "").startswith(own) for one in shapes.iter(f"{SVG}a"))
    assert '<base target="_blank">' in text
    assert f"Borders: {SOURCE}" in text
    assert f"Release {mapped}" in text
    assert '<th scope="row">Rabot</th><td class="number">hidden: too few people</td>' in text


def test_a_kept_page_is_asked_again_when_other_borders_come_on_the_map(client: Client, counted: str, tmp_path: Path):
    address = reverse("public:figure", args=[SLUG])
    squares = client.get(address).headers["ETag"]

    bring_in_borders(tmp_path)
    shapes = client.get(address, headers={"if-none-match": squares})
    assert shapes.status_code == 200
    assert client.get(address, headers={"if-none-match": shapes.headers["ETag"]}).status_code == 304
    withdraw_shapes(WithdrawShapes(delivery=ShapeDelivery.objects.get().reference), actor=operator())

    assert client.get(address).headers["ETag"] == squares


def test_areas_without_a_border_are_counted_beneath_the_map(client: Client, counted: str, tmp_path: Path):
    bring_in_borders(tmp_path, without=("ham", "dok"))

    text = text_of(client)

    assert len(list(drawings(text)[0].iter(f"{SVG}use"))) == 4
    assert "2 areas have no border here and are on the squares alone." in text


def test_the_map_asks_the_database_no_more_for_more_areas(
    client: Client, mapped: str, django_assert_max_num_queries: Any
):
    with django_assert_max_num_queries(12):
        text_of(client)
