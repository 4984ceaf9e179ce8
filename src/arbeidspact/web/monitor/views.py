"""The figures: every indicator with its definition, its traps and what was published."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbeidspact.indicators import OBSERVATION_COLUMNS, IndicatorDefinition, Unit, series
from arbeidspact.monitor.queries import (
    IndicatorCard,
    ObservationRow,
    areas_in,
    definition_of,
    indicator_card,
    indicator_list,
    observations_of,
    plain,
)
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.exports import csv_response
from arbeidspact.web.monitor.figures import (
    MOST_LINES,
    day_text,
    figures_chart,
    freshness_text,
    language,
    period_text,
    value_text,
)
from arbeidspact.web.monitor.promises import promise_rows
from arbeidspact.web.requests import ActorRequest, permitted

INDICATORS_PER_PAGE = 25


@permitted(Permission.SEE_INDICATORS)
@require_safe
def indicators(request: ActorRequest) -> HttpResponse:
    """Every indicator, with how many figures it has and how new they are."""
    text = request.GET.get("q", "").strip()
    page = Paginator(indicator_list(actor=request.actor, text=text), INDICATORS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "count": page.paginator.count,
        "total": indicator_list(actor=request.actor).count(),
        "text": text,
        "query": urlencode({"q": text}) if text else "",
    }
    return render(request, "monitor/indicators.html", context)


@permitted(Permission.SEE_INDICATORS)
@require_safe
def indicator(request: ActorRequest, slug: str) -> HttpResponse:
    """One indicator: what it counts, its traps, its figures as chart and table, what was promised."""
    card = indicator_card(slug, actor=request.actor)
    names = area_names()
    areas = areas_in(card.observations)
    asked = [area for area in request.GET.getlist("area") if area in areas]
    shown = (asked or areas)[:MOST_LINES]
    definition = card.definition
    name = definition.name.in_language(language())
    context = {
        "card": card,
        "definition": definition,
        "name": name,
        "question": definition.question.in_language(language()),
        "facts": _facts(definition),
        "pitfalls": [pitfall.in_language(language()) for pitfall in definition.pitfalls],
        "freshness": freshness_text(card.freshness),
        "is_stale": card.freshness.state == "stale",
        "chart": figures_chart(card.observations, shown, names, title=name, unit=definition.unit),
        "areas": [(area, names.get(area, area), area in shown) for area in areas],
        "too_many": len(asked) > MOST_LINES,
        "most_lines": MOST_LINES,
        "promises": promise_rows(card.baselines, card.targets, definition.unit, names),
        "rows": _figure_rows(card, areas, names),
    }
    return render(request, "monitor/indicator.html", context)


def _facts(definition: IndicatorDefinition) -> list[tuple[str, str]]:
    """What the indicator counts, as names with their texts; what the definition leaves out is left out."""
    said = [
        (_("Counted"), definition.numerator),
        (_("Divided by"), definition.denominator),
        (_("Variant"), definition.variant),
        (_("Formula"), definition.formula_reference),
    ]
    facts = [(label, text.in_language(language())) for label, text in said if text is not None]
    facts += [(_("Age group"), definition.age_group), (_("Owner"), definition.owner)]
    return [(label, text) for label, text in facts if text]


def _figure_rows(card: IndicatorCard, areas: Sequence[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    standing = {figure.key for area in areas for figure in series(card.observations, area=area)}
    return [
        {
            "area": names.get(row.area, row.area),
            "period": period_text(row.period),
            "value": value_text(row.value, row.unit),
            "status": row.status.value,
            "vintage": day_text(row.vintage) if row.vintage else "",
            "source": row.source,
            "source_url": row.source_url,
            "flag": row.flag(language()),
            "stands": row.key in standing,
        }
        for row in sorted(card.observations, key=lambda row: (areas.index(row.area), row.period))
    ]


@permitted(Permission.SEE_INDICATORS)
@require_safe
def observations_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """The figures of one indicator as a file, in the columns that the importer reads."""
    card = indicator_card(slug, actor=request.actor)
    rows = observations_of(slug, actor=request.actor, areas=request.GET.getlist("area"))
    return _figures_file(slug, rows, {slug: card.definition.unit})


@permitted(Permission.SEE_INDICATORS)
@require_safe
def figures_file(request: ActorRequest) -> HttpResponseBase:
    """The figures of the chosen indicators as one file, in the columns that the importer reads."""
    chosen = indicator_list(actor=request.actor, text=request.GET.get("q", "").strip())
    units = {row.slug: definition_of(row).unit for row in chosen}
    rows = observations_of(actor=request.actor, indicators=list(units))
    return _figures_file("figures", rows, units)


def _figures_file(name: str, rows: Iterable[ObservationRow], units: Mapping[str, Unit]) -> HttpResponseBase:
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
    return csv_response(f"{name}-{timezone.localdate():%Y-%m-%d}.csv", OBSERVATION_COLUMNS, lines)


def importable_value(value: Decimal, unit: Unit) -> str:
    """The value as the importer reads it back in only one way: never three decimals, which may be thousands, and a
    percentage below one with its sign."""
    text = f"{plain(value):f}"
    if len(text.partition(".")[2]) == 3:
        text += "0"
    return f"{text} %" if unit is Unit.PERCENT and 0 < abs(value) < 1 else text
