"""The writes of a plan: steps, goals, places on the ladder, templates."""

from arbeidspact.pathways.actions.goals import change_goal, close_goal, move_step, reopen_goal, set_aim, set_goal
from arbeidspact.pathways.actions.placements import change_placement, end_placement, place_on_rung, remove_placement
from arbeidspact.pathways.actions.steps import (
    agree_step,
    change_step,
    clear_hindrance,
    finish_step,
    give_up_step,
    note_hindrance,
    reopen_step,
)
from arbeidspact.pathways.actions.templates import Undone, adopt_template, undo_adoption

__all__ = [
    "Undone",
    "adopt_template",
    "agree_step",
    "change_goal",
    "change_placement",
    "change_step",
    "clear_hindrance",
    "close_goal",
    "end_placement",
    "finish_step",
    "give_up_step",
    "move_step",
    "note_hindrance",
    "place_on_rung",
    "remove_placement",
    "reopen_goal",
    "reopen_step",
    "set_aim",
    "set_goal",
    "undo_adoption",
]
