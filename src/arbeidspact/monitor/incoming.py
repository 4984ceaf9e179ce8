"""Figures on their way in beside those that are there, as numbers: millions are compared in the memory of a laptop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from django.db import connection

from arbeidspact.indicators import SUREST_FIRST
from arbeidspact.indicators.formats import FigureColumns
from arbeidspact.monitor.models import FigureSource, Observation, Series

Numbers = npt.NDArray[np.int64]

NO_DAY: Final = -(10**6)
"""Stands for a day that is not known: earlier than any."""
MILLION: Final = 1_000_000
SERIES_AT_ONCE: Final = 400
STATUSES: Final = [status.value for status in SUREST_FIRST]

SeriesKey = tuple[str, str, str]
"""Indicator, breakdown and area."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The figures of a file, by series and period.

    For each its series (a place in `keys`), days, value in millionths, place of its status among `STATUSES`, day of
    publication, place of its source in `sources`, and row in the file.
    """

    keys: tuple[SeriesKey, ...]
    sources: tuple[tuple[str, str], ...]
    series: Numbers
    start: Numbers
    end: Numbers
    value: Numbers
    status: Numbers
    vintage: Numbers
    source: Numbers
    row: Numbers
    has_words: npt.NDArray[np.bool_]
    place: Numbers
    """The place of each figure in the table it came from."""

    def __len__(self) -> int:
        return len(self.series)


@dataclass(frozen=True, slots=True)
class Standing:
    """Figures that are there already, of the same series and with the same meaning of numbers.

    `source`: -1 for a source that the file does not name.
    """

    pk: Numbers
    series: Numbers
    start: Numbers
    end: Numbers
    value: Numbers
    status: Numbers
    vintage: Numbers
    source: Numbers
    stands: npt.NDArray[np.bool_]
    has_words: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.pk)


def incoming(figures: FigureColumns) -> Incoming:
    """The figures of a file as numbers."""
    table = figures.table.unify_dictionaries()
    keys, series = _groups(table, ("indicator", "breakdown", "area"))
    sources, source = _groups(table, ("source", "source_url"))
    start, end = (_days(table, column) for column in ("start", "end"))
    order = np.lexsort((end, start, series))
    statuses, status = _groups(table, ("status",))
    by_status = np.array([STATUSES.index(text) for (text,) in statuses] or [0], np.int64)
    words, said = _groups(table, ("printed_as", "flag_nl", "flag_en"))
    wordy = np.array([any(one) for one in words] or [False], bool)
    row = table.column("row").to_numpy()
    return Incoming(
        keys=tuple((one[0], one[1], one[2]) for one in keys),
        sources=tuple((one[0], one[1]) for one in sources),
        series=series[order],
        start=start[order],
        end=end[order],
        value=_millionths(table)[order],
        status=by_status[status][order],
        vintage=_days(table, "vintage")[order],
        source=source[order],
        row=row[order],
        has_words=wordy[said][order],
        place=order.astype(np.int64),
    )


def standing(figures: Incoming, series: dict[SeriesKey, int]) -> Standing:
    """What is there already of these series.

    Arguments: `series`, the key in the database of each series that is there.
    """
    place_of = {series[key]: place for place, key in enumerate(figures.keys) if key in series}
    names = {name: place for place, (name, _url) in reversed(list(enumerate(figures.sources)))}
    source_of = {
        pk: names[name]
        for pk, name in FigureSource.objects.filter(name__in=names).order_by("pk").values_list("pk", "name")
    }
    blocks = [np.array(block, np.int64) for block in _rows_of(sorted(place_of))]
    rows = np.concatenate(blocks) if blocks else np.zeros((0, 10), np.int64)
    columns = rows.T
    return Standing(
        pk=columns[0],
        series=_translated(columns[1], place_of),
        start=columns[2],
        end=columns[3],
        value=columns[4],
        status=columns[5],
        vintage=columns[6],
        source=_translated(columns[7], source_of),
        stands=columns[8].astype(bool),
        has_words=columns[9].astype(bool),
    )


def known_series(keys: Sequence[SeriesKey]) -> dict[SeriesKey, int]:
    """The keys in the database of those of these series that are there and have figures."""
    slugs = {slug for slug, _breakdown, _area in keys}
    rows = Series.objects.filter(indicator__slug__in=slugs, figures__gt=0).order_by("pk")
    wanted = set(keys)
    found = {
        (slug, breakdown, area): pk
        for pk, slug, breakdown, area in rows.values_list("pk", "indicator__slug", "breakdown", "area").iterator()
    }
    return {key: pk for key, pk in found.items() if key in wanted}


def day_of(number: int) -> date | None:
    """Which day is this number; None for the day that is not known?"""
    return None if number == NO_DAY else date.fromordinal(number + _EPOCH)


_EPOCH: Final = date(1970, 1, 1).toordinal()


def _rows_of(series: list[int]) -> Iterator[list[tuple[int, ...]]]:
    table = connection.ops.quote_name(Observation._meta.db_table)
    if connection.vendor == "postgresql":
        day = "({} - DATE '1970-01-01')"
        value = "(value * 1000000)::bigint"
    else:
        day = "CAST(julianday({}) - 2440587.5 AS INTEGER)"
        value = "CAST(ROUND(value * 1000000) AS INTEGER)"
    cases = " ".join(f"WHEN '{status}' THEN {place}" for place, status in enumerate(STATUSES))
    columns = ", ".join(
        (
            "id",
            "series_id",
            day.format("period_start"),
            day.format("period_end"),
            value,
            f"CASE status {cases} END",
            f"COALESCE({day.format('vintage')}, {NO_DAY})",
            "origin_id",
            "CASE WHEN stands THEN 1 ELSE 0 END",
            "CASE WHEN remark_id IS NULL THEN 0 ELSE 1 END",
        )
    )
    for first in range(0, len(series), SERIES_AT_ONCE):
        some = series[first : first + SERIES_AT_ONCE]
        places = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            # The names come from the model and from constants above; the keys are parameters.
            cursor.execute(f"SELECT {columns} FROM {table} WHERE series_id IN ({places})", some)  # noqa: S608
            while block := cursor.fetchmany(100_000):
                yield block


def _translated(column: Numbers, places: dict[int, int]) -> Numbers:
    different, back = np.unique(column, return_inverse=True)
    found: Numbers = np.array([places.get(int(one), -1) for one in different] or [0], np.int64)[back]
    return found


def _groups(table: Any, columns: Sequence[str]) -> tuple[list[tuple[str, ...]], Numbers]:
    """The different rows of these columns, and for each row of the table the place of its own among them."""
    codes = np.zeros(table.num_rows, np.int64)
    texts: list[tuple[str, ...]] = [()]
    for name in columns:
        column = table.column(name)
        encoded = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
        words = encoded.dictionary.to_pylist() or [""]
        indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        different, codes = np.unique(codes * len(words) + indices, return_inverse=True)
        texts = [(*texts[int(one) // len(words)], words[int(one) % len(words)]) for one in different]
    return texts, codes.astype(np.int64)


def _days(table: Any, column: str) -> Numbers:
    days = table.column(column).cast(pa.int32())
    found: Numbers = days.fill_null(NO_DAY).to_numpy().astype(np.int64)
    return found


def _millionths(table: Any) -> Numbers:
    """The values as whole numbers: each fits in the lower half of the sixteen bytes that Arrow gives it."""
    found = []
    for chunk in table.column("value").chunks:
        words = np.frombuffer(chunk.buffers()[1], np.int64)
        found.append(words[2 * chunk.offset : 2 * (chunk.offset + len(chunk)) : 2])
    return np.concatenate(found) if found else np.zeros(0, np.int64)
