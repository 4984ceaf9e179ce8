"""Charts: the picture, the words and the table say the same, and a strict page accepts them."""

import json
import re
from xml.etree import ElementTree

import pytest

from arbeidspact.web import charts
from arbeidspact.web.charts import DASHES, PALETTE, SHAPES, ChartError, Point, Series, Target, line_chart
from arbeidspact.web.svg import DrawingError, clean_svg

GHENT = Series("Gent", (Point(2017, "2017", 67.2), Point(2018, "2018", None), Point(2019, "2019", 68.6)))
CITIES = Series("Centrumsteden", (Point(2017, "2017", 67.0), Point(2019, "2019", 68.5)))


def chart_of(*series: Series, **given):
    return line_chart(series or (GHENT,), **{"title": "Werkzaamheidsgraad", "language": "nl", "unit": "%", **given})


def words_of(svg: str) -> list[str]:
    return [text for text in ElementTree.fromstring(svg).itertext() if text.strip()]


def test_the_table_holds_every_figure_in_order_and_says_where_there_is_none():
    rows = chart_of(GHENT, CITIES, language="en").rows

    assert [(row.series, row.period, row.text) for row in rows] == [
        ("Gent", "2017", "67.2\u00a0%"),
        ("Gent", "2018", "no figure"),
        ("Gent", "2019", "68.6\u00a0%"),
        ("Centrumsteden", "2017", "67\u00a0%"),
        ("Centrumsteden", "2019", "68.5\u00a0%"),
    ]


@pytest.mark.parametrize(
    ("language", "read_as"),
    [
        pytest.param("nl", "1.234,5\u00a0personen", id="Dutch: comma for decimals"),
        pytest.param("en", "1,234.5\u00a0personen", id="English: point for decimals"),
    ],
)
def test_numbers_read_as_the_language_writes_them(language, read_as):
    chart = chart_of(Series("Gent", (Point(2019, "2019", 1234.5),)), language=language, unit="personen")

    assert chart.rows[0].text == read_as
    assert read_as in words_of(chart.svg)


def test_the_description_says_start_end_starting_point_and_target():
    chart = chart_of(target=Target(70, at=2025), baseline=Point(2019, "2019", 68.6), language="en")

    assert chart.description == (
        "Gent: from 67.2\u00a0% in 2017 to 68.6\u00a0% in 2019. "
        "Starting point: 68.6\u00a0% (2019). Target: 70\u00a0% in 2025."
    )


def test_a_description_that_is_given_is_kept():
    assert chart_of(description="In eigen woorden.").description == "In eigen woorden."


def test_every_series_is_named_at_its_end_and_names_keep_apart():
    chart = chart_of(GHENT, CITIES)
    words = words_of(chart.svg)
    placed = [layer for layer in chart.spec["layer"] if layer["mark"].get("dx") == 11]
    heights = [row["value"] for row in placed[0]["data"]["values"]]

    assert "Gent 68,6\u00a0%" in words
    assert "Centrumsteden 68,5\u00a0%" in words
    assert heights[0] - heights[1] > 0.1


def test_a_name_far_from_the_others_stays_beside_its_point():
    early = Series("Brugge", (Point(2012, "2012", 68.5),))
    ends = next(layer for layer in chart_of(GHENT, early).spec["layer"] if layer["mark"].get("dx") == 11)

    assert [row["value"] for row in ends["data"]["values"]] == [68.6, 68.5]


def test_series_differ_by_more_than_colour():
    line, points = (layer["encoding"] for layer in chart_of(GHENT, CITIES).spec["layer"][:2])

    assert len({tuple(dash) for dash in line["strokeDash"]["scale"]["range"]}) == 2
    assert len(set(points["shape"]["scale"]["range"])) == 2
    assert len(PALETTE) == len(SHAPES) == len(DASHES) == len({*map(tuple, DASHES)})


def test_a_target_without_a_year_is_a_line_without_a_path():
    chart = chart_of(target=Target(70), baseline=Point(2019, "2019", 68.6))

    assert "path" not in json.dumps([layer["data"].get("name") for layer in chart.spec["layer"]])


def test_the_same_figures_give_the_same_bytes():
    first = chart_of(GHENT, CITIES, target=Target(70, at=2025))
    charts._line_chart.cache_clear()
    second = chart_of(GHENT, CITIES, target=Target(70, at=2025))

    assert first is not second
    assert (first.svg, first.element_id, first.spec) == (second.svg, second.element_id, second.spec)


def test_the_drawing_carries_nothing_that_a_strict_page_refuses():
    svg = chart_of(GHENT, CITIES, target=Target(70, at=2025), baseline=Point(2019, "2019", 68.6)).svg

    assert " style=" not in svg
    assert "<style" not in svg
    assert "<script" not in svg
    assert not re.search(r'\shref="|\son\w+="', svg)
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"sans-serif"}


def test_the_drawing_scales_and_is_silent_for_screen_readers():
    root = ElementTree.fromstring(chart_of().svg)

    assert root.get("viewBox")
    assert root.get("width") is None
    assert root.get("aria-hidden") == "true"


def test_a_name_that_looks_like_markup_stays_text():
    svg = chart_of(Series("<script>x</script>", GHENT.points), CITIES).svg

    assert "<script" not in svg
    assert any("<script>x</script>" in words for words in words_of(svg))


@pytest.mark.parametrize(
    ("series", "message"),
    [
        pytest.param((), "no figure", id="nothing at all"),
        pytest.param((Series("Gent", (Point(2019, "2019", None),)),), "no figure", id="only gaps"),
        pytest.param((GHENT,) * 8, "at most 7", id="more than can be told apart"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(series, message):
    with pytest.raises(ChartError, match=message):
        line_chart(series, title="Leeg", language="nl")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param(
            '<g style="fill: red; opacity:0.5"/>', {"fill": "red", "opacity": "0.5"}, id="styles to attributes"
        ),
        pytest.param('<g onclick="x()" fill="red"/>', {"fill": "red"}, id="handlers"),
        pytest.param('<g href="javascript:x()"/>', {}, id="addresses that run"),
        pytest.param('<g id="a"/>', {"id": "c-a"}, id="own ids"),
        pytest.param('<g clip-path="url(#a)"/>', {"clip-path": "url(#c-a)"}, id="references to ids"),
        pytest.param('<g role="graphics-object" aria-label="x"/>', {}, id="words of the renderer"),
    ],
)
def test_a_drawing_is_cleaned(given, kept):
    cleaned = clean_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg">{given}<style>a</style><script>b</script></svg>', prefix="c"
    )
    (element,) = list(ElementTree.fromstring(cleaned))

    assert element.attrib == kept


def test_what_is_not_a_drawing_is_refused():
    with pytest.raises(DrawingError, match="not return SVG"):
        clean_svg("Internal error", prefix="c")


def test_the_name_of_the_target_hides_no_figure():
    near = Series(
        "Vlaams Gewest", tuple(Point(2018 + n, str(2018 + n), v) for n, v in enumerate([74.6, 75.5, 74.7, 76]))
    )
    spec = chart_of(near, target=Target(75.0, 2030.0), baseline=Point(2018, "2018", 70.0)).spec
    label = next(
        layer
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and "75" in layer["data"]["values"][0]["text"] and layer["mark"]["dx"] == 4
    )

    assert label["data"]["values"][0]["at"] > 2020


def test_the_name_of_the_target_stands_at_the_start_where_nothing_is_in_its_way():
    spec = chart_of(GHENT, target=Target(80.0)).spec
    label = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "text" and layer["mark"]["dx"] == 4)

    assert label["data"]["values"][0]["at"] == GHENT.points[0].at
