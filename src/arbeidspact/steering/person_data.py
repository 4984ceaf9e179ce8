"""Free text about the pact holds nothing of a person: what surely does is refused, with the place and the fix."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.phone_numbers import international_number
from arbeidspact.organisations.exceptions import InvalidValue, Message
from arbeidspact.people.national_number import parse_national_number

MAIL: Final = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[A-Za-z]{2,}")
ELEVEN_DIGITS: Final = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){10}(?!\d)")
DAY: Final = re.compile(r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)")
PHONE: Final = re.compile(r"(?<![\w.,])(?:\+|00|0)[\d][\d\s./()\-]{6,18}\d(?!\w)")
SHORTEST_NUMBER: Final = 9
HINT: Final = _("Leave it out: describe the group of people, not one of them.")


def refuse_person_data(texts: Mapping[str, str], *, today: date | None = None) -> None:
    """Does one of these texts hold a national number, a mail address or a telephone number?

    Arguments: `texts`, by the name of their field. Raises: `InvalidValue` at the first field that does; the message
    never repeats what stands there.
    """
    day = today or timezone.localdate()
    for field, text in texts.items():
        problem = person_data_in(text, today=day)
        if problem:
            raise InvalidValue(problem, hint=HINT, field=field)


def person_data_in(text: str, *, today: date) -> Message:
    """What in this text says who somebody is, in words? Empty when nothing is found. Names it does not recognise."""
    if MAIL.search(text):
        return _("This text holds a mail address.")
    if any(_is_national_number(found.group(), today) for found in ELEVEN_DIGITS.finditer(text)):
        return _("This text holds a national number.")
    if any(_is_phone_number(found.group()) for found in PHONE.finditer(DAY.sub(" ; ", text))):
        return _("This text holds a telephone number.")
    return ""


def _is_national_number(digits: str, today: date) -> bool:
    try:
        parse_national_number(digits, today=today)
    except InvalidValue:
        return False
    return True


def _is_phone_number(written: str) -> bool:
    return sum(sign.isdigit() for sign in written) >= SHORTEST_NUMBER and international_number(written) is not None
