import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.web.monitor.map_classes import MOST_CLASSES, class_limits, class_of, classes_of
from arbeidspact.web.monitor.map_drawing import DrawnMap, MapArea, shape_drawing, short_name, tile_drawing
from arbeidspact.web.monitor.tile_map import Tile

values = st.lists(st.decimals(-100, 100, places=1), max_size=60)


@given(values)
def test_every_value_is_in_one_class_and_a_higher_value_never_in_a_lower_class(numbers: list[Decimal]):
    limits = class_limits(numbers)
    classes = [class_of(number, limits) for number in sorted(numbers)]

    assert classes == sorted(classes)
    assert all(0 <= number < MOST_CLASSES for number in classes)
    assert sum(one.count for one in classes_of(numbers)) == len(numbers)


@given(values)
def test_the_ranges_of_the_legend_do_not_overlap(numbers: list[Decimal]):
    found = classes_of(numbers)

    assert all(one.high < other.low for one, other in pairwise(found))


def test_few_different_values_make_few_classes():
    assert [one.count for one in classes_of([Decimal(1), Decimal(1), Decimal(2)])] == [2, 1]
    assert classes_of([]) == ()


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ledeberg", ["Ledeberg"]),
        ("Sluizeken - Tolhuis - Ham", ["Sluizeken-", "Tolhuis-Ham"]),
        ("Gentbrugge", ["Gentbrugge"]),
        ("Sint-Katelijne-Waver", ["Sint-", "Katelijne-W."]),
    ],
)
def test_a_name_fits_its_square(name: str, lines: list[str]):
    found = short_name(name)

    assert len(found) <= 2
    assert all(len(line) <= 13 for line in found)
    assert found[0] == lines[0]


def test_a_square_says_its_name_and_value_and_shows_its_class_without_colour():
    areas = [
        MapArea("a", "<Aalst>", Decimal(3), "3 %", "?area=a"),
        MapArea("b", "Gent", None, "not published", "?area=b"),
    ]

    drawn = tile_drawing(
        areas,
        [Tile("a", 0, 0), Tile("b", 1, 0)],
        title="Rate",
        description="Words",
        value_text=lambda value: f"{value} %",
    )

    assert "&lt;Aalst&gt;: 3 %" in drawn.svg
    assert "<Aalst>" not in drawn.svg
    assert f"url(#{drawn.element_id}-0)" in drawn.svg
    assert f"url(#{drawn.element_id}-none)" in drawn.svg
    assert "style=" not in drawn.svg
    assert [key.text for key in drawn.legend] == ["3 % (1)", "not published (1)"]


SHAPES = dict.fromkeys("abc", "M0 0l1 0 0 1z")


def shapes(*areas: MapArea) -> DrawnMap:
    return shape_drawing(areas, SHAPES, (10, 10), title="Rate", description="Words", value_text=str)


def test_what_is_hidden_looks_and_reads_otherwise_than_what_is_not_published():
    drawn = shapes(
        MapArea("a", "Aalst", None, "hidden", "?a", is_hidden=True),
        MapArea("b", "Gent", None, "not published", "?b"),
        MapArea("c", "Melle", Decimal(40), "40", "?c", note="rounded"),
    )

    assert [key.text for key in drawn.legend] == ["40 (1)", "hidden (1)", "not published (1)"]
    for name in ("0", "hidden", "none"):
        assert drawn.svg.count(f'fill="url(#{drawn.element_id}-{name})"') == 1
    assert 'aria-label="Aalst: hidden"' in drawn.svg
    assert "<title>Melle: 40, rounded</title>" in drawn.svg


def test_a_border_stands_in_the_drawing_once_under_a_name_of_its_own():
    drawn = shapes(*(MapArea(code, code, Decimal(1), "1", "?") for code in "abc"))

    assert drawn.svg.count("M0 0l1 0 0 1z") == 3
    ids = re.findall(r'id="([^"]+)"', drawn.svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', drawn.svg)) <= set(ids)
