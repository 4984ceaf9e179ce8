"""Areas from a file of borders, at the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from arbeidspact.monitor.models import ShapeDelivery
from arbeidspact.organisations.models import Area

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    Area.objects.create(code="oost-vlaanderen", kind="region", name_nl="Oost-Vlaanderen", source_codes="40000")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three municipalities with their NIS codes."""
    features = []
    for number, (code, name) in enumerate((("44021", "Gent"), ("41002", "Aalst"), ("21004", "Brussel"))):
        x = 3.0 + number
        ring = [[x, 51.0], [x + 0.1, 51.0], [x + 0.1, 51.1], [x, 51.1], [x, 51.0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"nis": code, "naam": name}, "geometry": geometry})
    path = tmp_path / "gemeenten.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_areas_of_a_file_are_told_first_and_made_on_a_yes(run, file: Path):
    told = run("areas", "make", file, "--kind", "municipality", "--leave-out", "21004")
    assert told.exit_code == 0, told.output
    assert "2 areas are not here. Nothing is made yet" in told.output
    assert Area.objects.count() == 1

    made = run("areas", "make", file, "--kind", "municipality", "--leave-out", "21004", "--yes")

    assert "2 areas were made." in made.output
    assert sorted(Area.objects.values_list("code", flat=True)) == ["aalst", "gent", "oost-vlaanderen"]
    gent = Area.objects.select_related("part_of").get(code="gent")
    assert gent.part_of is not None
    assert (gent.source_codes, gent.part_of.code) == ("44021", "oost-vlaanderen")
    assert not ShapeDelivery.objects.exists()
    again = run("areas", "make", file, "--kind", "municipality", "--leave-out", "brussel")
    assert "Every area in this file is here already." in again.output


def test_one_area_is_one_area(run, file: Path):
    rest = ("--kind", "municipality", "--leave-out", "21004", "--leave-out", "41002")

    assert "1 area is not here. Nothing is made yet" in run("areas", "make", file, *rest).output
    assert "1 area was made." in run("areas", "make", file, *rest, "--yes").output


def test_a_property_that_the_file_has_not_is_named(run, file: Path):
    result = run("areas", "make", file, "--kind", "municipality", "--name-field", "gemeente", "--yes")

    assert result.exit_code == 1
    assert "properties here: nis, naam" in result.stderr
    assert Area.objects.count() == 1
    assert not ShapeDelivery.objects.exists()


def test_a_broken_border_is_named_and_nothing_is_made(run, file: Path):
    content = json.loads(file.read_text(encoding="utf-8"))
    content["features"][1]["geometry"] = {"type": "Point", "coordinates": [3, 51]}
    file.write_text(json.dumps(content), encoding="utf-8")

    result = run("areas", "make", file, "--kind", "municipality", "--yes")

    assert result.exit_code == 1
    assert "is Point, not an area" in result.stderr
    assert Area.objects.count() == 1
