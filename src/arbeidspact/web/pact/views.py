"""The pact: each goal against its figures, and the actions with lead, partners and money."""

from collections.abc import Iterable, Mapping
from itertools import chain

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbeidspact.monitor.action_figures import figures_for
from arbeidspact.monitor.queries import GoalState, goals_at_a_glance, known_instead, word_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.pact.plan_queries import UNKNOWN, Plan, plans_of
from arbeidspact.pact.queries import (
    ActionFilter,
    ActionStatus,
    PublishedStatus,
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
from arbeidspact.web.exports import csv_response, xlsx_response
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.pact.council import council
from arbeidspact.web.pact.goal_card import goal_card, known_rows
from arbeidspact.web.pact.plan_words import euro, joined, milestone_view, reasons_of, status_word
from arbeidspact.web.pact.plan_workbook import plan_sheets
from arbeidspact.web.pact.wording import budget_rows, money_texts, name_of, name_of_title, planned_text
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.saved_views import views_of

__all__ = ["actions", "actions_file", "all_actions", "goal_card", "overview", "pact"]

ACTIONS_PER_PAGE = 25
MOST_PLANNED = 2


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
    partners = list(partners_of(found))
    states = goals_at_a_glance(found, actor=request.actor)
    context = {
        "pact": found,
        "goals": [_goal(state, names, request.actor) for state in states],
        **council(found, states, names, actor=request.actor),
        "tracks": tracks_of(found),
        "priorities": [
            {"priority": priority, "commitments": [text[_key()] or text["nl"] for text in priority.commitments]}
            for priority in priorities_of(found)
        ],
        "signatories": [partner for partner in partners if partner.is_signatory],
        "others": [partner for partner in partners if not partner.is_signatory],
        "bodies": bodies_of(found),
        "budget": budget_rows(budget_of(found), {partner.slug: name_of(partner) for partner in partners}),
        "action_count": actions_of(found).count(),
    }
    return render(request, "pact/pact.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def all_actions(request: ActorRequest) -> HttpResponse:
    """Leads a kept view of the list to the pact of this installation."""
    known = pacts(actor=request.actor)
    if not known:
        return redirect("pact:overview")
    return redirect(f"{reverse('pact:actions', args=[known[0].slug])}?{request.GET.urlencode()}")


@permitted(Permission.SEE_PACT)
@require_safe
def actions(request: ActorRequest, slug: str) -> HttpResponse:
    """The actions of the pact with how they go, with filters."""
    found = pact_named(slug, actor=request.actor)
    chosen = _chosen(request)
    tracks, priorities, leads = tracks_of(found), priorities_of(found), leads_of(found)
    plans = plans_of(found, timezone.localdate(), figures_for(found, actor=request.actor), chosen)
    page = Paginator(plans, ACTIONS_PER_PAGE).get_page(request.GET.get("page"))
    query = _query_without_page(request)
    context = {
        "pact": found,
        "page": page,
        "rows": [_action_row(plan) for plan in page.object_list],
        "count": page.paginator.count,
        "total": found.actions.count(),
        "chosen": chosen,
        "tracks": tracks,
        "priorities": priorities,
        "leads": leads,
        "filter_words": _filter_words(chosen, {row.slug: name_of(row) for row in chain(tracks, priorities, leads)}),
        "statuses": PublishedStatus.choices,
        "now_choices": [*ActionStatus.choices, (UNKNOWN, _("Not known"))],
        "query": query,
        **views_of(request.actor, "pact-actions", query),
    }
    return render(request, "pact/actions.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def actions_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """The chosen actions as a file."""
    rows = (_file_row(plan) for plan in _chosen_plans(request, slug))
    return csv_response(f"{slug}-actions-{timezone.localdate():%Y-%m-%d}.csv", _file_header(), rows)


@permitted(Permission.SEE_PACT)
@require_safe
def plans_workbook(request: ActorRequest, slug: str) -> HttpResponse:
    """The chosen actions with their milestones, contributions, numbers, money and risks, each on a sheet of its own."""
    sheets = plan_sheets(list(_chosen_plans(request, slug)), _file_header(), _file_row)
    return xlsx_response(f"{slug}-action-plans-{timezone.localdate():%Y-%m-%d}.xlsx", sheets)


def _chosen_plans(request: ActorRequest, slug: str) -> Iterable[Plan]:
    found = pact_named(slug, actor=request.actor)
    return plans_of(found, timezone.localdate(), figures_for(found, actor=request.actor), _chosen(request))


def _file_header() -> list[str]:
    header = [_("Action"), _("Tracks"), _("Priority"), _("Lead"), _("Partners"), _("Status as published")]
    header += [_("Planned numbers"), _("Money"), _("Status"), _("Why"), _("Milestones reached"), _("Milestones")]
    header += [_("Past their day"), _("Next milestone"), _("Due by"), _("Planned in euro"), _("Committed in euro")]
    return [*header, _("Spent in euro"), _("Where it is written")]


def _file_row(plan: Plan) -> list[object]:
    row, coming, now = plan.action, plan.next_milestone, plan.status
    return [
        name_of(row),
        joined([name_of(track) for track in row.tracks.all()]),
        name_of(plan.priority) if plan.priority else "",
        name_of(plan.lead) if plan.lead else "",
        joined([name_of(partner) for partner in row.partners.all()]),
        row.get_published_status_display(),
        joined([planned_text(number) for number in row.planned_numbers.all()]),
        joined(money_texts(row)),
        status_word(now.status)["word"],
        now.report.reason if now.set_status and now.report else " ".join(reasons_of(now.proposal)),
        sum(line.row.reached_on is not None for line in plan.milestones),
        len(plan.milestones),
        len(plan.overdue),
        name_of_title(coming.row) if coming else "",
        coming.row.due_on.isoformat() if coming and coming.row.due_on else "",
        plan.money.planned,
        plan.money.committed,
        plan.money.spent,
        row.source,
    ]


def _goal(state: GoalState, names: Mapping[str, str], actor: Actor) -> dict[str, object]:
    """A goal as the page shows it; where it has no figure, with what else was published about the same thing."""
    card = goal_card(state, names)
    card["known_instead"] = []
    if state.latest is None:
        card["known_instead"] = known_rows(known_instead(state.goal, state.area, actor=actor), names)
        card["known_word"] = word_of(state.goal.indicator)
    return card


def _action_row(plan: Plan) -> dict[str, object]:
    planned = [planned_text(number) for number in plan.action.planned_numbers.all()]
    coming = plan.next_milestone
    return {
        "action": plan.action,
        "lead": plan.lead,
        "status": status_word(plan.status.status),
        "is_set": plan.status.set_status is not None,
        "milestone": milestone_view(coming) if coming else None,
        "planned": planned[:MOST_PLANNED],
        "more": len(planned[MOST_PLANNED:]),
        "money": money_texts(plan.action),
        "spent": "" if plan.money.is_empty else euro(plan.money.spent),
    }


def _chosen(request: ActorRequest) -> ActionFilter:
    asked = request.GET
    return ActionFilter(
        track=asked.get("track", ""),
        priority=asked.get("priority", ""),
        lead=asked.get("lead", ""),
        status=asked.get("status", ""),
        text=asked.get("q", "").strip(),
        now=asked.get("now", ""),
        overdue=bool(asked.get("overdue")),
    )


def _filter_words(chosen: ActionFilter, names: Mapping[str, str]) -> str:
    """The filter as read on screen; what does not exist is shown as it was asked."""
    statuses = dict(PublishedStatus.choices)
    words = [names.get(slug, slug) for slug in (chosen.track, chosen.priority, chosen.lead)]
    words += [str(statuses.get(chosen.status, chosen.status)), chosen.text]
    if chosen.now:
        words.append(str(dict(ActionStatus.choices).get(chosen.now, _("Not known"))))
    if chosen.overdue:
        words.append(_("milestone past its day"))
    return ", ".join(word for word in words if word)


def _query_without_page(request: ActorRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _key() -> str:
    return "en" if language() == "en" else "nl"
