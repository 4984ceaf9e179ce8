"""The course of an introduction as tables: its state, what may be noted, and when an employer is late."""

from dataclasses import dataclass
from datetime import date

import pytest

from arbeidspact.introductions.models import Introduction, IntroductionState
from arbeidspact.introductions.states import (
    Event,
    MayNote,
    MayNotNote,
    answer_due_on,
    days_until_answer,
    in_state,
    is_late,
    is_under_way,
    late_on,
    may_note,
    state_of,
    under_way,
)
from tests.introductions.factories import IntroductionFactory

State = IntroductionState
MADE = date(2026, 3, 2)


@dataclass
class Facts:
    introduced_on: date = MADE
    answer: str = ""
    answered_on: date | None = None
    outcome: str = ""
    withdrawn_on: date | None = None


WAITS = Facts()
INVITED = Facts(answer="invited", answered_on=date(2026, 3, 6))
NOT_NOW = Facts(answer="not_now", answered_on=date(2026, 3, 6))
GONE = Facts(answer="vacancy_gone", answered_on=date(2026, 3, 6))
HIRED = Facts(answer="invited", answered_on=date(2026, 3, 6), outcome="hired")
NOT_HIRED = Facts(answer="invited", answered_on=date(2026, 3, 6), outcome="not_hired")
WITHDRAWN = Facts(withdrawn_on=date(2026, 3, 9))
AFTER_INVITATION = Facts(answer="invited", answered_on=date(2026, 3, 6), withdrawn_on=date(2026, 3, 9))


@pytest.mark.parametrize(
    ("facts", "state", "still_open"),
    [
        pytest.param(WAITS, State.INTRODUCED, True, id="nothing heard"),
        pytest.param(INVITED, State.INVITED, True, id="invited, not decided"),
        pytest.param(NOT_NOW, State.NOT_NOW, False, id="not now"),
        pytest.param(GONE, State.VACANCY_GONE, False, id="the vacancy is gone"),
        pytest.param(HIRED, State.HIRED, False, id="hired"),
        pytest.param(NOT_HIRED, State.NOT_HIRED, False, id="not hired"),
        pytest.param(WITHDRAWN, State.WITHDRAWN, False, id="withdrawn"),
        pytest.param(AFTER_INVITATION, State.WITHDRAWN, False, id="withdrawn after the invitation"),
    ],
)
def test_the_state_follows_from_what_was_noted(facts, state, still_open):
    assert state_of(facts) is state
    assert is_under_way(facts) is still_open


NO, YES, AGAIN = MayNotNote, MayNote(), MayNote(is_mending=True)


@pytest.mark.parametrize(
    ("facts", "ask", "answer", "outcome", "withdraw"),
    [
        pytest.param(WAITS, YES, YES, NO, YES, id="waits"),
        pytest.param(INVITED, NO, AGAIN, YES, YES, id="invited"),
        pytest.param(NOT_NOW, NO, AGAIN, NO, NO, id="not now"),
        pytest.param(GONE, NO, AGAIN, NO, NO, id="vacancy gone"),
        pytest.param(HIRED, NO, NO, AGAIN, NO, id="hired"),
        pytest.param(NOT_HIRED, NO, NO, AGAIN, NO, id="not hired"),
        pytest.param(WITHDRAWN, NO, NO, NO, NO, id="withdrawn"),
    ],
)
def test_what_may_be_noted_depends_on_what_is_noted_already(facts, ask, answer, outcome, withdraw):
    for event, expected in (
        (Event.ASK, ask),
        (Event.ANSWER, answer),
        (Event.OUTCOME, outcome),
        (Event.WITHDRAW, withdraw),
    ):
        decision = may_note(facts, event)
        if expected is NO:
            assert isinstance(decision, MayNotNote), event
            assert str(decision.reason)
        else:
            assert decision == expected, event


@pytest.mark.parametrize(
    ("facts", "day", "late", "days"),
    [
        pytest.param(WAITS, date(2026, 3, 2), False, 0, id="today"),
        pytest.param(WAITS, date(2026, 3, 16), False, 14, id="the last day is in time"),
        pytest.param(WAITS, date(2026, 3, 17), True, 15, id="the day after is late"),
        pytest.param(INVITED, date(2026, 4, 1), False, 4, id="answered: the days stand still"),
        pytest.param(WITHDRAWN, date(2026, 4, 1), False, 7, id="withdrawn: nobody waits"),
    ],
)
def test_an_employer_is_late_from_the_fifteenth_day_without_an_answer(facts, day, late, days):
    assert answer_due_on(facts.introduced_on) == date(2026, 3, 16)
    assert is_late(facts, day) is late
    assert days_until_answer(facts, day) == days


@pytest.mark.django_db
def test_the_database_picks_by_state_what_python_says():
    traits = ("invited", "not_now", "vacancy_gone", "hired", "not_hired", "withdrawn", "late")
    rows = [IntroductionFactory(), *(IntroductionFactory(**{trait: True}) for trait in traits)]
    rows.append(IntroductionFactory(invited=True, withdrawn=True))
    day = rows[0].introduced_on + (rows[0].introduced_on - rows[-2].introduced_on)

    for state in State:
        picked = set(Introduction.objects.filter(in_state(state)).values_list("pk", flat=True))
        assert picked == {row.pk for row in rows if state_of(row) is state}, state
        assert picked
    assert set(Introduction.objects.filter(under_way())) == {row for row in rows if is_under_way(row)}
    assert set(Introduction.objects.filter(late_on(day))) == {row for row in rows if is_late(row, day)}
