"""Figures of one indicator, explored: of some areas, groups and periods, on a map, beside its relatives."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from arbeidspact.indicators import TOTAL, GroupMean, IndicatorDefinition, Observation, Period, group_means
from arbeidspact.monitor.figures import FigureQuery, definition_of, published_values, standing_figures
from arbeidspact.monitor.models import Indicator, Series
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Area, AreaKind
from arbeidspact.organisations.permissions import Permission, require

__all__ = [
    "AreaKind",
    "Located",
    "Relative",
    "explored_rows",
    "figures_on_the_map",
    "known_periods",
    "located_areas",
    "means_of",
    "members_of",
    "newest_figures",
    "relatives_of",
    "revised_rows",
]

MOST_REVISED: Final = 60
"""As many rows of revised figures on a page; the file holds them all."""


@dataclass(frozen=True, slots=True)
class Located:
    """An area as maps and choices need it: its kind, its middle where it has one, and what it is part of."""

    code: str
    kind: str
    name_nl: str
    name_en: str
    latitude: float | None
    longitude: float | None
    part_of: str


@dataclass(frozen=True, slots=True)
class Relative:
    """An indicator that is taken for another, with its newest figure of each area asked for, or none."""

    definition: IndicatorDefinition
    figures: dict[str, Observation]


def located_areas() -> dict[str, Located]:
    """Every area of this installation by its code, in the order of their names."""
    rows = Area.objects.order_by("name_nl", "code").values_list(
        "code", "kind", "name_nl", "name_en", "latitude", "longitude", "part_of__code"
    )
    return {
        code: Located(code, kind, in_dutch, in_english, latitude, longitude, part_of or "")
        for code, kind, in_dutch, in_english, latitude, longitude, part_of in rows
    }


def members_of(group: str, areas: Iterable[Located]) -> tuple[str, ...]:
    """Which municipalities belong to this group? By their names."""
    return tuple(area.code for area in areas if area.part_of == group and area.kind == AreaKind.MUNICIPALITY.value)


def explored_rows(query: FigureQuery, *, actor: Actor) -> QuerySet[ObservationRow]:
    """Everything that was published of these areas, groups and periods, every vintage: to page through and to keep.

    Returns: rows with series, source and remark, by group and area, the newest period first. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    series = Series.objects.filter(indicator__slug=query.indicator)
    if query.areas:
        series = series.filter(area__in=query.areas)
    if query.breakdowns:
        series = series.filter(breakdown__in=query.breakdowns)
    rows = ObservationRow.objects.filter(series__in=list(series.order_by("pk").values_list("pk", flat=True)))
    if query.first is not None:
        rows = rows.filter(period_start__gte=query.first)
    if query.last is not None:
        rows = rows.filter(period_end__lte=query.last)
    if query.as_of is not None:
        rows = rows.filter(Q(vintage__lte=query.as_of) | Q(vintage=None))
    return rows.select_related("series__indicator", "origin", "remark").order_by(
        "series__breakdown", "series__area", "-period_end", "-period_start", F("vintage").desc(nulls_last=True), "id"
    )


def revised_rows(rows: QuerySet[ObservationRow]) -> list[ObservationRow]:
    """Of these rows, those for whose period more than one figure was published: the oldest vintage first."""
    other = ObservationRow.objects.filter(
        series=OuterRef("series"), period_start=OuterRef("period_start"), period_end=OuterRef("period_end")
    ).exclude(pk=OuterRef("pk"))
    ordered = rows.filter(Exists(other)).order_by(
        "series__area", "series__breakdown", "-period_end", "-period_start", F("vintage").asc(nulls_first=True), "id"
    )
    return list(ordered[:MOST_REVISED])


def known_periods(
    slug: str, *, actor: Actor, areas: Collection[str], breakdown: str = TOTAL
) -> list[tuple[Period, int]]:
    """For which periods have how many of these areas a figure, the newest period first? Raises: `NotAllowed`."""
    require(actor, Permission.SEE_INDICATORS)
    series = Series.objects.filter(
        indicator__slug=slug, breakdown=breakdown, area__in=list(areas), figures__gt=0
    ).order_by("pk")
    rows = ObservationRow.objects.filter(series__in=list(series.values_list("pk", flat=True)), stands=True)
    counted = rows.order_by().values("period_start", "period_end").annotate(areas=Count("pk"))
    found = [(Period.of_days(row["period_start"], row["period_end"]), row["areas"]) for row in counted]
    return sorted(found, key=lambda pair: pair[0], reverse=True)


def figures_on_the_map(
    slug: str, period: Period, areas: Sequence[str], *, actor: Actor, breakdown: str = TOTAL, as_of: date | None = None
) -> dict[str, Observation]:
    """The figure of each of these areas for exactly this period, by area. Raises: `NotAllowed`."""
    query = FigureQuery(slug, tuple(areas), (breakdown,), first=period.start, last=period.end, as_of=as_of)
    return {figure.area: figure for figure in standing_figures(query, actor=actor) if figure.period == period}


def means_of(figures: Iterable[Observation], members: Sequence[str]) -> tuple[GroupMean, ...]:
    """The mean of these members in each period for which all of them have a figure."""
    return tuple(mean for mean in group_means(figures, members) if mean.is_whole)


def relatives_of(definition: IndicatorDefinition, *, actor: Actor, areas: Collection[str] = ()) -> list[Relative]:
    """Which figures are taken for this one, each with its newest value? Itself first, then by name.

    Arguments: `areas`, whose figures are wanted; regions come along, where a source publishes no smaller area.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    # Only what is shown is validated again: that is most of the work.
    chosen = {
        row.pk: definition_of(row)
        for row in Indicator.objects.order_by("name_nl", "id")
        if row.slug in (definition.slug, *definition.related) or definition.slug in row.definition.get("related", ())
    }
    if len(chosen) < 2:
        return []
    regions = Area.objects.filter(kind=AreaKind.REGION).order_by("code").values_list("code", flat=True)
    newest = newest_figures(chosen, areas={*areas, *regions})
    ordered = sorted(chosen.values(), key=lambda one: one.slug != definition.slug)
    return [Relative(one, newest.get(one.slug, {})) for one in ordered]


def newest_figures(
    indicators: dict[int, IndicatorDefinition], *, areas: Collection[str]
) -> dict[str, dict[str, Observation]]:
    """The newest figure of everybody in each of these areas, by indicator and area; for queries that asked leave."""
    series = dict(
        Series.objects.filter(indicator__in=indicators, breakdown=TOTAL, area__in=areas, figures__gt=0)
        .order_by("pk")
        .values_list("pk", "indicator")
    )
    rows = ObservationRow.objects.filter(series__in=list(series), stands=True, period_end=F("series__newest"))
    found: dict[str, dict[str, Observation]] = {}
    of = {key: indicators[indicator] for key, indicator in series.items()}
    # Of two periods that end together, the shorter is the later one: see `Period`.
    for figure in published_values(rows.order_by("period_start", "pk"), of):
        found.setdefault(figure.indicator, {})[figure.area] = figure
    return found
