"""Figures as files in the columns that the importer reads."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from django.http.response import HttpResponseBase
from django.utils import timezone

from arbeidspact.indicators import OBSERVATION_COLUMNS, Observation, Unit
from arbeidspact.monitor.queries import ObservationRow, plain
from arbeidspact.web.exports import csv_response

Line = Sequence[object]


def figures_response(
    name: str, rows: Iterable[ObservationRow], units: Mapping[str, Unit], *, extra: Iterable[Line] = ()
) -> HttpResponseBase:
    """These figures as a CSV file. Arguments: `units`, by indicator; `extra`, lines that follow."""
    lines = (
        [
            row.indicator.slug,
            str(row.period),
            row.area,
            importable_value(row.value, units[row.indicator.slug]),
            units[row.indicator.slug].value,
            row.status,
            row.vintage,
            row.source,
            row.source_url,
            row.printed_as,
            row.flag_nl,
            row.flag_en,
            row.breakdown,
        ]
        for row in rows
    )
    return csv_response(f"{name}-{timezone.localdate():%Y-%m-%d}.csv", OBSERVATION_COLUMNS, chain(lines, extra))


def importable_line(figure: Observation) -> Line:
    """A figure that is no row of the store, in the same columns."""
    return [
        figure.indicator,
        str(figure.period),
        figure.area,
        importable_value(figure.value.quantize(Decimal("0.000001")), figure.unit),
        figure.unit.value,
        figure.status.value,
        figure.vintage,
        figure.source,
        figure.source_url,
        figure.printed_as,
        figure.flag_nl,
        figure.flag_en,
        figure.breakdown,
    ]


def importable_value(value: Decimal, unit: Unit) -> str:
    """The value as the importer reads it back in only one way: never three decimals, which may be thousands, and a
    percentage below one with its sign."""
    text = f"{plain(value):f}"
    if len(text.partition(".")[2]) == 3:
        text += "0"
    return f"{text} %" if unit is Unit.PERCENT and 0 < abs(value) < 1 else text
