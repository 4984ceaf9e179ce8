"""Figures of a release as the public reads them: what is hidden or rounded says so."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from arbeidspact.indicators import IndicatorDefinition, Unit
from arbeidspact.monitor.explorer import AreaKind, Located
from arbeidspact.publications.queries import Mark, PublicFigure
from arbeidspact.web.charts import Chart, Point, Series, line_chart
from arbeidspact.web.monitor.explored import group_text, name_of
from arbeidspact.web.monitor.figures import MOST_LINES, day_text, language, period_text, value_text, year_of
from arbeidspact.web.monitor.map_drawing import MapArea, missing_swatch, tile_drawing
from arbeidspact.web.monitor.tile_map import Middle, tiles_of


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Areas side by side in one period: the groups are its columns."""

    period: str
    groups: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]]


FEWEST_ON_MAP: Final = 3
"""With fewer figures a table says more than a map."""


def first_public_areas(areas: Sequence[str], figures: Iterable[PublicFigure]) -> list[str]:
    """Which areas are shown to somebody who chose none: those with most figures, at most as many as a chart holds."""
    counts = dict.fromkeys(areas, 0)
    for one in figures:
        counts[one.area] += 1
    return sorted(areas, key=lambda code: -counts[code])[:MOST_LINES]


def public_chart(
    definition: IndicatorDefinition,
    figures: Sequence[PublicFigure],
    areas: Sequence[str],
    groups: Sequence[str],
    names: Mapping[str, str],
) -> Chart | None:
    """These areas and groups over time, at most as many lines as a chart holds; a hidden figure is a gap in its line.

    None when no figure has a value.
    """
    lines = [
        Series(
            _line_name(definition, area, group, names, is_alone=len(groups) == 1),
            tuple(
                Point(year_of(one.period), period_text(one.period), _drawn(one), one.source)
                for one in sorted(
                    (one for one in figures if one.area == area and one.breakdown == group), key=lambda one: one.period
                )
            ),
        )
        for area in areas
        for group in groups
    ]
    lines = [line for line in lines if any(point.value is not None for point in line.points)][:MOST_LINES]
    if not lines:
        return None
    sign = "%" if definition.unit in (Unit.PERCENT, Unit.SHARE) else ""
    return line_chart(lines, title=definition.name.in_language(language()), language=language(), unit=sign)


def _line_name(
    definition: IndicatorDefinition, area: str, group: str, names: Mapping[str, str], *, is_alone: bool
) -> str:
    name = names.get(area, area)
    return name if is_alone else f"{name}, {group_text(group, definition)}"


def place_kinds(figures: Iterable[PublicFigure], located: Mapping[str, Located]) -> list[AreaKind]:
    """Of which kinds of area do two or more have a figure of the same period, to stand side by side? Municipalities in
    front, if they are among them: a council asks for those first."""
    places = {(one.area, one.period) for one in figures if one.area in located}
    counts = Counter((located[area].kind, period) for area, period in places)
    kinds = {kind for (kind, _period), count in counts.items() if count > 1}
    return sorted((kind for kind in AreaKind if kind.value in kinds), key=lambda kind: kind != AreaKind.MUNICIPALITY)


def place_table(
    definition: IndicatorDefinition,
    figures: Sequence[PublicFigure],
    groups: Sequence[str],
    located: Mapping[str, Located],
    kind: AreaKind,
) -> PlaceTable:
    """Every area of this kind side by side, by name, with a column for each group: in the period that most of them
    have a figure of, and the newest of those. An area without a figure of that period is left away."""
    own = [one for one in figures if one.area in located and located[one.area].kind == kind.value]
    counts = Counter(period for period, _area in {(one.period, one.area) for one in own})
    period = max((period for period, count in counts.items() if count == max(counts.values())), default=None)
    known = {(one.area, one.breakdown): one for one in own if one.period == period}
    names = {code: name_of(located[code]) for code, _group in known}
    titles = [group_text(group, definition) for group in groups]
    return PlaceTable(
        period_text(period) if period else "",
        titles,
        [
            (
                names[code],
                [(title, _cell(known.get((code, group)))) for title, group in zip(titles, groups, strict=True)],
            )
            for code in sorted(names, key=lambda code: names[code])
        ],
    )


def _cell(one: PublicFigure | None) -> str:
    if one is None:
        return _("not published")
    value = value_text(one.value, one.unit) if one.value is not None else ""
    return " ".join(part for part in (value, mark_text(one.mark)) if part)


def public_map(
    definition: IndicatorDefinition,
    figures: Sequence[PublicFigure],
    located: Mapping[str, Located],
    address_of: Callable[[str], str],
) -> dict[str, Any] | None:
    """The squares of the smallest kind of area that this release has several figures of, for the newest period that
    most of them have; None when there are too few. Arguments: `figures`, of all areas; `address_of`, where one goes."""
    for kind in (AreaKind.NEIGHBOURHOOD, AreaKind.MUNICIPALITY):
        areas = [one for one in located.values() if one.kind == kind.value and one.latitude is not None]
        codes = {area.code for area in areas}
        counts = Counter(one.period for one in figures if one.area in codes and one.value is not None)
        if not counts or max(counts.values()) < FEWEST_ON_MAP:
            continue
        period = max(period for period, count in counts.items() if count == max(counts.values()))
        known = {one.area: one for one in figures if one.period == period and one.area in codes}
        shown = [_map_area(area, known.get(area.code), address_of) for area in areas]
        middles = frozenset(Middle(area.code, area.latitude or 0.0, area.longitude or 0.0) for area in areas)
        drawn = tile_drawing(
            shown,
            tiles_of(middles),
            title=f"{definition.name.in_language(language())}, {period_text(period)}",
            description=_("%(known)s of %(count)s areas have a figure (%(kind)s).")
            % {"known": counts[period], "count": len(areas), "kind": kind.label},
            value_text=lambda value: value_text(value, definition.unit),
        )
        missing = len(areas) - counts[period]
        return {"drawn": drawn, "missing": missing, "missing_swatch": missing_swatch(drawn.element_id)}
    return None


def _map_area(area: Located, figure: PublicFigure | None, address_of: Callable[[str], str]) -> MapArea:
    if figure is None:
        text = _("not published")
    else:
        text = value_text(figure.value, figure.unit) if figure.value is not None else mark_text(figure.mark)
    value = figure.value if figure else None
    return MapArea(area.code, name_of(area), value, text, address_of(area.code))


def _drawn(one: PublicFigure) -> float | None:
    if one.value is None:
        return None
    return float(one.value * 100 if one.unit is Unit.SHARE else one.value)


def figure_rows(
    definition: IndicatorDefinition, figures: Iterable[PublicFigure], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The rows of the table, the newest period first."""
    ordered = sorted(figures, key=lambda one: (names.get(one.area, one.area), one.breakdown))
    ordered.sort(key=lambda one: one.period, reverse=True)
    return [
        {
            "period": period_text(one.period),
            "area": names.get(one.area, one.area),
            "group": group_text(one.breakdown, definition),
            "value": value_text(one.value, one.unit) if one.value is not None else "",
            "mark": one.mark.value,
            "mark_text": mark_text(one.mark),
            "status": one.status.value,
            "source": one.source,
            "source_url": one.source_url,
            "vintage": day_text(one.vintage) if one.vintage else "",
            "flag": one.flag(language()),
        }
        for one in ordered
    ]


def mark_text(mark: Mark) -> str:
    """What a reader is told of a figure that is not shown as it is."""
    words = {Mark.SUPPRESSED: _("hidden: too few people"), Mark.ROUNDED: _("rounded")}
    return words.get(mark, "")


def json_value(one: PublicFigure) -> dict[str, Any]:
    """A figure for a program; numbers as text, so that none is rounded on its way."""
    return {
        "indicator": one.indicator,
        "period": str(one.period),
        "area": one.area,
        "value": "" if one.value is None else f"{one.value:f}",
        "unit": one.unit.value,
        "mark": one.mark.value,
        "status": one.status.value,
        "vintage": one.vintage.isoformat() if one.vintage else "",
        "source": one.source,
        "source_url": one.source_url,
        "breakdown": one.breakdown,
    }


def facts_of(definition: IndicatorDefinition) -> dict[str, Any]:
    """What an indicator counts, in the language of the page."""
    said = [
        (_("Counted"), definition.numerator),
        (_("Divided by"), definition.denominator),
        (_("Variant"), definition.variant),
    ]
    facts = [(label, text.in_language(language())) for label, text in said if text is not None]
    facts += [(_("Age group"), definition.age_group)] if definition.age_group else []
    return {
        "name": definition.name.in_language(language()),
        "question": definition.question.in_language(language()),
        "facts": facts,
        "pitfalls": [pitfall.in_language(language()) for pitfall in definition.pitfalls],
        "source": definition.source,
        "source_url": definition.source_url,
    }
