"""How reports read in a list."""

from dataclasses import dataclass
from typing import Final

from arbeidspact.reports.queries import Report, ReportState, ReportStep, state_now

TONES: Final = {
    ReportState.WAITING: "info",
    ReportState.BUILDING: "info",
    ReportState.READY: "success",
    ReportState.STOPPED: "warning",
    ReportState.FAILED: "danger",
}
STEPS: Final = tuple(ReportStep)


@dataclass(frozen=True, slots=True)
class StateBadge:
    """A state as a badge: its word with a tone."""

    state: ReportState
    word: str
    tone: str


def badge_of(report: Report) -> StateBadge:
    """The state of this report now, as a badge."""
    state = state_now(report)
    return StateBadge(state, str(state.label), TONES[state])


def percent_of(report: Report) -> int:
    """How far is the work, from 0 to 100?"""
    return 100 * (STEPS.index(ReportStep(report.step)) + 1) // (len(STEPS) + 1) if report.step else 0
