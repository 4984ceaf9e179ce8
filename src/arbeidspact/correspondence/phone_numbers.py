"""Telephone numbers as people write them, and as networks want them (E.164); and what a text message costs in parts."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import InvalidValue

BELGIUM: Final = "+32"
WRITTEN: Final = re.compile(r"[\s./()\-\u00a0\u2011\u2013]")
INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9]{7,14}")
BELGIAN_MOBILE: Final = re.compile(r"\+324[0-9]{8}")

# The basic alphabet of text messages (3GPP TS 23.038): 160 signs fit in one part, 153 in each of several.
BASIC_SIGNS: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE_SIGNS: Final = frozenset("^{}\\[~]|€\f")


def mobile_number(written: str) -> str:
    """Which number do we send a text message to? Without a country, Belgium is meant.

    Returns: the number as E.164 has it, such as "+32470123456".
    Raises: `InvalidValue` when it is no number, or a Belgian one that receives no text messages.
    """
    number = international_number(written)
    if number is None:
        raise InvalidValue(
            _("This is not a telephone number."), hint=_("Write it like 0470 12 34 56 or +32 470 12 34 56."), field="to"
        )
    if number.startswith(BELGIUM) and not BELGIAN_MOBILE.fullmatch(number):
        raise InvalidValue(
            _("This number cannot receive text messages."), hint=_("Give the number of a mobile phone."), field="to"
        )
    return number


def international_number(written: str) -> str | None:
    """This number as E.164 has it; None when it cannot be one."""
    bare = WRITTEN.sub("", written.replace("(0)", ""))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif bare.startswith("0"):
        bare = BELGIUM + bare[1:]
    return bare if INTERNATIONAL.fullmatch(bare) else None


def sms_parts(text: str) -> int:
    """In how many parts does this text travel? Each part is paid for; none for an empty text.

    One sign beyond the basic alphabet makes the whole text travel in wide signs: 70 in one part, 67 in each of several.
    """
    if not text:
        return 0
    if all(sign in BASIC_SIGNS or sign in DOUBLE_SIGNS for sign in text):
        length, alone, joined = sum(2 if sign in DOUBLE_SIGNS else 1 for sign in text), 160, 153
    else:
        length, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else -(-length // joined)
