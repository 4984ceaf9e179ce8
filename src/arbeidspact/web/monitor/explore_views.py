"""One indicator, explored: what it counts and its traps, its figures as chart, table or map, and as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbeidspact.indicators import TOTAL, IndicatorDefinition
from arbeidspact.monitor.explorer import (
    AreaKind,
    Located,
    explored_rows,
    located_areas,
    means_of,
    members_of,
    relatives_of,
    revised_rows,
)
from arbeidspact.monitor.figures import FigureQuery, standing_figures
from arbeidspact.monitor.queries import IndicatorCard, indicator_card
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.monitor.exploration import CHART, MAP, MOST_AREAS, TABLE, Exploration, ExploreForm, exploration_of
from arbeidspact.web.monitor.explored import (
    FigureKey,
    area_choices,
    explored_charts,
    first_areas,
    group_text,
    json_of,
    mean_figures,
    name_of,
    relative_rows,
    revision_rows,
    table_rows,
)
from arbeidspact.web.monitor.figure_files import figures_response, importable_line
from arbeidspact.web.monitor.figures import MOST_LINES, freshness_text, language
from arbeidspact.web.monitor.mapped import mapped
from arbeidspact.web.monitor.promises import promise_rows
from arbeidspact.web.requests import ActorRequest, permitted

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class _Asked:
    """An indicator with what is asked of it."""

    card: IndicatorCard
    located: Mapping[str, Located]
    names: Mapping[str, str]
    means: Mapping[str, Sequence[str]]
    form: ExploreForm
    exploration: Exploration

    @property
    def members(self) -> Sequence[str]:
        """The members of the group whose mean is asked."""
        return self.means.get(self.exploration.mean, ())


@permitted(Permission.SEE_INDICATORS)
@require_safe
def indicator(request: ActorRequest, slug: str) -> HttpResponse:
    """One indicator: what it counts, its traps, its figures in the shape that was asked, what was promised."""
    asked = _asked(request, slug)
    card, exploration, names = asked.card, asked.exploration, asked.names
    definition = card.definition
    figures = standing_figures(exploration.query(slug, extra=asked.members), actor=request.actor)
    rows = explored_rows(exploration.query(slug), actor=request.actor)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    standing = _standing_then(exploration, slug, request)
    means = means_of(figures, asked.members)
    context = {
        "card": card,
        "definition": definition,
        "name": definition.name.in_language(language()),
        "question": definition.question.in_language(language()),
        "facts": _facts(definition),
        "pitfalls": [pitfall.in_language(language()) for pitfall in definition.pitfalls],
        "freshness": freshness_text(card.freshness),
        "is_stale": card.freshness.state == "stale",
        "promises": promise_rows(card.baselines, card.targets, definition.unit, names),
        "rows": table_rows(page.object_list, definition, names, standing),
        "page": page,
        "page_query": exploration.address(),
        "revisions": revision_rows(revised_rows(rows), definition, names),
        "relatives": relative_rows(
            relatives_of(definition, actor=request.actor, areas=exploration.areas), exploration.areas, names
        ),
        "charts": explored_charts(exploration, card, figures, means, names) if exploration.shape == CHART else [],
        "map": mapped(request, card, exploration, asked.located, names) if exploration.shape == MAP else None,
        **_choices(asked),
    }
    return render(request, "monitor/indicator.html", context)


@permitted(Permission.SEE_INDICATORS)
@require_safe
def observations_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """Exactly what is asked, as a file in the columns that the importer reads; everything when nothing is asked."""
    asked = _asked(request, slug)
    rows = explored_rows(_query_of_file(request, asked, slug), actor=request.actor)
    means = [
        importable_line(figure)
        for figure in mean_figures(_means(request, asked, slug), asked.card.definition, asked.exploration.mean)
    ]
    return figures_response(slug, rows, {slug: asked.card.definition.unit}, extra=means)


@permitted(Permission.SEE_INDICATORS)
@require_safe
def observations_json(request: ActorRequest, slug: str) -> JsonResponse:
    """Exactly what is asked, for a program."""
    asked = _asked(request, slug)
    rows = explored_rows(_query_of_file(request, asked, slug), actor=request.actor)
    address = request.build_absolute_uri(f"{reverse('monitor:indicator', args=[slug])}?{asked.exploration.address()}")
    return JsonResponse(json_of(asked.card, asked.exploration, rows, _means(request, asked, slug), address=address))


def _asked(request: ActorRequest, slug: str) -> _Asked:
    card = indicator_card(slug, actor=request.actor)
    located = located_areas()
    names = {code: name_of(area) for code, area in located.items()}
    known = set(card.areas)
    groups = [area.code for area in located.values() if area.kind == AreaKind.GROUP.value]
    means = {group: members_of(group, located.values()) for group in groups}
    means = {group: members for group, members in means.items() if known & set(members)}
    form = ExploreForm(request.GET)
    exploration = exploration_of(
        request.GET,
        form,
        areas=card.areas,
        breakdowns=card.breakdowns,
        means=means,
        first=first_areas(card, located),
    )
    return _Asked(card, located, names, means, form, exploration)


def _query_of_file(request: ActorRequest, asked: _Asked, slug: str) -> FigureQuery:
    """A file holds what its address names: without areas or groups in it, all of them."""
    query = asked.exploration.query(slug)
    wanted = [area for area in request.GET.getlist("area") if area]
    groups = tuple(asked.exploration.breakdowns) if "group" in request.GET else ()
    return FigureQuery(slug, tuple(wanted), groups, first=query.first, last=query.last, as_of=query.as_of)


def _means(request: ActorRequest, asked: _Asked, slug: str) -> tuple[Any, ...]:
    if not asked.members:
        return ()
    exploration = asked.exploration
    period = exploration.query(slug)
    query = FigureQuery(slug, tuple(asked.members), (TOTAL,), period.first, period.last, period.as_of)
    return means_of(standing_figures(query, actor=request.actor), asked.members)


def _standing_then(asked: Exploration, slug: str, request: ActorRequest) -> frozenset[FigureKey] | None:
    """Which figures counted on the day that is asked; None when none is asked."""
    if asked.as_of is None:
        return None
    return frozenset(figure.key for figure in standing_figures(asked.query(slug), actor=request.actor))


def _choices(asked: _Asked) -> dict[str, Any]:
    """What the form offers, with what is chosen, and the addresses of exactly this."""
    exploration, definition = asked.exploration, asked.card.definition
    offered, more = area_choices(exploration, asked.card.areas, asked.located)
    address = exploration.address()
    file_query = exploration.address(group=list(exploration.breakdowns), shape="", base="")
    slug = definition.slug
    return {
        "form": asked.form,
        "asked": exploration,
        "areas": offered,
        "more_areas": more,
        "groups": [
            {"key": key, "name": group_text(key, definition), "is_shown": key in exploration.breakdowns}
            for key in asked.card.breakdowns
        ],
        "means": [(code, asked.names.get(code, code)) for code in asked.means],
        "shapes": [
            (shape, label, f"?{exploration.address(shape=shape)}")
            for shape, label in ((CHART, _("Chart")), (TABLE, _("Table")), (MAP, _("Map")))
        ],
        "permalink": f"{reverse('monitor:indicator', args=[slug])}?{address}",
        "csv_url": f"{reverse('monitor:observations-file', args=[slug])}?{file_query}",
        "json_url": f"{reverse('monitor:observations-json', args=[slug])}?{file_query}",
        "most_areas": MOST_AREAS,
        "most_lines": MOST_LINES,
        "is_crowded": len(exploration.areas) > MOST_LINES and exploration.shape == CHART,
    }


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


__all__ = ["indicator", "observations_file", "observations_json"]
