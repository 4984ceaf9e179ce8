"""The parts of an explored indicator: charts, rows of the table, what was revised, what is taken for the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from arbeidspact.indicators import (
    TOTAL,
    GroupMean,
    IndicatorDefinition,
    Observation,
    ObservationStatus,
    Period,
    Unit,
    breakdown_name,
    series,
)
from arbeidspact.monitor.explorer import AreaKind, Located, Relative
from arbeidspact.monitor.queries import IndicatorCard, ObservationRow, plain
from arbeidspact.web.charts import Chart
from arbeidspact.web.monitor.exploration import Exploration
from arbeidspact.web.monitor.figures import (
    MOST_LINES,
    day_text,
    figures_chart,
    language,
    period_text,
    points_text,
    value_text,
)

MOST_CHARTS: Final = 6
MOST_CHOICES: Final = 30
HUNDRED: Final = Decimal(100)

FigureKey = tuple[str, str, str, str, date | None, str]
"""What sets a figure apart: see `Observation.key`."""


def name_of(area: Located) -> str:
    """The name of an area in the language of the screen."""
    return area.name_en if language() == "en" and area.name_en else area.name_nl


def group_text(key: str, definition: IndicatorDefinition) -> str:
    """How is a group called? "women, 15-24"; "everybody" for the total."""
    return breakdown_name(key, definition.dimensions, language()) or _("everybody")


def first_areas(card: IndicatorCard, located: Mapping[str, Located]) -> list[str]:
    """Which areas are shown to somebody who chose none: the city itself, its group, the regions, then the longest."""
    known = card.areas
    promised = [target.area for target in card.targets] + [goal.pact.area for goal in card.goals]
    cities = [area.part_of for area in located.values() if area.kind == AreaKind.NEIGHBOURHOOD.value]
    own = dict.fromkeys([*promised, *cities])
    around = [located[code].part_of for code in own if code in located]
    wide = [area.code for area in located.values() if area.kind in (AreaKind.GROUP.value, AreaKind.REGION.value)]
    wanted = dict.fromkeys([*own, *around, *(area for area in known if area in wide), *known])
    return [area for area in wanted if area in set(known)][:MOST_LINES]


def area_choices(
    asked: Exploration, known: Sequence[str], located: Mapping[str, Located]
) -> tuple[list[dict[str, Any]], int]:
    """The areas to tick, those that are shown first, and how many more are found by typing a word."""
    names = {code: name_of(located[code]) if code in located else code for code in known}
    word = asked.find.casefold()
    shown = [code for code in asked.areas if code in names]
    others = sorted(
        (code for code in known if code not in shown and word in f"{names[code]} {code}".casefold()),
        key=names.__getitem__,
    )
    room = max(0, MOST_CHOICES - len(shown))
    rows = [{"code": code, "name": names[code], "is_shown": True} for code in shown]
    rows += [{"code": code, "name": names[code], "is_shown": False} for code in others[:room]]
    return rows, len(others[room:])


def explored_charts(
    asked: Exploration,
    card: IndicatorCard,
    figures: Sequence[Observation],
    means: Sequence[GroupMean],
    names: Mapping[str, str],
) -> list[Chart]:
    """One chart for each group of people: the chosen areas over time, and the mean where it is asked."""
    definition = card.definition
    unit = definition.unit
    title = definition.name.in_language(language())
    if asked.base is not None:
        unit = Unit.RATIO
        title = _("%(name)s, index: %(period)s = 100") % {"name": title, "period": period_text(asked.base)}
    mean_name = _("mean of the members of %(group)s") % {"group": names.get(asked.mean, asked.mean)}
    charts = []
    for breakdown in asked.breakdowns[:MOST_CHARTS]:
        own = [replace(figure, breakdown=TOTAL) for figure in figures if figure.breakdown == breakdown]
        areas = list(asked.areas)
        if means and breakdown == TOTAL:
            own += mean_figures(means, definition, asked.mean)
            areas = [*areas[: MOST_LINES - 1], _mean_code(asked.mean)]
        if asked.base is not None:
            own = indexed(own, asked.base)
        heading = title if breakdown == TOTAL else f"{title}: {group_text(breakdown, definition)}"
        drawn = figures_chart(
            own, areas[:MOST_LINES], {**names, _mean_code(asked.mean): mean_name}, title=heading, unit=unit
        )
        if drawn is not None:
            charts.append(drawn)
    return charts


def indexed(figures: Iterable[Observation], base: Period) -> list[Observation]:
    """The same figures with that of the base period put at 100; areas without a figure then are left out.

    A year as base takes the first figure within it where there is none of the whole year.
    """
    every = list(figures)
    at_base: dict[str, Decimal] = {}
    for area in dict.fromkeys(figure.area for figure in every):
        own = series(every, area=area)
        exact = next((figure for figure in own if figure.period == base), None)
        within = next((one for one in own if base.start <= one.period.start and one.period.end <= base.end), None)
        chosen = exact or within
        if chosen is not None and chosen.value > 0:
            at_base[area] = chosen.value
    return [
        replace(figure, value=figure.value / at_base[figure.area] * HUNDRED, unit=Unit.RATIO)
        for figure in every
        if figure.area in at_base
    ]


def mean_figures(means: Iterable[GroupMean], definition: IndicatorDefinition, group: str) -> list[Observation]:
    """The means as figures that say they were computed here; their area is no area that a file could bring in."""
    return [
        Observation(
            indicator=definition.slug,
            period=mean.period,
            area=_mean_code(group),
            value=mean.value,
            unit=definition.unit,
            status=ObservationStatus.PROVISIONAL,
            vintage=None,
            source=_("computed: plain mean of %(count)s areas") % {"count": len(mean.members)},
        )
        for mean in means
    ]


def _mean_code(group: str) -> str:
    return f"mean-of-{group}"


def table_rows(
    rows: Iterable[ObservationRow],
    definition: IndicatorDefinition,
    names: Mapping[str, str],
    standing: frozenset[FigureKey] | None = None,
) -> list[dict[str, Any]]:
    """Published figures as rows of a table.

    Arguments: `standing`, the keys of the figures that count on the day asked; None for now.
    """
    return [
        {
            "area": names.get(row.area, row.area),
            "group": group_text(row.breakdown, definition),
            "period": period_text(row.period),
            "value": value_text(plain(row.value), definition.unit),
            "status": row.status,
            "vintage": day_text(row.vintage) if row.vintage else "",
            "source": row.source,
            "source_url": row.source_url,
            "flag": row.flag_en if language() == "en" and row.flag_en else row.flag_nl,
            "stands": row.stands if standing is None else _key_of(row) in standing,
        }
        for row in rows
    ]


def _key_of(row: ObservationRow) -> FigureKey:
    return row.indicator.slug, str(row.period), row.area, row.breakdown, row.vintage, row.source


def revision_rows(
    rows: Iterable[ObservationRow], definition: IndicatorDefinition, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What was published of the same period one after the other, and by how much it changed."""
    found: list[dict[str, Any]] = []
    before: ObservationRow | None = None
    for row in rows:
        same = before is not None and (before.series_id, before.period_start, before.period_end) == (
            row.series_id,
            row.period_start,
            row.period_end,
        )
        change = plain(row.value) - plain(before.value) if same and before is not None else None
        found.append(
            {
                "what": f"{names.get(row.area, row.area)}, {period_text(row.period)}",
                "group": group_text(row.breakdown, definition) if row.breakdown else "",
                "vintage": day_text(row.vintage) if row.vintage else _("day not published"),
                "value": value_text(plain(row.value), definition.unit),
                "change": _change_text(change, definition.unit),
                "source": row.source,
                "stands": row.stands,
            }
        )
        before = row
    return found


def _change_text(change: Decimal | None, unit: Unit) -> str:
    if change is None:
        return ""
    if change == 0:
        return _("the same")
    return (_("%(size)s more") if change > 0 else _("%(size)s less")) % {"size": points_text(change, unit)}


def relative_rows(
    relatives: Iterable[Relative], areas: Sequence[str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Figures that are taken for one another, with what differs: who is counted, over whom, by whom."""
    return [
        {
            "slug": one.definition.slug,
            "name": one.definition.name.in_language(language()),
            "age_group": one.definition.age_group,
            "counted": one.definition.numerator.in_language(language()),
            "over": one.definition.denominator.in_language(language()) if one.definition.denominator else "",
            "source": one.definition.source,
            "figures": _newest_first(one, areas, names),
        }
        for one in relatives
    ]


def _newest_first(one: Relative, areas: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The newest figures of this indicator, of the areas asked first; at most three."""
    order = {area: place for place, area in enumerate(areas)}
    known = sorted(one.figures.values(), key=lambda figure: (order.get(figure.area, len(order)), figure.area))
    return [
        f"{names.get(figure.area, figure.area)}: {value_text(figure.value, figure.unit)} ({period_text(figure.period)})"
        for figure in known[:3]
    ]


def json_of(
    card: IndicatorCard,
    asked: Exploration,
    rows: Iterable[ObservationRow],
    means: Iterable[GroupMean],
    *,
    address: str,
) -> dict[str, Any]:
    """Exactly what is shown, for a program: numbers as text, so that none is rounded on its way."""
    definition = card.definition
    return {
        "indicator": definition.slug,
        "definition": definition.model_dump(mode="json"),
        "address": address,
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "figures": [
            {
                "period": str(row.period),
                "area": row.area,
                "breakdown": row.breakdown,
                "value": f"{plain(row.value):f}",
                "unit": definition.unit.value,
                "status": row.status,
                "stands": row.stands,
                "vintage": row.vintage.isoformat() if row.vintage else None,
                "source": row.source,
                "source_url": row.source_url,
                "printed_as": row.printed_as,
                "flag_nl": row.flag_nl,
                "flag_en": row.flag_en,
            }
            for row in rows
        ],
        "means": [
            {
                "period": str(mean.period),
                "group": asked.mean,
                "value": f"{mean.value:f}",
                "members": list(mean.members),
            }
            for mean in means
        ],
    }
