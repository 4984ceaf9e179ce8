"""One action with its plan: the page, the forms, the history; and all plans under their goals."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arbeidspact.monitor.action_figures import figures_for, indicators_tied_to
from arbeidspact.monitor.queries import goals_at_a_glance
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.pact.plan_queries import (
    Keeper,
    Plan,
    history_of,
    keeper_of,
    plan_named,
    plans_by_goal,
    plans_of,
    status_counts,
    withdrawn_of,
    words_of_entry,
)
from arbeidspact.pact.queries import Action, Pact, action_named, pact_named, partners_of
from arbeidspact.steering.queries import SubjectKind
from arbeidspact.web.pact.deeds import deed_named, entry_for, may_do
from arbeidspact.web.pact.goal_card import goal_tile
from arbeidspact.web.pact.plan_forms import About
from arbeidspact.web.pact.plan_words import (
    contribution_view,
    degree_word,
    euro,
    event_view,
    milestone_view,
    number_view,
    status_view,
    status_word,
)
from arbeidspact.web.pact.wording import budget_rows, name_of, planned_text
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.steering.panel import about_panel

EVENTS_PER_PAGE = 50
BOOKINGS_SHOWN = 50


@never_cache
@permitted(Permission.SEE_PACT)
@require_safe
def action(request: ActorRequest, slug: str, action: str) -> HttpResponse:
    """One action: as published, and beside it what partners keep: status, milestones, contributions, numbers, money."""
    found = pact_named(slug, actor=request.actor)
    plan = plan_named(found, action, timezone.localdate(), figures_for(found, actor=request.actor))
    keeper = keeper_of(request.actor, plan.action)
    context = {"pact": found, **_page_of(found, plan, keeper)}
    named = indicators_tied_to([plan], actor=request.actor)
    context["ties"] = [(link, named.get(link.indicator)) for link in plan.goals]
    context["steering"] = about_panel(request, found.slug, SubjectKind.ACTION, plan.action.slug)
    return render(request, "pact/action.html", context)


def _page_of(pact: Pact, plan: Plan, keeper: Keeper) -> dict[str, Any]:
    row = plan.action
    partners = {partner.slug: name_of(partner) for partner in partners_of(pact)}
    return {
        "action": row,
        "plan": plan,
        "keeper": keeper,
        "status": status_view(plan.status),
        "budget": budget_rows(row.budget_lines.all(), partners),
        "numbers": [number_view(line, planned_text(line.row)) for line in plan.numbers],
        "milestones": [milestone_view(line) for line in plan.milestones],
        "contributions": [
            {
                **contribution_view(line),
                "is_own": keeper.speaks_for(line.row.partner_id),
                "may_write": keeper.may_write_for(line.row.partner_id),
            }
            for line in plan.contributions
        ],
        "money": {
            "planned": euro(plan.money.planned),
            "committed": euro(plan.money.committed),
            "spent": euro(plan.money.spent),
        },
        "bookings": [{"row": one, "amount": euro(one.amount)} for one in reversed(plan.bookings[-BOOKINGS_SHOWN:])],
        "bookings_hidden": max(0, len(plan.bookings) - BOOKINGS_SHOWN),
        "risks": [
            {"row": risk, "likelihood": degree_word(risk.likelihood), "impact": degree_word(risk.impact)}
            for risk in plan.risks
        ],
        "withdrawn": withdrawn_of(row) if keeper.may_promise else [],
        "event_count": row.action_events.count(),
    }


@never_cache
@permitted(Permission.EDIT_ACTION_PLAN)
@require_http_methods(["GET", "POST"])
def deed(request: ActorRequest, slug: str, action: str, deed: str, reference: UUID | None = None) -> HttpResponse:
    """A form that does one thing with the plan of an action, or with one entry of it."""
    found = pact_named(slug, actor=request.actor)
    row = action_named(found, action)
    what = deed_named(deed)
    keeper = keeper_of(request.actor, row)
    entry = entry_for(what, row, reference)
    if not may_do(what, keeper, entry):
        raise NotAllowed(
            _("Only the organisation in the lead and the steering group keep the plan of this action."),
            hint=_("Your organisation can promise and confirm what it brings itself."),
        )
    form = what.form(posted(request), about=About(found, row, entry, keeper))
    if form.is_bound and form.is_valid():
        try:
            what.act(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, str(what.done))
            return redirect(f"{reverse('pact:action', args=[slug, action])}#{what.part or 'history'}")
    context = {"pact": found, "action": row, "deed": what, "form": form}
    context["about_entry"] = words_of_entry(entry) if entry is not None else ""
    return render(request, "pact/deed.html", context, status=422 if form.is_bound else 200)


@never_cache
@permitted(Permission.SEE_PACT)
@require_safe
def history(request: ActorRequest, slug: str, action: str) -> HttpResponse:
    """What happened to the plan of this action, newest first."""
    found = pact_named(slug, actor=request.actor)
    row: Action = action_named(found, action)
    page = Paginator(history_of(row), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"pact": found, "action": row, "page": page, "events": [event_view(event) for event in page.object_list]}
    return render(request, "pact/history.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def tree(request: ActorRequest, slug: str) -> HttpResponse:
    """Goal, track, action, milestone, figure: every action under the goal it serves, with who brings what."""
    found = pact_named(slug, actor=request.actor)
    today = timezone.localdate()
    plans = plans_of(found, today, figures_for(found, actor=request.actor))
    named = indicators_tied_to(plans, actor=request.actor)
    names = area_names()
    tiles = {state.goal.pk: goal_tile(state, names) for state in goals_at_a_glance(found, actor=request.actor)}
    parts = [
        {
            "goal": part.goal,
            "tile": tiles.get(part.goal.pk) if part.goal else None,
            "count": part.count,
            "tracks": [
                {
                    "track": track,
                    "lines": [_line_of(plan, part.goal.pk if part.goal else 0, named) for plan in track.plans],
                }
                for track in part.tracks
            ],
        }
        for part in plans_by_goal(found, plans)
    ]
    counts = [
        {**status_word(status), "count": count, "slug": status or "unknown"}
        for status, count in status_counts(plans).items()
    ]
    return render(request, "pact/tree.html", {"pact": found, "parts": parts, "counts": counts, "total": len(plans)})


def _line_of(plan: Plan, goal: int, named: Mapping[str, object]) -> dict[str, Any]:
    coming = plan.next_milestone
    reached = sum(line.row.reached_on is not None for line in plan.milestones)
    return {
        "action": plan.action,
        "lead": plan.lead,
        "status": status_word(plan.status.status),
        "milestone": milestone_view(coming) if coming else None,
        "reached": reached,
        "milestones": len(plan.milestones),
        "contributions": [contribution_view(line) for line in plan.contributions],
        "numbers": [number_view(line, planned_text(line.row)) for line in plan.numbers if line.row.indicator],
        "links": [(link, named.get(link.indicator)) for link in plan.goals if link.goal_id == goal],
    }
