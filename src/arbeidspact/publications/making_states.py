"""The state of a release that is being made, derived from its moments."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from arbeidspact.publications.makings import MakingState, ReleaseMaking

SILENCE: Final = timedelta(minutes=1)
"""A process that is at work gives a sign of life every few seconds: after this long without one it is gone."""

GOING: Final = frozenset({MakingState.WAITING, MakingState.RUNNING})
STARTABLE: Final = frozenset({MakingState.CANCELLED, MakingState.STOPPED, MakingState.FAILED})


def state_of(making: ReleaseMaking, now: datetime) -> MakingState:
    """What is its state at this moment?"""
    if making.finished_at is not None:
        return MakingState.FINISHED
    if making.cancelled_at is not None:
        return MakingState.CANCELLED
    if making.failed_at is not None:
        return MakingState.FAILED
    if (making.heartbeat_at or making.session_asked_at) < now - SILENCE:
        return MakingState.STOPPED
    return MakingState.WAITING if making.heartbeat_at is None else MakingState.RUNNING


def going(now: datetime) -> Q:
    """Those that a process is working on at this moment, or is about to."""
    since = now - SILENCE
    is_open = Q(finished_at__isnull=True, cancelled_at__isnull=True, failed_at__isnull=True)
    return is_open & (Q(heartbeat_at__gte=since) | Q(heartbeat_at__isnull=True, session_asked_at__gte=since))
