"""The fixed phrases of reports, a file for each language, and how numbers, days and periods read in it.

A report says the same wherever it is made: its phrases come from these files, never from what this machine is set to.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal

from arbeidspact.indicators import Period, Unit
from arbeidspact.reports.content import Words

FOLDER: Final = Path(__file__).parent / "phrases"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"


class ReportLanguage(StrEnum):
    """In which languages reports are made."""

    DUTCH = "nl"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, phrase: str, **words: object) -> str:
        """A phrase with these words filled in; what is filled in may hold braces itself. Raises: `KeyError`."""
        text = self.texts[phrase]
        return "".join(
            part if place % 2 == 0 else str(words[part]) for place, part in enumerate(text.replace("}", "{").split("{"))
        )

    def counted(self, phrase: str, count: int, **words: object) -> str:
        """A phrase about so many things, in the form for one thing (`phrase_one`) where it has that."""
        key = f"{phrase}_one" if count == 1 and self.has(f"{phrase}_one") else phrase
        return self(key, **{"count": self.number(count), **words})

    def has(self, phrase: str) -> bool:
        """Is there such a phrase?"""
        return phrase in self.texts

    def of(self, words: Words | None) -> str:
        """A text in this language; empty when there is none."""
        return words.in_language(self.language) if words else ""

    def day(self, day: date | None) -> str:
        """A day written out: "31 december 2025"."""
        return str(format_date(day, "d MMMM y", locale=self.language)) if day else self("not_published")

    def period(self, text: str) -> str:
        """A period: "2019", "3e kwartaal 2019", "november 2019"."""
        period = Period.parse(text)
        forms = {"month": "MMMM y", "quarter": "QQQQ y", "day": "d MMMM y"}
        form = forms.get(str(period.kind))
        return str(format_date(period.start, form, locale=self.language)) if form else str(period)

    def number(self, value: Decimal | int) -> str:
        """A number: "12.559", "68,6"."""
        return str(format_decimal(value, format="#,##0.##", locale=self.language)).replace(" ", NO_BREAK)

    def euro(self, value: Decimal) -> str:
        """An amount of money: "105.000 euro"."""
        return f"{self.money(value)}{NO_BREAK}{self('euro')}"

    def money(self, value: Decimal) -> str:
        """An amount without its unit: "105.000", "315.333,30"."""
        is_whole = value == value.to_integral_value()
        return str(format_decimal(value, format="#,##0" if is_whole else "#,##0.00", locale=self.language))

    def value(self, value: Decimal | None, unit: Unit) -> str:
        """A value with its unit: "68,6 %"; in words when it is hidden."""
        if value is None:
            return self("hidden")
        text = self.number(value * 100 if unit is Unit.SHARE else value)
        signs = {Unit.PERCENT: "%", Unit.SHARE: "%", Unit.EURO: self("euro"), Unit.DAYS: self("days")}
        return f"{text}{NO_BREAK}{signs[unit]}" if unit in signs else text

    def difference(self, value: Decimal, unit: Unit) -> str:
        """A difference of values, without its sign: percentages differ by percentage points."""
        if unit in {Unit.PERCENT, Unit.SHARE}:
            return f"{self.number(abs(value) * (100 if unit is Unit.SHARE else 1))}{NO_BREAK}{self('points')}"
        return self.value(abs(value), unit)


def phrases_in(language: str) -> Phrases:
    """The phrases of this language. Raises: `ValueError` for a language that reports are not made in."""
    return _read(ReportLanguage(language).value)


@cache
def _read(language: str) -> Phrases:
    return Phrases(language, tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
