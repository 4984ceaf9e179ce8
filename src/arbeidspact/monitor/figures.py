"""The figures that count, quickly: of one indicator, for some areas, groups and periods, as known now or on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from arbeidspact.indicators import TOTAL, IndicatorDefinition, Observation, ObservationStatus, Period, standing
from arbeidspact.monitor.models import Indicator, Series
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Area, AreaKind
from arbeidspact.organisations.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """Which figures of an indicator are asked for.

    `areas` and `breakdowns`: nothing given means all of them. `first` and `last`: periods that lie within these days,
    None for no end. `as_of`: as they were known on this day; figures without a day of publication were always known.
    """

    indicator: str
    areas: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = (TOTAL,)
    first: date | None = None
    last: date | None = None
    as_of: date | None = None


def standing_figures(query: FigureQuery, *, actor: Actor) -> tuple[Observation, ...]:
    """Which figures count: one for each area, group and period?

    Returns: by area, group and period, the oldest period first. Raises: `NotAllowed`.
    Cost: one statement for the series and one for their figures; linear in the figures that come out.
    """
    require(actor, Permission.SEE_INDICATORS)
    indicator = Indicator.objects.filter(slug=query.indicator).first()
    if indicator is None:
        return ()
    return tuple(read_figures(indicator, query))


def latest_figures(
    slug: str, *, actor: Actor, areas: Iterable[str] = (), breakdown: str = TOTAL
) -> dict[str, Observation]:
    """The newest figure of each area that has one, by area. `areas`: nothing given means all. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_INDICATORS)
    indicator = Indicator.objects.filter(slug=slug).first()
    if indicator is None:
        return {}
    rows = _rows(indicator, FigureQuery(slug, tuple(areas), (breakdown,)))
    newest = rows.filter(period_end=F("series__newest"))
    # Of two periods that end together, the shorter is the later one: see `Period`.
    return {figure.area: figure for figure in _values(newest, definition_of(indicator))}


def read_figures(indicator: Indicator, query: FigureQuery) -> Iterator[Observation]:
    """The figures that count, for queries that have asked leave already."""
    figures = _values(_rows(indicator, query), definition_of(indicator))
    return figures if query.as_of is None else iter(standing(figures))


def published_figures(
    indicators: Iterable[Indicator], *, areas_left_out: Collection[str] = (), breakdowns: Sequence[str] = (TOTAL,)
) -> dict[str, tuple[Observation, ...]]:
    """Everything that was published of these indicators, every vintage of every source, by indicator: for queries that
    have asked leave already. `breakdowns`: nothing given means all."""
    definitions = {indicator.pk: definition_of(indicator) for indicator in indicators}
    series = Series.objects.filter(indicator__in=definitions).exclude(area__in=areas_left_out)
    if breakdowns:
        series = series.filter(breakdown__in=breakdowns)
    of = dict(series.order_by("pk").values_list("pk", "indicator"))
    rows = ObservationRow.objects.filter(series__in=list(of)).order_by("period_start", "pk")
    found: dict[str, list[Observation]] = {}
    for figure in published_values(rows, {key: definitions[indicator] for key, indicator in of.items()}):
        found.setdefault(figure.indicator, []).append(figure)
    return {slug: tuple(figures) for slug, figures in found.items()}


def published_values(
    rows: QuerySet[ObservationRow], definitions: Mapping[int, IndicatorDefinition]
) -> Iterator[Observation]:
    """These rows as values, in their order, for queries that have asked leave already.

    Arguments: `definitions`, of the indicator of each series, by the key of the series.
    """
    reading = _Reading()
    for key, *columns in rows.values_list("series", *COLUMNS).iterator(chunk_size=2000):
        yield reading.value(columns, definitions[key])


def far_areas(area: str) -> frozenset[str]:
    """The municipalities and neighbourhoods that say nothing beside this area: all but itself, its group and its parts.

    Regions and groups always say something.
    """
    rows = list(Area.objects.order_by("code").values_list("code", "kind", "part_of__code"))
    groups = {code for code, kind, _part_of in rows if kind == AreaKind.GROUP.value}
    group = next((part_of for code, _kind, part_of in rows if code == area and part_of in groups), None)
    near = {area} | {code for code, _kind, part_of in rows if part_of is not None and part_of in {group, area}}
    small = {AreaKind.NEIGHBOURHOOD.value, AreaKind.MUNICIPALITY.value}
    return frozenset(code for code, kind, _part_of in rows if kind in small and code not in near)


def series_with_figures(slug: str, *, actor: Actor) -> list[Series]:
    """The series of an indicator that have figures, each with `figures` (how many) and `newest`, by group and area.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    return list(Series.objects.filter(indicator__slug=slug, figures__gt=0).order_by("breakdown", "area"))


def definition_of(indicator: Indicator) -> IndicatorDefinition:
    """The definition in force of this indicator."""
    return IndicatorDefinition.model_validate(indicator.definition)


def plain(value: Decimal) -> Decimal:
    """The same number without the zeros that storage adds behind it."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _rows(indicator: Indicator, query: FigureQuery) -> QuerySet[ObservationRow]:
    series = Series.objects.filter(indicator=indicator)
    if query.areas:
        series = series.filter(area__in=query.areas)
    if query.breakdowns:
        series = series.filter(breakdown__in=query.breakdowns)
    rows = ObservationRow.objects.filter(series__in=list(series.order_by("pk").values_list("pk", flat=True)))
    if query.first is not None:
        rows = rows.filter(period_start__gte=query.first)
    if query.last is not None:
        rows = rows.filter(period_end__lte=query.last)
    if query.as_of is None:
        return rows.filter(stands=True)
    return rows.filter(Q(vintage__lte=query.as_of) | Q(vintage=None))


COLUMNS = (
    "period_start",
    "period_end",
    "value",
    "status",
    "vintage",
    "series__area",
    "series__breakdown",
    "origin__name",
    "origin__url",
    "remark__printed_as",
    "remark__flag_nl",
    "remark__flag_en",
)


def _values(rows: QuerySet[ObservationRow], definition: IndicatorDefinition) -> Iterator[Observation]:
    ordered = rows.order_by("series__area", "series__breakdown", "period_end", "period_start", "id").values_list(
        *COLUMNS
    )
    reading = _Reading()
    for row in ordered.iterator(chunk_size=2000):
        yield reading.value(row, definition)


class _Reading:
    """Rows on their way to values; what many rows share is made once."""

    def __init__(self) -> None:
        self.periods: dict[tuple[date, date], Period] = {}
        self.statuses = {status.value: status for status in ObservationStatus}

    def value(self, row: Sequence[Any], definition: IndicatorDefinition) -> Observation:
        start, end, value, status, vintage, area, breakdown, source, source_url, printed_as, flag_nl, flag_en = row
        period = self.periods.get((start, end))
        if period is None:
            period = self.periods[start, end] = Period.of_days(start, end)
        return Observation(
            indicator=definition.slug,
            period=period,
            area=area,
            value=plain(value),
            unit=definition.unit,
            status=self.statuses[status],
            vintage=vintage,
            source=source,
            source_url=source_url,
            printed_as=printed_as or "",
            flag_nl=flag_nl or "",
            flag_en=flag_en or "",
            breakdown=breakdown,
        )
