"""Figures of a release as the public reads them: what is hidden or rounded says so."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from arbeidspact.indicators import IndicatorDefinition, Unit
from arbeidspact.publications.queries import Mark, PublicFigure
from arbeidspact.web.charts import Chart, Point, Series, line_chart
from arbeidspact.web.monitor.explored import group_text
from arbeidspact.web.monitor.figures import MOST_LINES, day_text, language, period_text, value_text, year_of


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
