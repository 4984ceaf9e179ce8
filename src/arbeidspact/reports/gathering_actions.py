"""The actions of a report: who leads them, what they set out to reach, their money, as they were published."""

from arbeidspact.pact.models import Action, BudgetLine, Pact
from arbeidspact.pact.queries import actions_of
from arbeidspact.reports import content as says


def deeds_of(pact: Pact) -> tuple[says.Deed, ...]:
    """The actions of this pact in its order."""
    return tuple(_deed(action) for action in actions_of(pact))


def amount_of(line: BudgetLine) -> says.Amount:
    """Money as it was published."""
    return says.Amount(
        amount=line.amount, per=line.per, payer=line.payer, code=line.code, period=line.period, source=line.source
    )


def _deed(action: Action) -> says.Deed:
    lead = action.lead
    return says.Deed(
        slug=action.slug,
        name=says.Words(nl=action.name_nl, en=action.name_en),
        tracks=tuple(says.Words(nl=one.name_nl, en=one.name_en) for one in action.tracks.all()),
        lead=says.Words(nl=lead.name_nl, en=lead.name_en) if lead else None,
        published_status=action.published_status,
        status="",
        why=says.Words(),
        has_invented_parts=False,
        milestones=(),
        published=tuple(amount_of(line) for line in action.budget_lines.all()),
        ledger=None,
        numbers=tuple(
            says.Number(
                what=says.Words(nl=one.what_nl, en=one.what_en), low=one.low, high=one.high, by=one.by, realised=None
            )
            for one in action.planned_numbers.all()
        ),
        remark=says.Words(nl=action.flag_nl, en=action.flag_en),
        source=action.source,
    )
