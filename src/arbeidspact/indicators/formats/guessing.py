"""A first mapping for a file that was not seen before, from its header and its first rows: to be looked at."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..exceptions import IndicatorError
from .column_mapping import NOT_PUBLISHED, FileFormat
from .printed_period import read_printed_period

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "indicator": ("indicator",),
    "period": ("period", "periode", "time", "time_period", "jaar", "maand", "kwartaal", "year", "month", "quarter",
               "cd_year", "datum", "tijd"),
    "area": ("area", "geo", "gebied", "gemeente", "municipality", "nis", "niscode", "nis-code", "nis_code", "cd_refnis",
             "refnis", "cd_munty_refnis", "regio", "region", "wijk", "gemeentenaam", "ref_area"),
    "value": ("value", "waarde", "aantal", "obs_value", "cijfer", "ms_count", "count", "percentage", "graad"),
    "status": ("status", "obs_status"),
    "vintage": ("vintage", "gepubliceerd", "published", "publicatiedatum"),
    "source": ("source", "bron"),
    "flag_nl": ("flag_nl",),
    "flag_en": ("flag_en",),
}  # fmt: skip
DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "sex": ("sex", "geslacht", "gender", "cd_sex"),
    "age": ("age", "leeftijd", "leeftijdsgroep", "leeftijdsklasse", "cd_age"),
}
_NIS: Final = re.compile("[0-9]{5}")
_POINT: Final = re.compile(r"-?[0-9]+\.([0-9]{1,2}|[0-9]{4,})")
_COMMA: Final = re.compile(r"-?[0-9]+,([0-9]{1,2}|[0-9]{4,})")


def guess_mapping(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, file_format: FileFormat = FileFormat.TABLE
) -> dict[str, Any]:
    """Which mapping may fit this file?

    Arguments: `rows`, the first rows under the header. Returns: what could be guessed, as fields of `ColumnMapping`;
    what could not is left out.
    """
    columns: dict[str, str] = {}
    for ours, names in KNOWN.items():
        found = [column for column in header if column.casefold() in names]
        if found:
            columns[ours] = min(found, key=lambda column: names.index(column.casefold()))
    if file_format is not FileFormat.TABLE:
        columns.pop("value", None)
    guess: dict[str, Any] = {"format": file_format, "columns": columns}
    across = [column for column in header if _is_period(column)]
    if file_format is FileFormat.TABLE and len(across) >= 2 and "value" not in columns:
        columns.pop("period", None)
        guess |= {"across": "period", "across_columns": across}
    breakdowns = {
        dimension: next(column for column in header if column.casefold() in names)
        for dimension, names in DIMENSIONS.items()
        if any(column.casefold() in names for column in header)
    }
    if breakdowns:
        guess["breakdowns"] = breakdowns
    if "area" in columns:
        seen = _texts(header, rows, columns["area"])
        guess["areas_by"] = "nis" if seen and all(_NIS.fullmatch(text) for text in seen) else "name"
    mark = _mark(header, rows, across if "across" in guess else [columns.get("value", "")])
    if mark:
        guess["decimal_mark"] = mark
    return guess


def _mark(header: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[str]) -> str:
    seen = [text for column in columns for text in _texts(header, rows, column) if text not in NOT_PUBLISHED]
    points, commas = (sum(bool(sign.fullmatch(text)) for text in seen) for sign in (_POINT, _COMMA))
    if points and commas:
        return ""
    return "." if points else "," if commas else ""


def _texts(header: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> list[str]:
    if column not in header:
        return []
    place = list(header).index(column)
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]


def _is_period(text: str) -> bool:
    try:
        read_printed_period(text)
    except IndicatorError:
        return False
    return True
