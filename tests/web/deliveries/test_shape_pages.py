"""The pages of borders: upload, see them drawn, read them in another way, put them on the maps, withdraw."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from arbeidspact.monitor.models import ShapeDelivery
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import AreaEntry, AreasFile
from arbeidspact.organisations.models import OrganisationKind, Role
from tests.monitor.factories import an_indicator, figure
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db
PLACES = {"gent-binnenstad": ("Binnenstad", 3.7), "gent-ledeberg": ("Ledeberg", 3.8), "gent-muide": ("Muide", 3.9)}


@pytest.fixture(autouse=True)
def _city(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    areas = [AreaEntry(code="gent", kind="municipality", nl="Gent", en="Ghent", source_code="44021")]
    areas += [
        AreaEntry(code=code, kind="neighbourhood", nl=name, en=name, latitude=51.05, longitude=west + 0.05)
        for code, (name, west) in PLACES.items()
    ]
    set_areas(SetAreas(file=AreasFile(areas=tuple(areas))), actor=operator())


def browser(role: Role = Role.ANALYST, kind: OrganisationKind = OrganisationKind.CITY) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor_with(role, organisation=OrganisationFactory(kind=kind)).user)
    return client


@pytest.fixture
def client() -> Client:
    return browser()


def features(*names: str) -> list[dict[str, Any]]:
    found = []
    for number, name in enumerate(names, start=1):
        west = dict(PLACES.values()).get(name, 3.6)
        ring = [[west, 51.0], [west + 0.1, 51.0], [west + 0.1, 51.1], [west, 51.1], [west, 51.0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        found.append({"type": "Feature", "properties": {"nr": number, "wijk": name}, "geometry": geometry})
    return found


def layer(*names: str) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features(*names)}).encode()


def send(client: Client, data: bytes, name: str = "wijken.geojson", source: str = "Stad") -> Any:
    return client.post(reverse("deliveries:upload-shapes"), {"file": SimpleUploadedFile(name, data), "source": source})


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_borders_are_seen_first_and_then_put_on_the_maps(client):
    address = send(client, layer("Binnenstad", "Ledeberg", "Elders"))["Location"]
    page = text_of(client.get(address))
    assert "Nothing is on a map yet" in page
    assert "Areas with a border: 2. Features that fit no area: 1. Areas without a border: 1." in page
    assert page.count("<path") >= 3
    assert '<option value="wijk" selected>wijk (Binnenstad, Ledeberg, Elders): names 2 areas</option>' in page
    assert "Elders (feature 3)" in page
    assert "<li>Muide</li>" in page

    done = text_of(client.post(address + "take-in/", follow=True))

    assert "2 areas have a border on the maps now." in done
    assert "These borders are on the maps" in done


def test_every_feature_and_area_comes_as_a_file(client):
    address = send(client, layer("Binnenstad", "Elders"))["Location"]

    rows = b"".join(client.get(address + "features.csv").streaming_content).decode("utf-8-sig").splitlines()

    assert rows == [
        "feature,name in the file,area,name of the area",
        "1,Binnenstad,gent-binnenstad,Binnenstad",
        "2,Elders,,",
        ",,gent-ledeberg,Ledeberg",
        ",,gent-muide,Muide",
    ]


def test_withdrawing_brings_the_borders_before_them_back(client):
    first = send(client, layer("Binnenstad", "Ledeberg"), name="oud.geojson")["Location"]
    client.post(first + "take-in/")
    second = send(client, layer("Binnenstad", "Muide"), name="nieuw.geojson")["Location"]
    preview = text_of(client.get(second))
    assert "These borders replace those of “oud.geojson”" in preview
    assert "Areas that lose their border" in preview
    client.post(second + "take-in/")
    assert "Newer borders are on the maps" in text_of(client.get(first))

    done = text_of(client.post(second + "withdraw/", follow=True))

    assert "The borders of “oud.geojson” are on the maps again." in done
    assert "These borders are on the maps" in text_of(client.get(first))
    again = text_of(client.post(first + "withdraw/", follow=True))
    assert "Maps show squares again" in again


def test_the_property_and_the_kind_can_be_changed(client):
    address = send(client, layer("Binnenstad"))["Location"]
    reading = {"kind": "neighbourhood", "field": "nr", "tolerance_metres": "30", "source": "Stad"}

    page = text_of(client.post(address, reading, follow=True))
    assert "no feature fits an area of this kind" in page
    assert "Put these borders on the maps" not in page
    wrong = client.post(address, {**reading, "tolerance_metres": "-1", "source": "Provincies"})
    assert wrong.status_code == 422
    assert 'value="Provincies"' in text_of(wrong)

    page = text_of(client.post(address, {**reading, "field": "wijk"}, follow=True))
    assert "Put these borders on the maps" in page


def test_a_wrong_border_is_named_with_its_feature_and_fix(client):
    broken = features("Binnenstad", "Ledeberg", "Muide")
    broken[1]["geometry"] = {"type": "Point", "coordinates": [3.7, 51]}
    broken[2]["geometry"]["coordinates"] = [[[104000, 194000], [104100, 194000], [104100, 194100], [104000, 194000]]]
    data = json.dumps({"type": "FeatureCollection", "features": broken}).encode()

    page = text_of(client.get(send(client, data)["Location"]))

    assert "There are 2 problems" in page
    assert "Feature 2 (Ledeberg)" in page
    assert "is Point, not an area" in page
    assert "export it in longitude and latitude" in page
    assert "Put these borders on the maps" not in page


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        pytest.param(b"zomaar", "wijken.geojson", "This is not JSON. Export it as GeoJSON, UTF-8.", id="no JSON"),
        pytest.param(b"", "wijken.geojson", "This is not JSON. Export it as GeoJSON, UTF-8.", id="empty"),
        pytest.param(b'{"type": "Topology"}', "wijken.json", "This is TopoJSON.", id="TopoJSON"),
        pytest.param(b"PK", "wijken.zip", "This is not a GeoJSON file", id="a shape file"),
        pytest.param(b" " * 20_000_001, "wijken.geojson", "This file is too large: 20 MB", id="too heavy"),
    ],
)
def test_what_is_no_file_of_borders_is_refused_and_what_was_typed_stays(client, data, name, says):
    answer = send(client, data, name=name, source="Provincies in Cijfers")

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="Provincies in Cijfers"' in text_of(answer)
    assert not ShapeDelivery.objects.exists()


def test_a_file_that_is_thrown_away_is_gone(client):
    address = send(client, layer("Binnenstad"))["Location"]

    page = text_of(client.post(address + "forget/", follow=True))

    assert "The file was thrown away" in page
    assert "No file of borders came yet" in page
    assert client.get(address).status_code == 404


def test_names_of_a_file_are_shown_as_text(client):
    page = text_of(client.get(send(client, layer("Binnenstad", "<script>alert(1)</script>"))["Location"]))

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_list_tells_what_is_on_the_maps_and_keeps_to_a_status(client, django_assert_max_num_queries):
    for name in ("een.geojson", "twee.geojson", "drie.geojson"):
        address = send(client, layer("Binnenstad", "Ledeberg"), name=name)["Location"]
    client.post(address + "take-in/")

    with django_assert_max_num_queries(14):
        everything = text_of(client.get(reverse("deliveries:shapes")))
    waiting = text_of(client.get(reverse("deliveries:shapes"), {"state": "previewed"}))

    assert everything.count("on the maps</span>") == 1
    assert "no borders: squares only" in everything
    assert "2 results" in waiting
    assert "drie.geojson" not in waiting.split("<tbody>")[1]


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param(Role.COUNSELLOR, OrganisationKind.CITY, id="a counsellor"),
        pytest.param(Role.ANALYST, OrganisationKind.PARTNER, id="an analyst of another partner"),
    ],
)
def test_others_are_refused(client, role, kind):
    address = send(client, layer("Binnenstad"))["Location"]
    other = browser(role, kind)

    for path in (reverse("deliveries:shapes"), reverse("deliveries:upload-shapes"), address, address + "features.csv"):
        assert other.get(path).status_code == 403
    for deed in ("take-in/", "withdraw/", "forget/"):
        assert other.post(address + deed).status_code == 403
    assert ShapeDelivery.objects.get().taken_in_at is None


def test_the_map_of_squares_leads_those_who_may_to_the_borders(client):
    an_indicator(figure("2024", "70.0", area="gent-binnenstad"), figure("2024", "60.0", area="gent-ledeberg"))
    address = reverse("monitor:indicator", args=["employment-rate"]) + "?shape=map&kind=neighbourhood"
    to_borders = reverse("deliveries:upload-shapes")
    assert to_borders in text_of(client.get(address))
    assert to_borders not in text_of(browser(Role.COUNSELLOR).get(address))

    page = send(client, layer("Binnenstad", "Ledeberg"))["Location"]
    client.post(page + "take-in/")

    shown = text_of(client.get(address))
    assert to_borders not in shown
    assert reverse("deliveries:shapes") in shown
    assert "Stad" in text_of(browser(Role.COUNSELLOR).get(address))
