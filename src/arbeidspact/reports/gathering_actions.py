"""The actions of a report: how each goes and why, its milestones, numbers and money, as they stood on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from arbeidspact.pact.models import BudgetLine, Pact
from arbeidspact.pact.plan_queries import NumberLine, Plan, plans_of
from arbeidspact.pact.states import (
    AllReached,
    HeavyRisks,
    MilestonesExpectedLater,
    MilestonesOverdue,
    NothingToJudgeBy,
    NothingWrong,
    NumberBehind,
    NumberFact,
    NumberNotReached,
    ProposalReason,
    SpentAbovePlanned,
)
from arbeidspact.reports import content as says
from arbeidspact.reports.phrases import Phrases, phrases_in


def deeds_of(pact: Pact, day: date) -> tuple[says.Deed, ...]:
    """The actions of this pact in its order, as partners and documents say that they go on this day."""
    payers = payers_of(pact)
    return tuple(_deed(plan, payers) for plan in plans_of(pact, day))


def payers_of(pact: Pact) -> dict[str, str]:
    """The partners of this pact by short name: who pays goes by name."""
    return dict(pact.partners.values_list("slug", "name_nl").order_by("slug"))


def amount_of(line: BudgetLine, payers: Mapping[str, str]) -> says.Amount:
    """Money as it was published."""
    return says.Amount(
        amount=line.amount,
        per=line.per,
        payer=payers.get(line.payer, line.payer),
        code=line.code,
        period=line.period,
        source=line.source,
    )


def _deed(plan: Plan, payers: Mapping[str, str]) -> says.Deed:
    action, status = plan.action, plan.status
    money = plan.money
    return says.Deed(
        slug=action.slug,
        name=says.Words(nl=action.name_nl, en=action.name_en),
        tracks=tuple(says.Words(nl=one.name_nl, en=one.name_en) for one in action.tracks.all()),
        lead=says.Words(nl=plan.lead.name_nl, en=plan.lead.name_en) if plan.lead else None,
        published_status=action.published_status,
        status=status.status.value if status.status else "",
        why=_why(plan),
        has_invented_parts=plan.has_invented_parts,
        milestones=tuple(
            says.Milestone(
                name=says.Words(nl=line.row.title_nl, en=line.row.title_en),
                state=line.state.value,
                due_on=line.row.due_on,
                expected_on=line.row.expected_on,
                reached_on=line.row.reached_on,
            )
            for line in plan.milestones
        ),
        published=tuple(amount_of(line, payers) for line in action.budget_lines.all()),
        ledger=None
        if money.is_empty
        else says.Ledger(planned=money.planned, committed=money.committed, spent=money.spent),
        numbers=tuple(_number(line) for line in plan.numbers),
        remark=says.Words(nl=action.flag_nl, en=action.flag_en),
        source=action.source,
    )


def _number(line: NumberLine) -> says.Number:
    row = line.row
    return says.Number(
        what=says.Words(nl=row.what_nl, en=row.what_en),
        low=row.low,
        high=row.high,
        by=row.by or (row.due_on.isoformat() if row.due_on else ""),
        realised=line.entered[0].value if line.entered else None,
    )


def _why(plan: Plan) -> says.Words:
    """The reason that a member gave, in their words; else what the facts say, in both languages."""
    report = plan.status.report
    if report is not None and plan.status.set_status is not None:
        return says.Words(nl=report.reason)
    reasons = plan.status.proposal.reasons
    return says.Words(nl=_in(phrases_in("nl"), reasons), en=_in(phrases_in("en"), reasons))


def _in(say: Phrases, reasons: Sequence[ProposalReason]) -> str:
    return " ".join(text for text in (_reason(say, one) for one in reasons) if text)


def _reason(say: Phrases, reason: ProposalReason) -> str:
    match reason:
        case MilestonesOverdue(count=count, days=days):
            return say.counted("reason_milestones_overdue", count, days=days)
        case MilestonesExpectedLater(count=count):
            return say.counted("reason_expected_later", count)
        case NumberNotReached(number=number) if number.realised is None:
            return say("reason_number_not_told", what=_planned(say, number))
        case NumberNotReached(number=number):
            value = say.number(number.realised or Decimal(0))
            return say("reason_number_not_reached", what=_planned(say, number), value=value)
        case NumberBehind(number=number, needed=needed):
            value, wanted = say.number(number.realised or Decimal(0)), say.number(needed.quantize(Decimal(1)))
            return say("reason_number_behind", what=_planned(say, number), value=value, needed=wanted)
        case HeavyRisks(count=count):
            return say.counted("reason_heavy_risks", count)
        case SpentAbovePlanned(euro=amount):
            return say("reason_spent_above", amount=say.euro(amount))
        case AllReached(milestones=count):
            return say.counted("reason_all_reached", count)
        case NothingWrong():
            return say("reason_nothing_wrong")
        case NothingToJudgeBy():
            return ""


def _planned(say: Phrases, number: NumberFact) -> str:
    what = (number.what_en or number.what_nl) if say.language == "en" else number.what_nl
    return f"{say.number(number.planned)} {what}"
