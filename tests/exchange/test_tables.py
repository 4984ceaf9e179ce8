"""Files as spreadsheets and programs write them."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.exchange.cells import (
    CellProblem,
    items_of,
    parse_date,
    parse_decimal,
    parse_time,
    parse_whole,
    parse_yes,
)
from arbeidspact.exchange.report import RowProblem
from arbeidspact.exchange.rows import UnreadableFile
from arbeidspact.exchange.tables import read_table

COLUMNS = ("title", "area", "hours")


def read(data: bytes, rows_at_most: int = 100):
    return read_table(data, COLUMNS, ("title",), rows_at_most=rows_at_most)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("title,area\nCafé,muide\n".encode(), id="UTF-8 with commas"),
        pytest.param("title;area\r\nCafé;muide\r\n".encode("utf-8-sig"), id="byte order mark, semicolons, CRLF"),
        pytest.param("title\tarea\nCafé\tmuide".encode(), id="tabs and no last line end"),
        pytest.param("title;area\nCafé;muide\n".encode("cp1252"), id="the letters of old Windows"),
        pytest.param("title;area\nCafé;muide\n".encode("utf-16"), id="UTF-16 of a spreadsheet"),
        pytest.param('title,area\n"Café",muide\n\n,,\n'.encode(), id="quotes and empty lines"),
        pytest.param('[{"title": "Café", "area": "muide", "hours": null}]'.encode(), id="JSON"),
        pytest.param('{"vacancies": [{"title": "Café", "area": "muide"}]}'.encode(), id="JSON within an object"),
    ],
)
def test_a_file_is_read_in_whatever_form_it_comes(data):
    (row,) = read(data).rows

    assert row.cells == {"title": "Café", "area": "muide"}


def test_the_letters_of_old_windows_are_told():
    (note,) = read("title\nCafé\n".encode("cp1252")).notes

    assert "Windows-1252" in note


def test_rows_are_numbered_as_in_the_spreadsheet_also_after_a_cell_of_two_lines():
    rows = read(b'title\n"one\ntwo"\nthree\n').rows

    assert [row.number for row in rows] == [2, 3]


def test_what_our_export_guards_from_formulas_comes_back_as_it_was():
    (row,) = read(b"title\n'=SUM(A1)\n").rows

    assert row.cells["title"] == "=SUM(A1)"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "empty", id="nothing at all"),
        pytest.param(b"title\n", "no rows", id="only a header"),
        pytest.param(b"PK\x03\x04rest", "spreadsheet", id="a workbook"),
        pytest.param(b"title\n\x00", "spreadsheet", id="not text"),
        pytest.param(b"title\n\x81\x8d", "cannot be read", id="letters nobody knows"),
        pytest.param(b"area\nmuide\n", "missing", id="a column is missing"),
        pytest.param(b"title,colour\nx,red\n", "not known", id="an unknown column"),
        pytest.param(b"title,title\nx,y\n", "twice", id="a column twice"),
        pytest.param(b"title,area\nx,y,z\n", "more cells", id="a comma too many"),
        pytest.param(b'title\n"open\n', "as CSV", id="a quote that stays open"),
        pytest.param(b'[{"title": }]', "not valid JSON", id="broken JSON"),
        pytest.param(b'["title"]', "list of objects", id="JSON of another shape"),
        pytest.param(b'[{"title": {"nl": "x"}}]', "An object", id="an object in a cell"),
        pytest.param(b'[{"title": "a\\u0000"}]', "no letter", id="a sign that no database keeps"),
        pytest.param(b'[{"title": ["a\\ud800"]}]', "no letter", id="half a sign"),
        pytest.param(b"title\na\nb\nc\n", "at most 2", id="too many rows"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(data, words):
    with pytest.raises(UnreadableFile) as refused:
        read(data, rows_at_most=2)

    problem = refused.value.problems[0]
    assert words in str(problem)
    assert problem.fix


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("2026-03-31", date(2026, 3, 31), id="ISO"),
        pytest.param("31/3/2026", date(2026, 3, 31), id="Belgian"),
        pytest.param("01-04-2026", date(2026, 4, 1), id="Belgian with dashes"),
        pytest.param("2026-03-31 00:00:00", date(2026, 3, 31), id="a spreadsheet's midnight"),
        pytest.param("31/2/2026", None, id="a day that is not there"),
        pytest.param("3/31/2026", None, id="American"),
        pytest.param("tomorrow", None, id="a word"),
    ],
)
def test_a_date_is_read_as_people_here_write_it(text, day):
    if day is None:
        with pytest.raises(CellProblem):
            parse_date(text)
    else:
        assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("05:30", time(5, 30), id="as a program writes it"),
        pytest.param("5:30", time(5, 30), id="without the nought"),
        pytest.param("5.30 uur", time(5, 30), id="as a letter writes it"),
        pytest.param("5u30", time(5, 30), id="as it is said"),
        pytest.param("22 U", time(22), id="a whole hour"),
        pytest.param("05:30:00", time(5, 30), id="a spreadsheet's seconds"),
        pytest.param("24:00", time(0), id="midnight at the end of the day"),
        pytest.param("24:30", None, id="later than a day is long"),
        pytest.param("05:60", None, id="a minute too many"),
        pytest.param("05:30:15", None, id="to the second"),
        pytest.param("5", None, id="a bare number"),
        pytest.param("0530", None, id="without a mark"),
        pytest.param("early", None, id="a word"),
    ],
)
def test_a_time_is_read_as_people_here_write_it(text, moment):
    if moment is None:
        with pytest.raises(CellProblem):
            parse_time(text)
    else:
        assert parse_time(text) == moment


@pytest.mark.parametrize(
    ("text", "thousands", "number"),
    [
        pytest.param("38,5", False, Decimal("38.5"), id="a decimal comma"),
        pytest.param("38.5", False, Decimal("38.5"), id="a decimal point"),
        pytest.param("51.054", False, Decimal("51.054"), id="a coordinate"),
        pytest.param("€ 2.500,50", True, Decimal("2500.50"), id="thousands and a comma"),
        pytest.param("2,500.50", True, Decimal("2500.50"), id="thousands and a point"),
        pytest.param("2500", True, Decimal(2500), id="plain"),
        pytest.param("2.500", True, None, id="two readings"),
        pytest.param("many", False, None, id="a word"),
        pytest.param("1e5", False, None, id="an exponent"),
        pytest.param("NaN", False, None, id="not a number"),
    ],
)
def test_a_number_is_read_with_comma_or_point_and_refused_when_unclear(text, thousands, number):
    if number is None:
        with pytest.raises(CellProblem):
            parse_decimal(text, may_have_thousands=thousands)
    else:
        assert parse_decimal(text, may_have_thousands=thousands) == number


def test_small_things_in_cells():
    assert parse_whole("3,0") == 3
    assert parse_yes("Ja") is True
    assert parse_yes("nee") is False
    assert items_of("a b  c") == ("a", "b", "c")
    assert items_of("drive a lorry | cook") == ("drive a lorry", "cook")
    with pytest.raises(CellProblem):
        parse_whole("3,5")
    with pytest.raises(CellProblem):
        parse_yes("perhaps")


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(data):
    try:
        problems: tuple[RowProblem, ...] = ()
        rows = read(data).rows
    except UnreadableFile as refused:
        rows, problems = (), refused.problems
    assert bool(rows) != bool(problems)


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_cells(text):
    for parse in (parse_date, parse_time, parse_decimal, parse_whole, parse_yes):
        fix = ""
        try:
            value: object = parse(text)
        except CellProblem as refused:
            value, fix = None, str(refused.fix)
        assert (value is None) == bool(fix)


def test_a_problem_says_its_place():
    assert RowProblem(None, "", "x").place == "The file"
    assert RowProblem(None, "area", "x").place == "Column “area”"
    assert RowProblem(3, "", "x").place == "Row 3"
    assert str(RowProblem(3, "area", "Wrong.", "Mend it.")) == "Row 3, column “area”: Wrong. Mend it."
