"""Health, debt and justice: seen, changed and counted only where the compartment of the file is open."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import InvalidValue, NotAllowed
from arbeidspact.organisations.models import AuditEvent, Organisation
from arbeidspact.pathways.actions import agree_step, change_step, close_goal, finish_step, move_step, set_goal
from arbeidspact.pathways.commands import (
    AgreeStep,
    ChangeStep,
    CloseGoal,
    Direction,
    FinishStep,
    MoveStep,
    SetGoal,
)
from arbeidspact.pathways.models import Step
from arbeidspact.pathways.queries import (
    all_steps_of,
    history_of,
    open_goals_of,
    open_steps_to_wait_on,
    plan_of,
    step_in,
    steps_of,
    steps_waiting_for,
)
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE
from tests.pathways.factories import GoalFactory, StepFactory

pytestmark = pytest.mark.django_db


def a_step(**values: Any) -> AgreeStep:
    due_on = timezone.localdate() + timedelta(days=7)
    return AgreeStep(**{"owner": "person", "what": "Praten met de huisarts", "due_on": due_on, **values})


@pytest.mark.parametrize("domain", sorted(SENSITIVE))
def test_a_step_of_a_sensitive_domain_is_counted_and_not_shown_until_it_is_opened(
    domain: str, file: PersonFile, opened: PersonFile, werkpunt: Organisation
):
    StepFactory(person=file.person, organisation=werkpunt, domain=domain)
    StepFactory(person=file.person, organisation=werkpunt, domain=domain, done=True)

    closed = all_steps_of(file)
    assert (list(closed.views), closed.protected, closed.protected_open) == ([], 2, 1)
    assert len(steps_of(opened)) == 2
    assert all_steps_of(opened).protected == 0


def test_a_goal_of_a_sensitive_domain_is_counted_and_its_other_steps_stand_alone(
    file: PersonFile, opened: PersonFile, werkpunt: Organisation
):
    goal = GoalFactory(person=file.person, organisation=werkpunt, about_debt=True)
    StepFactory(person=file.person, organisation=werkpunt, goal=goal, domain="administration")

    plan = plan_of(file)
    assert (list(plan.goals), plan.protected_goals, len(plan.loose.steps)) == ([], 1, 1)
    assert open_goals_of(file) == []
    assert [view.goal for view in plan_of(opened).goals] == [goal]


def test_nobody_writes_into_a_closed_compartment(file: PersonFile, opened: PersonFile):
    with pytest.raises(InvalidValue) as refused:
        agree_step(a_step(domain="health"), file=file)
    assert refused.value.field == "domain"
    with pytest.raises(InvalidValue):
        set_goal(SetGoal(words="Geen schulden meer", domain="debt"), file=file)

    step = agree_step(a_step(domain="health"), file=opened)
    goal = set_goal(SetGoal(words="Geen schulden meer", domain="debt"), file=opened)

    for attempt in (
        lambda: step_in(file, step.reference),
        lambda: finish_step(FinishStep(step=step.reference), file=file),
        lambda: move_step(MoveStep(step=step.reference, direction=Direction.UP), file=file),
        lambda: close_goal(CloseGoal(goal=goal.reference, was_reached=True), file=file),
        lambda: agree_step(a_step(goal=goal.reference), file=file),
        lambda: agree_step(a_step(waits_on=step.reference), file=file),
    ):
        with pytest.raises(NotAllowed, match="protected part"):
            attempt()


def test_a_step_takes_the_domain_of_its_goal_when_none_is_said(opened: PersonFile, werkpunt: Organisation):
    goal = GoalFactory(person=opened.person, organisation=werkpunt, about_debt=True)

    assert agree_step(a_step(goal=goal.reference), file=opened).domain == "debt"
    assert agree_step(a_step(goal=goal.reference, domain="administration"), file=opened).domain == "administration"


def test_a_list_says_only_that_there_is_a_protected_step(
    file: PersonFile, opened: PersonFile, counsellor: Actor, werkpunt: Organisation
):
    StepFactory(person=file.person, organisation=werkpunt, about_health=True)

    (line,) = steps_waiting_for(counsellor, limit=5)

    assert line.is_protected
    assert str(line.what) == "A protected step"
    assert open_steps_to_wait_on(file) == []
    assert len(open_steps_to_wait_on(opened)) == 1


def change_of(step: Step, **values: Any) -> ChangeStep:
    as_it_is: dict[str, Any] = {
        "owner": step.owner,
        "what": step.what,
        "due_on": step.due_on,
        "domain": step.domain,
        "goal": step.goal.reference if step.goal else None,
    }
    return ChangeStep(step=step.reference, **{**as_it_is, **values})


def test_the_history_of_what_was_protected_stays_protected(file: PersonFile, opened: PersonFile):
    step = agree_step(a_step(domain="health"), file=opened)
    change_step(change_of(step, what="Bellen met de school", domain="learning"), file=opened)
    step.refresh_from_db()
    change_step(change_of(step, what="Mailen met de school"), file=file)

    history = history_of(file)
    assert history.protected == 2
    assert [line.kind for line in history.lines] == ["changed"]
    assert "huisarts" not in str(history.lines)
    assert history_of(opened).protected == 0


def test_what_becomes_protected_takes_its_history_along(file: PersonFile, opened: PersonFile):
    step = agree_step(a_step(what="Een afspraak maken"), file=file)
    change_step(change_of(step, domain="justice"), file=opened)

    assert (list(history_of(file).lines), history_of(file).protected) == ([], 2)


def test_a_change_by_somebody_who_does_not_see_the_goal_leaves_it_in_place(file: PersonFile, werkpunt: Organisation):
    goal = GoalFactory(person=file.person, organisation=werkpunt, about_debt=True)
    first = StepFactory(person=file.person, organisation=werkpunt, about_health=True)
    step = StepFactory(person=file.person, organisation=werkpunt, goal=goal, waits_on=first, domain="administration")

    change_step(change_of(step, what="Brieven sorteren", goal=None), file=file)

    step.refresh_from_db()
    assert (step.what, step.goal, step.waits_on) == ("Brieven sorteren", goal, first)


def test_the_record_of_what_was_done_holds_no_words(opened: PersonFile):
    agree_step(a_step(domain="health", note="Bloeddruk"), file=opened)

    details = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "huisarts" not in details
    assert "health" not in details
    assert "Bloeddruk" not in details
