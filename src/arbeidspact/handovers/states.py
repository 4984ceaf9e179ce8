"""The course of a handover: which event leads from which state to which, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.handovers.models import Handover
from arbeidspact.handovers.models import HandoverEvent as Event
from arbeidspact.handovers.models import HandoverKind as Kind
from arbeidspact.handovers.models import HandoverState as State
from arbeidspact.organisations.exceptions import Message


class Side(StrEnum):
    """Whose turn it is, or who does something."""

    SENDER = "sender"
    RECEIVER = "receiver"
    PERSON = "person"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Moves:
    """The event leads to this state."""

    to: State


@dataclass(frozen=True, slots=True)
class CannotMove:
    """In this state the event cannot happen, and why."""

    reason: Message


COURSE: Final[Mapping[tuple[State, Event], State]] = {
    (State.PENDING, Event.ACCEPT): State.ACCEPTED,
    (State.PENDING, Event.REFUSE): State.REFUSED,
    (State.PENDING, Event.WITHDRAW): State.WITHDRAWN,
    (State.PENDING, Event.EXPIRE): State.EXPIRED,
    (State.ACCEPTED, Event.MEET): State.MET,
    (State.ACCEPTED, Event.REFUSE): State.REFUSED,
    (State.ACCEPTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.MET, Event.CONFIRM): State.CONFIRMED,
    (State.MET, Event.DENY): State.ACCEPTED,
    (State.MET, Event.WITHDRAW): State.WITHDRAWN,
}
"""Handing over. Between accepting and meeting the receiver may still give the person back."""

COURSE_OF_INVITATION: Final[Mapping[tuple[State, Event], State]] = {
    (State.PENDING, Event.ACCEPT): State.JOINED,
    (State.PENDING, Event.REFUSE): State.REFUSED,
    (State.PENDING, Event.WITHDRAW): State.WITHDRAWN,
    (State.PENDING, Event.EXPIRE): State.EXPIRED,
}
"""Inviting a partner into the team: it ends with the answer."""

ACTS: Final[Mapping[Event, frozenset[Side]]] = {
    Event.SEND: frozenset({Side.SENDER}),
    Event.ACCEPT: frozenset({Side.RECEIVER}),
    Event.REFUSE: frozenset({Side.RECEIVER}),
    Event.MEET: frozenset({Side.RECEIVER}),
    Event.CONFIRM: frozenset({Side.PERSON, Side.SENDER, Side.RECEIVER}),
    Event.DENY: frozenset({Side.PERSON, Side.SENDER, Side.RECEIVER}),
    Event.WITHDRAW: frozenset({Side.SENDER}),
    Event.EXPIRE: frozenset({Side.CLOCK}),
}
"""Who may do what; a counsellor confirms with the person beside them. For a partner without an account the sender
also notes that they met."""

TURN: Final[Mapping[State, Side]] = {
    State.PENDING: Side.RECEIVER,
    State.ACCEPTED: Side.RECEIVER,
    State.MET: Side.SENDER,
}
"""Whose turn it is while a handover is under way; once they met, the sender sees to it that the person confirms."""

WHY_NOT: Final[Mapping[State, Message]] = {
    State.PENDING: _("The receiver has not accepted yet."),
    State.ACCEPTED: _("The receiver has not met the person yet."),
    State.MET: _("The receiver has met the person already."),
    State.CONFIRMED: _("The person confirmed this handover: it is complete."),
    State.JOINED: _("The partner is in the team already."),
    State.REFUSED: _("This handover was refused."),
    State.WITHDRAWN: _("This handover was withdrawn."),
    State.EXPIRED: _("This handover expired without an answer."),
}


def next_state(kind: Kind, state: State, event: Event) -> Moves | CannotMove:
    """To which state does this event lead, for a handover or an invitation in this state?"""
    course = COURSE if kind == Kind.TRANSFER else COURSE_OF_INVITATION
    to = course.get((state, event))
    return Moves(to) if to is not None else CannotMove(WHY_NOT[state])


def state_on(day: date, *, state: State, expires_on: date) -> State:
    """In which state is it on this day? Without an answer it is expired from the day after the last one."""
    return State.EXPIRED if state == State.PENDING and expires_on < day else state


def state_of(handover: Handover, day: date) -> State:
    """In which state is this handover on this day?"""
    return state_on(day, state=State(handover.state), expires_on=handover.expires_on)


def turn_of(handover: Handover, day: date) -> Side | None:
    """Whose turn is it? None once it is over. A partner without an account only answers: the rest is the sender's."""
    state = state_of(handover, day)
    if handover.receiver_id is None and state == State.ACCEPTED:
        return Side.SENDER
    return TURN.get(state)


def may_act(side: Side, event: Event, *, has_account: bool) -> bool:
    """May this side bring this event about? `has_account`: whether the receiver works here."""
    return side in ACTS[event] or (side == Side.SENDER and event == Event.MEET and not has_account)
