"""Figures on their way into the store: which are new, which change what stood there, which say the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from arbeidspact.indicators import Observation as Figure
from arbeidspact.monitor.models import FigureSource, Indicator, Observation, Remark, Series
from arbeidspact.monitor.standing import AT_ONCE, choose_standing

Key = tuple[int, date, date, str, date | None]
"""Series, first and last day, name of the source, vintage: what sets a figure apart."""

PLACES: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the figures: how many are new, changed a value that stood there, or said the same."""

    new: int
    changed: int
    same: int


def write_figures(figures: Sequence[Figure], indicators: Mapping[str, Indicator]) -> Recorded:
    """Takes figures of these indicators in; the transaction, the permission and the record are the caller's."""
    series = series_of(figures, indicators)
    origins = sources_of((figure.source, figure.source_url) for figure in figures)
    before = _known(series.values(), figures)
    new: list[Observation] = []
    changed: list[Observation] = []
    wordy: list[tuple[Observation, Figure]] = []
    for figure in figures:
        of = series[figure.indicator, figure.breakdown, figure.area]
        row = Observation(
            series=of,
            period_start=figure.period.start,
            period_end=figure.period.end,
            value=figure.value,
            status=figure.status.value,
            vintage=figure.vintage,
            origin=origins[figure.source, figure.source_url],
        )
        standing = before.get((of.pk, row.period_start, row.period_end, figure.source, figure.vintage))
        if standing is not None and _says_the_same(standing, figure):
            continue
        if standing is not None:
            row.pk, row.remark, row.stands = standing.pk, standing.remark, standing.stands
            changed.append(row)
        else:
            new.append(row)
        wordy.append((row, figure))
    _write_remarks(wordy)
    Observation.objects.bulk_create(new, batch_size=1000)
    Observation.objects.bulk_update(changed, ["value", "status", "origin", "remark"], batch_size=500)
    choose_standing({row.series_id for row in (*new, *changed)})
    return Recorded(new=len(new), changed=len(changed), same=len(figures) - len(new) - len(changed))


def series_of(figures: Iterable[Figure], indicators: Mapping[str, Indicator]) -> dict[tuple[str, str, str], Series]:
    """The series that these figures belong to, by indicator, breakdown and area; made where one is missing."""
    wanted = {(figure.indicator, figure.breakdown, figure.area) for figure in figures}
    return ensure_series(wanted, indicators)


def ensure_series(
    wanted: Collection[tuple[str, str, str]], indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str, str], Series]:
    """These series, by indicator, breakdown and area; made where one is missing."""
    slugs = {slug for slug, _breakdown, _area in wanted}
    known = _series_by_key(slugs, indicators)
    missing = sorted(wanted - known.keys())
    Series.objects.bulk_create(
        [Series(indicator=indicators[slug], breakdown=breakdown, area=area) for slug, breakdown, area in missing],
        batch_size=1000,
    )
    if missing:
        known = _series_by_key(slugs, indicators)
    return {key: known[key] for key in wanted}


def sources_of(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], FigureSource]:
    """These sources by name and address; made where one is missing."""
    pairs = set(wanted)
    names = {name for name, _url in pairs}
    known = {(row.name, row.url): row for row in FigureSource.objects.filter(name__in=names).order_by("pk")}
    for name, url in sorted(pairs - known.keys()):
        known[name, url] = FigureSource.objects.create(name=name, url=url)
    return known


def _series_by_key(slugs: Collection[str], indicators: Mapping[str, Indicator]) -> dict[tuple[str, str, str], Series]:
    chosen = {indicators[slug].pk: slug for slug in slugs}
    rows = Series.objects.filter(indicator__in=chosen).order_by("pk")
    return {(chosen[row.indicator_id], row.breakdown, row.area): row for row in rows.iterator(chunk_size=5000)}


def _known(series: Iterable[Series], figures: Sequence[Figure]) -> dict[Key, Observation]:
    """What is there already of these series, within the days that the figures are about."""
    if not figures:
        return {}
    first = min(figure.period.start for figure in figures)
    last = max(figure.period.end for figure in figures)
    keys = [row.pk for row in series]
    found: dict[Key, Observation] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = Observation.objects.filter(
            series__in=keys[start : start + AT_ONCE], period_start__gte=first, period_end__lte=last
        )
        for row in rows.select_related("origin", "remark").order_by("pk"):
            found[row.series_id, row.period_start, row.period_end, row.origin.name, row.vintage] = row
    return found


def _says_the_same(before: Observation, figure: Figure) -> bool:
    return before.value == figure.value.quantize(PLACES) and (
        before.status,
        before.source_url,
        before.printed_as,
        before.flag_nl,
        before.flag_en,
    ) == (figure.status.value, figure.source_url, figure.printed_as, figure.flag_nl, figure.flag_en)


def _write_remarks(rows: Iterable[tuple[Observation, Figure]]) -> None:
    new, changed, emptied = [], [], []
    for row, figure in rows:
        words = {"printed_as": figure.printed_as, "flag_nl": figure.flag_nl, "flag_en": figure.flag_en}
        if not any(words.values()):
            if row.remark is not None:
                emptied.append(row.remark.pk)
                row.remark = None
        elif row.remark is None:
            row.remark = Remark(**words)
            new.append(row.remark)
        else:
            for name, text in words.items():
                setattr(row.remark, name, text)
            changed.append(row.remark)
    Remark.objects.bulk_create(new, batch_size=1000)
    Remark.objects.bulk_update(changed, ["printed_as", "flag_nl", "flag_en"], batch_size=500)
    Remark.objects.filter(pk__in=emptied).delete()
