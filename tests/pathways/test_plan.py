"""Goals, the rung aimed for, places on the ladder, the order of steps, and their history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from arbeidspact.pathways.actions import (
    change_goal,
    change_placement,
    close_goal,
    end_placement,
    move_step,
    place_on_rung,
    remove_placement,
    reopen_goal,
    set_aim,
    set_goal,
)
from arbeidspact.pathways.commands import (
    ChangeGoal,
    ChangePlacement,
    CloseGoal,
    Direction,
    EndPlacement,
    MoveStep,
    PlaceOnRung,
    RemovePlacement,
    ReopenGoal,
    SetAim,
    SetGoal,
)
from arbeidspact.pathways.models import Goal, PlanEvent, PlanEventKind, RungPlacement, Step
from arbeidspact.pathways.queries import history_of, plan_of
from arbeidspact.pathways.rungs import Because, RungNow
from arbeidspact.people.access import PersonFile
from tests.organisations.factories import actor_with
from tests.pathways.factories import GoalFactory, PlacementFactory, StepFactory

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_place(**values: Any) -> PlaceOnRung:
    return PlaceOnRung(**{"rung": "supported-employment", "since": in_days(-3), "where": "De Brug", **values})


def kinds(file: PersonFile) -> list[str]:
    return [line.kind for line in reversed(history_of(file).lines)]


class TestTheAim:
    def test_it_is_set_and_changed_with_its_history(self, file: PersonFile):
        set_aim(SetAim(rung="regular-economy", words="Ik wil mijn eigen geld verdienen"), file=file)
        set_aim(SetAim(rung="supported-employment"), file=file)
        set_aim(SetAim(rung="supported-employment"), file=file)

        ladder = plan_of(file).ladder
        assert ladder.aim is not None
        assert (ladder.aim.slug, ladder.aim_words) == ("supported-employment", "")
        assert kinds(file) == [PlanEventKind.AIM_SET] * 2
        assert {"field": "aim", "before": "regular-economy", "after": "supported-employment"} in history_of(file).lines[
            0
        ].changes

    def test_not_known_yet_is_an_answer(self, file: PersonFile):
        set_aim(SetAim(rung="work-care"), file=file)
        set_aim(SetAim(rung=""), file=file)

        assert plan_of(file).ladder.aim is None

    def test_a_rung_that_is_not_on_the_ladder_is_refused_at_its_field(self, file: PersonFile):
        with pytest.raises(InvalidValue) as refused:
            set_aim(SetAim(rung="the-moon"), file=file)

        assert refused.value.field == "rung"

    def test_it_is_one_plan_for_all_who_accompany_the_person(self, file: PersonFile, file_at_vdab: PersonFile):
        set_aim(SetAim(rung="progression"), file=file)

        aim = plan_of(file_at_vdab).ladder.aim
        assert aim is not None
        assert aim.slug == "progression"


class TestGoals:
    def test_a_goal_lives_and_the_history_tells(self, file: PersonFile):
        goal = set_goal(SetGoal(words="Ik wil met hout werken", domain="work"), file=file)
        change_goal(ChangeGoal(goal=goal.reference, words="Ik wil schrijnwerker worden", domain="work"), file=file)
        close_goal(CloseGoal(goal=goal.reference, was_reached=True), file=file)
        reopen_goal(ReopenGoal(goal=goal.reference), file=file)
        close_goal(CloseGoal(goal=goal.reference, was_reached=False), file=file)

        assert kinds(file) == ["goal_set", "goal_changed", "goal_reached", "goal_reopened", "goal_dropped"]
        assert [view.state for view in plan_of(file).closed_goals] == ["dropped"]
        audit = AuditEvent.objects.filter(subject_id=str(goal.reference)).order_by("pk")
        assert [event.action for event in audit] == [
            "set-goal",
            "change-goal",
            "reach-goal",
            "reopen-goal",
            "drop-goal",
        ]
        assert "hout" not in str([event.details for event in audit])

    def test_the_same_form_sent_twice_is_one_goal(self, file: PersonFile):
        command = SetGoal(words="Ik wil met hout werken", sent_key=uuid4())

        assert set_goal(command, file=file) == set_goal(command, file=file)
        assert Goal.objects.count() == 1

    def test_a_closed_goal_is_opened_before_it_changes_and_an_open_one_is_not_opened(
        self, file: PersonFile, werkpunt: Organisation
    ):
        closed = GoalFactory(person=file.person, organisation=werkpunt, reached=True)
        still_open = GoalFactory(person=file.person, organisation=werkpunt)

        for attempt in (
            lambda: change_goal(ChangeGoal(goal=closed.reference, words="Iets anders"), file=file),
            lambda: close_goal(CloseGoal(goal=closed.reference, was_reached=True), file=file),
            lambda: reopen_goal(ReopenGoal(goal=still_open.reference), file=file),
        ):
            with pytest.raises(Conflict):
                attempt()

    def test_a_goal_of_somebody_else_is_not_in_this_plan(self, file: PersonFile):
        with pytest.raises(NotFound):
            close_goal(CloseGoal(goal=GoalFactory().reference, was_reached=True), file=file)


class TestPlaces:
    def test_a_place_tells_the_rung_and_where(self, file: PersonFile):
        placement = place_on_rung(a_place(), file=file)

        ladder = plan_of(file).ladder
        assert isinstance(ladder.now, RungNow)
        assert (ladder.now.rung.slug, ladder.now.because, ladder.where) == (
            "supported-employment",
            Because.PLACEMENT,
            "De Brug",
        )
        assert placement.noted_by == file.actor.user
        assert kinds(file) == ["placed"]
        assert "De Brug" not in str(AuditEvent.objects.get(action="place-on-rung").details)

    def test_the_same_form_sent_twice_is_one_place(self, file: PersonFile):
        command = a_place(sent_key=uuid4())

        assert place_on_rung(command, file=file) == place_on_rung(command, file=file)

    def test_it_is_put_right_ended_and_removed_with_its_history(self, file: PersonFile):
        placement = place_on_rung(a_place(), file=file)
        change_placement(
            ChangePlacement(
                placement=placement.reference, rung="progression", since=in_days(-5), where="Bakkerij", source="proof"
            ),
            file=file,
        )
        end_placement(EndPlacement(placement=placement.reference, until=in_days(0)), file=file)
        remove_placement(RemovePlacement(placement=placement.reference), file=file)

        assert not RungPlacement.objects.exists()
        assert kinds(file) == ["placed", "place_changed", "place_ended", "place_removed"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            pytest.param({"rung": "the-moon"}, "rung", id="no rung"),
            pytest.param({"since": date(1950, 1, 1)}, "since", id="too long ago"),
            pytest.param({"since": in_days(367)}, "since", id="more than a year ahead"),
            pytest.param({"until": in_days(-4)}, "until", id="ends before it starts"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, file: PersonFile, values: dict[str, Any], field: str):
        with pytest.raises(InvalidValue) as refused:
            place_on_rung(a_place(**values), file=file)

        assert refused.value.field == field

    def test_a_start_within_a_year_is_noted_beforehand_and_counts_from_that_day(self, file: PersonFile):
        place_on_rung(a_place(since=in_days(366)), file=file)

        assert not plan_of(file).ladder.is_known
        assert plan_of(file, today=in_days(366)).ladder.is_known

    def test_others_end_a_place_but_do_not_change_or_remove_it(self, file: PersonFile, file_at_vdab: PersonFile):
        placement = place_on_rung(a_place(), file=file)

        with pytest.raises(Conflict, match="Another organisation"):
            remove_placement(RemovePlacement(placement=placement.reference), file=file_at_vdab)
        end_placement(EndPlacement(placement=placement.reference, until=in_days(0)), file=file_at_vdab)
        with pytest.raises(Conflict, match="an end already"):
            end_placement(EndPlacement(placement=placement.reference, until=in_days(0)), file=file)

    def test_whoever_stands_on_the_rung_aimed_for_has_arrived(self, file: PersonFile):
        set_aim(SetAim(rung="supported-employment"), file=file)
        assert not plan_of(file).ladder.has_arrived
        place_on_rung(a_place(), file=file)
        assert plan_of(file).ladder.has_arrived


class TestTheOrder:
    @pytest.fixture
    def steps(self, file: PersonFile, werkpunt: Organisation) -> list[Step]:
        return [
            StepFactory(person=file.person, organisation=werkpunt, what=name, due_on=in_days(days))
            for name, days in (("een", 1), ("twee", 2), ("drie", 3))
        ]

    def order(self, file: PersonFile) -> list[str]:
        return [view.step.what for view in plan_of(file).loose.steps]

    def test_until_somebody_moves_a_step_the_day_orders_them(self, file: PersonFile, steps: list[Step]):
        assert self.order(file) == ["een", "twee", "drie"]

    def test_a_step_moves_up_and_down_and_the_history_says_so(self, file: PersonFile, steps: list[Step]):
        assert move_step(MoveStep(step=steps[2].reference, direction=Direction.UP), file=file)
        assert self.order(file) == ["een", "drie", "twee"]
        assert move_step(MoveStep(step=steps[0].reference, direction=Direction.DOWN), file=file)
        assert self.order(file) == ["drie", "een", "twee"]
        assert kinds(file) == ["reordered", "reordered"]

    def test_the_first_does_not_go_up_nor_the_last_down(self, file: PersonFile, steps: list[Step]):
        assert not move_step(MoveStep(step=steps[0].reference, direction=Direction.UP), file=file)
        assert not move_step(MoveStep(step=steps[2].reference, direction=Direction.DOWN), file=file)
        assert not PlanEvent.objects.exists()

    def test_a_step_moves_among_those_of_its_goal(self, file: PersonFile, steps: list[Step], werkpunt: Organisation):
        goal = GoalFactory(person=file.person, organisation=werkpunt)
        alone = StepFactory(person=file.person, organisation=werkpunt, goal=goal)

        assert not move_step(MoveStep(step=alone.reference, direction=Direction.UP), file=file)

    def test_a_protected_step_is_stepped_over(self, file: PersonFile, steps: list[Step]):
        Step.objects.filter(pk=steps[1].pk).update(domain="health")

        move_step(MoveStep(step=steps[2].reference, direction=Direction.UP), file=file)

        assert self.order(file) == ["drie", "een"]


ACTS: list[Any] = [
    pytest.param(lambda file: set_aim(SetAim(rung="work-care"), file=file), id="aim"),
    pytest.param(lambda file: set_goal(SetGoal(words="Iets leren"), file=file), id="goal"),
    pytest.param(lambda file: place_on_rung(a_place(), file=file), id="place"),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_those_who_guide_edit_the_plan_and_nobody_else(
    role: Role, act: Callable[[PersonFile], Any], file: PersonFile, werkpunt: Organisation
):
    as_role = replace(file, actor=actor_with(role, organisation=werkpunt))
    if role in {Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH}:
        act(as_role)
    else:
        with pytest.raises(NotAllowed):
            act(as_role)


def test_the_plan_takes_as_many_queries_however_long_it_is(
    file: PersonFile, werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    def add(count: int) -> None:
        for goal in GoalFactory.create_batch(count, person=file.person, organisation=werkpunt):
            StepFactory.create_batch(2, person=file.person, organisation=werkpunt, goal=goal)
            PlacementFactory(person=file.person, organisation=werkpunt)

    for count in (1, 6):
        add(count)
        with django_assert_num_queries(5):
            plan = plan_of(file)
            assert [view.step.goal for goal in plan.goals for view in goal.steps]
            assert [one.placement.organisation.name for one in plan.ladder.placements]


def test_the_history_takes_two_queries_however_long_it_is(
    file: PersonFile, django_assert_num_queries: DjangoAssertNumQueries
):
    for _again in range(3):
        goal = set_goal(SetGoal(words="Iets leren"), file=file)
        close_goal(CloseGoal(goal=goal.reference, was_reached=True), file=file)
    with django_assert_num_queries(2):
        assert [str(line.by) for line in history_of(file).lines]
