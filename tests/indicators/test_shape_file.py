import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.shape_file import (
    DrawingField,
    Shape,
    _distance,
    _in_metres,
    _simplified,
    drawn_paths,
    read_layer,
    read_shapes,
)

SQUARE = [[3.7, 51.0], [3.8, 51.0], [3.8, 51.1], [3.7, 51.1], [3.7, 51.0]]


def a_file(folder: Path, *features: Any) -> Path:
    path = folder / "borders.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def feature(code: object = "gent", rings: object = None, kind: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": rings if rings is not None else [SQUARE]},
    }


def test_areas_are_read_with_their_holes_and_their_parts(tmp_path: Path):
    hole = [[3.74, 51.04], [3.76, 51.04], [3.76, 51.06], [3.74, 51.04]]
    path = a_file(tmp_path, feature(rings=[SQUARE, hole]), feature("aalst", [[SQUARE], [SQUARE]], "MultiPolygon"))

    one, two = read_shapes(path, field="code", tolerance_metres=1)

    assert (one.code, len(one.rings), len(two.rings)) == ("gent", 2, 2)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        pytest.param(feature(code=None), "is missing or empty", id="no code"),
        pytest.param(
            feature(rings=[[[104000, 194000], [104100, 194000], [104100, 194100], [104000, 194000]]]),
            "degrees",
            id="Lambert",
        ),
        pytest.param(feature(rings=[[3.7, 51.0]], kind="LineString"), "LineString, not an area", id="a line"),
        pytest.param(feature(rings=[SQUARE[:-1]]), "not closed", id="an open ring"),
        pytest.param(feature(rings=[[["a", "b"]]]), "no numbers", id="words"),
        pytest.param({"type": "Feature", "properties": {"code": "x"}, "geometry": None}, "is empty", id="no border"),
        pytest.param(feature(rings=[[[float("nan"), 51]] * 4]), "no numbers", id="not a number"),
        pytest.param(feature(rings=[[[10**400, 51]] * 4]), "no numbers", id="a number without end"),
        pytest.param({"type": "Feature", "properties": ["x"], "geometry": None}, "missing or empty", id="a list"),
        pytest.param("feature", "missing or empty", id="a word"),
        pytest.param(feature(code=True), "missing or empty", id="yes"),
    ],
)
def test_a_feature_that_cannot_be_drawn_is_named_with_the_fix(tmp_path: Path, wrong: dict[str, Any], says: str):
    with pytest.raises(InvalidFile) as refused:
        read_shapes(a_file(tmp_path, feature("fine"), wrong), field="code", tolerance_metres=1)

    (problem,) = refused.value.problems
    assert problem.entry.startswith("feature 2")
    assert says in str(problem)
    assert problem.fix


def test_an_area_that_stands_twice_is_refused(tmp_path: Path):
    with pytest.raises(InvalidFile, match="stands twice"):
        read_shapes(a_file(tmp_path, feature(), feature()), field="code", tolerance_metres=1)


LAMBERT = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("not json", "not JSON", id="a text"),
        pytest.param("[" * 100_000, "not JSON", id="a pit"),
        pytest.param("[]", "no FeatureCollection", id="a list"),
        pytest.param('{"type": "Topology"}', "TopoJSON", id="TopoJSON"),
        pytest.param('{"type": "FeatureCollection", "features": []}', "no area", id="nothing"),
        pytest.param(
            json.dumps({"type": "FeatureCollection", "features": [feature()], "crs": LAMBERT}), "31370", id="Lambert"
        ),
        pytest.param(
            json.dumps({"type": "FeatureCollection", "features": [{}] * 5_001}), "5001 features", id="too many"
        ),
    ],
)
def test_what_is_no_layer_of_areas_is_refused(tmp_path: Path, content: str, says: str):
    path = tmp_path / "borders.geojson"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InvalidFile, match=says):
        read_shapes(path, field="code", tolerance_metres=1)


def test_an_older_file_may_say_that_it_is_in_degrees(tmp_path: Path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path = tmp_path / "borders.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature()], "crs": crs}), encoding="utf-8")

    assert [shape.code for shape in read_shapes(path, field="code", tolerance_metres=1)] == ["gent"]


def test_what_a_map_cannot_hold_is_refused_until_it_is_simplified(tmp_path: Path):
    ring = [[3 + place / 60_000, 51 + (place % 2) / 10_000] for place in range(50_010)]
    path = a_file(tmp_path, feature(rings=[[*ring, ring[0]]]))

    with pytest.raises(InvalidFile, match="50011 points after simplification"):
        read_shapes(path, field="code", tolerance_metres=0)
    (shape,) = read_shapes(path, field="code", tolerance_metres=20)
    assert len(shape.rings[0]) < 10


def test_the_properties_that_may_name_an_area_are_told_with_their_texts(tmp_path: Path):
    one = {**feature(), "properties": {"code": 44021.0, "naam": " Gent ", "leeg": None, "ok": True, "meer": {"a": 1}}}
    layer = read_layer(a_file(tmp_path, one, feature("aalst")))

    assert layer.fields == ("code", "naam")
    assert layer.texts("code") == ("44021", "aalst")
    assert layer.texts("naam") == ("Gent", "")


rings = st.lists(st.tuples(st.floats(3.6, 3.9), st.floats(50.9, 51.2)), min_size=3, max_size=120, unique=True).map(
    lambda points: (*points, points[0])
)


@given(rings, st.floats(0, 5000))
def test_a_simplified_border_keeps_its_ends_and_loses_only_points_that_lie_near_it(
    ring: tuple[tuple[float, float], ...], tolerance: float
):
    simple = _simplified(ring, tolerance)

    assert simple[0] == simple[-1] == ring[0]
    assert set(simple) <= set(ring)
    flat, kept = _in_metres(ring), [_in_metres(ring)[ring.index(point)] for point in simple]
    for point in flat:
        nearest = min(_distance(point, one, other) for one, other in pairwise(kept))
        assert nearest <= tolerance + 1e-6


def test_north_is_up_and_everything_lies_on_the_drawing():
    shapes = [
        Shape("south", (((3.7, 51.0), (3.8, 51.0), (3.8, 51.05), (3.7, 51.0)),)),
        Shape("north", (((3.7, 51.1), (3.8, 51.1), (3.8, 51.2), (3.7, 51.1)),)),
    ]

    paths, (width, height) = drawn_paths(shapes, width=400)

    drawn = {code: walked(path) for code, path in paths.items()}
    assert all(0 <= x <= width and 0 <= y <= height for places in drawn.values() for x, y in places)
    assert max(y for _x, y in drawn["north"]) < min(y for _x, y in drawn["south"])
    assert drawn_paths([], width=400)[0] == {}


def walked(path: str) -> list[tuple[float, float]]:
    """Every point of the first ring of a path that goes in steps."""
    numbers = [float(one) for one in re.findall(r"-?[0-9]+(?:[.][0-9]+)?", path.split("z")[0])]
    found = [(numbers[0], numbers[1])]
    for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
        found.append((found[-1][0] + across, found[-1][1] + down))
    return found


@given(st.lists(st.tuples(st.floats(2.5, 5.9), st.floats(50.6, 51.6)), min_size=3, max_size=60))
def test_a_border_of_many_steps_ends_where_it_should(points: list[tuple[float, float]]):
    ring = (*points, points[0])
    field = DrawingField.around([Shape("gent", (ring,))], width=900)

    drawn = walked(field.path((ring,)))

    for wanted, place in ((points[0], drawn[0]), (points[-1], drawn[-1])):
        assert field.place(*wanted) == pytest.approx(place, abs=0.051)
