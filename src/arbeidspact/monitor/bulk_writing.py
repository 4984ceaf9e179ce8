"""Many figures into the store in one transaction: PostgreSQL copies them, SQLite takes them row by row."""

import io
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.db import connection

from arbeidspact.indicators.formats import FigureColumns
from arbeidspact.monitor.comparing import Comparison
from arbeidspact.monitor.incoming import MILLION, NO_DAY, STATUSES, Incoming, Numbers, Standing, day_of
from arbeidspact.monitor.models import Delivery, Indicator, Judgement, Observation, Remark, ReplacedFigure, Series
from arbeidspact.monitor.recording import ensure_series, sources_of
from arbeidspact.monitor.standing import choose_standing

AT_ONCE: Final = 50_000
COLUMNS: Final = (
    "series_id",
    "period_start",
    "period_end",
    "value",
    "status",
    "vintage",
    "origin_id",
    "remark_id",
    "stands",
    "delivery_id",
)
Tell = Callable[[int, int], None]


def write_delivery(
    delivery: Delivery,
    table: FigureColumns,
    figures: Incoming,
    known: Standing,
    comparison: Comparison,
    indicators: Mapping[str, Indicator],
    tell: Tell,
) -> None:
    """Takes the figures in; the transaction, the permission and the record are the caller's."""
    series = ensure_series(set(figures.keys), indicators)
    series_keys = np.array([series[key].pk for key in figures.keys], np.int64)
    origins = sources_of(figures.sources)
    origin_keys = np.array([origins[pair].pk for pair in figures.sources], np.int64)
    written = np.flatnonzero(comparison.matched < 0)
    stands, disputed = _standing_at_once(figures, comparison, written)
    _unset(known.pk[comparison.against[written[stands & (comparison.against[written] >= 0)]]])
    remarks = _remarks(table, figures, written)
    _insert(delivery, figures, written, stands, series_keys, origin_keys, remarks, tell)
    _count(figures, written, series_keys)
    corrected = np.flatnonzero(comparison.is_corrected)
    _correct(delivery, figures, known, comparison, corrected, origins)
    touched = {int(one) for one in series_keys[figures.series[corrected]]} | {int(series_keys[one]) for one in disputed}
    if touched:
        choose_standing(touched)


def withdraw_figures(delivery: Delivery) -> int:
    """Takes the figures of a delivery out again; what stood before them stands again. Returns: how many went."""
    rows = Observation.objects.filter(delivery=delivery)
    touched = set(rows.order_by().values_list("series_id", flat=True).distinct())
    touched |= set(delivery.replaced.order_by().values_list("observation__series_id", flat=True).distinct())
    for replaced in delivery.replaced.select_related("observation__remark").order_by("pk"):
        _restore(replaced)
    remarks = list(rows.filter(remark__isnull=False).order_by("pk").values_list("remark_id", flat=True))
    ReplacedFigure.objects.filter(observation__delivery=delivery).delete()
    Judgement.objects.filter(observation__delivery=delivery).delete()
    table = connection.ops.quote_name(Observation._meta.db_table)
    with connection.cursor() as cursor:
        # The collector would bring every figure into memory; what hangs on them was removed above.
        cursor.execute(f"DELETE FROM {table} WHERE delivery_id = %s", [delivery.pk])  # noqa: S608
        gone = int(cursor.rowcount)
    for first in range(0, len(remarks), 500):
        Remark.objects.filter(pk__in=remarks[first : first + 500]).delete()
    choose_standing(touched)
    return gone


def _standing_at_once(
    figures: Incoming, comparison: Comparison, written: Numbers
) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], set[int]]:
    """Which of the written figures count, where that can be said at once; and the series of which it cannot: where the
    file holds several figures for one period."""
    keys = figures.series[written] * 2**42 + (figures.start[written] + 2**20) * 2**21 + figures.end[written] + 2**20
    _different, places, times = np.unique(keys, return_inverse=True, return_counts=True)
    is_alone = times[places] == 1
    stands = is_alone & ~comparison.is_older[written]
    return stands, {int(one) for one in np.unique(figures.series[written[~is_alone]])}


def _unset(keys: Numbers) -> None:
    """First those that no longer count: two for one period would break the rule of the database in between."""
    table = connection.ops.quote_name(Observation._meta.db_table)
    with connection.cursor() as cursor:
        for first in range(0, len(keys), AT_ONCE):
            some = [(int(one),) for one in keys[first : first + AT_ONCE]]
            cursor.executemany(f"UPDATE {table} SET stands = {_false()} WHERE id = %s", some)  # noqa: S608


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"


def _remarks(table: FigureColumns, figures: Incoming, written: Numbers) -> dict[int, int]:
    """The remark of each written figure that has words, by its place among the incoming."""
    wordy = written[figures.has_words[written]]
    rows = table.table.select(["printed_as", "flag_nl", "flag_en"]).take(pa.array(figures.place[wordy])).to_pylist()
    made = Remark.objects.bulk_create([Remark(**row) for row in rows], batch_size=1000)
    return {int(place): remark.pk for place, remark in zip(wordy, made, strict=True)}


def _insert(
    delivery: Delivery,
    figures: Incoming,
    written: Numbers,
    stands: np.ndarray[Any, np.dtype[np.bool_]],
    series_keys: Numbers,
    origin_keys: Numbers,
    remarks: dict[int, int],
    tell: Tell,
) -> None:
    for first in range(0, len(written), AT_ONCE):
        places = written[first : first + AT_ONCE]
        columns = {
            "series_id": pa.array(series_keys[figures.series[places]]),
            "period_start": _days(figures.start[places]),
            "period_end": _days(figures.end[places]),
            "value": figures.value[places],
            "status": pa.array([STATUSES[one] for one in figures.status[places]]),
            "vintage": _days(figures.vintage[places]),
            "origin_id": pa.array(origin_keys[figures.source[places]]),
            "remark_id": pa.array([remarks.get(int(one)) for one in places], pa.int64()),
            "stands": pa.array(stands[first : first + AT_ONCE]),
            "delivery_id": pa.array(np.full(len(places), delivery.pk, np.int64)),
        }
        if connection.vendor == "postgresql":
            _copy(columns)
        else:
            _insert_rows(columns)
        tell(first + len(places), len(written))


def _copy(columns: dict[str, Any]) -> None:
    whole = np.empty((len(columns["value"]), 2), np.int64)
    whole[:, 0], whole[:, 1] = columns["value"], columns["value"] >> 63
    value = pa.Array.from_buffers(pa.decimal128(18, 6), len(whole), [None, pa.py_buffer(whole.tobytes())])
    table = pa.table({name: value.cast(pa.string()) if name == "value" else columns[name] for name in COLUMNS})
    text = io.BytesIO()
    arrow_csv.write_csv(table, text, arrow_csv.WriteOptions(include_header=False))
    names = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    target = connection.ops.quote_name(Observation._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(text.getvalue())


def _insert_rows(columns: dict[str, Any]) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    target = connection.ops.quote_name(Observation._meta.db_table)
    places = ", ".join(["%s"] * len(COLUMNS))
    lists = [
        (columns[name] / MILLION).tolist()
        if name == "value"
        else (columns[name].cast(pa.string()) if pa.types.is_date(columns[name].type) else columns[name]).to_pylist()
        for name in COLUMNS
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {target} ({names}) VALUES ({places})",  # noqa: S608
            list(zip(*lists, strict=True)),
        )


def _days(numbers: Numbers) -> Any:
    return pa.array(numbers.astype(np.int32), pa.int32(), mask=numbers == NO_DAY).cast(pa.date32())


def _count(figures: Incoming, written: Numbers, series_keys: Numbers) -> None:
    """The number of figures of each series, and the last day they are about."""
    if not len(written):
        return
    counted = np.bincount(figures.series[written], minlength=len(series_keys))
    newest = np.full(len(series_keys), np.iinfo(np.int64).min)
    np.maximum.at(newest, figures.series[written], figures.end[written])
    rows = [
        (int(counted[place]), day, day, day, int(series_keys[place]))
        for place in np.flatnonzero(counted)
        if (day := day_of(int(newest[place]))) is not None
    ]
    table = connection.ops.quote_name(Series._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET figures = figures + %s, "  # noqa: S608
            "newest = CASE WHEN newest IS NULL OR newest < %s THEN %s ELSE newest END WHERE id = %s",
            [(count, day, day, key) for count, day, _again, _day, key in rows],
        )


def _correct(
    delivery: Delivery,
    figures: Incoming,
    known: Standing,
    comparison: Comparison,
    corrected: Iterable[int],
    origins: Mapping[tuple[str, str], Any],
) -> None:
    """Writes the new value where the same publication says another; what it said is kept."""
    places = {int(known.pk[comparison.matched[place]]): int(place) for place in corrected}
    keys = list(places)
    for first in range(0, len(keys), 500):
        rows = list(Observation.objects.filter(pk__in=keys[first : first + 500]).order_by("pk"))
        replaced = []
        for row in rows:
            place = places[row.pk]
            before = {"value": str(row.value), "status": row.status, "delivery": row.delivery_id}
            replaced.append(ReplacedFigure(delivery=delivery, observation=row, before=before))
            row.value = Decimal(int(figures.value[place])) / MILLION
            row.status = STATUSES[int(figures.status[place])]
            row.origin = origins[figures.sources[int(figures.source[place])]]
            row.delivery = delivery
        ReplacedFigure.objects.bulk_create(replaced)
        Observation.objects.bulk_update(rows, ["value", "status", "origin", "delivery"], batch_size=200)


def _restore(replaced: ReplacedFigure) -> None:
    """What a corrected figure said stands again, unless the delivery that said it was withdrawn too."""
    row, before = replaced.observation, replaced.before
    earlier = Delivery.objects.filter(pk=before["delivery"]).first() if before["delivery"] else None
    if earlier is not None and earlier.withdrawn_at is not None:
        return
    row.value = Decimal(before["value"])
    row.status = before["status"]
    row.delivery = earlier
    row.save(update_fields=["value", "status", "delivery"])
    replaced.delete()
