"""The course of a signal: which event leads from which state to which, and how its term stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.statutes import BELGIUM, DueDate, TermNotInForce, TermRule, TermState, due_on
from arbeidspact.steering.models import Signal
from arbeidspact.steering.models import SignalEventKind as Event
from arbeidspact.steering.models import SignalState as State
from arbeidspact.terms.rulebook import risk_days, rulebook

RULE: Final = "signal-answer"
"""The rule that says how long the steering group has; a city puts its own in its place."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The event leads to this state."""

    to: State


@dataclass(frozen=True, slots=True)
class CannotMove:
    """In this state the event cannot happen, and why."""

    reason: Message


COURSE: Final[Mapping[tuple[State, Event], State]] = {
    (State.RAISED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.RAISED, Event.ANSWER): State.ANSWERED,
    (State.RAISED, Event.WITHDRAW): State.WITHDRAWN,
    (State.ACKNOWLEDGED, Event.ANSWER): State.ANSWERED,
    (State.ACKNOWLEDGED, Event.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Event.REOPEN): State.REOPENED,
    (State.REOPENED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.REOPENED, Event.ANSWER): State.ANSWERED,
    (State.REOPENED, Event.WITHDRAW): State.WITHDRAWN,
}
"""Seeing a signal does not stop its term: only an answer does."""

WHY_NOT: Final[Mapping[State, Message]] = {
    State.RAISED: _("The steering group has not answered yet."),
    State.ACKNOWLEDGED: _("The steering group has seen it already, and has not answered yet."),
    State.ANSWERED: _("The steering group answered already."),
    State.WITHDRAWN: _("This signal was withdrawn."),
    State.REOPENED: _("It was raised again, and the steering group has not answered yet."),
}


def next_state(state: State, event: Event) -> Moves | CannotMove:
    """To which state does this event lead, for a signal in this state?"""
    to = COURSE.get((state, event))
    return Moves(to) if to is not None else CannotMove(WHY_NOT[state])


def answer_rule() -> TermRule | None:
    """Which rule says how long the steering group has to answer? None when this installation has none."""
    return rulebook().term(RULE)


def answer_due(since: date, text: str = "") -> DueDate | None:
    """By which day must the steering group answer, and how is that counted? `text`, empty: the one in force then."""
    rule = answer_rule()
    if rule is None:
        return None
    try:
        return due_on(rule, since=since, calendar=BELGIUM, version=rule.version(text) if text else None)
    except TermNotInForce:
        return None


def term_of(signal: Signal, day: date) -> TermState:
    """How does the term of this signal stand on this day? By the day that was counted when the term started."""
    if signal.state == State.WITHDRAWN:
        return TermState.LAPSED
    if signal.state == State.ANSWERED:
        return TermState.MET_IN_TIME if signal.state_since <= signal.due_on else TermState.MET_LATE
    if signal.due_on < day:
        return TermState.OVERDUE
    return TermState.AT_RISK if (signal.due_on - day).days <= risk_days() else TermState.RUNNING
