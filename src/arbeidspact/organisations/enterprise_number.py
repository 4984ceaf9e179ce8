"""The Belgian enterprise number (ondernemingsnummer): ten digits, the last two a checksum."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_enterprise_number(value: str) -> None:
    """Is this an enterprise number that can exist?

    Arguments: `value`, with or without dots, such as "0207.451.227".
    Raises: `ValidationError` when it has not ten digits or its checksum is wrong.
    Source: Crossroads Bank for Enterprises: the last two digits are 97 minus the first eight modulo 97.
    """
    digits = re.sub(r"\D", "", value)
    if len(digits) != 10 or not re.fullmatch(r"[\d. ]+", value):
        raise ValidationError(_("An enterprise number has ten digits, such as 0123.456.749."))
    if 97 - int(digits[:8]) % 97 != int(digits[8:]):
        raise ValidationError(_("The last two digits of this enterprise number do not fit the rest: check for a typo."))
