"""The state of a round, derived from its moments."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from arbeidspact.rounds.models import MatchingRound, RoundState

SILENCE: Final = timedelta(minutes=1)
"""A process that is at work gives a sign of life every few seconds: after this long without one it is gone."""

GOING: Final = frozenset({RoundState.WAITING, RoundState.RUNNING})
RESUMABLE: Final = frozenset({RoundState.CANCELLED, RoundState.STOPPED, RoundState.FAILED})


def state_of(round_: MatchingRound, now: datetime) -> RoundState:
    """What is the state of this round at this moment?"""
    if round_.finished_at is not None:
        return RoundState.FINISHED
    if round_.cancelled_at is not None:
        return RoundState.CANCELLED
    if round_.failed_at is not None:
        return RoundState.FAILED
    if (round_.heartbeat_at or round_.session_asked_at) < now - SILENCE:
        return RoundState.STOPPED
    return RoundState.WAITING if round_.heartbeat_at is None else RoundState.RUNNING


def in_state(state: RoundState, now: datetime) -> Q:
    """The rounds in this state at this moment, for a query; `state_of` says the same of one round."""
    since = now - SILENCE
    is_open = Q(finished_at__isnull=True, cancelled_at__isnull=True, failed_at__isnull=True)
    began = Q(heartbeat_at__isnull=False)
    return {
        RoundState.FINISHED: Q(finished_at__isnull=False),
        RoundState.CANCELLED: Q(cancelled_at__isnull=False),
        RoundState.FAILED: Q(failed_at__isnull=False),
        RoundState.STOPPED: is_open & (Q(heartbeat_at__lt=since) | (~began & Q(session_asked_at__lt=since))),
        RoundState.WAITING: is_open & ~began & Q(session_asked_at__gte=since),
        RoundState.RUNNING: is_open & Q(heartbeat_at__gte=since),
    }[state]


def going(now: datetime) -> Q:
    """The rounds that a process is working on at this moment, or is about to."""
    return in_state(RoundState.WAITING, now) | in_state(RoundState.RUNNING, now)
