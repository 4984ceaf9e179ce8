"""The figures: every indicator, with how many figures it has and how new they are."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arbeidspact.monitor.explorer import AreaKind, located_areas
from arbeidspact.monitor.queries import definition_of, indicator_list, observations_of
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.monitor.explored import name_of
from arbeidspact.web.monitor.figure_files import figures_response
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
        "clusters": [
            (area.code, name_of(area)) for area in located_areas().values() if area.kind == AreaKind.GROUP.value
        ],
    }
    return render(request, "monitor/indicators.html", context)


@permitted(Permission.SEE_INDICATORS)
@require_safe
def figures_file(request: ActorRequest) -> HttpResponseBase:
    """The figures of the chosen indicators as one file, in the columns that the importer reads."""
    chosen = indicator_list(actor=request.actor, text=request.GET.get("q", "").strip())
    units = {row.slug: definition_of(row).unit for row in chosen}
    rows = observations_of(actor=request.actor, indicators=list(units))
    return figures_response("figures", rows, units)
