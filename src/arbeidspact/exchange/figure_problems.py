"""What is wrong with a file of figures, in the language of the reader: the `indicators` package speaks English only."""

import re
from typing import Final

from django.utils.translation import gettext, gettext_noop

from arbeidspact.indicators import Problem

_TEXTS: Final = (
    gettext_noop("this column is missing"),
    gettext_noop("add it"),
    gettext_noop("this column is unknown"),
    gettext_noop("use one of: %(names)s"),
    gettext_noop("the row has more cells than the header"),
    gettext_noop('put text that holds a comma between double quotes: "..."'),
    gettext_noop("the cell is empty"),
    gettext_noop("fill it in"),
    gettext_noop("%(text)s is not a known area"),
    gettext_noop("add it to the areas file or correct the code"),
    gettext_noop("%(text)s is not defined"),
    gettext_noop("add its definition first or correct the slug"),
    gettext_noop("%(text)s differs from the definition, which says %(unit)s"),
    gettext_noop('write "%(unit)s" and convert the value'),
    gettext_noop("%(text)s is not a date"),
    gettext_noop("write year-month-day, such as 2020-10-19, or leave it empty"),
    gettext_noop("%(text)s is not possible here"),
    gettext_noop("the same figure stands in row %(row)s"),
    gettext_noop("keep one of the two"),
    gettext_noop("%(text)s is not a period"),
    gettext_noop(
        "write a year (2019), half (2020-H1), quarter (2019-Q3), month (2019-02), day (2019-12-31) or a span of two "
        "(2018-12/2019-11)"
    ),
    gettext_noop("%(text)s is no breakdown of this indicator"),
    gettext_noop("write dimension:category, such as sex:women"),
    gettext_noop("leave it empty: this indicator has no breakdowns"),
    gettext_noop("for %(name)s, use one of: %(names)s"),
    gettext_noop("name %(name)s once"),
    gettext_noop("%(text)s is not a number"),
    gettext_noop("write digits with one decimal mark, such as 70,3"),
    gettext_noop("%(text)s is not a share"),
    gettext_noop("write a number from 0 to 1"),
    gettext_noop("%(text)s is below 0; a share lies between 0 and 1"),
    gettext_noop("correct the number"),
    gettext_noop("%(text)s looks like a share; this indicator stores percentages"),
    gettext_noop('write %(text)s or set unit = "%(unit)s"; if less than one percent is meant, write %(percent)s %%'),
    gettext_noop("%(text)s is a percentage; this indicator stores %(unit)s"),
    gettext_noop('write %(text)s or set unit = "%(unit)s"'),
    gettext_noop('remove the %% or set unit = "percent"'),
    gettext_noop("%(text)s is not a whole number; this indicator counts"),
    gettext_noop("write a whole number"),
    gettext_noop("%(text)s can mean %(one)s or %(other)s"),
    gettext_noop("name the decimal mark of the file, or write it without thousands marks"),
    gettext_noop("write %(text)s"),
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\?\((\w+)\\?\)s", r"(?P<\1>.+)", re.escape(text)).replace("%%", "%"), re.DOTALL)


_PATTERNS: Final = tuple((_pattern(text), text) for text in _TEXTS)


def in_words(problem: Problem) -> tuple[str, str]:
    """What is wrong and what to do, as the reader of this page speaks; a text that is not known stays English."""
    return _translated(problem.problem), _translated(problem.fix)


def _translated(text: str) -> str:
    for pattern, message in _PATTERNS:
        if found := pattern.fullmatch(text):
            return gettext(message) % found.groupdict()
    return text
