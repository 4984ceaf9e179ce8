"""The Belgian national number and the BIS number: is it well formed, what birth date does it hold, its keyed hash.

The number itself is never stored, logged or put in a message: it is checked, hashed and forgotten.
Source: royal decree of 3 April 1984 on the composition of the identification number in the National Register (date of
birth, serial number, check number 97); BIS numbers: royal decree of 8 February 1991 (month raised by 20, or by 40 where
the sex is known). People born from 2000 on: the check number counts a 2 before the nine digits.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import InvalidValue, Message

FIELD: Final = "national_number"
_BETWEEN_DIGITS: Final = re.compile(r"[\s.\-/]")
_DIGITS: Final = re.compile(r"[0-9]{11}")
_MODULUS: Final = 97
_LAST_SERIAL: Final = 998


class NumberKind(StrEnum):
    """Which register gave the number?"""

    NATIONAL = "national"
    BIS = "bis"


@dataclass(frozen=True, slots=True)
class NationalNumber:
    """A number that can exist. Its text form hides the digits, so that a log or a traceback cannot show them."""

    digits: str
    kind: NumberKind
    birth_year: int
    birth_date: date | None

    def __repr__(self) -> str:
        return f"NationalNumber({self.kind}, hidden)"

    def __str__(self) -> str:
        return "***"

    def agrees_with(self, birth_date: date | None) -> bool:
        """Can somebody born on this day have this number? An unknown day agrees; an unknown date keeps the year."""
        if birth_date is None:
            return True
        if self.birth_date is None:
            return self.birth_year == birth_date.year
        return self.birth_date == birth_date


def parse_national_number(text: str, *, today: date) -> NationalNumber:
    """Which national or BIS number is written here?

    Arguments: `text`, eleven digits, with or without spaces, dots, dashes and slashes; `today`, after which nobody
    was born.
    Returns: the number; its birth date is None where month or day are zero, as for people whose birth date is unknown.
    Raises: `InvalidValue` at the field "national_number"; the message never holds the number.
    """
    digits = _BETWEEN_DIGITS.sub("", text)
    if not _DIGITS.fullmatch(digits):
        raise _invalid(_("A national number has eleven digits, such as the ones on an identity card."))
    year = _birth_year(digits, today)
    kind, month = _kind_and_month(int(digits[2:4]))
    day = int(digits[4:6])
    if not 1 <= int(digits[6:9]) <= _LAST_SERIAL:
        raise _invalid(_("The digits after the birth date in this national number cannot exist."))
    if month == 0 or day == 0:
        return NationalNumber(digits, kind, year, None)
    try:
        born = date(year, month, day)
    except ValueError:
        raise _invalid(_("The birth date in this national number does not exist.")) from None
    if born > today:
        raise _invalid(_("The birth date in this national number lies in the future."))
    return NationalNumber(digits, kind, year, born)


def keyed_hash(number: NationalNumber, key: str) -> str:
    """What stands for this number in the database: HMAC-SHA256 with the installation's key, 64 hexadecimal digits.

    Without the key nobody can try all numbers to see whose it is.
    """
    return hmac.new(key.encode(), number.digits.encode(), sha256).hexdigest()


def check_number(nine_digits: str, *, from_2000_on: bool) -> str:
    """Which two digits close these nine digits?"""
    base = int(("2" if from_2000_on else "") + nine_digits)
    return f"{_MODULUS - base % _MODULUS:02d}"


def _birth_year(digits: str, today: date) -> int:
    nine, check, year = digits[:9], digits[9:], int(digits[:2])
    if check == check_number(nine, from_2000_on=True) and 2000 + year <= today.year:
        return 2000 + year
    if check == check_number(nine, from_2000_on=False):
        return 1900 + year
    raise _invalid(_("The last two digits do not fit the others: a digit is probably mistyped."))


def _kind_and_month(written: int) -> tuple[NumberKind, int]:
    for raised in (40, 20):
        if raised <= written <= raised + 12:
            return NumberKind.BIS, written - raised
    if written <= 12:
        return NumberKind.NATIONAL, written
    raise _invalid(_("The month in this national number does not exist."))


def _invalid(message: Message) -> InvalidValue:
    return InvalidValue(message, hint=_("Compare it with the identity card."), field=FIELD)
