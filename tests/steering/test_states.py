"""The course of a signal, for every state with every event, and how its term stands."""

from datetime import date, timedelta
from itertools import product

import pytest

from arbeidspact.organisations.audit_words import ACTION_WORDS
from arbeidspact.statutes import LegalStatus, TermState, read_rules
from arbeidspact.steering.actions import RECORDED
from arbeidspact.steering.models import OPEN_STATES, Signal
from arbeidspact.steering.models import SignalEventKind as Event
from arbeidspact.steering.models import SignalState as State
from arbeidspact.steering.states import RULE, CannotMove, Moves, answer_due, next_state, term_of

POSSIBLE = {
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
DUE = date(2026, 3, 20)


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_state_takes_the_events_of_its_course_and_no_other(state, event):
    decision = next_state(state, event)

    if (state, event) in POSSIBLE:
        assert decision == Moves(POSSIBLE[state, event])
    else:
        assert isinstance(decision, CannotMove)
        assert str(decision.reason)


def test_every_open_state_can_be_answered_and_none_that_is_over_can():
    assert {state for state in State if isinstance(next_state(state, Event.ANSWER), Moves)} == set(OPEN_STATES)


def test_the_record_has_words_for_every_event():
    assert set(RECORDED.values()) | {"raise-signal", "cosign-signal"} <= set(ACTION_WORDS)


@pytest.mark.parametrize(
    ("state", "since_due", "day", "term"),
    [
        pytest.param(State.RAISED, None, -8, TermState.RUNNING, id="more than a week left"),
        pytest.param(State.RAISED, None, -7, TermState.AT_RISK, id="a week left"),
        pytest.param(State.ACKNOWLEDGED, None, 0, TermState.AT_RISK, id="the last day is in time"),
        pytest.param(State.ACKNOWLEDGED, None, 1, TermState.OVERDUE, id="seen is not answered"),
        pytest.param(State.REOPENED, None, 1, TermState.OVERDUE, id="raised again and not answered"),
        pytest.param(State.ANSWERED, 0, 30, TermState.MET_IN_TIME, id="answered on the last day"),
        pytest.param(State.ANSWERED, 1, 30, TermState.MET_LATE, id="answered a day late"),
        pytest.param(State.WITHDRAWN, 9, 30, TermState.LAPSED, id="withdrawn"),
    ],
)
def test_how_a_term_stands(state, since_due, day, term, settings):
    settings.TERM_RISK_DAYS = 7
    since = DUE + timedelta(days=since_due or 0)
    signal = Signal(state=state, state_since=since, due_on=DUE)

    assert term_of(signal, DUE + timedelta(days=day)) == term


@pytest.mark.parametrize(
    ("since", "due"),
    [
        pytest.param(date(2026, 3, 2), date(2026, 3, 30), id="twenty working days are four weeks"),
        pytest.param(date(2026, 3, 27), date(2026, 4, 27), id="Easter Monday is no working day"),
        pytest.param(date(2025, 12, 19), date(2026, 1, 20), id="Christmas and New Year are no working days"),
        pytest.param(date(2026, 3, 7), date(2026, 4, 3), id="raised on a Saturday"),
    ],
)
def test_the_answer_is_due_twenty_working_days_later(since, due):
    found = answer_due(since)

    assert found is not None
    assert found.day == due
    assert found.trace


def test_the_rule_says_that_its_length_is_a_convention_of_this_platform():
    rule = read_rules().term(RULE)

    assert rule is not None
    (version,) = rule.versions
    assert version.status == LegalStatus.CONVENTION
    assert version.is_followed
    assert "niet" in version.flag.nl or "nergens" in version.flag.nl


def test_a_city_gives_the_steering_group_another_term(settings, tmp_path):
    from arbeidspact.statutes import OWN_RULES

    text = (OWN_RULES / "signal-answer.toml").read_text(encoding="utf-8").replace("amount = 20", "amount = 5")
    (tmp_path / "signal-answer.toml").write_text(text, encoding="utf-8")
    settings.RULES = str(tmp_path)

    found = answer_due(date(2026, 3, 2))

    assert found is not None
    assert found.day == date(2026, 3, 9)
