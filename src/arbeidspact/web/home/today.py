"""What needs doing today: each part of the first page, for whom it is meant and what it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from arbeidspact.correspondence.queries import undelivered_count
from arbeidspact.followup.queries import QueueFilter, Scope, queue_counts, queue_of
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.funding.queries.waiting import what_waits
from arbeidspact.introductions.queries import answers_heard
from arbeidspact.monitor.queries import figures_count, goals_at_a_glance
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.queries import Role, members_of, open_invitations
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.outreach.queries import contact_counts
from arbeidspact.pact.plan_queries import waiting_for
from arbeidspact.pact.queries import pacts
from arbeidspact.pathways.queries import StepState, caseload_count, steps_waiting_for
from arbeidspact.people.access import lines_of
from arbeidspact.people.looks import looks_at
from arbeidspact.proposals.told import told_waiting
from arbeidspact.statutes import TermState
from arbeidspact.steering.queries import open_signals
from arbeidspact.vacancies.queries import Order, VacancyFilters, vacancy_lines, vacancy_list
from arbeidspact.web.followup.words import row_of
from arbeidspact.web.funding.waiting import waiting_line
from arbeidspact.web.pact.goal_card import goal_tile
from arbeidspact.web.steering.signals import signal_row

LINES_SHOWN = 4
STEPS_SHOWN = 12
VACANCIES_SHOWN = 8
PROMISES_SHOWN = 5
ANSWERS_SHOWN = 5
ANSWER_SHOWN_DAYS = 7
LONG_OPEN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the first page: its template and what it shows."""

    template: str
    content: dict[str, Any]


def parts_for(actor: Actor) -> list[Part]:
    """What does this actor's day start with? The most pressing first; nothing the actor may not see."""
    today = timezone.localdate()
    return [Part(template, content(actor, today)) for permission, template, content in PARTS if may(actor, permission)]


def _queue(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    queue, counts = queue_of(actor, QueueFilter(), page_size=LINES_SHOWN), queue_counts(actor)
    return {
        "rows": [row_of(view, actor) for view in queue.page.object_list],
        "count": counts[Scope.MINE],
        "nobody": counts[Scope.NOBODY],
        "escalated": counts[Scope.ESCALATED] if may(actor, Permission.SEE_ALL_QUEUES) else 0,
    }


def _caseload(actor: Actor, today: date) -> dict[str, Any]:
    found = steps_waiting_for(actor, limit=STEPS_SHOWN + 1, today=today)
    steps = found[:STEPS_SHOWN]
    lines = lines_of(actor, sorted({step.person_id for step in steps}))
    waiting = [
        {
            "step": step,
            "person": lines[step.person_id],
            "is_overdue": step.state == StepState.OVERDUE,
            "days": (today - step.due_on).days,
        }
        for step in steps
        if step.person_id in lines
    ]
    return {
        "count": caseload_count(actor, only_mine=True, today=today),
        "may_register": may(actor, Permission.REGISTER_PERSON),
        "is_cut": len(found) > STEPS_SHOWN,
        "overdue": [line for line in waiting if line["is_overdue"]],
        "soon": [line for line in waiting if not line["is_overdue"]],
    }


def _vacancies(actor: Actor, today: date) -> dict[str, Any]:
    open_now = vacancy_list(actor, VacancyFilters(), today)
    long_open = vacancy_list(actor, VacancyFilters(open_days=LONG_OPEN_DAYS, order=Order.LONGEST_OPEN), today)
    return {
        "open_count": open_now.count(),
        "long_open_count": long_open.count(),
        "long_open_days": LONG_OPEN_DAYS,
        "long_open": vacancy_lines(long_open[:VACANCIES_SHOWN], today),
    }


def _pact(actor: Actor, today: date) -> dict[str, Any]:
    known = pacts(actor=actor)
    names = area_names()
    return {
        "pacts": [
            {
                "pact": pact,
                "goals": [goal_tile(state, names) for state in goals_at_a_glance(pact, actor=actor, today=today)],
            }
            for pact in known
        ]
    }


def _signals(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    found = []
    for pact in pacts(actor=actor):
        lines = open_signals(actor, pact=pact.slug)
        found.append(
            {
                "pact": pact,
                "rows": [signal_row(line) for line in lines[:LINES_SHOWN]],
                "count": len(lines),
                "overdue": sum(line.term == TermState.OVERDUE for line in lines),
            }
        )
    return {"pacts": found}


def _fund(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    return {"lines": [waiting_line(one) for one in what_waits(actor)]}


def _promises(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    found = list(waiting_for(actor)[: PROMISES_SHOWN + 1])
    return {"rows": found[:PROMISES_SHOWN], "is_cut": len(found) > PROMISES_SHOWN}


def _figures(actor: Actor, today: date) -> dict[str, Any]:
    return {"figures": figures_count(actor=actor, today=today)}


def _members(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    return {"members": members_of(actor).count(), "invitations": open_invitations(actor).count()}


def _messages(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    return {"count": undelivered_count(actor)}


def _told(actor: Actor, today: date) -> dict[str, Any]:  # noqa: ARG001
    return {"told": told_waiting(actor)}


def _employer_answers(actor: Actor, today: date) -> dict[str, Any]:
    found = answers_heard(actor, today - timedelta(days=ANSWER_SHOWN_DAYS), ANSWERS_SHOWN + 1)
    return {
        "lines": found[:ANSWERS_SHOWN],
        "is_cut": len(found) > ANSWERS_SHOWN,
        "days": ANSWER_SHOWN_DAYS,
    }


def _looks(actor: Actor, today: date) -> dict[str, Any]:
    week = looks_at(actor, since=today - timedelta(days=7))
    return {"week": week.count(), "refused": week.filter(was_refused=True).count()}


def _outreach(actor: Actor, today: date) -> dict[str, Any]:
    """For whoever works outside; others find their contacts in the menu."""
    if Role.OUTREACH_WORKER not in actor.roles:
        return {"counts": None}
    days = thresholds().contact_waiting_days
    return {"counts": contact_counts(actor, days=days, today=today), "waiting_days": days}


PARTS: tuple[tuple[Permission, str, Callable[[Actor, date], dict[str, Any]]], ...] = (
    (Permission.REGISTER_CONTACT, "home/outreach.html", _outreach),
    (Permission.SEE_CASELOAD, "home/queue.html", _queue),
    (Permission.SEE_DELIVERIES, "home/messages.html", _messages),
    (Permission.EDIT_PERSON, "home/told.html", _told),
    (Permission.INTRODUCE_PERSON, "home/employer_answers.html", _employer_answers),
    (Permission.SEE_CASELOAD, "home/caseload.html", _caseload),
    (Permission.ANSWER_SIGNAL, "home/steering.html", _signals),
    (Permission.EDIT_ACTION_PLAN, "home/promises.html", _promises),
    (Permission.SEE_FUND, "home/fund.html", _fund),
    (Permission.SEE_ACCESS_LOG, "home/looks.html", _looks),
    (Permission.INVITE_MEMBER, "home/members.html", _members),
    (Permission.SEE_PACT, "home/pact.html", _pact),
    (Permission.IMPORT_OBSERVATIONS, "home/figures.html", _figures),
    (Permission.EDIT_VACANCY, "home/vacancies.html", _vacancies),
)
