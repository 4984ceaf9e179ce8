"""Answers of the forms of the fund: money as people write it, moments, rows that grow."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arbeidspact.web.funding.words import money_number
from arbeidspact.web.monitor.figures import language

GROUPED = re.compile(r"[.,](?=\d{3}(?:[.,]|$))")


def parse_money(text: str) -> Decimal:
    """How many euro does somebody mean? `40.000`, `40 000,50`, `40,000.50`, `40000.5`.

    A point or comma before exactly three digits groups thousands (cents have at most two), any other is the decimal
    one. Raises: `ValueError` when it can mean nothing, or has parts of a cent.
    """
    plain = re.sub(r"[\s\u00a0\u202f€]|euro|eur", "", text.lower())
    plain = GROUPED.sub("", plain).replace(",", ".")
    if not re.fullmatch(r"(0|[1-9]\d*)(\.\d{1,2})?", plain):
        raise ValueError(text)
    return Decimal(plain)


class MoneyField(forms.CharField):
    """An amount in euro, as people write it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text)
        except ValueError as error:
            raise ValidationError(
                _("Write an amount in euro, such as 40.000 or 40.000,50; at most two decimals.")
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return money_number(value) if isinstance(value, Decimal) else value


class FigureField(forms.CharField):
    """A figure with a comma or point for its decimals, and nothing else between its digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            if not re.fullmatch(r"-?\d+([.,]\d{1,6})?", text):
                raise InvalidOperation
            return Decimal(text.replace(",", "."))
        except InvalidOperation as error:
            raise ValidationError(
                _("Write a figure such as 1250 or 68,6: a comma or point only for decimals.")
            ) from error

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return str(format_decimal(value, format="0.######", locale=language()))


class MomentInput(forms.DateTimeInput):
    """Day and hour in one field of the browser."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day with its hour, on the clock of this installation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"], **options
        )


def text_area(rows: int) -> forms.Textarea:
    """A field for several lines."""
    return forms.Textarea(attrs={"rows": rows})
