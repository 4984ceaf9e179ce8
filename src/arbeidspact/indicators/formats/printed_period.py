"""Periods as other producers print them: `2024M01`, `2024-S1`, `januari 2024`, `01/2024`."""

import re
from functools import lru_cache
from typing import Final

from ..exceptions import InvalidCell, InvalidPeriod
from ..period import Period

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_TOKENS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MONTH": r"(?P<name>[a-z]+)\.?",
    "MM": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
    "Q": r"(?P<quarter>[1-4])",
    "H": r"(?P<half>[12])",
}
_USUAL: Final = (
    "YYYY",
    "YYYY'Q'Q",
    "YYYY-'Q'Q",
    "YYYY'M'MM",
    "YYYY-'M'MM",
    "YYYY'S'H",
    "YYYY-'S'H",
    "YYYYMM",
    "MM/YYYY",
    "MM-YYYY",
    "MONTH YYYY",
)
PATTERN_HELP: Final = "use YYYY, MM, MONTH, DD, Q and H, and other letters between quotes, such as MM/YYYY or YYYY'K'Q"


def check_pattern(pattern: str) -> str:
    """This pattern, when it can name a period. Raises: `InvalidCell`."""
    if "(?P<year>" not in _compiled(pattern).pattern:
        raise InvalidCell(f"{pattern} names no year", PATTERN_HELP)
    return pattern


def read_printed_period(text: str, pattern: str = "") -> Period:
    """Which period does a producer mean by this text?

    Arguments: `pattern`, how the producer writes it (see `PATTERN_HELP`); empty for our own forms and the usual ones.
    Raises: `InvalidPeriod`; `InvalidCell` when the text has another form than the pattern.
    """
    if pattern:
        found = _matched(text, pattern)
        if found is None:
            raise InvalidCell(
                f"{text} is not a period written as {pattern}", "correct it, or the pattern of the mapping"
            )
        return found
    try:
        return Period.parse(text)
    except InvalidPeriod:
        for usual in _USUAL:
            if (found := _matched(text, usual)) is not None:
                return found
        raise


def _matched(text: str, pattern: str) -> Period | None:
    match = _compiled(pattern).fullmatch(" ".join(text.lower().split()))
    if match is None:
        return None
    parts = match.groupdict()
    year = parts["year"]
    if parts.get("name"):
        if parts["name"] not in MONTHS:
            return None
        parts["month"] = str(MONTHS[parts["name"]])
    month = int(parts.get("month") or 0)
    if parts.get("day"):
        printed = f"{year}-{month:02}-{int(parts['day']):02}"
    elif month:
        printed = f"{year}-{month:02}"
    elif parts.get("quarter"):
        printed = f"{year}-Q{parts['quarter']}"
    elif parts.get("half"):
        printed = f"{year}-H{parts['half']}"
    else:
        printed = year
    return Period.parse(printed)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    out, place = "", 0
    while place < len(pattern):
        if pattern[place] == "'":
            end = pattern.find("'", place + 1)
            if end < 0:
                raise InvalidCell(f"{pattern} has a quote that does not end", PATTERN_HELP)
            out += re.escape(pattern[place + 1 : end].lower())
            place = end + 1
            continue
        token = next((one for one in _TOKENS if pattern.startswith(one, place)), None)
        if token is None:
            if pattern[place].isalpha():
                raise InvalidCell(f"{pattern} holds a letter that says nothing: {pattern[place]}", PATTERN_HELP)
            out += re.escape(pattern[place])
            place += 1
            continue
        if _TOKENS[token] in out:
            raise InvalidCell(f"{pattern} names {token} twice", PATTERN_HELP)
        out += _TOKENS[token]
        place += len(token)
    return re.compile(out)
