"""The state of a step, derived from its dates and what stands in its way, and whose step it is."""

from datetime import date
from enum import StrEnum

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.pathways.models import STILL_OPEN, Goal, Step, StepState


def state_on(
    day: date,
    *,
    due_on: date,
    done_on: date | None,
    given_up_on: date | None,
    is_hindered: bool = False,
    is_waiting: bool = False,
) -> StepState:
    """What is the state of a step with these facts on this day? A step that is due today is not overdue; one that is
    overdue and stuck is overdue."""
    if done_on is not None:
        return StepState.DONE
    if given_up_on is not None:
        return StepState.NOT_DONE
    if due_on < day:
        return StepState.OVERDUE
    if is_hindered:
        return StepState.BLOCKED
    return StepState.WAITING if is_waiting else StepState.OPEN


def state_of(step: Step, day: date) -> StepState:
    """What is the state of this step on this day? Reads the step that it waits on, where there is one."""
    return state_on(
        day,
        due_on=step.due_on,
        done_on=step.done_on,
        given_up_on=step.given_up_on,
        is_hindered=step.hindered_on is not None,
        is_waiting=is_waiting(step),
    )


def is_waiting(step: Step) -> bool:
    """Does this step wait on another one that is still open?"""
    before = step.waits_on
    return before is not None and before.done_on is None and before.given_up_on is None


OPEN = STILL_OPEN
WAITING = OPEN & Q(waits_on__isnull=False, waits_on__done_on__isnull=True, waits_on__given_up_on__isnull=True)
"""The open steps that wait on another open one, for a query; `is_waiting` says the same of one step."""


def overdue_on(day: date) -> Q:
    """The steps that are overdue on this day, for a query; `state_on` says the same of one step."""
    return OPEN & Q(due_on__lt=day)


def state_expression(day: date) -> Case:
    """The state as a column of a query."""
    return Case(
        When(done_on__isnull=False, then=Value(StepState.DONE.value)),
        When(given_up_on__isnull=False, then=Value(StepState.NOT_DONE.value)),
        When(due_on__lt=day, then=Value(StepState.OVERDUE.value)),
        When(hindered_on__isnull=False, then=Value(StepState.BLOCKED.value)),
        When(WAITING, then=Value(StepState.WAITING.value)),
        default=Value(StepState.OPEN.value),
        output_field=CharField(),
    )


class GoalState(StrEnum):
    """Derived from the dates of a goal, never stored."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


def goal_state(goal: Goal) -> GoalState:
    """What is the state of this goal?"""
    if goal.reached_on is not None:
        return GoalState.REACHED
    return GoalState.DROPPED if goal.dropped_on is not None else GoalState.OPEN


def is_ours(step: Step, actor: Actor) -> bool:
    """Did the actor's organisation agree this step?"""
    return actor.organisation is not None and step.organisation_id == actor.organisation.pk


def is_done_by(step: Step, actor: Actor) -> bool:
    """May the actor's organisation say what became of this step: it agreed it, or it is the partner that does it?"""
    return is_ours(step, actor) or (actor.organisation is not None and step.partner_id == actor.organisation.pk)


def refuse_steps_of_others(step: Step, actor: Actor, *, or_done_by: bool = False) -> None:
    """Only the organisation that agreed a step changes it; `or_done_by`: or the partner that does it.

    Raises: `Conflict`.
    """
    allowed = is_done_by(step, actor) if or_done_by else is_ours(step, actor)
    if not allowed:
        raise Conflict(
            _("This step was agreed with another organisation."), hint=_("Ask that organisation to change it.")
        )
