"""How a term stands on a day: the one judgement that screens, queues and figures share."""

from datetime import date, timedelta
from enum import StrEnum

from .due import DueDate
from .rule import Effect


class TermState(StrEnum):
    """How a term stands. `LAPSED`: what started it ended before the day; `MISSED`: it ended after, and was not met."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET_IN_TIME = "met_in_time"
    MET_LATE = "met_late"
    MISSED = "missed"
    EXEMPT = "exempt"
    LAPSED = "lapsed"
    REACHED = "reached"
    NOT_IN_FORCE = "not_in_force"


OPEN_STATES = frozenset({TermState.RUNNING, TermState.AT_RISK, TermState.OVERDUE, TermState.PAUSED})
"""The states in which something is still to happen."""


def state_on(
    day: date,
    due: DueDate | None,
    *,
    effect: Effect = Effect.DUE_BY,
    met_on: date | None = None,
    ended_on: date | None = None,
    risk_days: int,
) -> TermState:
    """How does this term stand on this day?

    Arguments: `due`, None when no version of the rule was valid when it would have started; `met_on`, the first day on
        which it was met; `ended_on`, the day on which what started it ended, such as the registration; `risk_days`, how
        many days before the due day it is at risk (that day included).
    Returns: met counts first, also during a pause; an exemption or an end counts when it came by the due day.
    """
    if due is None:
        return TermState.NOT_IN_FORCE
    if met_on is not None and met_on <= day:
        return TermState.MET_IN_TIME if due.day is None or met_on <= due.day else TermState.MET_LATE
    if due.exempt_since is not None and due.exempt_since <= day:
        return TermState.EXEMPT
    if ended_on is not None and ended_on <= day:
        was_due = due.day is not None and due.day < ended_on
        if effect == Effect.DUE_BY:
            return TermState.MISSED if was_due else TermState.LAPSED
        return TermState.REACHED if was_due else TermState.LAPSED
    if due.is_paused_on(day) or due.day is None:
        return TermState.PAUSED
    if effect != Effect.DUE_BY:
        return TermState.REACHED if due.day < day else TermState.RUNNING
    if due.day < day:
        return TermState.OVERDUE
    return TermState.AT_RISK if due.day - day <= timedelta(days=risk_days) else TermState.RUNNING


def counts_in_figures(due: DueDate | None, *, met_on: date | None = None, ended_on: date | None = None) -> bool:
    """Does this term count in the share met in time?

    It does when there is a due day, and the term was met by that day or still held then: not exempted, and not ended.
    """
    if due is None or due.day is None:
        return False
    if met_on is not None and met_on <= due.day:
        return True
    is_exempt = due.exempt_since is not None and due.exempt_since <= due.day
    return not is_exempt and not (ended_on is not None and ended_on <= due.day)
