from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.statutes import (
    BELGIUM,
    OPEN_STATES,
    Effect,
    Exemption,
    Pause,
    TermEvent,
    TermState,
    Unit,
    counts_in_figures,
    due_on,
    state_on,
)
from tests.statutes.rules import a_rule, a_version

RULE = a_rule(a_version(30, Unit.DAYS))
START = date(2026, 3, 1)
DUE = date(2026, 3, 31)


def day(ahead: int) -> date:
    """So many days after the due day."""
    return DUE + timedelta(days=ahead)


def state(
    today: date, *events: TermEvent, met_on: date | None = None, ended_on: date | None = None, **more: Any
) -> TermState:
    due = due_on(RULE, since=START, events=events, calendar=BELGIUM)
    return state_on(today, due, met_on=met_on, ended_on=ended_on, risk_days=14, **more)


S = TermState
PAUSED_TEN_DAYS = Pause(date(2026, 3, 10), days=10)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(state(day(-15)), S.RUNNING, id="fifteen days before"),
        pytest.param(state(day(-14)), S.AT_RISK, id="fourteen days before, the threshold"),
        pytest.param(state(DUE), S.AT_RISK, id="the due day itself is in time"),
        pytest.param(state(day(1)), S.OVERDUE, id="the day after"),
        pytest.param(state(day(1), met_on=DUE), S.MET_IN_TIME, id="met on the last day"),
        pytest.param(state(day(1), met_on=day(1)), S.MET_LATE, id="met the day after"),
        pytest.param(state(DUE, met_on=day(1)), S.AT_RISK, id="met later than today is not met yet"),
        pytest.param(state(date(2026, 3, 9), PAUSED_TEN_DAYS), S.RUNNING, id="the day before the pause"),
        pytest.param(state(date(2026, 3, 10), PAUSED_TEN_DAYS), S.PAUSED, id="first day of the pause"),
        pytest.param(state(date(2026, 3, 19), PAUSED_TEN_DAYS), S.PAUSED, id="last day of the pause"),
        pytest.param(state(date(2026, 3, 20), PAUSED_TEN_DAYS), S.RUNNING, id="the day after the pause"),
        pytest.param(state(day(10), PAUSED_TEN_DAYS), S.AT_RISK, id="the pause moved the due day"),
        pytest.param(state(day(11), PAUSED_TEN_DAYS), S.OVERDUE, id="and no further"),
        pytest.param(state(day(99), Pause(DUE)), S.PAUSED, id="nobody ended the pause"),
        pytest.param(state(day(99), Pause(DUE), met_on=day(9)), S.MET_IN_TIME, id="met during the pause"),
        pytest.param(state(day(-1), Exemption(DUE)), S.AT_RISK, id="exempt from tomorrow on"),
        pytest.param(state(DUE, Exemption(DUE)), S.EXEMPT, id="exempt from today on"),
        pytest.param(state(day(9), Exemption(day(5))), S.EXEMPT, id="exempt after the due day"),
        pytest.param(state(day(9), ended_on=DUE), S.LAPSED, id="the registration ended on the due day"),
        pytest.param(state(day(9), ended_on=day(1)), S.MISSED, id="the registration ended a day after it"),
        pytest.param(state(DUE, ended_on=day(1)), S.AT_RISK, id="the registration ends tomorrow"),
        pytest.param(state(DUE, effect=Effect.POSSIBLE_FROM), S.RUNNING, id="possible after today"),
        pytest.param(state(day(1), effect=Effect.POSSIBLE_FROM), S.REACHED, id="possible since today"),
        pytest.param(state(day(9), effect=Effect.POSSIBLE_FROM, ended_on=day(3)), S.REACHED, id="was possible"),
        pytest.param(
            state(day(9), effect=Effect.POSSIBLE_FROM, ended_on=day(-3)), S.LAPSED, id="never became possible"
        ),
    ],
)
def test_the_state_of_a_term_follows_from_its_dates(found: TermState, expected: TermState) -> None:
    assert found == expected


def test_a_rule_that_was_not_in_force_has_no_term() -> None:
    assert state_on(DUE, None, risk_days=14) == TermState.NOT_IN_FORCE
    assert not counts_in_figures(None)


@pytest.mark.parametrize(
    ("events", "met_on", "ended_on", "counts"),
    [
        pytest.param([], None, None, True, id="a due day"),
        pytest.param([], None, DUE, False, id="ended on the due day"),
        pytest.param([], None, day(1), True, id="ended after it"),
        pytest.param([], day(-3), day(-2), True, id="met before it ended"),
        pytest.param([Exemption(DUE)], None, None, False, id="exempt on the due day"),
        pytest.param([Exemption(day(1))], None, None, True, id="exempt after it"),
        pytest.param([Exemption(DUE)], day(-1), None, True, id="met before the exemption"),
        pytest.param([Pause(DUE)], None, None, False, id="standing still"),
    ],
)
def test_what_counts_in_the_share_met_in_time(
    events: list[TermEvent], met_on: date | None, ended_on: date | None, counts: bool
) -> None:
    due = due_on(RULE, since=START, events=events, calendar=BELGIUM)

    assert counts_in_figures(due, met_on=met_on, ended_on=ended_on) == counts


dates = st.integers(-60, 60).map(day)


@given(
    today=dates,
    met_on=st.none() | dates,
    ended_on=st.none() | dates,
    pause=st.none() | dates,
    length=st.integers(1, 40),
)
def test_once_settled_a_term_stays_so(
    today: date, met_on: date | None, ended_on: date | None, pause: date | None, length: int
) -> None:
    events = [] if pause is None else [Pause(pause, days=length)]
    due = due_on(RULE, since=START, events=events, calendar=BELGIUM)
    settled = {S.MET_IN_TIME, S.MET_LATE, S.MISSED, S.LAPSED}

    now, later = (
        state_on(when, due, met_on=met_on, ended_on=ended_on, risk_days=14) for when in (today, today + timedelta(9))
    )

    assert now not in {S.MET_IN_TIME, S.MET_LATE} or later == now
    assert now not in settled or later not in OPEN_STATES
