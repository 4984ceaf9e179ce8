from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import InvalidNumber, Unit, parse_value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        pytest.param("70,3", "percent", "70.3", id="a Dutch percentage"),
        pytest.param("70.3", "percent", "70.3", id="a percentage with a point"),
        pytest.param("24,08%", "percent", "24.08", id="a percent sign"),
        pytest.param("-4,5", "percent", "-4.5", id="a fall"),
        pytest.param("\u22124,5 %", "percent", "-4.5", id="a typographic minus"),
        pytest.param("0,5 %", "percent", "0.5", id="half a percent, said with its sign"),
        pytest.param("0", "percent", "0", id="nothing"),
        pytest.param("0,703", "share", "0.703", id="a share"),
        pytest.param("1", "share", "1", id="everything"),
        pytest.param("12.739", "count", "12739", id="a Dutch thousand"),
        pytest.param("12 739", "count", "12739", id="a space for thousands"),
        pytest.param("12\u202f739", "count", "12739", id="a narrow space for thousands"),
        pytest.param("+1.588", "count", "1588", id="a plus sign"),
        pytest.param("12739", "count", "12739", id="a plain count"),
        pytest.param("4.730.000 euro", "euro", "4730000", id="an amount"),
        pytest.param("€ 1.234,56", "euro", "1234.56", id="an amount with cents"),
        pytest.param("1,234.56", "euro", "1234.56", id="an English amount"),
        pytest.param("111,5", "ratio", "111.5", id="a ratio"),
        pytest.param("72", "days", "72", id="days"),
    ],
)
def test_a_printed_number_is_read_as_meant(text, unit, value):
    assert parse_value(text, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        pytest.param(
            "70,3",
            "share",
            '70,3 is a percentage; this indicator stores shares: write 0,703 or set unit = "percent"',
            id="a percentage where shares are stored",
        ),
        pytest.param(
            "0,5 %",
            "share",
            '0,5 % is a percentage; this indicator stores shares: write 0,005 or set unit = "percent"',
            id="a percent sign where shares are stored",
        ),
        pytest.param("12.739.000", "share", "12.739.000 is not a share: write a number from 0 to 1", id="far too much"),
        pytest.param(
            "-0,2", "share", "-0,2 is below 0; a share lies between 0 and 1: correct the number", id="below zero"
        ),
        pytest.param(
            "0,703",
            "percent",
            "0,703 looks like a share; this indicator stores percentages: "
            'write 70,3 or set unit = "share"; if less than one percent is meant, write 0,703 %',
            id="a share where percentages are stored",
        ),
        pytest.param(
            "12.739",
            "ratio",
            "12.739 can mean 12739 or 12.739: name the decimal mark of the file, or write it without thousands marks",
            id="two readings",
        ),
        pytest.param(
            "12,5",
            "count",
            "12,5 is not a whole number; this indicator counts: write a whole number",
            id="half a person",
        ),
        pytest.param(
            "12%",
            "count",
            '12% is a percentage; this indicator stores count: remove the % or set unit = "percent"',
            id="a percent of people",
        ),
        pytest.param(
            "n.v.t.", "percent", "n.v.t. is not a number: write digits with one decimal mark, such as 70,3", id="words"
        ),
        pytest.param(
            "",
            "percent",
            "an empty cell is not a number: write digits with one decimal mark, such as 70,3",
            id="nothing",
        ),
        pytest.param(
            "1.2.3", "percent", "1.2.3 is not a number: write digits with one decimal mark, such as 70,3", id="marks"
        ),
        pytest.param(
            "--5", "percent", "--5 is not a number: write digits with one decimal mark, such as 70,3", id="two signs"
        ),
        pytest.param(
            "1e5", "count", "1e5 is not a number: write digits with one decimal mark, such as 70,3", id="an exponent"
        ),
    ],
)
def test_a_number_that_does_not_fit_says_why_and_what_to_write(text, unit, message):
    with pytest.raises(InvalidNumber) as refusal:
        parse_value(text, unit)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        pytest.param("12.739", ".", "12.739", id="a point is the decimal mark"),
        pytest.param("12.739", ",", "12739", id="a comma is the decimal mark"),
        pytest.param("70,3", ",", "70.3", id="comma as told"),
    ],
)
def test_a_known_decimal_mark_decides(text, mark, value):
    assert parse_value(text, Unit.RATIO, decimal_mark=mark) == Decimal(value)


def test_the_other_decimal_mark_is_refused_when_the_file_has_one():
    with pytest.raises(InvalidNumber, match=r"70\.3 uses \. for decimals, this file uses ,: write 70,3"):
        parse_value("70.3", Unit.PERCENT, decimal_mark=",")


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_a_share_reads_back_with_a_comma(share):
    assert parse_value(str(share).replace(".", ","), Unit.SHARE, decimal_mark=",") == share


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_reads_back_with_and_without_thousands_marks(count):
    assert parse_value(f"{count:,}".replace(",", "."), Unit.COUNT) == count
    assert parse_value(str(count), Unit.COUNT) == count


@given(st.text(max_size=12), st.sampled_from(Unit))
def test_any_text_gives_a_number_or_a_named_refusal(text, unit):
    try:
        value = parse_value(text, unit)
    except InvalidNumber as refusal:
        told = bool(refusal.problem and refusal.fix)
    else:
        told = value.is_finite()

    assert told
