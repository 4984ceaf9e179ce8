"""The figures: every indicator with its definition, its traps and what was published."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from arbeidspact.indicators import series
from arbeidspact.monitor.queries import areas_in, indicator_card, indicator_list, observations_of, plain
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
from arbeidspact.web.requests import ActorRequest, permitted


@permitted(Permission.SEE_INDICATORS)
@require_safe
def indicators(request: ActorRequest) -> HttpResponse:
    """Every indicator, with how many figures it has and how new they are."""
    text = request.GET.get("q", "").strip()
    found = list(indicator_list(actor=request.actor, text=text))
    context = {
        "indicators": found,
        "count": len(found),
        "total": indicator_list(actor=request.actor).count(),
        "text": text,
        "language": language(),
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
    chart = figures_chart(
        card.observations, shown, names, title=card.definition.name.in_language(language()), unit=card.definition.unit
    )
    context = {
        "card": card,
        "definition": card.definition,
        "name": card.definition.name.in_language(language()),
        "question": card.definition.question.in_language(language()),
        "numerator": card.definition.numerator.in_language(language()),
        "denominator": card.definition.denominator.in_language(language()) if card.definition.denominator else "",
        "pitfalls": [pitfall.in_language(language()) for pitfall in card.definition.pitfalls],
        "freshness": freshness_text(card.freshness),
        "chart": chart,
        "areas": [(area, names.get(area, area), area in shown) for area in areas],
        "too_many": len(asked) > MOST_LINES,
        "most_lines": MOST_LINES,
        "rows": [
            {
                "area": names.get(row.area, row.area),
                "period": period_text(row.period),
                "value": value_text(row.value, row.unit),
                "status": row.status.value,
                "vintage": day_text(row.vintage) if row.vintage else "",
                "source": row.source,
                "source_url": row.source_url,
                "flag": row.flag(language()),
                "stands": row in series(card.observations, area=row.area),
            }
            for row in sorted(card.observations, key=lambda row: (areas.index(row.area), row.period))
        ],
    }
    return render(request, "monitor/indicator.html", context)


@permitted(Permission.SEE_INDICATORS)
@require_safe
def observations_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """The figures of one indicator as a file, in the columns that the importer reads."""
    card = indicator_card(slug, actor=request.actor)
    rows = observations_of(slug, actor=request.actor, areas=request.GET.getlist("area"))
    header = [
        "indicator",
        "period",
        "area",
        "value",
        "unit",
        "status",
        "vintage",
        "source",
        "source_url",
        "printed_as",
        "flag_nl",
        "flag_en",
    ]
    return csv_response(
        f"{slug}-{timezone.localdate():%Y-%m-%d}.csv",
        header,
        (
            [
                slug,
                row.period,
                row.area,
                plain(row.value),
                card.definition.unit.value,
                row.status,
                row.vintage,
                row.source,
                row.source_url,
                row.printed_as,
                row.flag_nl,
                row.flag_en,
            ]
            for row in rows
        ),
    )
