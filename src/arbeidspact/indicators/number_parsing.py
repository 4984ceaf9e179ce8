"""Numbers as Dutch documents print them: `70,3`, `12.739`, `24,08%`, `4.730.000 euro`."""

import re
from decimal import Decimal
from typing import Literal

from .definition import Unit
from .exceptions import InvalidNumber

DecimalMark = Literal[",", "."]

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", re.ASCII)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_BOTH_MARKS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_WHOLE_UNITS = (Unit.COUNT, Unit.EURO)


def parse_value(text: str, unit: Unit | str, *, decimal_mark: DecimalMark | None = None) -> Decimal:
    """Which value does this printed number have in the unit of its indicator?

    Arguments: `text`, as printed, with an optional sign, `%` or euro sign; `unit`, how the indicator stores it;
    `decimal_mark`, the mark of the file when it is known, None to accept both where only one reading is possible.
    Returns: the exact value. Raises: `InvalidNumber` when the text is no number, has two readings, or belongs to
    another unit.
    """
    unit = Unit(unit)
    bare, has_percent_sign = _without_signs(text, unit)
    negative = bare.startswith("-")
    value = _read_digits(text, bare.lstrip("+-") if bare[:2] not in ("--", "++") else bare, unit, decimal_mark)
    value = -value if negative else value
    _refuse_other_unit(text, value, unit, has_percent_sign=has_percent_sign)
    return value


def _without_signs(text: str, unit: Unit) -> tuple[str, bool]:
    bare = _SPACES.sub("", text).replace("\u2212", "-")
    has_percent_sign = bare.endswith("%")
    bare = bare.removesuffix("%")
    if unit is Unit.EURO:
        bare = bare.removeprefix("€").removesuffix("€").removesuffix("euro").removesuffix("EUR")
    return bare, has_percent_sign


def _read_digits(text: str, digits: str, unit: Unit, decimal_mark: DecimalMark | None) -> Decimal:
    if _BOTH_MARKS.fullmatch(digits):
        mark = max(".,", key=digits.rfind)
        if decimal_mark in (None, mark):
            return Decimal(digits.replace("." if mark == "," else ",", "").replace(",", "."))
    elif grouped := _GROUPED.fullmatch(digits):
        return _read_grouped(text, digits, grouped[1], unit, decimal_mark)
    elif _PLAIN.fullmatch(digits):
        used = "," if "," in digits else "."
        if decimal_mark in (None, used) or digits.isdigit():
            return Decimal(digits.replace(",", "."))
        raise InvalidNumber(
            f"{text} uses {used} for decimals, this file uses {decimal_mark}",
            f"write {digits.replace(used, decimal_mark or '')}",
        )
    raise InvalidNumber(
        f"{text or 'an empty cell'} is not a number", "write digits with one decimal mark, such as 70,3"
    )


def _read_grouped(text: str, digits: str, mark: str, unit: Unit, decimal_mark: DecimalMark | None) -> Decimal:
    """`12.739` is twelve thousand in a count and may be twelve-and-a-bit in a rate: only one reading may be taken."""
    joined = digits.replace(mark, "")
    if digits.count(mark) > 1:
        return Decimal(joined)
    as_decimal = Decimal(digits.replace(mark, "."))
    if decimal_mark is not None:
        return as_decimal if mark == decimal_mark else Decimal(joined)
    if digits.startswith("0"):
        return as_decimal
    if unit in _WHOLE_UNITS:
        return Decimal(joined)
    raise InvalidNumber(
        f"{text} can mean {joined} or {as_decimal}",
        "name the decimal mark of the file, or write it without thousands marks",
    )


def _refuse_other_unit(text: str, value: Decimal, unit: Unit, *, has_percent_sign: bool) -> None:
    shown = text.strip()
    if unit is Unit.SHARE and (has_percent_sign or value > 1):
        if has_percent_sign or value <= 100:
            as_share = _dutch(value / 100)
            raise InvalidNumber(
                f"{shown} is a percentage; this indicator stores shares", f'write {as_share} or set unit = "percent"'
            )
        raise InvalidNumber(f"{shown} is not a share", "write a number from 0 to 1")
    if unit is Unit.SHARE and value < 0:
        raise InvalidNumber(f"{shown} is below 0; a share lies between 0 and 1", "correct the number")
    if unit is Unit.PERCENT and not has_percent_sign and 0 < abs(value) < 1:
        as_percent = _dutch(value * 100)
        raise InvalidNumber(
            f"{shown} looks like a share; this indicator stores percentages",
            f'write {as_percent} or set unit = "share"; if less than one percent is meant, write {shown} %',
        )
    if unit not in (Unit.SHARE, Unit.PERCENT) and has_percent_sign:
        raise InvalidNumber(
            f"{shown} is a percentage; this indicator stores {unit}", 'remove the % or set unit = "percent"'
        )
    if unit is Unit.COUNT and value != value.to_integral_value():
        raise InvalidNumber(f"{shown} is not a whole number; this indicator counts", "write a whole number")


def _dutch(value: Decimal) -> str:
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")
