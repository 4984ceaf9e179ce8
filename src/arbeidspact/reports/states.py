"""The state of a report, derived from its moments."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from arbeidspact.reports.models import Report, ReportState

SILENCE: Final = timedelta(minutes=1)
"""A process that is at work gives a sign of life every few seconds: after this long without one it is gone."""

GOING: Final = frozenset({ReportState.WAITING, ReportState.BUILDING})
STARTABLE: Final = frozenset({ReportState.STOPPED, ReportState.FAILED})


def state_of(report: Report, now: datetime) -> ReportState:
    """What is the state of this report at this moment?"""
    if report.finished_at is not None:
        return ReportState.READY
    if report.failed_at is not None:
        return ReportState.FAILED
    if (report.heartbeat_at or report.session_asked_at) < now - SILENCE:
        return ReportState.STOPPED
    return ReportState.WAITING if report.heartbeat_at is None else ReportState.BUILDING


def in_state(state: ReportState, now: datetime) -> Q:
    """The reports in this state at this moment, for a query; `state_of` says the same of one report."""
    since = now - SILENCE
    is_open = Q(finished_at__isnull=True, failed_at__isnull=True)
    began = Q(heartbeat_at__isnull=False)
    return {
        ReportState.READY: Q(finished_at__isnull=False),
        ReportState.FAILED: Q(failed_at__isnull=False),
        ReportState.STOPPED: is_open & (Q(heartbeat_at__lt=since) | (~began & Q(session_asked_at__lt=since))),
        ReportState.WAITING: is_open & ~began & Q(session_asked_at__gte=since),
        ReportState.BUILDING: is_open & Q(heartbeat_at__gte=since),
    }[state]
