"""The Belgian national number: what it may be, and that it shows nowhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.people.national_number import NumberKind, check_number, keyed_hash, parse_national_number

TODAY = date(2026, 11, 22)


def written(year: int, month: int, day: int, serial: int) -> str:
    nine = f"{year % 100:02d}{month:02d}{day:02d}{serial:03d}"
    return nine + check_number(nine, from_2000_on=year >= 2000)


@pytest.mark.parametrize(
    ("text", "kind", "born"),
    [
        pytest.param(written(1988, 3, 14, 123), NumberKind.NATIONAL, date(1988, 3, 14), id="born in 1988"),
        pytest.param(written(2003, 4, 5, 2), NumberKind.NATIONAL, date(2003, 4, 5), id="born in 2003: counts with a 2"),
        pytest.param("85.07.30-033 28", NumberKind.NATIONAL, date(1985, 7, 30), id="as printed on a card"),
        pytest.param(written(1990, 23, 1, 5), NumberKind.BIS, date(1990, 3, 1), id="BIS, sex unknown: month + 20"),
        pytest.param(written(1990, 52, 1, 5), NumberKind.BIS, date(1990, 12, 1), id="BIS, sex known: month + 40"),
        pytest.param(written(1970, 0, 0, 7), NumberKind.NATIONAL, None, id="only the year of birth is known"),
        pytest.param(written(1970, 20, 0, 7), NumberKind.BIS, None, id="BIS, only the year of birth is known"),
        pytest.param(written(1970, 0, 13, 7), NumberKind.NATIONAL, None, id="a day that only makes room for serials"),
        pytest.param(written(2004, 2, 29, 7), NumberKind.NATIONAL, date(2004, 2, 29), id="leap day"),
    ],
)
def test_a_number_that_can_exist_tells_its_register_and_birth_date(text, kind, born):
    number = parse_national_number(text, today=TODAY)

    assert (number.kind, number.birth_date) == (kind, born)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("8507300332", id="ten digits"),
        pytest.param("850730033280", id="twelve digits"),
        pytest.param("85073003329", id="wrong check number"),
        pytest.param("85O73003328", id="letter O for zero"),
        pytest.param("８５０７３００３３２８", id="wide digits"),
        pytest.param(written(1985, 13, 1, 5), id="month 13"),
        pytest.param(written(1985, 33, 1, 5), id="BIS month 13"),
        pytest.param(written(1985, 2, 30, 5), id="30 February"),
        pytest.param(written(1985, 7, 30, 0), id="serial 000"),
        pytest.param(written(1985, 7, 30, 999), id="serial 999"),
        pytest.param(written(2026, 11, 23, 5), id="born tomorrow"),
        pytest.param(written(2031, 1, 1, 5), id="born in 2031"),
    ],
)
def test_a_number_that_cannot_exist_is_refused_without_being_repeated(text):
    with pytest.raises(InvalidValue) as refused:
        parse_national_number(text, today=TODAY)

    assert refused.value.field == "national_number"
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "birth_date", "agrees"),
    [
        pytest.param(written(1988, 3, 14, 1), date(1988, 3, 14), True, id="same day"),
        pytest.param(written(1988, 3, 14, 1), date(1988, 4, 13), False, id="another day"),
        pytest.param(written(1988, 3, 14, 1), None, True, id="birth date not known to us"),
        pytest.param(written(1988, 0, 0, 1), date(1988, 4, 13), True, id="unknown in the number, same year"),
        pytest.param(written(1988, 0, 0, 1), date(1989, 4, 13), False, id="unknown in the number, other year"),
    ],
)
def test_a_number_agrees_with_a_birth_date_or_not(number, birth_date, agrees):
    assert parse_national_number(number, today=TODAY).agrees_with(birth_date) is agrees


def test_the_hash_depends_on_the_key_and_not_on_how_the_number_is_written():
    plain = parse_national_number("85073003328", today=TODAY)
    printed = parse_national_number("85.07.30-033.28", today=TODAY)

    assert keyed_hash(plain, "a key") == keyed_hash(printed, "a key")
    assert keyed_hash(plain, "a key") != keyed_hash(plain, "another key")
    assert len(keyed_hash(plain, "a key")) == 64


def test_a_number_hides_itself_in_text():
    number = parse_national_number("85073003328", today=TODAY)

    assert "85073003328" not in f"{number} {number!r} {[number]}"


@given(days=st.integers(0, 40_000), serial=st.integers(1, 998))
def test_every_number_made_for_a_birth_date_gives_that_date_back(days, serial):
    born = TODAY - timedelta(days=days)

    assert parse_national_number(written(born.year, born.month, born.day, serial), today=TODAY).birth_date == born


@given(days=st.integers(0, 36_000), serial=st.integers(1, 998), place=st.integers(0, 10), digit=st.integers(1, 9))
def test_one_mistyped_digit_never_gives_the_same_number(days, serial, place, digit):
    born = date(2025, 12, 31) - timedelta(days=days)
    right = written(born.year, born.month, born.day, serial)
    wrong = right[:place] + str((int(right[place]) + digit) % 10) + right[place + 1 :]

    try:
        parsed = parse_national_number(wrong, today=TODAY)
    except InvalidValue:
        return
    assert parsed.digits != right
