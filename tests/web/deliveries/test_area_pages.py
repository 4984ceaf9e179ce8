"""The page that makes areas of what a file of borders holds."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from arbeidspact.organisations.models import Area, OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    Area.objects.create(code="gent", kind="municipality", name_nl="Gent", source_codes="44021")


def browser(kind: OrganisationKind = OrganisationKind.CITY) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor_with(Role.ANALYST, organisation=OrganisationFactory(kind=kind)).user)
    return client


@pytest.fixture
def client() -> Client:
    return browser()


def sent(client: Client, *places: tuple[str, str]) -> str:
    """The address of a file with these features."""
    features = []
    for number, (code, name) in enumerate(places):
        x = 3.0 + number / 10
        ring = [[x, 51.0], [x + 0.1, 51.0], [x + 0.1, 51.1], [x, 51.1], [x, 51.0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": code, "naam": name}, "geometry": geometry})
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    file = SimpleUploadedFile("gemeenten.geojson", data)
    address = str(client.post(reverse("deliveries:upload-shapes"), {"file": file, "source": "Stad"})["Location"])
    reading = {"kind": "municipality", "field": "code", "tolerance_metres": "1", "source": "Stad"}
    client.post(address, reading)
    return address


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_missing_areas_are_listed_first_and_then_made(client):
    address = sent(client, ("44021", "Gent"), ("41002", "Aalst"), ("21004", "Brussel"))
    assert address + "areas/" in text_of(client.get(address))
    page = text_of(client.get(address + "areas/"))
    assert page.count('name="features"') == 2
    assert page.count(" checked") == 2
    assert "2 results" in page
    assert "41002" in page
    assert Area.objects.count() == 1

    chosen = {"name_field": "naam", "code_field": "code", "part_of": "", "features": ["2"]}
    done = text_of(client.post(address + "areas/", chosen, follow=True))

    assert "1 area was made." in done
    assert sorted(Area.objects.values_list("code", flat=True)) == ["aalst", "gent"]
    assert "Areas with a border: 2. Features that fit no area: 1." in done


def test_with_nothing_ticked_nothing_is_made_and_the_choices_stay(client):
    address = sent(client, ("44021", "Gent"), ("41002", "Aalst"))

    answer = client.post(address + "areas/", {"name_field": "naam", "code_field": "", "part_of": "gent"})

    assert answer.status_code == 422
    page = text_of(answer)
    assert "Tick at least one area." in page
    assert '<option value="gent" selected>' not in page  # a municipality holds no municipality: it is not offered
    assert '<option value="" selected>' not in page
    assert page.count(" checked") == 0
    assert Area.objects.count() == 1


def test_an_area_with_a_problem_is_not_ticked_and_its_problem_is_told(client):
    address = sent(client, ("44021", "Gent"), ("41002", "Aalst"), ("71047", "Aalst"), ("11001", "Aartselaar"))

    page = text_of(client.get(address + "areas/", {"name_field": "naam", "code_field": ""}))

    assert page.count(" checked") == 1
    assert page.count("another area is called Aalst too") == 2


def test_when_every_feature_has_its_area_the_page_leads_back(client):
    address = sent(client, ("44021", "Gent"))

    assert "areas/" not in text_of(client.get(address))
    assert "Every feature that can be an area has one" in text_of(client.get(address + "areas/"))


def test_after_the_borders_are_taken_in_it_is_too_late(client):
    address = sent(client, ("44021", "Gent"), ("41002", "Aalst"))
    client.post(address + "take-in/")

    assert address + "areas/" not in text_of(client.get(address))
    assert "These borders were taken in." in text_of(client.get(address + "areas/", follow=True))


def test_others_are_refused(client):
    address = sent(client, ("44021", "Gent"), ("41002", "Aalst"))
    other = browser(OrganisationKind.PARTNER)

    assert other.get(address + "areas/").status_code == 403
    assert other.post(address + "areas/", {"features": ["2"]}).status_code == 403
    assert Area.objects.count() == 1
