"""Workbooks as they come from offices: read as people see them, and never a way to harm the platform."""

import random
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.exchange import spreadsheet_file
from arbeidspact.exchange.rows import Table, UnreadableFile
from arbeidspact.exchange.tables import read_table
from tests.exchange.workbooks import packed, with_part, workbook

COLUMNS = ("title", "area", "hours", "day")
SHEET = "xl/worksheets/sheet1.xml"
MORNING = datetime(2026, 3, 31, 8, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones.
GOOD = workbook(("title", "area"), ("Café", "muide"))


def read(data: bytes, rows_at_most: int = 100) -> Table:
    return read_table(data, COLUMNS, ("title",), rows_at_most=rows_at_most, instead="hours")


def refusal(data: bytes, rows_at_most: int = 100) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(data, rows_at_most)
    assert all(problem.fix for problem in refused.value.problems)
    return " ".join(str(problem) for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param("  Café ", None, "Café", id="text without the spaces around"),
        pytest.param("'=SUM(A1)", None, "=SUM(A1)", id="what our export guarded"),
        pytest.param(38, None, "38", id="a whole number"),
        pytest.param(38.0, None, "38", id="a whole number that is kept with a point"),
        pytest.param(0.1 + 0.2, None, "0.3", id="fifteen digits, as the program shows"),
        pytest.param(2450.5, None, "2450.5", id="a decimal"),
        pytest.param(12345678901, None, "12345678901", id="a long number"),
        pytest.param(470123456, "0000000000", "0470123456", id="the noughts that the cell shows"),
        pytest.param(date(2026, 3, 31), None, "2026-03-31", id="a date"),
        pytest.param(MORNING, None, "2026-03-31 08:30:00", id="a moment"),
        pytest.param(time(5, 30), None, "05:30", id="a time of the day"),
        pytest.param(timedelta(hours=26), "[h]:mm", "26:00", id="a duration"),
        pytest.param(True, None, "yes", id="true"),
        pytest.param(False, None, "no", id="false"),
    ],
)
def test_a_cell_is_read_as_people_see_it(value, number_format, text):
    def format_it(book):
        if number_format:
            book.active["B2"].number_format = number_format

    (row,) = read(workbook(("title", "area"), ("x", value), more=format_it)).rows

    assert row.cells["area"] == text


def test_rows_keep_the_numbers_of_the_sheet_whatever_is_empty():
    data = workbook(
        (), ("title", None, "area", None), ("one", None, "muide"), (), (" ",), ("two", None, None, None), ()
    )

    table = read(data)

    assert table.columns == ("title", "area")
    assert [(row.number, dict(row.cells)) for row in table.rows] == [
        (3, {"title": "one", "area": "muide"}),
        (6, {"title": "two"}),
    ]


def test_the_sheet_with_the_right_columns_is_read_and_the_others_are_named():
    def add_sheets(book):
        book.create_sheet("Rows").append(["title"])
        book["Rows"].append(["one"])
        hidden = book.create_sheet("Lists")
        hidden.append(["title"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Empty")

    table = read(workbook(("Read me first",), more=add_sheets))

    assert [row.cells for row in table.rows] == [{"title": "one"}]
    assert "“Rows”" in table.notes[0]
    assert "“Sheet”" in table.notes[0]


def test_rows_in_two_sheets_are_refused_so_that_none_is_forgotten():
    def add_sheet(book):
        book.create_sheet("Second").append(["title"])
        book["Second"].append(["two"])

    assert "Several sheets" in refusal(workbook(("title",), ("one",), more=add_sheet))


def test_merged_cells_of_the_header_are_told():
    def merge(book):
        book.active.merge_cells("A1:B1")

    words = refusal(workbook(("title", "area"), ("one", "muide"), more=merge))

    assert "Row 2, column “B”" in words
    assert "merged" in words


def test_a_formula_without_its_outcome_is_told_and_one_with_it_is_read():
    data = workbook(("title", "hours"), ("one", "=1+1"), (None, '=""'))
    kept = with_part(data, SHEET, lambda xml: xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    lost = with_part(data, SHEET, lambda xml: xml.replace(b"<v></v>", b"").replace(b"<v />", b""))

    assert read(kept).rows[0].cells["hours"] == "2"
    assert refusal(lost).count("formula") >= 2
    assert "Row 2, column “hours”" in refusal(lost)


def test_an_error_of_a_formula_is_told_at_its_place():
    def break_it(book):
        book.active["B2"] = "#REF!"
        book.active["B2"].data_type = "e"

    assert "Row 2, column “area”" in refusal(workbook(("title", "area"), ("one", "x"), more=break_it))


def entities(xml: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml.split(b"?>", 1)[-1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"PK\x03\x04rest", "damaged", id="no package"),
        pytest.param(GOOD[: len(GOOD) // 2], "damaged", id="half a package"),
        pytest.param(packed({"word/document.xml": b"<x/>"}), "not a workbook", id="a letter"),
        pytest.param(
            packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods", id="OpenDocument"
        ),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\x00" * 100, ".xls", id="a workbook of before"),
        pytest.param(
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password", id="locked with a password"
        ),
        pytest.param(workbook(), "empty", id="nothing at all"),
        pytest.param(workbook(("title",)), "no rows", id="only a header"),
        pytest.param(workbook(("title", "title"), ("a", "b")), "twice", id="a column twice"),
        pytest.param(workbook(("title", "colour"), ("a", "b")), "not known", id="an unknown column"),
        pytest.param(workbook(("area",), ("muide",)), "missing", id="a column is missing"),
        pytest.param(workbook(("title",), ("a",), ("b",), ("c",)), "at most 2", id="too many rows"),
        pytest.param(
            workbook([f"c{n}" for n in range(spreadsheet_file.COLUMNS_AT_MOST + 1)]), "columns", id="too many columns"
        ),
        pytest.param(with_part(GOOD, SHEET, entities), "damaged", id="XML that grows"),
        pytest.param(with_part(GOOD, "xl/workbook.xml", lambda xml: b""), "damaged", id="an empty part"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why_and_what_to_do(data, words):
    assert words in refusal(data, rows_at_most=2)


def test_a_workbook_that_unpacks_to_very_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(spreadsheet_file, "UNPACKED_AT_MOST", 100_000)
    bomb = packed({"xl/workbook.xml": b"<x/>", SHEET: b" " * 200_000})

    assert len(bomb) < 2_000
    assert "Unpacked" in refusal(bomb)


def test_a_row_that_says_it_stands_beyond_every_sheet_is_not_waited_for():
    far = with_part(GOOD, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="9999999999"'))

    assert "no rows" in refusal(far)


@given(st.binary(max_size=300))
def test_no_bytes_that_begin_as_a_package_break_the_reader(data):
    for start in spreadsheet_file.PACKED:
        assert refusal(start + data)


def is_read_or_refused(data: bytes) -> bool:
    try:
        return bool(read(data).rows)
    except UnreadableFile as refused:
        return bool(refused.problems)


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_to_a_workbook_breaks_the_reader(seed):
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _time in range(chance.randint(1, 30)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    assert is_read_or_refused(bytes(data))


@given(st.data())
def test_no_damage_to_the_xml_of_a_workbook_breaks_the_reader(data):
    part = data.draw(
        st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
    )
    place, length = data.draw(st.integers(0, 400)), data.draw(st.integers(0, 40))
    put = data.draw(
        st.binary(max_size=10) | st.sampled_from([b'r="A0"', b't="s"', b"<v>-1</v>", b'r="ZZZZZZ1"', b"1e999"])
    )

    def damage(xml: bytes) -> bytes:
        return xml[:place] + put + xml[place + length :]

    assert is_read_or_refused(with_part(GOOD, part, damage))
