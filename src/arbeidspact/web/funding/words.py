"""How the fund reads on a page: states as badges, money, the calculation of a payment, the budget and its problems."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbeidspact.funding.budget import (
    AboveTheMost,
    AboveTheShare,
    BudgetProblem,
    EsfNotAllowed,
    NothingAsked,
    TotalNotStated,
    TotalsDiffer,
)
from arbeidspact.funding.payment import Trace
from arbeidspact.funding.queries.verification import Verification, VerificationOutcome
from arbeidspact.funding.ranking import BelowMinimum, Place, Ranked, TooFewJurors
from arbeidspact.funding.states import (
    ApplicationState,
    CallState,
    ClaimState,
    ContractState,
)
from arbeidspact.organisations.exceptions import Message
from arbeidspact.web.monitor.figures import language

State = CallState | ApplicationState | ClaimState | ContractState
TONES: dict[State, str] = {
    CallState.DRAFT: "neutral",
    CallState.ANNOUNCED: "info",
    CallState.OPEN: "success",
    CallState.JUDGING: "warning",
    CallState.DECIDED: "neutral",
    CallState.CANCELLED: "danger",
    ApplicationState.DRAFT: "warning",
    ApplicationState.SUBMITTED: "info",
    ApplicationState.JUDGED: "info",
    ApplicationState.GRANTED: "success",
    ApplicationState.RESERVE: "warning",
    ApplicationState.REFUSED: "danger",
    ApplicationState.WITHDRAWN: "neutral",
    ApplicationState.NOT_SUBMITTED: "danger",
    ApplicationState.CALL_CANCELLED: "danger",
    ClaimState.CLAIMED: "warning",
    ClaimState.TO_VERIFY: "warning",
    ClaimState.QUESTIONED: "warning",
    ClaimState.CHECKED: "warning",
    ClaimState.VERIFIED: "warning",
    ClaimState.PARTLY_VERIFIED: "warning",
    ClaimState.APPROVED: "info",
    ClaimState.PAID: "success",
    ClaimState.REFUSED: "danger",
    ContractState.RUNNING: "info",
    ContractState.CLOSED: "neutral",
}
TRACE_WORDS: dict[Trace, Message] = {
    Trace.FIGURE: gettext_lazy("Figure"),
    Trace.BASELINE: gettext_lazy("Counted from"),
    Trace.CHANGE: gettext_lazy("Change in the direction that is better"),
    Trace.MOVED_AWAY: gettext_lazy("The figure moved the other way: nothing is due"),
    Trace.DEADWEIGHT: gettext_lazy("Would have come anyway, in percent"),
    Trace.NET_CHANGE: gettext_lazy("Change that is left"),
    Trace.BELOW_THRESHOLD: gettext_lazy("Below the threshold of this change: nothing is due"),
    Trace.STEPS: gettext_lazy("Whole steps"),
    Trace.SHARE: gettext_lazy("Part of the way from threshold to target, in percent"),
    Trace.PRICE: gettext_lazy("Price in euro"),
    Trace.BEFORE_CAP: gettext_lazy("Before the cap, in euro"),
    Trace.CAP: gettext_lazy("Cap, in euro"),
    Trace.DUE: gettext_lazy("Due, in euro"),
}
MONEY_STEPS = {Trace.PRICE, Trace.BEFORE_CAP, Trace.CAP, Trace.DUE}


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as a word with a tone."""

    word: str
    tone: str


def badge_of(state: State) -> Badge:
    """This state as a badge."""
    return Badge(str(state.label), TONES[state])


def euro(amount: Decimal | None) -> str:
    """How does this amount read? "40.000,00 euro"; "-" when there is none."""
    if amount is None:
        return "-"
    return f"{money_number(amount)}\u00a0euro"


def money_number(amount: Decimal) -> str:
    """The same without the word."""
    return str(format_decimal(amount, format="#,##0.00", locale=language()))


def number(value: Decimal | None) -> str:
    """How does a figure read? At most six decimals, "-" when there is none."""
    if value is None:
        return "-"
    return str(format_decimal(value, format="#,##0.######", locale=language()))


def trace_rows(trace: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The calculation of a payment, line by line, in words and numbers."""
    rows = []
    for step, value in trace:
        kind, amount = Trace(step), Decimal(value)
        rows.append((str(TRACE_WORDS[kind]), money_number(amount) if kind in MONEY_STEPS else number(amount)))
    return rows


def verification_rows(said: Iterable[Verification]) -> list[dict[str, Any]]:
    """What a verifier said and what was answered, with the numbers in words."""
    return [
        {
            "said": one,
            "is_question": one.outcome == VerificationOutcome.QUESTION,
            "claimed": number(one.claimed_value),
            "claimed_amount": euro(one.claimed_amount),
            "number": number(one.number),
            "amount": euro(one.amount),
        }
        for one in said
    ]


def budget_problem(problem: BudgetProblem) -> str:
    """What is wrong with a budget, and what to do about it, in a sentence."""
    match problem:
        case NothingAsked():
            return _("No line of the budget is paid by the project fund: fill in what you ask.")
        case TotalNotStated():
            return _("Fill in the whole cost of the project: the lines are checked against it.")
        case TotalsDiffer(stated=stated, sum=total):
            return _(
                "The lines add up to %(sum)s, and the whole cost says %(stated)s: a difference of %(difference)s."
            ) % {
                "sum": euro(total),
                "stated": euro(stated),
                "difference": euro(abs(problem.difference)),
            }
        case AboveTheMost(asked=asked, most=most):
            return _("You ask %(asked)s; this call gives one project at most %(most)s.") % {
                "asked": euro(asked),
                "most": euro(most),
            }
        case AboveTheShare(share=share, most=most, most_amount=amount):
            return _(
                "You ask %(share)s %% of the cost; the fund pays at most %(most)s %%, which is %(amount)s here. "
                "Ask less, or add what others pay."
            ) % {"share": number(share), "most": number(most), "amount": euro(amount)}
        case EsfNotAllowed(amount=amount):
            return _("%(amount)s is paid by ESF; this call does not go together with ESF money.") % {
                "amount": euro(amount)
            }


def place_words(ranked: Ranked) -> str:
    """Which place does an application have, or why none?"""
    match ranked.outcome:
        case Place(number=place, is_shared=True):
            return _("%(place)s, shared") % {"place": place}
        case Place(number=place, tie=True):
            return _("%(place)s, after the rule for equal scores") % {"place": place}
        case Place(number=place):
            return str(place)
        case BelowMinimum():
            return _("Below the least score")
        case TooFewJurors(counted=counted, least=least):
            return _("%(counted)s of %(least)s jurors") % {"counted": counted, "least": least}
