"""The course of an introduction, derived from what was noted: once in Python, once as a question to the database."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arbeidspact.introductions.models import UNDER_WAY, Answer, IntroductionState
from arbeidspact.organisations.exceptions import Message

ANSWER_DAYS: Final = 14
"""Within so many days an employer is expected to answer: a convention of this product, decision 23."""
State = IntroductionState


class Noted(Protocol):
    """What has the facts of an introduction."""

    @property
    def introduced_on(self) -> date: ...
    @property
    def answer(self) -> str: ...
    @property
    def answered_on(self) -> date | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def withdrawn_on(self) -> date | None: ...


class Event(StrEnum):
    """What can be noted about an introduction."""

    ASK = "ask"
    ANSWER = "answer"
    OUTCOME = "outcome"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class MayNote:
    """This can be noted now; `is_mending`: it takes the place of what was noted before."""

    is_mending: bool = False


@dataclass(frozen=True, slots=True)
class MayNotNote:
    """This cannot be noted now, and why."""

    reason: Message


def state_of(introduction: Noted) -> State:
    """In which state is this introduction? Withdrawn counts first, then what came of it, then the answer."""
    if introduction.withdrawn_on is not None:
        return State.WITHDRAWN
    return State(introduction.outcome or introduction.answer or State.INTRODUCED)


def in_state(state: State) -> Q:
    """The condition that picks, in the database, the introductions for which `state_of` is `state`."""
    standing = Q(withdrawn_on__isnull=True)
    if state is State.WITHDRAWN:
        return Q(withdrawn_on__isnull=False)
    if state is State.INTRODUCED:
        return standing & Q(answer="")
    if state in {State.HIRED, State.NOT_HIRED}:
        return standing & Q(outcome=state.value)
    return standing & Q(answer=state.value, outcome="")


def is_under_way(introduction: Noted) -> bool:
    """Does it still wait for the employer, or for what comes of the invitation?"""
    return state_of(introduction) in {State.INTRODUCED, State.INVITED}


def under_way() -> Q:
    """The condition that picks the introductions that are under way."""
    return UNDER_WAY


def answer_due_on(introduced_on: date) -> date:
    """The last day on which an answer is in time."""
    return introduced_on + timedelta(days=ANSWER_DAYS)


def is_late(introduction: Noted, day: date) -> bool:
    """Is there no answer on this day though the time for it is over?"""
    return state_of(introduction) is State.INTRODUCED and day > answer_due_on(introduction.introduced_on)


def late_on(day: date) -> Q:
    """The condition that picks the introductions that are late on this day."""
    return in_state(State.INTRODUCED) & Q(introduced_on__lt=day - timedelta(days=ANSWER_DAYS))


def days_until_answer(introduction: Noted, day: date) -> int:
    """After how many days came the answer; without one, for how many days has it been waited for on this day?"""
    until = introduction.answered_on or introduction.withdrawn_on or day
    return max(0, (until - introduction.introduced_on).days)


def may_note(introduction: Noted, event: Event) -> MayNote | MayNotNote:
    """May this be noted about the introduction as it stands? What was noted wrongly is noted once more."""
    state = state_of(introduction)
    if state is State.WITHDRAWN:
        return MayNotNote(_("This introduction was withdrawn."))
    if event is Event.ASK:
        return MayNote() if state is State.INTRODUCED else MayNotNote(_("The employer answered already."))
    if event is Event.ANSWER:
        if introduction.outcome:
            return MayNotNote(_("What came of it is noted already."))
        return MayNote(is_mending=bool(introduction.answer))
    if event is Event.OUTCOME:
        if introduction.answer != Answer.INVITED:
            return MayNotNote(_("The employer did not invite this person."))
        return MayNote(is_mending=bool(introduction.outcome))
    if state not in {State.INTRODUCED, State.INVITED}:
        return MayNotNote(_("The employer decided already: there is nothing to withdraw."))
    return MayNote()
