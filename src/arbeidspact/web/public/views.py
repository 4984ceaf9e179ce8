"""Public pages: the pact at a glance, every figure of the newest release, and a chart for other sites."""

from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt

from arbeidspact.indicators import IndicatorDefinition
from arbeidspact.monitor.explorer import Located, located_areas
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.publications.glance import public_pacts
from arbeidspact.publications.queries import (
    Mark,
    PublicFigure,
    Release,
    public_figures,
    public_groups,
    public_indicators,
)
from arbeidspact.web.exports import csv_response
from arbeidspact.web.monitor.explored import group_text, name_of
from arbeidspact.web.monitor.figures import MOST_LINES, day_text, language, period_text
from arbeidspact.web.pact.goal_card import goal_card
from arbeidspact.web.public.keeping import public
from arbeidspact.web.public.places import Places, place_map, place_table, places_of
from arbeidspact.web.public.showing import (
    facts_of,
    figure_rows,
    first_public_areas,
    json_value,
    public_chart,
)

ROWS_PER_PAGE = 50
TOTAL = ""
COLUMNS = (
    "indicator",
    "period",
    "area",
    "value",
    "unit",
    "mark",
    "status",
    "vintage",
    "source",
    "source_url",
    "breakdown",
)
MAP = "map"
"""As `shape` in the address of what stands in another site: a map; else a chart."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """An indicator of a release with the figures that the address asks for."""

    release: Release
    definition: IndicatorDefinition
    names: dict[str, str]
    areas: list[str]
    chosen: list[str]
    every_group: tuple[str, ...]
    groups: list[str]
    figures: tuple[PublicFigure, ...]
    every: tuple[PublicFigure, ...]
    located: dict[str, Located]


@public
def start(request: HttpRequest, release: Release | None) -> HttpResponse:
    """The pact at a glance: is each promise being kept, as far as the newest release says?"""
    names = _names()
    pacts = public_pacts(release.version, today=timezone.localdate()) if release else ()
    context = {
        **_frame(request, release),
        "pacts": [{"pact": one.pact, "goals": [goal_card(state, names) for state in one.goals]} for one in pacts],
        "public_slugs": set(public_indicators(release.version)) if release else set(),
    }
    return render(request, "public/start.html", context)


@public
def figures(request: HttpRequest, release: Release | None) -> HttpResponse:
    """Every indicator of the newest release."""
    known = public_indicators(release.version) if release else {}
    word = request.GET.get("q", "").strip()
    rows = [
        {
            "slug": slug,
            "name": one.definition.name.in_language(language()),
            "question": one.definition.question.in_language(language()),
            "figures": one.figures,
            "newest": day_text(one.newest) if one.newest else "",
        }
        for slug, one in known.items()
        if word.casefold() in f"{one.definition.name.nl} {one.definition.name.en} {slug}".casefold()
    ]
    context = {
        **_frame(request, release),
        "rows": sorted(rows, key=lambda row: str(row["name"])),
        "total": len(known),
        "word": word,
    }
    return render(request, "public/figures.html", context)


@public
def figure(request: HttpRequest, release: Release | None, slug: str) -> HttpResponse:
    """One indicator: chart, table with what is hidden or rounded, what it counts, downloads, and a chart to embed."""
    shown = _shown(request, release, slug)
    rows = figure_rows(shown.definition, shown.figures, shown.names)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    query = _query(shown, request)
    address = reverse("public:embedded", args=[slug])
    context = {
        **_frame(request, release),
        **facts_of(shown.definition),
        "chart": public_chart(shown.definition, shown.figures, shown.chosen, shown.groups, shown.names),
        "lines_left": max(0, len(shown.chosen) * len(shown.groups) - MOST_LINES),
        "groups": [(one, group_text(one, shown.definition), one in shown.groups) for one in shown.every_group],
        "has_groups": shown.groups != [TOTAL],
        **_places(request, shown),
        "areas": [(code, shown.names.get(code, code), code in shown.chosen) for code in shown.areas],
        "page": page,
        "page_query": query,
        "csv_url": f"{reverse('public:figure-csv', args=[slug])}?{query}",
        "json_url": f"{reverse('public:figure-json', args=[slug])}?{query}",
        "permalink": f"{reverse('public:figure', args=[slug])}?{query}",
        "embed_url": request.build_absolute_uri(f"{address}?{query}"),
        "has_hidden": any(one.mark is Mark.SUPPRESSED for one in shown.figures),
        "has_rounded": any(one.mark is Mark.ROUNDED for one in shown.figures),
        "slug": slug,
    }
    return render(request, "public/figure.html", context)


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@public
def embedded(request: HttpRequest, release: Release | None, slug: str) -> HttpResponse:
    """A chart or a map alone, with its table, source and release, to stand in a page of another site."""
    shown = _shown(request, release, slug)
    is_map = request.GET.get("shape") == MAP
    context = {
        **_frame(request, release),
        **facts_of(shown.definition),
        "chart": None
        if is_map
        else public_chart(shown.definition, shown.figures, shown.chosen, shown.groups, shown.names),
        **(_places(request, shown, page=reverse("public:figure", args=[slug])) if is_map else {}),
        "permalink": f"{reverse('public:figure', args=[slug])}?{_query(shown, request)}",
    }
    return render(request, "public/embedded.html", context)


@public
def figure_csv(request: HttpRequest, release: Release | None, slug: str) -> HttpResponseBase:
    """The figures of the page as CSV; a figure without a value says in its mark why."""
    shown = _shown(request, release, slug)
    rows = ([json_value(one)[column] for column in COLUMNS] for one in shown.figures)
    return csv_response(f"{slug}-{shown.release.version}.csv", COLUMNS, rows)


@public
def places_csv(request: HttpRequest, release: Release | None, slug: str) -> HttpResponseBase:
    """The figures of the areas that stand side by side, and on the map, as CSV, with the name of each area."""
    shown = _shown(request, release, slug)
    places = _asked_places(request, shown)
    if places is None:
        raise NotFound(_("No areas stand side by side here."))
    rows = (
        [*(json_value(one)[column] for column in COLUMNS), shown.names[one.area]]
        for one in sorted(places.figures, key=lambda one: (shown.names[one.area], one.breakdown))
    )
    return csv_response(f"{slug}-{places.kind.value}-{shown.release.version}.csv", (*COLUMNS, "area_name"), rows)


@public
def figure_json(request: HttpRequest, release: Release | None, slug: str) -> JsonResponse:
    """The figures of the page for a program, with the definition they were counted by."""
    shown = _shown(request, release, slug)
    return JsonResponse(
        {
            "release": shown.release.version,
            "definition": shown.definition.model_dump(mode="json"),
            "figures": [json_value(one) for one in shown.figures],
        }
    )


def _shown(request: HttpRequest, release: Release | None, slug: str) -> _Shown:
    if release is None:
        raise NotFound(_("Nothing is published yet."))
    known = public_groups(slug, version=release.version) or (TOTAL,)
    asked_groups = [one for one in dict.fromkeys(request.GET.getlist("group")) if one in known]
    groups = asked_groups or [TOTAL if TOTAL in known else known[0]]
    every = public_figures(slug, version=release.version, breakdowns=groups)
    located = located_areas()
    names = {code: name_of(area) for code, area in located.items()}
    areas = sorted({one.area for one in every.figures}, key=lambda code: names.get(code, code))
    asked = [code for code in dict.fromkeys(request.GET.getlist("area")) if code in set(areas)]
    chosen = asked or first_public_areas(areas, every.figures)
    kept = tuple(one for one in every.figures if one.area in set(chosen))
    return _Shown(release, every.definition, names, areas, chosen, known, groups, kept, every.figures, located)


def _asked_places(request: HttpRequest, shown: _Shown) -> Places | None:
    asked = request.GET
    return places_of(shown.every, shown.located, kind=asked.get("kind", ""), period=asked.get("period", ""))


def _places(request: HttpRequest, shown: _Shown, *, page: str = "") -> dict[str, Any]:
    """Every area of one kind side by side, with a map; nothing where none has another beside it.

    Arguments: `page`, where a click on an area goes; empty: on the page that is asked for.
    """
    places = _asked_places(request, shown)
    if places is None:
        return {}
    slug = shown.definition.slug
    table = place_table(shown.definition, places, shown.groups, shown.located)
    where = {"kind": places.kind.value, "period": str(places.period)}
    query = _query(shown, request, **where)
    drawn = place_map(
        shown.definition,
        places,
        shown.groups[0],
        shown.located,
        lambda area: f"{page}?{_query(shown, request, area=area)}#figures-title",
    )
    return {
        "places": places,
        "place_period": period_text(places.period),
        "place_kinds": [(one.value, one.label, one == places.kind) for one in places.kinds],
        "place_periods": [
            (str(when), f"{period_text(when)} ({count})", when == places.period) for when, count in places.periods
        ],
        "place_table": table,
        "place_page": Paginator(table.rows, ROWS_PER_PAGE).get_page(request.GET.get("places")),
        "place_query": query,
        "place_csv_url": f"{reverse('public:places-csv', args=[slug])}?{query}",
        "place_permalink": f"{reverse('public:figure', args=[slug])}?{query}#places-title",
        "map": drawn,
        "map_embed_url": request.build_absolute_uri(
            f"{reverse('public:embedded', args=[slug])}?{_query(shown, request, shape=MAP, **where)}"
        ),
        "place_kept": [(name, value) for name, values in QueryDict(_query(shown, request)).lists() for value in values],
    }


def _names() -> dict[str, str]:
    return {code: name_of(area) for code, area in located_areas().items()}


def _query(shown: _Shown, request: HttpRequest, **more: str) -> str:
    query = QueryDict(mutable=True)
    query.setlist("area", shown.chosen)
    if shown.groups != [TOTAL]:
        query.setlist("group", shown.groups)
    for name, value in more.items():
        query[name] = value
    if request.GET.get("lang") == "en":
        query["lang"] = "en"
    return query.urlencode()


def _frame(request: HttpRequest, release: Release | None) -> dict[str, Any]:
    """What stands around every public page."""
    is_english = language() == "en"
    other = request.GET.copy()
    other["lang"] = "nl" if is_english else "en"
    return {
        "release": release,
        "published_on": day_text(timezone.localtime(release.published_at).date())
        if release and release.published_at
        else "",
        "page_language": language(),
        "other_language_url": f"?{other.urlencode()}",
        "suffix": "?lang=en" if is_english else "",
    }
