"""Tables of other producers, read the way a mapping says."""

import pytest

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.formats import guess_mapping, mapping_from, mapping_toml, parse_mapping, shipped_mappings
from tests.indicators.formats.readings import a_mapping, read_cells, short, told

LONG = """
Gemeente | Jaar | Aantal
Gent     | 2023 | 12.739
aalst    | 2023 | 3.020
"""


def test_a_row_for_each_figure():
    figures, problems, _reader = read_cells(LONG, a_mapping(areas_by="name"))

    assert problems == []
    assert short(figures) == [("gent", "2023", "", "12739"), ("aalst", "2023", "", "3020")]


def test_months_stand_beside_each_other_above_a_footer():
    sheet = """
    Werkzoekenden zonder werk ||
    Gemeente | 01-2024 | februari 2024
    Gent     | 12.000  | -
    Aalst    | 3.000   | 3.100
    Bron: VDAB, Arvastat
    Gent     | 1 | 2
    """
    mapping = a_mapping(
        header_row=2, across="period", columns={"area": "Gemeente"}, areas_by="name", ends_before=["Bron"]
    )

    figures, problems, reader = read_cells(sheet, mapping)

    assert problems == []
    assert short(figures) == [
        ("gent", "2024-01", "", "12000"),
        ("aalst", "2024-01", "", "3000"),
        ("aalst", "2024-02", "", "3100"),
    ]
    assert reader.not_published == 1


def test_a_wrong_cell_under_a_header_is_named_by_row_and_column():
    sheet = """
    Gemeente | 2023 | 2024
    Gent     | 12   | veel
    """
    mapping = a_mapping(across="period", columns={"area": "Gemeente"}, areas_by="name")

    _figures, problems, _reader = read_cells(sheet, mapping)

    assert told(problems) == [
        "row 2, 2024: veel is not a number: write digits with one decimal mark, such as 70,3",
    ]


def test_groups_come_from_columns_in_words_of_ours_and_all_of_them_have_no_name():
    sheet = """
    Gemeente | Jaar | Geslacht | Leeftijd | Aantal
    Gent | 2023 | V | 15-24 | 5
    Gent | 2023 | T | 15-24 | 9
    Gent | 2023 | T | T | 30
    """
    mapping = a_mapping(
        areas_by="name",
        breakdowns={"sex": "Geslacht", "age": "Leeftijd"},
        words={"sex": {"V": "women", "T": ""}, "age": {"T": ""}},
    )

    figures, problems, _reader = read_cells(sheet, mapping)

    assert problems == []
    assert [one.breakdown for one in figures] == ["age:15-24|sex:women", "age:15-24", ""]


def test_groups_stand_across():
    sheet = """
    Gemeente | Jaar | V | M
    Gent | 2023 | 5 | 4
    """
    mapping = a_mapping(
        areas_by="name",
        columns={"area": "Gemeente", "period": "Jaar"},
        across="sex",
        words={"sex": {"V": "women", "M": "men"}},
    )

    figures, problems, _reader = read_cells(sheet, mapping)

    assert problems == []
    assert short(figures) == [("gent", "2023", "sex:women", "5"), ("gent", "2023", "sex:men", "4")]


@pytest.mark.parametrize(
    ("indicator", "settings", "cell", "value"),
    [
        pytest.param("share", {"written_as": "percent"}, "70,3", "0.703", id="percent for an indicator of shares"),
        pytest.param("rate", {"written_as": "share"}, "0,703", "70.3", id="share for an indicator of percents"),
        pytest.param("people", {"factor": "1000"}, "12,7", "12700", id="thousands"),
        pytest.param("rate", {"decimal_mark": ","}, "12,739", "12.739", id="a known decimal comma"),
        pytest.param("rate", {"decimal_mark": "."}, "12.739", "12.739", id="a known decimal point"),
    ],
)
def test_numbers_are_converted_the_way_the_mapping_says(indicator, settings, cell, value):
    constants = {"indicator": indicator, "source": "VDAB", "status": "final"}
    mapping = a_mapping(areas_by="name", constants=constants, **settings)

    figures, problems, _reader = read_cells(f"Gemeente|Jaar|Aantal\nGent|2023|{cell}", mapping)

    assert problems == []
    assert short(figures) == [("gent", "2023", "", value)]


@pytest.mark.parametrize(
    ("indicator", "settings", "cells", "problem"),
    [
        pytest.param(
            "rate", {}, "Gent|2023|12,739",
            "row 2, Aantal: 12,739 can mean 12739 or 12.739: "
            "name the decimal mark of the file, or write it without thousands marks",
            id="two readings",
        ),
        pytest.param(
            "rate", {"decimal_mark": ","}, "Gent|2023|1.5",
            "row 2, Aantal: 1.5 uses . for decimals, this file uses ,: write 1,5", id="the other decimal mark",
        ),
        pytest.param(
            "share", {}, "Gent|2023|70,3",
            'row 2, Aantal: 70,3 is a percentage; this indicator stores shares: write 0,703 or set unit = "percent"',
            id="percent where shares are kept",
        ),
        pytest.param(
            "share", {"written_as": "percent"}, "Gent|2023|170,3",
            "row 2, Aantal: 170,3 is not a percentage from 0 to 100: correct the number", id="more than all",
        ),
        pytest.param(
            "rate", {}, "Gent|2023|NaN", None, id="not a number is not published",
        ),
        pytest.param(
            "rate", {}, "Gent|2023|inf",
            "row 2, Aantal: inf is not a number: write digits with one decimal mark, such as 70,3", id="infinity",
        ),
        pytest.param(
            "rate", {"period_pattern": "DD/MM/YYYY"}, "Gent|30/02/2023|5",
            "row 2, Jaar: 2023-02-30 is not a period: write a year (2019), half (2020-H1), quarter (2019-Q3), month "
            "(2019-02), day (2019-12-31) or a span of two (2018-12/2019-11)",
            id="an impossible date",
        ),
        pytest.param(
            "rate", {"period_pattern": "MM/YYYY"}, "Gent|2023-01|5",
            "row 2, Jaar: 2023-01 is not a period written as MM/YYYY: correct it, or the pattern of the mapping",
            id="another way to write a month",
        ),
        pytest.param(
            "rate", {}, "Melle|2023|5",
            "row 2, Gemeente: Melle is not a known area: it merged into Merelbeke-Melle on 2025-01-01: use figures by "
            "NIS code to have parts added up",
            id="a municipality that merged",
        ),
        pytest.param(
            "people", {"factor": "1000"}, "Gent|2023|1,2345",
            "row 2, Aantal: 1,2345 times 1000 is not a whole number; this indicator counts: correct the number, or the "
            "factor of the mapping",
            id="half a person",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_fix(indicator, settings, cells, problem):
    constants = {"indicator": indicator, "source": "VDAB", "status": "final"}

    _figures, problems, _reader = read_cells(
        f"Gemeente|Jaar|Aantal\n{cells}", a_mapping(areas_by="name", constants=constants, **settings)
    )

    assert told(problems) == ([problem] if problem else [])


def test_the_same_figure_twice_is_refused():
    _figures, problems, _reader = read_cells(
        "Gemeente|Jaar|Aantal\nGent|2023|5\nGENT|2023|6", a_mapping(areas_by="name")
    )

    assert told(problems) == ["row 3, Jaar: the same figure stands in row 2: keep one of the two"]


def test_rows_that_the_mapping_does_not_keep_are_passed_over():
    sheet = "Gemeente|Jaar|Soort|Aantal\nGent|2023|jaar|5\nGent|2023|maand|6"

    figures, _problems, reader = read_cells(sheet, a_mapping(areas_by="name", keep={"Soort": ["jaar"]}))

    assert [one.value for one in figures] == [5]
    assert reader.left_out == 1


def test_a_column_that_the_file_does_not_have_is_named():
    with pytest.raises(InvalidFile, match="the mapping names this column, the file does not have it"):
        read_cells("Gemeente|Jaar|Getal\nGent|2023|5", a_mapping(areas_by="name"))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"columns": {"area": "Gemeente", "value": "Aantal"}}, "nothing says the period", id="no period"),
        pytest.param({"columns": {"area": "G", "period": "J"}}, "nothing says the value", id="no value"),
        pytest.param({"columns": {"gemeente": "G"}}, "gemeente is not a column of ours", id="a column of theirs"),
        pytest.param({"written_as": "count"}, "only percent and share can be converted", id="a count"),
        pytest.param({"period_pattern": "MM"}, "MM names no year", id="no year"),
        pytest.param({"period_pattern": "YYYY week"}, "holds a letter that says nothing", id="loose letters"),
        pytest.param({"across": "period"}, "values stand across", id="a value twice"),
        pytest.param({"factor": "0"}, "greater than 0", id="times nothing"),
        pytest.param({"onbekend": 1}, "Extra inputs", id="an unknown setting"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_in_words(change, problem):
    with pytest.raises(InvalidFile, match=problem):
        a_mapping(**change)


def test_a_mapping_survives_being_written_down():
    mapping = a_mapping(words={"sex": {'V "x"': "women", "T": ""}}, keep={"Soort": ["a", "b"]}, factor="1000")

    assert parse_mapping(mapping_toml(mapping)) == mapping


def test_the_mappings_that_come_with_the_platform_can_be_read():
    assert {one.slug for one in shipped_mappings()} >= {"arvastat-months-across", "eurostat-employment-rate"}
    assert all(parse_mapping(mapping_toml(one)) == one for one in shipped_mappings())


def test_a_mapping_is_guessed_from_the_header_and_the_first_rows():
    guess = guess_mapping(["NIS", "Geslacht", "2023", "2024"], [["44021", "V", "70,3", "71,25"]])

    assert guess == {
        "format": "table",
        "columns": {"area": "NIS"},
        "across": "period",
        "across_columns": ["2023", "2024"],
        "breakdowns": {"sex": "Geslacht"},
        "areas_by": "nis",
        "decimal_mark": ",",
    }
    assert mapping_from({**guess, "slug": "x", "title": "X", "constants": {"indicator": "rate", "source": "VDAB"}})
