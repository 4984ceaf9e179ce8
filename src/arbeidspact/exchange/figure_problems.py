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
    gettext_noop("the file has this column twice"),
    gettext_noop("the file is not UTF-8"),
    gettext_noop("save it as CSV in UTF-8"),
    gettext_noop("The row cannot be read as CSV."),
    gettext_noop("Check the quotes: text with a quote in it stands between quotes, with the quote doubled."),
    gettext_noop("the same figure stands in value %(row)s"),
    gettext_noop("the text is longer than %(count)s signs"),
    gettext_noop("shorten it"),
    gettext_noop("%(text)s lies before %(first)s or after %(last)s"),
    gettext_noop("correct the year"),
    gettext_noop("%(text)s is not a percentage from 0 to 100"),
    gettext_noop("%(text)s is larger than any figure"),
    gettext_noop("%(text)s times %(factor)s is not a whole number; this indicator counts"),
    gettext_noop("correct the number, or the factor of the mapping"),
    gettext_noop("%(text)s uses %(mark)s for decimals, this file uses %(other)s"),
    gettext_noop("%(text)s is not a period written as %(pattern)s"),
    gettext_noop("correct it, or the pattern of the mapping"),
    gettext_noop("there are no names of columns in row %(row)s"),
    gettext_noop("say in which row they stand"),
    gettext_noop("there is no row under the header"),
    gettext_noop("choose the file again"),
    gettext_noop("the mapping names this column, the file does not have it"),
    gettext_noop("correct the mapping or the file; the file has: %(names)s"),
    gettext_noop("the file has %(count)s different texts here, and the mapping does not use them"),
    gettext_noop("keep one of them, or make it a breakdown"),
    gettext_noop("%(text)s is the name of several areas: %(names)s"),
    gettext_noop("say in the words of the mapping which one is meant"),
    gettext_noop("it merged into %(name)s on %(day)s: use figures by NIS code to have parts added up"),
    gettext_noop("%(code)s is no municipality of today: it merged into %(name)s on %(day)s"),
    gettext_noop("use the new code, or let the mapping say that the file keeps to the borders of the time"),
    gettext_noop("%(code)s no longer exists in this period: it merged into %(name)s on %(day)s"),
    gettext_noop("use the figure of %(code)s"),
    gettext_noop("%(part)s merged into %(name)s on %(day)s; a %(unit)s of its parts cannot be added up"),
    gettext_noop("import what the source publishes for %(name)s, or leave these rows out with keep"),
    gettext_noop("%(part)s merged into %(name)s on %(day)s; for this period there is no figure of %(others)s"),
    gettext_noop("add it to the file: only all parts together make the figure"),
    gettext_noop("%(part)s merged into %(name)s on %(day)s"),
    gettext_noop("let the mapping add the parts up, or leave these rows out with keep"),
    gettext_noop("this is not JSON (%(reason)s)"),
    gettext_noop("download the file again"),
    gettext_noop("save it as JSON in UTF-8"),
    gettext_noop("download the file again as JSON-stat 2.0"),
    gettext_noop("download the file again as SDMX-JSON 1.0 or 2.0"),
    gettext_noop("this is no JSON-stat dataset"),
    gettext_noop("download one dataset, not a collection or a dimension"),
    gettext_noop("this is no SDMX-JSON data message"),
    gettext_noop("the message does not hold exactly one data set"),
    gettext_noop("download one at a time"),
    gettext_noop("the dimensions are missing"),
    gettext_noop("the dimensions and their sizes do not fit"),
    gettext_noop("this dimension has no categories"),
    gettext_noop("the values are missing"),
    gettext_noop("the publisher answered with an error"),
    gettext_noop("ask for the figures again"),
    gettext_noop("nothing says the %(column)s"),
    gettext_noop("name a column of the file, or a constant"),
    gettext_noop("name a column of the file, or what stands across"),
    gettext_noop("values stand across"),
    gettext_noop("leave the column of the value out"),
    gettext_noop("%(column)s is both a column and a constant"),
    gettext_noop("%(column)s is not a column of ours"),
    gettext_noop("%(pattern)s names no year"),
    gettext_noop("%(pattern)s holds a letter that says nothing: %(sign)s"),
    gettext_noop("use YYYY, MM, MONTH, DD, Q and H, and other letters between quotes, such as MM/YYYY or YYYY'K'Q"),
    gettext_noop("only percent and share can be converted"),
    gettext_noop("leave it out, or use a factor"),
    gettext_noop("this is not TOML (%(reason)s)"),
    gettext_noop("correct the file at that place"),
    gettext_noop("correct the value"),
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
