"""What partners signal, what the steering group answers and decides, and what a review froze.

The pact and its parts are named by their short names: a pact that is adopted anew replaces its rows, and what was
signalled or decided about them stays.
"""

from arbeidspact.steering.models.decisions import (
    ChangeKind,
    Decision,
    DecisionSubject,
    DecisionVersion,
    FollowUpTask,
)
from arbeidspact.steering.models.reviews import (
    FrozenReview,
    Review,
    ReviewComment,
    ReviewState,
    SignOff,
    SignOffKind,
)
from arbeidspact.steering.models.signals import (
    OPEN_STATES,
    AnswerKind,
    CoSignature,
    ReminderKind,
    Signal,
    SignalAnswer,
    SignalEvent,
    SignalEventKind,
    SignalReminder,
    SignalState,
    SubjectKind,
    Urgency,
)

__all__ = [
    "OPEN_STATES",
    "AnswerKind",
    "ChangeKind",
    "CoSignature",
    "Decision",
    "DecisionSubject",
    "DecisionVersion",
    "FollowUpTask",
    "FrozenReview",
    "ReminderKind",
    "Review",
    "ReviewComment",
    "ReviewState",
    "SignOff",
    "SignOffKind",
    "Signal",
    "SignalAnswer",
    "SignalEvent",
    "SignalEventKind",
    "SignalReminder",
    "SignalState",
    "SubjectKind",
    "Urgency",
]
