import json
from pathlib import Path
from typing import Any

import pytest

from arbeidspact.monitor.shapes import ImportShapes, borders_of, import_shapes
from arbeidspact.organisations.actor import ANONYMOUS, operator
from arbeidspact.organisations.exceptions import InvalidValue, NotAllowed
from arbeidspact.organisations.models import Area, AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path


@pytest.fixture
def neighbourhoods() -> None:
    for code, name in (("gent-binnenstad", "Binnenstad"), ("gent-ledeberg", "Ledeberg"), ("gent-muide", "Muide")):
        Area.objects.create(code=code, kind="neighbourhood", name_nl=name)
    Area.objects.create(code="gent", kind="municipality", name_nl="Gent")


def command(folder: Path, *names: str, **values: Any) -> ImportShapes:
    path = folder / "borders.geojson"
    ring = [[3.7, 51.0], [3.8, 51.0], [3.8, 51.1], [3.7, 51.0]]
    features = [
        {"type": "Feature", "properties": {"naam": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name in names
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return ImportShapes(**{"path": path, "kind": "neighbourhood", "field": "naam", "source": "Stad", **values})


def test_features_are_matched_on_code_or_name_and_the_rest_is_reported(neighbourhoods: None, tmp_path: Path):
    found = import_shapes(command(tmp_path, "Binnenstad (Gent)", "gent-ledeberg", "Elders"), actor=operator())

    assert (found.matched, found.unknown, found.without) == (2, ("Elders",), ("gent-muide",))
    borders = borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg", "gent-muide"])
    assert borders is not None
    assert set(borders.paths) == {"gent-binnenstad", "gent-ledeberg"}
    assert borders.source == "Stad"
    assert AuditEvent.objects.filter(action="import-shapes").count() == 1


def test_a_code_of_the_source_names_an_area_and_merged_ones_come_together(neighbourhoods: None, tmp_path: Path):
    Area.objects.filter(code="gent").update(source_codes="44021 44052")

    found = import_shapes(command(tmp_path, "44021", "44052", kind="municipality"), actor=operator())

    assert (found.matched, found.unknown) == (1, ())
    borders = borders_of("municipality", ["gent"])
    assert borders is not None
    assert borders.paths["gent"].count("M") == 2


def test_a_file_that_fits_no_area_is_refused_and_the_old_borders_stay(neighbourhoods: None, tmp_path: Path):
    import_shapes(command(tmp_path, "Binnenstad", "Ledeberg"), actor=operator())

    with pytest.raises(InvalidValue):
        import_shapes(command(tmp_path, "Elders"), actor=operator())

    assert borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg"]) is not None


def test_a_name_of_two_areas_says_nothing(neighbourhoods: None, tmp_path: Path):
    Area.objects.create(code="elders-ledeberg", kind="neighbourhood", name_nl="Ledeberg")

    found = import_shapes(command(tmp_path, "Binnenstad", "Ledeberg"), actor=operator())

    assert found.unknown == ("Ledeberg",)


def test_without_borders_of_most_areas_there_is_no_map_of_shapes(neighbourhoods: None, tmp_path: Path):
    assert borders_of("neighbourhood", ["gent-binnenstad"]) is None
    import_shapes(command(tmp_path, "Binnenstad"), actor=operator())

    assert borders_of("neighbourhood", ["gent-binnenstad", "gent-ledeberg", "gent-muide"]) is None


def test_a_visitor_may_not(neighbourhoods: None, tmp_path: Path):
    with pytest.raises(NotAllowed):
        import_shapes(command(tmp_path, "Binnenstad"), actor=ANONYMOUS)
