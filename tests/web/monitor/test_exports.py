import csv
import io
from collections.abc import Iterable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.organisations.spreadsheets import FORMULA_STARTS, PLAIN_NUMBER, safe_cell
from arbeidspact.web.exports import csv_response


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("Jobteam", "Jobteam", id="words"),
        pytest.param(None, "", id="nothing"),
        pytest.param("", "", id="empty"),
        pytest.param(-588, "-588", id="a number below zero"),
        pytest.param("-0.5 %", "-0.5 %", id="a percentage below zero"),
        pytest.param("+32 9 123", "'+32 9 123", id="a phone number"),
        pytest.param("=1+1", "'=1+1", id="a formula"),
        pytest.param("-1+1", "'-1+1", id="a formula that starts as a number"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="an at sign"),
        pytest.param("\t=1", "'\t=1", id="a tab"),
        pytest.param("\r=1", "'\r=1", id="a return"),
        pytest.param("-inf", "'-inf", id="what only looks like a number"),
    ],
)
def test_no_cell_is_taken_for_a_formula(value: object, cell: str):
    assert safe_cell(value) == cell


@given(st.text())
def test_whatever_a_cell_holds_it_starts_no_formula(text: str):
    cell = safe_cell(text)

    assert not cell.startswith(FORMULA_STARTS) or PLAIN_NUMBER.fullmatch(cell)
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_a_file_is_read_back_by_a_csv_reader_and_known_by_a_spreadsheet():
    response = csv_response("list.csv", ["a", "b"], iter([["één", "x,y"], ["=1", 'z"q']]))
    content = b"".join(cast("Iterable[bytes]", response))

    assert content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="list.csv"'
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b"], ["één", "x,y"], ["'=1", 'z"q']]
