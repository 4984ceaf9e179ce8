"""Every change of a pact and of the plans of its actions: one function each, allowed, recorded, in one transaction."""

from arbeidspact.pact.actions.adopting import adopt_pact
from arbeidspact.pact.actions.contributions import (
    change_contribution,
    confirm_contribution,
    promise_contribution,
    take_back_confirmation,
    tell_outcome,
)
from arbeidspact.pact.actions.milestones import (
    add_milestone,
    change_milestone,
    expect_milestone,
    reach_milestone,
    reopen_milestone,
)
from arbeidspact.pact.actions.money import book_money
from arbeidspact.pact.actions.numbers import correct_number, plan_number, tell_realised
from arbeidspact.pact.actions.planning import (
    end_responsible,
    keep_action_plan,
    name_responsible,
    set_action_status,
    tie_to_goal,
)
from arbeidspact.pact.actions.risks import change_risk, close_risk, note_risk, reopen_risk
from arbeidspact.pact.actions.withdrawing import restore_entry, withdraw_entry

__all__ = [
    "add_milestone",
    "adopt_pact",
    "book_money",
    "change_contribution",
    "change_milestone",
    "change_risk",
    "close_risk",
    "confirm_contribution",
    "correct_number",
    "end_responsible",
    "expect_milestone",
    "keep_action_plan",
    "name_responsible",
    "note_risk",
    "plan_number",
    "promise_contribution",
    "reach_milestone",
    "reopen_milestone",
    "reopen_risk",
    "restore_entry",
    "set_action_status",
    "take_back_confirmation",
    "tell_outcome",
    "tell_realised",
    "tie_to_goal",
    "withdraw_entry",
]
