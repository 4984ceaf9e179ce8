"""Numbers as people write them become numbers as networks want them; texts are counted in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.correspondence.phone_numbers import international_number, mobile_number, sms_parts
from arbeidspact.organisations.exceptions import InvalidValue


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("0470 12 34 56", "+32470123456", id="Belgian, as written at home"),
        pytest.param("0470/12.34.56", "+32470123456", id="with a slash and dots"),
        pytest.param("+32 (0)470 12 34 56", "+32470123456", id="with a zero between brackets"),
        pytest.param("0032 470 12 34 56", "+32470123456", id="with two zeros"),
        pytest.param("+31 6 12345678", "+31612345678", id="Dutch"),
        pytest.param("+40 721 234 567", "+40721234567", id="Romanian"),
    ],
)
def test_a_mobile_number_is_understood_as_people_write_it(written, number):
    assert mobile_number(written) == number


@pytest.mark.parametrize(
    "written", ["", "abc", "+32", "12", "0470 12 34 5", "0470 12 34 567", "09 266 00 00", "04 222 33 44"]
)
def test_what_receives_no_text_messages_is_refused(written):
    with pytest.raises(InvalidValue):
        mobile_number(written)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_none(written):
    number = international_number(written)
    assert number is None or (number.startswith("+") and number[1:].isascii() and number[1:].isdigit())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("a" * 160, 1, id="160 fit"),
        pytest.param("a" * 161, 2, id="161 do not"),
        pytest.param("a" * 306, 2, id="twice 153"),
        pytest.param("a" * 307, 3, id="one more"),
        pytest.param("€" * 80, 1, id="a euro counts double"),
        pytest.param("€" * 81, 2, id="81 euros do not fit"),
        pytest.param("ë" * 70, 1, id="70 wide signs fit"),
        pytest.param("ë" * 71, 2, id="71 wide signs do not"),
        pytest.param("م" * 134, 2, id="twice 67"),
        pytest.param("م" * 135, 3, id="Arabic, one more"),
    ],
)
def test_a_text_is_counted_in_parts(text, parts):
    assert sms_parts(text) == parts
