"""The goals of a person, the rung aimed for, and the order of the steps."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions.writing import (
    changes_between,
    is_sensitive,
    note_plan_event,
    refuse_hidden,
    refuse_hidden_domain,
    sent_once,
    writing_organisation,
)
from arbeidspact.pathways.commands import ChangeGoal, CloseGoal, Direction, MoveStep, ReopenGoal, SetAim, SetGoal
from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import Goal, Plan, PlanEventKind, Step
from arbeidspact.pathways.states import OPEN
from arbeidspact.people.access import PersonFile


def set_aim(command: SetAim, *, file: PersonFile) -> Plan:
    """The highest rung that the person aims for, and why; an empty rung says that it is not known yet.

    Raises: `NotAllowed`; `InvalidValue` for a rung that is not on the ladder.
    """
    writing_organisation(file, Permission.EDIT_PLAN)
    if command.rung and current_ladder().rung(command.rung) is None:
        raise InvalidValue(_("This rung is not on the ladder."), hint=_("Choose one from the list."), field="rung")
    with transaction.atomic():
        Plan.objects.get_or_create(person=file.person)
        plan = Plan.objects.select_for_update().get(person=file.person)
        changes = changes_between(plan, {"aim": command.rung, "aim_words": command.words})
        if changes:
            plan.aim, plan.aim_words = command.rung, command.words
            plan.save()
            note_plan_event(file, PlanEventKind.AIM_SET, rung=command.rung, about=command.words, changes=changes)
            record(file.actor, "set-aim", plan, fields=[change["field"] for change in changes])
    return plan


def set_goal(command: SetGoal, *, file: PersonFile) -> Goal:
    """The person wants to reach something; in their own words. The same form sent twice is one goal.

    Raises: `NotAllowed`; `InvalidValue` for a domain that is closed to the actor.
    """
    organisation = writing_organisation(file, Permission.EDIT_PLAN)
    refuse_hidden_domain(command.domain, file)

    def make() -> Goal:
        last = Goal.objects.filter(person=file.person).aggregate(last=Max("position"))["last"] or 0
        goal = Goal.objects.create(
            person=file.person,
            organisation=organisation,
            words=command.words,
            domain=command.domain,
            position=last + 1,
            set_on=timezone.localdate(),
            sent_key=command.sent_key,
        )
        _note(file, PlanEventKind.GOAL_SET, goal)
        record(file.actor, "set-goal", goal)
        return goal

    return sent_once(Goal, command.sent_key, file, make)


def change_goal(command: ChangeGoal, *, file: PersonFile) -> Goal:
    """Other words or another domain for an open goal.

    Raises: `NotAllowed`, `NotFound`, `Conflict` when it is closed.
    """
    writing_organisation(file, Permission.EDIT_PLAN)
    refuse_hidden_domain(command.domain, file)
    with transaction.atomic():
        goal = _locked_goal(command.goal, file)
        _refuse_closed(goal)
        changes = changes_between(goal, {"words": command.words, "domain": command.domain})
        if changes:
            was_sensitive = is_sensitive(goal.domain)
            goal.words, goal.domain = command.words, command.domain
            goal.save()
            note_plan_event(
                file,
                PlanEventKind.GOAL_CHANGED,
                goal=goal,
                about=goal.words,
                changes=changes,
                is_sensitive=was_sensitive or is_sensitive(goal.domain),
            )
            record(file.actor, "change-goal", goal, fields=[change["field"] for change in changes])
    return goal


def close_goal(command: CloseGoal, *, file: PersonFile) -> Goal:
    """The goal is reached or dropped today; its open steps stay. Raises: as `change_goal`."""
    writing_organisation(file, Permission.EDIT_PLAN)
    with transaction.atomic():
        goal = _locked_goal(command.goal, file)
        _refuse_closed(goal)
        if command.was_reached:
            goal.reached_on = timezone.localdate()
        else:
            goal.dropped_on = timezone.localdate()
        goal.save()
        _note(file, PlanEventKind.GOAL_REACHED if command.was_reached else PlanEventKind.GOAL_DROPPED, goal)
        record(file.actor, "reach-goal" if command.was_reached else "drop-goal", goal)
    return goal


def reopen_goal(command: ReopenGoal, *, file: PersonFile) -> Goal:
    """A closed goal is open again. Raises: `NotAllowed`, `NotFound`, `Conflict` when it is open."""
    writing_organisation(file, Permission.EDIT_PLAN)
    with transaction.atomic():
        goal = _locked_goal(command.goal, file)
        if goal.reached_on is None and goal.dropped_on is None:
            raise Conflict(_("This goal is open already."))
        goal.reached_on = goal.dropped_on = None
        goal.save()
        _note(file, PlanEventKind.GOAL_REOPENED, goal)
        record(file.actor, "reopen-goal", goal)
    return goal


def move_step(command: MoveStep, *, file: PersonFile) -> bool:
    """An open step changes places with its neighbour under the same goal. Returns: whether there was one.

    Raises: `NotAllowed`; `NotFound` for a step that is not open in this plan.
    """
    writing_organisation(file, Permission.EDIT_PLAN)
    with transaction.atomic():
        rows = list(
            Step.objects.select_for_update().filter(OPEN, person=file.person).order_by("position", "due_on", "pk")
        )
        step = next((row for row in rows if row.reference == command.step), None)
        if step is None:
            raise NotFound(_("There is no such open step in this file."))
        refuse_hidden(step, file)
        under = [row for row in rows if row.goal_id == step.goal_id]
        seen = [row for row in under if file.sees_sensitive or not is_sensitive(row.domain)]
        place = seen.index(step) + (-1 if command.direction == Direction.UP else 1)
        if not 0 <= place < len(seen):
            return False
        here, there = under.index(step), under.index(seen[place])
        under[here], under[there] = under[there], under[here]
        for position, row in enumerate(under, start=1):
            row.position = position
        Step.objects.bulk_update(under, ["position"])
        note_plan_event(file, PlanEventKind.REORDERED, about=step.what, is_sensitive=is_sensitive(step.domain))
        record(file.actor, "move-step", step, direction=command.direction)
    return True


def _locked_goal(reference: UUID, file: PersonFile) -> Goal:
    goal = Goal.objects.select_for_update().filter(person=file.person, reference=reference).first()
    if goal is None:
        raise NotFound(_("There is no such goal in this plan."))
    refuse_hidden(goal, file)
    return goal


def _refuse_closed(goal: Goal) -> None:
    if goal.reached_on is not None or goal.dropped_on is not None:
        raise Conflict(_("This goal is closed already."), hint=_("Open it again first."))


def _note(file: PersonFile, kind: PlanEventKind, goal: Goal) -> None:
    note_plan_event(file, kind, goal=goal, about=goal.words, is_sensitive=is_sensitive(goal.domain))
