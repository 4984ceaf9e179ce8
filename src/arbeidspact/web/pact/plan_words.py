"""Action plans in words: status with its reasons, days, amounts, and what changed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arbeidspact.indicators import Unit
from arbeidspact.organisations.exceptions import Message
from arbeidspact.pact.plan_queries import ContributionLine, MilestoneLine, NumberLine, StatusNow
from arbeidspact.pact.queries import ActionEvent, ActionStatus, Contribution, ContributionKind, Degree
from arbeidspact.pact.states import (
    AllReached,
    ContributionState,
    HeavyRisks,
    MilestonesExpectedLater,
    MilestonesOverdue,
    MilestoneState,
    NothingToJudgeBy,
    NothingWrong,
    NumberBehind,
    NumberFact,
    NumberNotReached,
    Proposal,
    ProposalReason,
    SpentAbovePlanned,
)
from arbeidspact.web.monitor.figures import day_text, language, value_text

STATUS_TONES: Final = {
    ActionStatus.ON_SCHEDULE: "success",
    ActionStatus.AT_RISK: "warning",
    ActionStatus.DELAYED: "danger",
    ActionStatus.STOPPED: "neutral",
    ActionStatus.DONE: "success",
}
MILESTONE_WORDS: Final[dict[MilestoneState, tuple[Message, str]]] = {
    MilestoneState.REACHED: (gettext_lazy("Reached"), "success"),
    MilestoneState.REACHED_LATE: (gettext_lazy("Reached, later than agreed"), "success"),
    MilestoneState.OVERDUE: (gettext_lazy("Past its day, not reported as reached"), "danger"),
    MilestoneState.EXPECTED_LATER: (gettext_lazy("Expected later than agreed"), "warning"),
    MilestoneState.PLANNED: (gettext_lazy("To come"), "info"),
    MilestoneState.NO_DAY: (gettext_lazy("No day"), "neutral"),
}
CONTRIBUTION_WORDS: Final[dict[ContributionState, tuple[Message, str]]] = {
    ContributionState.PROMISED: (gettext_lazy("Not confirmed by the partner"), "warning"),
    ContributionState.CONFIRMED: (gettext_lazy("Confirmed by the partner"), "success"),
    ContributionState.OUTCOME_TOLD: (gettext_lazy("Told what came of it"), "info"),
}
FIELD_WORDS: Final[dict[str, Message]] = {
    "lead": gettext_lazy("Lead"),
    "priority": gettext_lazy("Priority"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("Until"),
    "status": gettext_lazy("Status"),
    "title_nl": gettext_lazy("What must be there"),
    "title_en": gettext_lazy("The same in English"),
    "due_on": gettext_lazy("Due by"),
    "expected_on": gettext_lazy("Now expected on"),
    "reached_on": gettext_lazy("Reached on"),
    "evidence": gettext_lazy("What proves it"),
    "evidence_url": gettext_lazy("Address of the proof"),
    "kind": gettext_lazy("Kind"),
    "what_nl": gettext_lazy("What"),
    "what_en": gettext_lazy("The same in English"),
    "what": gettext_lazy("What can go wrong"),
    "amount": gettext_lazy("How much"),
    "unit": gettext_lazy("Unit"),
    "from_on": gettext_lazy("From"),
    "until_on": gettext_lazy("Until"),
    "confirmed_on": gettext_lazy("Confirmed on"),
    "delivered_on": gettext_lazy("Told on"),
    "delivered_amount": gettext_lazy("How much came of it"),
    "outcome": gettext_lazy("What came of it"),
    "payer": gettext_lazy("Who pays"),
    "low": gettext_lazy("Number, or the lowest"),
    "high": gettext_lazy("The highest, of a range"),
    "counts_people": gettext_lazy("This counts people"),
    "value": gettext_lazy("Number"),
    "on": gettext_lazy("On which day"),
    "likelihood": gettext_lazy("How likely"),
    "impact": gettext_lazy("How bad"),
    "measure": gettext_lazy("What is done about it"),
    "owner": gettext_lazy("Who watches it"),
}


def euro(amount: Decimal | None) -> str:
    """An amount of money as it is read: with both digits of the cents where there are any."""
    if amount is None or amount == amount.to_integral_value():
        return value_text(amount, Unit.EURO)
    return f"{format_decimal(amount, format='#,##0.00', locale=language())}\u00a0euro"


def number_text(value: Decimal | None) -> str:
    """A number without needless digits."""
    return value_text(value, Unit.COUNT)


def status_word(status: ActionStatus | None) -> dict[str, str]:
    """A status as a badge."""
    if status is None:
        return {"word": _("Not known"), "tone": "neutral"}
    return {"word": str(status.label), "tone": STATUS_TONES[status]}


def status_view(now: StatusNow) -> dict[str, Any]:
    """The status with who says so, and what the facts say beside it."""
    return {
        **status_word(now.status),
        "report": now.report if now.set_status else None,
        "facts": status_word(now.proposal.status),
        "differs": now.differs,
        "reasons": reasons_of(now.proposal),
    }


def reasons_of(proposal: Proposal) -> list[str]:
    """Why do the facts say so?"""
    return [_reason(reason) for reason in proposal.reasons]


def _reason(reason: ProposalReason) -> str:
    match reason:
        case MilestonesOverdue(count=count, days=days):
            return ngettext(
                "%(count)d milestone is past its day and not reported as reached; the oldest by %(days)d days.",
                "%(count)d milestones are past their day and not reported as reached; the oldest by %(days)d days.",
                count,
            ) % {"count": count, "days": days}
        case MilestonesExpectedLater(count=count):
            return ngettext(
                "%(count)d milestone is expected later than agreed.",
                "%(count)d milestones are expected later than agreed.",
                count,
            ) % {"count": count}
        case NumberNotReached(number=number) if number.realised is None:
            return _("The day of “%(what)s” has passed and nobody told how far it came.") % {"what": _planned(number)}
        case NumberNotReached(number=number):
            values = {"what": _planned(number), "value": number_text(number.realised)}
            return _("The day of “%(what)s” has passed with %(value)s reached.") % values
        case NumberBehind(number=number, needed=needed):
            values = {
                "what": _planned(number),
                "value": number_text(number.realised),
                "needed": number_text(needed.quantize(Decimal(1))),
            }
            return _("“%(what)s” stands at %(value)s; on a straight path it would be %(needed)s now.") % values
        case HeavyRisks(count=count):
            return ngettext("%(count)d heavy risk is open.", "%(count)d heavy risks are open.", count) % {
                "count": count
            }
        case SpentAbovePlanned(euro=amount):
            return _("%(amount)s more is spent than planned.") % {"amount": euro(amount)}
        case AllReached(milestones=count):
            return ngettext("%(count)d milestone is reached.", "All %(count)d milestones are reached.", count) % {
                "count": count
            }
        case NothingWrong():
            return _("Nothing with a day is late.")
        case NothingToJudgeBy():
            return _("No milestone and no number has a day, so nothing can be late.")


def _planned(number: NumberFact) -> str:
    what = number.what_en if language() == "en" else number.what_nl
    return f"{number_text(number.planned)} {what}"


def milestone_view(line: MilestoneLine) -> dict[str, Any]:
    """A milestone as a row."""
    word, tone = MILESTONE_WORDS[line.state]
    row = line.row
    return {
        "row": row,
        "word": word,
        "tone": tone,
        "due": day_text(row.due_on) if row.due_on else "",
        "expected": day_text(row.expected_on) if row.expected_on else "",
        "reached": day_text(row.reached_on) if row.reached_on else "",
        "is_reached": row.reached_on is not None,
    }


def contribution_view(line: ContributionLine) -> dict[str, Any]:
    """A contribution as a row."""
    word, tone = CONTRIBUTION_WORDS[line.state]
    row = line.row
    return {
        "row": row,
        "kind": ContributionKind(row.kind).label,
        "word": word,
        "tone": tone,
        "is_confirmed": row.confirmed_on is not None,
        "amount": amount_text(row.amount, row.unit),
        "delivered": amount_text(row.delivered_amount, row.unit),
        "period": period_of(row),
    }


def amount_text(amount: Decimal | None, unit: str) -> str:
    """How much of what; empty when no number was given."""
    if amount is None:
        return ""
    return euro(amount) if unit == "euro" else f"{number_text(amount)} {unit}".strip()


def period_of(row: Contribution) -> str:
    """From when until when; empty when neither was said."""
    if row.from_on and row.until_on:
        return _("%(first)s to %(last)s") % {"first": day_text(row.from_on), "last": day_text(row.until_on)}
    if row.from_on:
        return _("from %(day)s") % {"day": day_text(row.from_on)}
    return _("until %(day)s") % {"day": day_text(row.until_on)} if row.until_on else ""


def number_view(line: NumberLine, text: str) -> dict[str, Any]:
    """A planned number with what was told of it. Arguments: `text`, the number in words."""
    figure = line.figure
    return {
        "row": line.row,
        "text": text,
        "due": day_text(line.row.due_on) if line.row.due_on else "",
        "needed": number_text(line.needed_today.quantize(Decimal(1))) if line.needed_today is not None else "",
        "figure": number_text(figure.value) if figure else "",
        "figure_day": day_text(figure.on) if figure else "",
        "figure_source": figure.source if figure else "",
        "figure_status": figure.status if figure else "",
        "entered": [{"row": one, "value": number_text(one.value), "day": day_text(one.on)} for one in line.entered],
    }


def degree_word(value: int) -> str:
    """low, medium, high"""
    return str(Degree(value).label)


def event_view(event: ActionEvent) -> dict[str, Any]:
    """An event of the history as a line of the timeline."""
    return {"row": event, "title": event.get_kind_display(), "changes": [_change(*one) for one in event.changes]}


def _change(name: str, before: str, after: str) -> str:
    field = str(FIELD_WORDS.get(name, name))
    old, new = _plain(name, before), _plain(name, after)
    if not before:
        return _("%(field)s: %(new)s") % {"field": field, "new": new}
    if not after:
        return _("%(field)s: no longer %(old)s") % {"field": field, "old": old}
    return _("%(field)s: from %(old)s to %(new)s") % {"field": field, "old": old, "new": new}


def _plain(name: str, value: str) -> str:
    if name == "status" and value in ActionStatus.values:
        return str(ActionStatus(value).label)
    if name.endswith("_on") or name == "on":
        try:
            return day_text(date.fromisoformat(value))
        except ValueError:
            return value
    if name in {"likelihood", "impact"} and value.isdigit():
        return degree_word(int(value))
    if name == "counts_people":
        return str(_("yes") if value == "yes" else _("no"))
    return value


def joined(parts: Sequence[str]) -> str:
    """Those that say something, with semicolons between: for files."""
    return "; ".join(part for part in parts if part)
