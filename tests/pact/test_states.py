"""What the facts say of an action: a table of situations."""

from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.pact.models import ActionStatus
from arbeidspact.pact.states import (
    AllReached,
    HeavyRisks,
    MilestoneFact,
    MilestonesExpectedLater,
    MilestonesOverdue,
    MilestoneState,
    NothingToJudgeBy,
    NothingWrong,
    NumberBehind,
    NumberFact,
    NumberNotReached,
    PlanFacts,
    SpentAbovePlanned,
    propose_status,
)

TODAY = date(2026, 7, 2)
AHEAD, SHORTLY_AGO, LONG_AGO = date(2026, 12, 31), date(2026, 6, 20), date(2026, 3, 1)


def milestone(due=None, expected=None, reached=None) -> MilestoneFact:
    return MilestoneFact(due, expected, reached)


def number(realised: str | None, due: date | None = date(2027, 1, 1), planned: str = "100") -> NumberFact:
    told = Decimal(realised) if realised is not None else None
    return NumberFact("mensen", "people", Decimal(planned), date(2026, 1, 1), due, told)


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        pytest.param(milestone(AHEAD), MilestoneState.PLANNED, id="to come"),
        pytest.param(milestone(TODAY), MilestoneState.PLANNED, id="on its day it is not late"),
        pytest.param(milestone(SHORTLY_AGO), MilestoneState.OVERDUE, id="past its day"),
        pytest.param(
            milestone(SHORTLY_AGO, expected=AHEAD), MilestoneState.OVERDUE, id="moving the day undoes nothing"
        ),
        pytest.param(milestone(AHEAD, expected=date(2027, 3, 1)), MilestoneState.EXPECTED_LATER, id="known to be late"),
        pytest.param(milestone(SHORTLY_AGO, reached=TODAY), MilestoneState.REACHED_LATE, id="reached after its day"),
        pytest.param(milestone(AHEAD, reached=TODAY), MilestoneState.REACHED, id="reached in time"),
        pytest.param(milestone(None), MilestoneState.NO_DAY, id="without a day it is never late"),
        pytest.param(milestone(None, reached=TODAY), MilestoneState.REACHED, id="reached, without a day"),
    ],
)
def test_a_milestone_stands_as_its_days_say(fact: MilestoneFact, state: MilestoneState):
    assert fact.state(TODAY) is state


@pytest.mark.parametrize(
    ("facts", "status", "reasons"),
    [
        pytest.param(PlanFacts(), None, (NothingToJudgeBy(),), id="nothing to judge by"),
        pytest.param(PlanFacts([milestone(None)]), None, (NothingToJudgeBy(),), id="a milestone without a day"),
        pytest.param(PlanFacts([milestone(AHEAD)]), ActionStatus.ON_SCHEDULE, (NothingWrong(),), id="on schedule"),
        pytest.param(
            PlanFacts([milestone(SHORTLY_AGO)]), ActionStatus.AT_RISK, (MilestonesOverdue(1, 12),), id="a little late"
        ),
        pytest.param(
            PlanFacts([milestone(LONG_AGO), milestone(SHORTLY_AGO)]),
            ActionStatus.DELAYED,
            (MilestonesOverdue(2, 123),),
            id="the oldest decides",
        ),
        pytest.param(
            PlanFacts([milestone(AHEAD, expected=date(2027, 3, 1))]),
            ActionStatus.AT_RISK,
            (MilestonesExpectedLater(1),),
            id="expected later than agreed",
        ),
        pytest.param(
            PlanFacts([milestone(LONG_AGO, reached=LONG_AGO)]), ActionStatus.DONE, (AllReached(1),), id="all reached"
        ),
        pytest.param(
            PlanFacts([milestone(LONG_AGO, reached=LONG_AGO)], [number("60")]),
            ActionStatus.ON_SCHEDULE,
            (NothingWrong(),),
            id="all reached, a number still to come",
        ),
        pytest.param(PlanFacts(numbers=[number("60")]), ActionStatus.ON_SCHEDULE, (NothingWrong(),), id="on its path"),
        pytest.param(
            PlanFacts(numbers=[number(None)]), ActionStatus.ON_SCHEDULE, (NothingWrong(),), id="nobody told yet"
        ),
        pytest.param(PlanFacts(open_risk_weights=[4]), None, (NothingToJudgeBy(),), id="a light risk"),
        pytest.param(PlanFacts(open_risk_weights=[6, 9]), ActionStatus.AT_RISK, (HeavyRisks(2),), id="heavy risks"),
        pytest.param(
            PlanFacts(planned_euro=Decimal(100), spent_euro=Decimal(101)),
            ActionStatus.AT_RISK,
            (SpentAbovePlanned(Decimal(1)),),
            id="spent more than planned",
        ),
        pytest.param(PlanFacts(spent_euro=Decimal(5)), None, (NothingToJudgeBy(),), id="spent, nothing planned here"),
    ],
)
def test_the_facts_propose_a_status_with_reasons(facts: PlanFacts, status: ActionStatus | None, reasons):
    proposal = propose_status(facts, TODAY)

    assert proposal.status == status
    assert proposal.reasons == reasons


def test_a_number_below_its_path_puts_an_action_at_risk():
    behind = number("40")

    proposal = propose_status(PlanFacts(numbers=[behind]), TODAY)

    (reason,) = proposal.reasons
    assert proposal.status is ActionStatus.AT_RISK
    assert isinstance(reason, NumberBehind)
    assert round(reason.needed, 1) == Decimal("49.9")


@pytest.mark.parametrize("realised", [None, "99.9"])
def test_a_number_that_was_not_reached_by_its_day_delays_an_action(realised):
    missed = number(realised, due=SHORTLY_AGO)

    proposal = propose_status(PlanFacts(numbers=[missed]), TODAY)

    assert proposal.status is ActionStatus.DELAYED
    assert proposal.reasons == (NumberNotReached(missed),)
