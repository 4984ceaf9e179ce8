"""The steering group's page: what waits for an answer, how the goals stand, what was decided and is still to do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from arbeidspact.monitor.action_figures import figures_for
from arbeidspact.monitor.queries import goals_at_a_glance
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.pact.plan_queries import plans_of
from arbeidspact.pact.queries import ActionStatus, Pact, pact_named, pacts
from arbeidspact.statutes import TermState
from arbeidspact.steering.decision_queries import open_tasks
from arbeidspact.steering.queries import answer_times, open_signals
from arbeidspact.steering.review_queries import reviews_of
from arbeidspact.web.pact.goal_card import goal_tile
from arbeidspact.web.pact.plan_words import status_word
from arbeidspact.web.pact.wording import name_of
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.steering.decisions import task_row
from arbeidspact.web.steering.signals import signal_row

SIGNALS_SHOWN = 8
WORRYING = frozenset({ActionStatus.AT_RISK, ActionStatus.DELAYED})
TASKS_SHOWN = 6
REVIEWS_SHOWN = 3


@permitted(Permission.SEE_STEERING)
@require_safe
def start(request: ActorRequest) -> HttpResponse:
    """The steering page of the one pact of this installation; a choice when there are several."""
    known = pacts(actor=request.actor)
    if len(known) == 1:
        return redirect("steering:overview", pact=known[0].slug)
    return render(request, "steering/start.html", {"pacts": known})


@permitted(Permission.SEE_STEERING)
@require_safe
def overview(request: ActorRequest, pact: str) -> HttpResponse:
    """What the steering group must look at, the overdue first."""
    actor = request.actor
    found = pact_named(pact, actor=actor)
    waiting = open_signals(actor, pact=pact)
    names = area_names()
    tasks = open_tasks(actor, pact)
    reviews = list(reviews_of(actor, pact)[:REVIEWS_SHOWN])
    context = {
        "pact": found,
        "overdue": [signal_row(line) for line in waiting if line.term == TermState.OVERDUE],
        "waiting": [signal_row(line) for line in waiting if line.term != TermState.OVERDUE][:SIGNALS_SHOWN],
        "waiting_count": len(waiting),
        "times": answer_times(actor, pact=pact),
        "goals": [goal_tile(state, names) for state in goals_at_a_glance(found, actor=actor)],
        "at_risk": _at_risk(found, actor),
        "tasks": [task_row(line) for line in tasks[:TASKS_SHOWN]],
        "task_count": len(tasks),
        "draft": next((row for row in reviews if not row.is_frozen), None),
        "last_review": next((row for row in reviews if row.is_frozen), None),
        "may_freeze": may(actor, Permission.FREEZE_REVIEW),
        "may_raise": may(actor, Permission.RAISE_SIGNAL),
    }
    return render(request, "steering/overview.html", context)


def _at_risk(pact: Pact, actor: Actor) -> list[dict[str, Any]]:
    """The actions that are at risk or delayed, as people or the facts say, those that are delayed in front."""
    plans = plans_of(pact, timezone.localdate(), figures_for(pact, actor=actor))
    found = [plan for plan in plans if plan.status.status in WORRYING]
    found.sort(key=lambda plan: plan.status.status != ActionStatus.DELAYED)
    return [
        {
            "action": plan.action,
            "lead": name_of(plan.lead) if plan.lead else "",
            "overdue": len(plan.overdue),
            "invented": plan.has_invented_parts,
            **status_word(plan.status.status),
        }
        for plan in found
    ]
