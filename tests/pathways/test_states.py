from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.pathways.models import Step, StepState
from arbeidspact.pathways.states import overdue_on, state_expression, state_of, state_on
from tests.pathways.factories import StepFactory

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("due_on", "done_on", "given_up_on", "state"),
    [
        pytest.param(TOMORROW, None, None, StepState.OPEN, id="due tomorrow"),
        pytest.param(TODAY, None, None, StepState.OPEN, id="due today is not overdue"),
        pytest.param(YESTERDAY, None, None, StepState.OVERDUE, id="due yesterday"),
        pytest.param(YESTERDAY, TODAY, None, StepState.DONE, id="done late is done"),
        pytest.param(YESTERDAY, None, TODAY, StepState.NOT_DONE, id="given up late is not done"),
    ],
)
def test_the_state_follows_from_the_dates(
    due_on: date, done_on: date | None, given_up_on: date | None, state: StepState
):
    assert state_on(TODAY, due_on=due_on, done_on=done_on, given_up_on=given_up_on) == state


@pytest.mark.parametrize(
    ("due_on", "is_hindered", "is_waiting", "state"),
    [
        pytest.param(TODAY, True, False, StepState.BLOCKED, id="something stands in the way"),
        pytest.param(TODAY, False, True, StepState.WAITING, id="another step comes first"),
        pytest.param(TODAY, True, True, StepState.BLOCKED, id="what stands in the way says more"),
        pytest.param(YESTERDAY, True, True, StepState.OVERDUE, id="overdue says more than stuck"),
    ],
)
def test_what_stands_in_the_way_of_a_step_shows_until_it_is_overdue(
    due_on: date, is_hindered: bool, is_waiting: bool, state: StepState
):
    assert (
        state_on(TODAY, due_on=due_on, done_on=None, given_up_on=None, is_hindered=is_hindered, is_waiting=is_waiting)
        == state
    )


days_around = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
closings = st.one_of(
    st.just((None, None)), days_around.map(lambda day: (day, None)), days_around.map(lambda day: (None, day))
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dates=st.lists(st.tuples(days_around, closings, st.booleans(), st.booleans()), min_size=1, max_size=20),
    day=days_around,
)
def test_the_database_and_python_agree_on_the_state_of_every_step(
    dates: list[tuple[date, tuple[date | None, date | None], bool, bool]], day: date
):
    Step.objects.all().delete()
    first = StepFactory()
    Step.objects.bulk_create(
        Step(
            person=first.person,
            organisation=first.organisation,
            owner=first.owner,
            what="x",
            agreed_on=TODAY,
            due_on=due_on,
            done_on=done_on,
            given_up_on=given_up_on,
            hindered_on=TODAY if is_hindered else None,
            hindrance="geen vervoer" if is_hindered else "",
            waits_on=first if is_waiting else None,
        )
        for due_on, (done_on, given_up_on), is_hindered, is_waiting in dates
    )

    steps = list(Step.objects.annotate(state=state_expression(day)).select_related("waits_on").order_by("pk"))

    assert [step.state for step in steps] == [state_of(step, day) for step in steps]
    overdue = set(Step.objects.filter(overdue_on(day)).values_list("pk", flat=True))
    assert overdue == {step.pk for step in steps if state_of(step, day) == StepState.OVERDUE}
