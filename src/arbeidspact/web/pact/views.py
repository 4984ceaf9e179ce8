"""The pact: each goal against its figures, and the actions with lead, partners and money."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbeidspact.monitor.queries import GoalState, goals_at_a_glance
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.pact.queries import (
    ActionFilter,
    PublishedStatus,
    action_named,
    actions_of,
    bodies_of,
    budget_of,
    leads_of,
    pact_named,
    pacts,
    partners_of,
    priorities_of,
    tracks_of,
)
from arbeidspact.web.exports import csv_response
from arbeidspact.web.monitor.figures import (
    freshness_text,
    goal_chart,
    language,
    period_text,
    value_text,
    verdict_of,
)
from arbeidspact.web.requests import ActorRequest, permitted

ACTIONS_PER_PAGE = 25


@permitted(Permission.SEE_PACT)
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """The pact of this installation; a choice when there are several; what to do when there is none."""
    known = pacts(actor=request.actor)
    if len(known) == 1:
        return redirect("pact:pact", slug=known[0].slug)
    return render(request, "pact/overview.html", {"pacts": known})


@permitted(Permission.SEE_PACT)
@require_safe
def pact(request: ActorRequest, slug: str) -> HttpResponse:
    """The pact at a glance: each goal with baseline, target, latest figure, path needed and freshness."""
    found = pact_named(slug, actor=request.actor)
    names = area_names()
    context = {
        "pact": found,
        "goals": [goal_card(state, names) for state in goals_at_a_glance(found, actor=request.actor)],
        "tracks": tracks_of(found),
        "priorities": [
            {"priority": priority, "commitments": [text[_key()] for text in priority.commitments]}
            for priority in priorities_of(found)
        ],
        "partners": partners_of(found),
        "bodies": bodies_of(found),
        "budget": budget_of(found),
        "action_count": actions_of(found).count(),
    }
    return render(request, "pact/pact.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def actions(request: ActorRequest, slug: str) -> HttpResponse:
    """The actions of the pact, with filters."""
    found = pact_named(slug, actor=request.actor)
    chosen = _chosen(request)
    rows = actions_of(found, chosen)
    context = {
        "pact": found,
        "page": Paginator(rows, ACTIONS_PER_PAGE).get_page(request.GET.get("page")),
        "count": rows.count(),
        "total": actions_of(found).count(),
        "chosen": chosen,
        "tracks": tracks_of(found),
        "priorities": priorities_of(found),
        "leads": leads_of(found),
        "statuses": PublishedStatus.choices,
        "query": _query_without_page(request),
    }
    return render(request, "pact/actions.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def action(request: ActorRequest, slug: str, action: str) -> HttpResponse:
    """One action: lead, partners, money, planned numbers, and where each is written."""
    found = pact_named(slug, actor=request.actor)
    context = {"pact": found, "action": action_named(found, action)}
    return render(request, "pact/action.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def actions_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """The chosen actions as a file."""
    found = pact_named(slug, actor=request.actor)
    header = [_("Action"), _("Tracks"), _("Priority"), _("Lead"), _("Partners"), _("Status"), _("Money"), _("Source")]
    rows = (
        [
            _name(row),
            "; ".join(_name(track) for track in row.tracks.all()),
            _name(row.priority) if row.priority else "",
            _name(row.lead) if row.lead else "",
            "; ".join(_name(partner) for partner in row.partners.all()),
            row.get_published_status_display(),
            "; ".join(f"{line.amount} ({line.get_per_display()})" for line in row.budget_lines.all()),
            row.source,
        ]
        for row in actions_of(found, _chosen(request))
    )
    return csv_response(f"{slug}-actions-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


def goal_card(state: GoalState, names: dict[str, str]) -> dict[str, Any]:
    """What a page shows of a goal."""
    unit = state.definition.unit if state.definition else "count"
    last = state.latest
    return {
        "goal": state.goal,
        "verdict": verdict_of(state, names),
        "chart": goal_chart(state, names),
        "freshness": freshness_text(state.freshness),
        "is_stale": state.freshness.state != "fresh",
        "baseline": state.baseline,
        "baseline_text": value_text(state.baseline.value, unit) if state.baseline else "",
        "target": state.target,
        "target_text": _target_text(state, names),
        "latest_text": value_text(last.value, unit) if last else "",
        "latest_period": period_text(last.period) if last else "",
        "latest_source": last.source if last else "",
        "also_published": _also_published(state),
        "remarks": _remarks(state),
    }


def _target_text(state: GoalState, names: dict[str, str]) -> str:
    if state.target is None or state.definition is None:
        return ""
    if state.target.value is None:
        return _("not worse than %(area)s") % {"area": names.get(state.target.relative_to, state.target.relative_to)}
    return value_text(state.target.value, state.definition.unit)


def _also_published(state: GoalState) -> list[dict[str, str]]:
    """Other figures of the pact's own area, newest first: sources that contradict each other are all shown."""
    if state.definition is None:
        return []
    own = [figure for figure in state.observations if figure.area == state.area and figure != state.latest]
    return [
        {
            "period": period_text(figure.period),
            "value": value_text(figure.value, figure.unit),
            "source": figure.source,
            "flag": figure.flag(language()),
        }
        for figure in sorted(own, key=lambda figure: figure.period, reverse=True)
    ]


def _remarks(state: GoalState) -> list[str]:
    texts = [state.latest.flag(language()) if state.latest else ""]
    for promise in (state.baseline, state.target):
        if promise is not None:
            texts.append(promise.flag_en if language() == "en" else promise.flag_nl)
    return [text for text in dict.fromkeys(texts) if text]


def _chosen(request: ActorRequest) -> ActionFilter:
    asked = request.GET
    return ActionFilter(
        track=asked.get("track", ""),
        priority=asked.get("priority", ""),
        lead=asked.get("lead", ""),
        status=asked.get("status", ""),
        text=asked.get("q", "").strip(),
    )


def _query_without_page(request: ActorRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _key() -> str:
    return "en" if language() == "en" else "nl"


def _name(row: Any) -> str:
    return str(row.name_en if language() == "en" and row.name_en else row.name_nl)
