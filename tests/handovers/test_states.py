"""The course of a handover, for every state with every event."""

from datetime import date, timedelta
from itertools import product

import pytest

from arbeidspact.handovers.course import ACTS as RECORDED
from arbeidspact.handovers.models import OPEN_STATES, Handover
from arbeidspact.handovers.models import HandoverEvent as Event
from arbeidspact.handovers.models import HandoverKind as Kind
from arbeidspact.handovers.models import HandoverState as State
from arbeidspact.handovers.states import ACTS, CannotMove, Moves, Side, may_act, next_state, state_on, turn_of
from arbeidspact.organisations.audit_words import ACTION_WORDS

POSSIBLE = {
    (Kind.TRANSFER, State.PENDING, Event.ACCEPT): State.ACCEPTED,
    (Kind.TRANSFER, State.PENDING, Event.REFUSE): State.REFUSED,
    (Kind.TRANSFER, State.PENDING, Event.WITHDRAW): State.WITHDRAWN,
    (Kind.TRANSFER, State.PENDING, Event.EXPIRE): State.EXPIRED,
    (Kind.TRANSFER, State.ACCEPTED, Event.MEET): State.MET,
    (Kind.TRANSFER, State.ACCEPTED, Event.REFUSE): State.REFUSED,
    (Kind.TRANSFER, State.ACCEPTED, Event.WITHDRAW): State.WITHDRAWN,
    (Kind.TRANSFER, State.MET, Event.CONFIRM): State.CONFIRMED,
    (Kind.TRANSFER, State.MET, Event.DENY): State.ACCEPTED,
    (Kind.TRANSFER, State.MET, Event.WITHDRAW): State.WITHDRAWN,
    (Kind.JOIN, State.PENDING, Event.ACCEPT): State.JOINED,
    (Kind.JOIN, State.PENDING, Event.REFUSE): State.REFUSED,
    (Kind.JOIN, State.PENDING, Event.WITHDRAW): State.WITHDRAWN,
    (Kind.JOIN, State.PENDING, Event.EXPIRE): State.EXPIRED,
}


@pytest.mark.parametrize(("kind", "state", "event"), list(product(Kind, State, Event)))
def test_every_state_takes_the_events_of_its_course_and_no_other(kind, state, event):
    decision = next_state(kind, state, event)

    if (kind, state, event) in POSSIBLE:
        assert decision == Moves(POSSIBLE[kind, state, event])
    else:
        assert isinstance(decision, CannotMove)
        assert str(decision.reason)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_happens_after_the_end_and_every_open_state_leads_to_one(kind):
    def ends_from(state, seen=frozenset()):
        following = {to for (of, start, _event), to in POSSIBLE.items() if (of, start) == (kind, state)} - seen
        return {state} if not following else set().union(*(ends_from(to, seen | {state}) for to in following))

    ends = ends_from(State.PENDING)

    assert not ends & set(OPEN_STATES)
    assert (State.CONFIRMED in ends) == (kind == Kind.TRANSFER)


def test_nobody_is_handed_over_without_accepting_meeting_and_confirming():
    assert [key for key, to in POSSIBLE.items() if to == State.CONFIRMED] == [(Kind.TRANSFER, State.MET, Event.CONFIRM)]
    assert [key for key, to in POSSIBLE.items() if to == State.MET] == [(Kind.TRANSFER, State.ACCEPTED, Event.MEET)]


@pytest.mark.parametrize(
    ("side", "event", "has_account", "expected"),
    [
        (Side.RECEIVER, Event.ACCEPT, True, True),
        (Side.SENDER, Event.ACCEPT, True, False),
        (Side.SENDER, Event.ACCEPT, False, False),
        (Side.RECEIVER, Event.WITHDRAW, True, False),
        (Side.SENDER, Event.WITHDRAW, True, True),
        (Side.SENDER, Event.MEET, True, False),
        (Side.SENDER, Event.MEET, False, True),
        (Side.PERSON, Event.CONFIRM, True, True),
        (Side.SENDER, Event.CONFIRM, True, True),
        (Side.PERSON, Event.WITHDRAW, True, False),
        (Side.RECEIVER, Event.EXPIRE, True, False),
        (Side.CLOCK, Event.EXPIRE, True, True),
    ],
)
def test_each_side_does_its_own_part(side, event, has_account, expected):
    assert may_act(side, event, has_account=has_account) is expected


DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (State.PENDING, 0, State.PENDING),
        (State.PENDING, 1, State.EXPIRED),
        (State.ACCEPTED, 1, State.ACCEPTED),
        (State.REFUSED, 1, State.REFUSED),
    ],
    ids=["on the last day", "the day after", "accepted in time", "refused in time"],
)
def test_without_an_answer_it_expires_after_the_last_day(state, days, expected):
    assert state_on(DAY + timedelta(days=days), state=state, expires_on=DAY) == expected


@pytest.mark.parametrize(
    ("state", "receiver", "expected"),
    [
        (State.PENDING, 7, Side.RECEIVER),
        (State.ACCEPTED, 7, Side.RECEIVER),
        (State.MET, 7, Side.SENDER),
        (State.CONFIRMED, 7, None),
        (State.PENDING, None, Side.RECEIVER),
        (State.ACCEPTED, None, Side.SENDER),
        (State.EXPIRED, 7, None),
    ],
)
def test_it_is_always_somebodys_turn_until_the_end(state, receiver, expected):
    handover = Handover(state=state, receiver_id=receiver, sender_id=3, expires_on=DAY)

    assert turn_of(handover, DAY) == expected


def test_every_event_has_its_sides_and_its_words_in_the_audit_trail():
    assert set(ACTS) == set(Event)
    assert set(RECORDED) == set(Event) - {Event.SEND}
    assert set(RECORDED.values()) <= set(ACTION_WORDS)
