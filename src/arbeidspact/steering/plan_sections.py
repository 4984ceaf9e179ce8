"""What a review holds of the plans of actions: how each goes and why, milestones, contributions, money, numbers, risks.

Withdrawn entries stay out. Of the members who carry an action a review holds no names.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from arbeidspact.monitor.action_figures import figures_for
from arbeidspact.organisations.actor import Actor
from arbeidspact.pact.models import Action, Booking, Pact
from arbeidspact.pact.plan_queries import NumberLine
from arbeidspact.pact.plans import Plan, plan_of, sums_of

Value = Any
DETAIL: Final = "detail"
"""The part that only open data reads. Reviews of before do not have it, so that comparing leaves it out."""


def plans(pact: Pact, rows: Sequence[Action], today: date, *, actor: Actor) -> list[Plan]:
    """The plans of these actions of a pact on a day, with the figures that tell of them.

    Arguments: `rows`, as `pact.queries.actions_of` reads them. Raises: `NotAllowed`.
    """
    figures = figures_for(pact, actor=actor)
    return [plan_of(row, today, figures) for row in rows]


def _status(plan: Plan) -> Value:
    report = plan.status.report
    return {
        "status": plan.status.status,
        "said": plan.status.set_status,
        "by_the_facts": plan.status.proposal.status,
        "reason": report.reason if report and report.status else "",
    }


def _dates(plan: Plan) -> Value:
    return {"from": plan.starts_on, "until": plan.ends_on}


def _milestones(plan: Plan) -> Value:
    return [
        {
            "title": {"nl": line.row.title_nl, "en": line.row.title_en},
            "due_on": line.row.due_on,
            "due_printed_as": line.row.due_printed_as,
            "expected_on": line.row.expected_on,
            "reached_on": line.row.reached_on,
            "state": line.state,
            "source": line.row.source,
            "invented": line.row.is_invented,
        }
        for line in plan.milestones
    ]


def _contributions(plan: Plan) -> Value:
    return [
        {
            "partner": {"nl": line.row.partner.name_nl, "en": line.row.partner.name_en},
            "kind": line.row.kind,
            "what": {"nl": line.row.what_nl, "en": line.row.what_en},
            "amount": line.row.amount,
            "unit": line.row.unit,
            "state": line.state,
            "outcome": line.row.outcome,
            "source": line.row.source,
            "invented": line.row.is_invented,
        }
        for line in plan.contributions
    ]


def _ledger(plan: Plan) -> Value:
    money = plan.money
    return {"planned": money.planned, "committed": money.committed, "spent": money.spent, "lines": len(plan.bookings)}


def _numbers(plan: Plan) -> Value:
    return [
        {
            "what": {"nl": line.row.what_nl, "en": line.row.what_en},
            "low": line.row.low,
            "high": line.row.high,
            "by": line.row.by,
            "due_on": line.row.due_on,
            "source": line.row.source,
            "realised": line.entered[0].value if line.entered else None,
            "realised_on": line.entered[0].on if line.entered else None,
            "realised_source": line.entered[0].told_by if line.entered else "",
            "invented": line.row.is_invented or bool(line.entered and line.entered[0].is_invented),
        }
        for line in plan.numbers
    ]


def _risks(plan: Plan) -> Value:
    return [
        {
            "what": risk.what,
            "likelihood": risk.likelihood,
            "impact": risk.impact,
            "measure": risk.measure,
            "closed_on": risk.closed_on,
            "invented": risk.is_invented,
        }
        for risk in plan.risks
    ]


def _detail(plan: Plan) -> Value:
    """What tables of open data hold beside the other parts; its lists stand in the order of theirs."""
    report = plan.status.report
    lead, priority = plan.lead, plan.priority
    return {
        "lead": {"slug": lead.slug, "nl": lead.name_nl, "en": lead.name_en} if lead else None,
        "priority": priority.slug if priority else None,
        "goals": sorted({link.goal.slug for link in plan.goals}),
        "partners": [one.slug for one in plan.action.partners.all()],
        "status_invented": bool(report and report.status and report.is_invented),
        "milestones": [{"flag": {"nl": one.row.flag_nl, "en": one.row.flag_en}} for one in plan.milestones],
        "contributions": [
            {"partner": one.row.partner.slug, "from": one.row.from_on, "until": one.row.until_on}
            for one in plan.contributions
        ],
        "planned": [_number_detail(one) for one in plan.numbers],
        "ledger": _ledger_detail(plan.bookings),
    }


def _number_detail(line: NumberLine) -> Value:
    newest = line.entered[0] if line.entered else None
    beside = [one for one in line.entered[1:] if newest and one.on == newest.on and one.value != newest.value]
    return {
        "indicator": line.row.indicator,
        "counts_people": line.row.counts_people,
        "flag": {"nl": line.row.flag_nl, "en": line.row.flag_en},
        "realised_is_printed": bool(newest and newest.source),
        "beside": [{"value": one.value, "source": one.told_by} for one in beside],
    }


def _ledger_detail(bookings: Sequence[Booking]) -> Value:
    """What is planned, committed and spent, for each payer, code and budget year."""
    parts: dict[tuple[str, str, int], list[Booking]] = defaultdict(list)
    for one in bookings:
        parts[one.payer.slug, one.code, one.year].append(one)
    found = []
    for (payer, code, year), own in sorted(parts.items()):
        sums = sums_of(own)
        found.append(
            {"payer": payer, "payer_name": {"nl": own[0].payer.name_nl, "en": own[0].payer.name_en}}
            | {"code": code, "year": year}
            | {"planned": sums.planned, "committed": sums.committed, "spent": sums.spent}
            | {"invented": any(one.is_invented for one in own)}
        )
    return found


PLAN_PARTS: Final[Mapping[str, Callable[[Plan], Value]]] = {
    "status": _status,
    "dates": _dates,
    "milestones": _milestones,
    "contributions": _contributions,
    "ledger": _ledger,
    "planned": _numbers,
    "risks": _risks,
    DETAIL: _detail,
}
"""The parts of a plan, in the order in which a page shows them."""
