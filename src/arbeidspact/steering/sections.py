"""What a review collects, one function for each section; a part of an action is a function too.

Each answers with plain values: texts in Dutch and English, days, numbers as `Decimal`. Nobody's name stands in it, only
names of organisations.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, Q
from django.utils import timezone

from arbeidspact.indicators import Observation, Period
from arbeidspact.monitor.models import Baseline, Target
from arbeidspact.monitor.queries import GoalState, goals_at_a_glance
from arbeidspact.organisations.actor import Actor
from arbeidspact.pact.models import Action, BudgetLine, Pact
from arbeidspact.pact.queries import actions_of, budget_of
from arbeidspact.steering.decision_queries import adopted_decisions, counting_version, standing_of
from arbeidspact.steering.models import OPEN_STATES, CoSignature, Signal, SignalAnswer
from arbeidspact.steering.plan_sections import PLAN_PARTS, plans
from arbeidspact.steering.queries import answer_times

Value = Any
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked back on: a pact, from a day until a day, as this actor may see it today."""

    pact: Pact
    since: date
    until: date
    actor: Actor
    today: date


def goals(span: Span) -> list[Row]:
    """Each goal with what was promised, the figures it is judged by, and the judgement."""
    return [_goal(state) for state in goals_at_a_glance(span.pact, actor=span.actor, today=span.today)]


def definitions(span: Span) -> list[Row]:
    """The definitions of the indicators that the goals are measured by, whole, with their version."""
    states = goals_at_a_glance(span.pact, actor=span.actor, today=span.today)
    rows = {
        state.definition.slug: {
            "slug": state.definition.slug,
            "version": state.definition.version,
            "definition": state.definition.model_dump(mode="json"),
        }
        for state in states
        if state.definition is not None
    }
    return [rows[slug] for slug in sorted(rows)]


def actions(span: Span) -> list[Row]:
    """Each action of the pact, with every part that `ACTION_PARTS` and `PLAN_PARTS` name."""
    rows = list(actions_of(span.pact))
    found = [{"slug": row.slug, **_both("name", row)} for row in rows]
    for name, part in ACTION_PARTS.items():
        for row, value in zip(found, part(span, rows), strict=True):
            row[name] = value
    for row, plan in zip(found, plans(span.pact, rows, span.today, actor=span.actor), strict=True):
        row.update({name: part(plan) for name, part in PLAN_PARTS.items()})
    return found


def pact_money(span: Span) -> list[Row]:
    """The money of the pact as a whole, as it was published."""
    return [_amount(line) for line in budget_of(span.pact)]


def signals(span: Span) -> list[Row]:
    """The signals that were raised, answered or still open in the span, with their answers."""
    rows = (
        Signal.objects.filter(pact=span.pact.slug, raised_at__date__lte=span.until)
        .filter(
            Q(raised_at__date__gte=span.since)
            | Q(state__in=OPEN_STATES)
            | Q(answers__answered_on__range=(span.since, span.until))
        )
        .distinct()
        .select_related("organisation")
        .prefetch_related(
            Prefetch("answers", queryset=SignalAnswer.objects.order_by("answered_on", "pk")),
            Prefetch("cosignatures", queryset=CoSignature.objects.select_related("organisation").order_by("pk")),
        )
        .order_by("raised_at", "pk")
    )
    return [
        {
            "reference": str(row.reference),
            "title": row.title,
            "what": row.what,
            "whom": row.whom,
            "suggestion": row.suggestion,
            "raised_by": row.organisation.name,
            "cosigned_by": [one.organisation.name for one in row.cosignatures.all()],
            "raised_on": timezone.localdate(row.raised_at),
            "since": row.since,
            "urgency": row.urgency,
            "about": f"{row.about_kind}:{row.about}" if row.about else row.about_kind,
            "state": row.state,
            "due_on": row.due_on,
            "answers": [
                {
                    "kind": answer.kind,
                    "text": answer.text,
                    "answered_on": answer.answered_on,
                    "due_on": answer.due_on,
                    "in_time": answer.was_in_time,
                }
                for answer in row.answers.all()
            ],
            "invented": row.is_invented,
        }
        for row in rows
    ]


def answering(span: Span) -> Row:
    """How fast the steering group answered in the span."""
    times = answer_times(span.actor, pact=span.pact.slug, since=span.since, until=span.until)
    return {"counted": times.counted, "in_time": times.in_time, "median_days": times.median_days}


def decisions(span: Span) -> list[Row]:
    """The decisions taken in the span and adopted, with minority notes in their own words, and what follows."""
    found = []
    for row in reversed(list(adopted_decisions(span.pact.slug))):
        version = counting_version(row)
        if not span.since <= version.taken_on <= span.until:
            continue
        found.append(
            {
                "reference": str(row.reference),
                "number": row.number,
                "version": version.version,
                "title": {"nl": version.title_nl, "en": version.title_en},
                "body": {"nl": version.body_nl, "en": version.body_en},
                "taken_on": version.taken_on,
                "text": version.text,
                "motivation": version.motivation,
                "minority": version.minority,
                "about": [f"{kind}:{slug}" if slug else kind for kind, slug in version.about],
                "standing": standing_of(row),
                "changes": row.changes.number if row.changes else None,
                "tasks": [
                    {"what": task.what, "owner": task.owner, "due_on": task.due_on, "done_on": task.done_on}
                    for task in row.tasks.all()
                ],
                "invented": row.is_invented,
            }
        )
    return found


def _lead(_span: Span, rows: Sequence[Action]) -> list[Value]:
    return [
        {"slug": row.lead.slug, **_both("name", row.lead), "unit": row.lead_unit} if row.lead else None for row in rows
    ]


def _partners(_span: Span, rows: Sequence[Action]) -> list[Value]:
    return [[_both("name", one) for one in row.partners.all()] for row in rows]


def _tracks(_span: Span, rows: Sequence[Action]) -> list[Value]:
    return [[_both("name", one) for one in row.tracks.all()] for row in rows]


def _published_status(_span: Span, rows: Sequence[Action]) -> list[Value]:
    return [row.published_status or None for row in rows]


def _money(_span: Span, rows: Sequence[Action]) -> list[Value]:
    return [[_amount(line) for line in row.budget_lines.all()] for row in rows]


ActionPart = Callable[[Span, Sequence[Action]], list[Value]]
ACTION_PARTS: Final[Mapping[str, ActionPart]] = {
    "lead": _lead,
    "partners": _partners,
    "tracks": _tracks,
    "published_status": _published_status,
    "money": _money,
}
"""The published parts of an action, each for many actions at once; those of its plan are in `PLAN_PARTS`."""

SECTIONS: Final[Mapping[str, Callable[[Span], Value]]] = {
    "goals": goals,
    "definitions": definitions,
    "actions": actions,
    "pact_money": pact_money,
    "signals": signals,
    "answering": answering,
    "decisions": decisions,
}


def collected(span: Span) -> Row:
    """Everything that a review of this span holds today, by section."""
    return {name: section(span) for name, section in SECTIONS.items()}


def _goal(state: GoalState) -> Row:
    figures, latest = state.figures, state.latest
    return {
        "slug": state.goal.slug,
        **_both("name", state.goal),
        "indicator": state.goal.indicator,
        "definition_version": state.definition.version if state.definition else None,
        "unit": state.definition.unit if state.definition else None,
        "state": state.progress.state,
        "baseline": _baseline(state.baseline),
        "target": _target(state.target),
        "latest": _figure(latest) if latest else None,
        "required_now": figures.required_now if figures else None,
        "gap": figures.gap if figures else None,
        "progress_share": figures.progress_share if figures else None,
        "observations": [_figure(one) for one in state.series_of(state.area)],
    }


def _baseline(row: Baseline | None) -> Row | None:
    if row is None:
        return None
    return {"value": row.value, "period": str(Period.parse(row.period)), "source": row.source}


def _target(row: Target | None) -> Row | None:
    if row is None:
        return None
    return {
        "rule": row.rule,
        "value": row.value,
        "relative_to": row.relative_to or None,
        "due": row.due,
        "printed_as": row.printed_as,
        "source": row.source,
    }


def _figure(one: Observation) -> Row:
    return {
        "period": str(one.period),
        "area": one.area,
        "value": one.value,
        "status": one.status,
        "vintage": one.vintage,
        "source": one.source,
    }


def _amount(line: BudgetLine) -> Row:
    return {
        "amount": line.amount,
        "per": line.per,
        "payer": line.payer,
        "code": line.code,
        "period": line.period,
        "source": line.source,
    }


def _both(name: str, row: Any) -> Row:
    return {name: {"nl": getattr(row, f"{name}_nl"), "en": getattr(row, f"{name}_en")}}
