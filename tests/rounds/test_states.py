"""The state of a round follows from its moments, and a query says the same as a look at one round."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from arbeidspact.rounds.models import MatchingRound, RoundState
from arbeidspact.rounds.states import GOING, RESUMABLE, SILENCE, going, in_state, state_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RECENTLY, LONG_AGO = NOW - timedelta(seconds=5), NOW - SILENCE - timedelta(seconds=1)

SITUATIONS = [
    pytest.param({}, RoundState.WAITING, id="just asked, its process has not begun"),
    pytest.param({"heartbeat_at": RECENTLY}, RoundState.RUNNING, id="its process beats"),
    pytest.param({"heartbeat_at": NOW - SILENCE}, RoundState.RUNNING, id="silent for exactly as long as allowed"),
    pytest.param({"heartbeat_at": LONG_AGO}, RoundState.STOPPED, id="silent for longer"),
    pytest.param({"session_asked_at": LONG_AGO}, RoundState.STOPPED, id="its process never began"),
    pytest.param(
        {"session_asked_at": LONG_AGO, "heartbeat_at": RECENTLY}, RoundState.RUNNING, id="asked long ago, still beats"
    ),
    pytest.param({"heartbeat_at": LONG_AGO, "finished_at": LONG_AGO}, RoundState.FINISHED, id="finished"),
    pytest.param(
        {"heartbeat_at": RECENTLY, "cancelled_at": RECENTLY}, RoundState.CANCELLED, id="cancelled, still busy"
    ),
    pytest.param({"heartbeat_at": LONG_AGO, "failed_at": LONG_AGO}, RoundState.FAILED, id="failed"),
]


def asked(**moments: datetime) -> MatchingRound:
    values = {"day": NOW.date(), "k": 20, "reranking": "plain", "is_by_operator": True, "session_asked_at": RECENTLY}
    return MatchingRound.objects.create(**values | moments)


@pytest.mark.parametrize(("moments", "state"), SITUATIONS)
def test_the_state_follows_from_the_moments(moments, state):
    round_ = asked(**moments)

    assert state_of(round_, NOW) is state
    assert [one for one in RoundState if MatchingRound.objects.filter(in_state(one, NOW)).exists()] == [state]
    assert MatchingRound.objects.filter(going(NOW)).exists() == (state in GOING)


def test_a_round_is_going_on_or_finished_or_can_be_resumed():
    assert GOING | RESUMABLE | {RoundState.FINISHED} == set(RoundState)
    assert not GOING & RESUMABLE


@pytest.mark.parametrize(
    "ends", [("finished_at", "cancelled_at"), ("finished_at", "failed_at"), ("cancelled_at", "failed_at")]
)
def test_the_database_refuses_two_ends(ends):
    with pytest.raises(IntegrityError):
        asked(**dict.fromkeys(ends, NOW))


def test_a_round_is_of_an_organisation_or_of_the_operator():
    with pytest.raises(IntegrityError):
        asked(is_by_operator=False)
