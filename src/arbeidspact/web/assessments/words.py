"""How results look: a tone and a symbol for each, beside the word."""

from collections.abc import Mapping
from typing import Final

from arbeidspact.assessments.queries import AssessmentState, Change, DistanceLevel, Outcome

OUTCOME_LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    Outcome.STRENGTH: ("success", "spark"),
    Outcome.NONE: ("neutral", "check"),
    Outcome.SOME: ("warning", "warning"),
    Outcome.LARGE: ("danger", "danger"),
    Outcome.NOT_KNOWN: ("neutral", "question"),
}
DISTANCE_TONES: Final[Mapping[str, str]] = {
    DistanceLevel.READY: "success",
    DistanceLevel.NEAR: "info",
    DistanceLevel.FURTHER: "warning",
    DistanceLevel.FAR: "danger",
    DistanceLevel.NOT_KNOWN: "neutral",
}
CHANGE_LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    Change.BETTER: ("success", "arrow-right"),
    Change.SAME: ("neutral", "none"),
    Change.WORSE: ("warning", "warning"),
    Change.NEWLY_KNOWN: ("info", "plus"),
    Change.NO_LONGER_KNOWN: ("neutral", "question"),
}
STATE_TONES: Final[Mapping[str, str]] = {
    AssessmentState.DRAFT: "info",
    AssessmentState.VALID: "success",
    AssessmentState.EXPIRED: "warning",
}
