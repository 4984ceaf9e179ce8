"""The state of a step, derived from its dates, and whose step it is."""

from datetime import date

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.pathways.models import Step, StepState


def state_on(day: date, *, due_on: date, done_on: date | None, given_up_on: date | None) -> StepState:
    """What is the state of a step with these dates on this day? A step that is due today is not overdue."""
    if done_on is not None:
        return StepState.DONE
    if given_up_on is not None:
        return StepState.NOT_DONE
    return StepState.OVERDUE if due_on < day else StepState.OPEN


def state_of(step: Step, day: date) -> StepState:
    """What is the state of this step on this day?"""
    return state_on(day, due_on=step.due_on, done_on=step.done_on, given_up_on=step.given_up_on)


OPEN = Q(done_on__isnull=True, given_up_on__isnull=True)


def overdue_on(day: date) -> Q:
    """The steps that are overdue on this day, for a query; `state_on` says the same of one step."""
    return OPEN & Q(due_on__lt=day)


def state_expression(day: date) -> Case:
    """The state as a column of a query."""
    return Case(
        When(done_on__isnull=False, then=Value(StepState.DONE.value)),
        When(given_up_on__isnull=False, then=Value(StepState.NOT_DONE.value)),
        When(due_on__lt=day, then=Value(StepState.OVERDUE.value)),
        default=Value(StepState.OPEN.value),
        output_field=CharField(),
    )


def refuse_steps_of_others(step: Step, actor: Actor) -> None:
    """Only the organisation that agreed a step changes it. Raises: `Conflict`."""
    if actor.organisation is None or step.organisation_id != actor.organisation.pk:
        raise Conflict(
            _("This step was agreed with another organisation."), hint=_("Ask that organisation to change it.")
        )
