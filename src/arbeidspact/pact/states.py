"""How a milestone, a contribution and a whole action stand on a day: worked out from facts, with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from arbeidspact.pact.models import ActionStatus

LONG_OVERDUE: Final = timedelta(days=30)
"""A milestone that is later than this delays its action; until then the action is at risk."""
HEAVY_RISK: Final = 6
"""An open risk of this weight (how likely times how bad, each 1 to 3) or more puts an action at risk."""


class MilestoneState(StrEnum):
    REACHED = "reached"
    REACHED_LATE = "reached_late"
    OVERDUE = "overdue"
    EXPECTED_LATER = "expected_later"
    PLANNED = "planned"
    NO_DAY = "no_day"


class ContributionState(StrEnum):
    PROMISED = "promised"
    CONFIRMED = "confirmed"
    OUTCOME_TOLD = "outcome_told"


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """The days of a milestone: agreed, expected now, reached."""

    due_on: date | None
    expected_on: date | None
    reached_on: date | None

    def state(self, today: date) -> MilestoneState:
        """How does it stand? Without an agreed day it cannot be late."""
        if self.reached_on is not None:
            late = self.due_on is not None and self.reached_on > self.due_on
            return MilestoneState.REACHED_LATE if late else MilestoneState.REACHED
        if self.due_on is None:
            return MilestoneState.NO_DAY
        if self.due_on < today:
            return MilestoneState.OVERDUE
        if self.expected_on is not None and self.expected_on > self.due_on:
            return MilestoneState.EXPECTED_LATER
        return MilestoneState.PLANNED


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number to reach (the lowest of a range) from a day until a day, and how far it was told to be."""

    what_nl: str
    what_en: str
    planned: Decimal
    starts_on: date | None
    due_on: date | None
    realised: Decimal | None

    def needed(self, today: date) -> Decimal | None:
        """Where must it stand today on a straight path? None without both days."""
        if self.due_on is None or self.starts_on is None or self.due_on <= self.starts_on:
            return None
        days = (min(max(today, self.starts_on), self.due_on) - self.starts_on).days
        return self.planned * days / (self.due_on - self.starts_on).days


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the status of an action is judged by. Money in euro."""

    milestones: Sequence[MilestoneFact] = ()
    numbers: Sequence[NumberFact] = ()
    open_risk_weights: Sequence[int] = ()
    planned_euro: Decimal = Decimal(0)
    spent_euro: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class MilestonesOverdue:
    """Milestones whose day has passed and that nobody reported as reached; the oldest is so many days late."""

    count: int
    days: int


@dataclass(frozen=True, slots=True)
class MilestonesExpectedLater:
    """Milestones that are now expected after the agreed day."""

    count: int


@dataclass(frozen=True, slots=True)
class NumberNotReached:
    """The day of a number has passed; `realised` None when nobody told how far it came."""

    number: NumberFact


@dataclass(frozen=True, slots=True)
class NumberBehind:
    """A number lies below the straight path to its day."""

    number: NumberFact
    needed: Decimal


@dataclass(frozen=True, slots=True)
class HeavyRisks:
    count: int


@dataclass(frozen=True, slots=True)
class SpentAbovePlanned:
    euro: Decimal


@dataclass(frozen=True, slots=True)
class AllReached:
    """Every milestone is reached."""

    milestones: int


@dataclass(frozen=True, slots=True)
class NothingWrong:
    """There are milestones or numbers with a day, and none is late."""


@dataclass(frozen=True, slots=True)
class NothingToJudgeBy:
    """No milestone or number has a day."""


ProposalReason = (
    MilestonesOverdue
    | MilestonesExpectedLater
    | NumberNotReached
    | NumberBehind
    | HeavyRisks
    | SpentAbovePlanned
    | AllReached
    | NothingWrong
    | NothingToJudgeBy
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the facts say of an action; `status` None when there is nothing to judge by."""

    status: ActionStatus | None
    reasons: tuple[ProposalReason, ...]


def propose_status(facts: PlanFacts, today: date) -> Proposal:
    """On schedule, at risk, delayed or done: what do the facts say, and why?

    Delayed: a milestone more than thirty days late, or a number not reached by its day. At risk: a milestone less late
    or expected later than agreed, a number below its path, a heavy open risk, more spent than planned. Done: milestones
    there were, all are reached and no number is missed. Stopped is never proposed: only people stop an action.
    """
    delayed, at_risk = _late_milestones(facts, today)
    for number in facts.numbers:
        needed = number.needed(today)
        if number.due_on is not None and number.due_on < today:
            if number.realised is None or number.realised < number.planned:
                delayed.append(NumberNotReached(number))
        elif needed is not None and number.realised is not None and number.realised < needed:
            at_risk.append(NumberBehind(number, needed))
    heavy = sum(weight >= HEAVY_RISK for weight in facts.open_risk_weights)
    if heavy:
        at_risk.append(HeavyRisks(heavy))
    if facts.planned_euro > 0 and facts.spent_euro > facts.planned_euro:
        at_risk.append(SpentAbovePlanned(facts.spent_euro - facts.planned_euro))
    if delayed:
        return Proposal(ActionStatus.DELAYED, (*delayed, *at_risk))
    if facts.milestones and all(one.reached_on for one in facts.milestones) and not _has_number_to_come(facts, today):
        return Proposal(ActionStatus.DONE, (AllReached(len(facts.milestones)), *at_risk))
    if at_risk:
        return Proposal(ActionStatus.AT_RISK, tuple(at_risk))
    if any(one.due_on for one in facts.milestones) or any(one.due_on for one in facts.numbers):
        return Proposal(ActionStatus.ON_SCHEDULE, (NothingWrong(),))
    return Proposal(None, (NothingToJudgeBy(),))


def _late_milestones(facts: PlanFacts, today: date) -> tuple[list[ProposalReason], list[ProposalReason]]:
    delayed: list[ProposalReason] = []
    at_risk: list[ProposalReason] = []
    states = [(one, one.state(today)) for one in facts.milestones]
    late = [today - one.due_on for one, state in states if state is MilestoneState.OVERDUE and one.due_on]
    if late:
        reason = MilestonesOverdue(len(late), max(late).days)
        (delayed if max(late) > LONG_OVERDUE else at_risk).append(reason)
    moved = sum(state is MilestoneState.EXPECTED_LATER for _one, state in states)
    if moved:
        at_risk.append(MilestonesExpectedLater(moved))
    return delayed, at_risk


def _has_number_to_come(facts: PlanFacts, today: date) -> bool:
    """Is there a number with a day ahead that is not reached yet?"""
    return any(
        one.due_on is not None and one.due_on >= today and (one.realised is None or one.realised < one.planned)
        for one in facts.numbers
    )
