"""Invented plans hang together: nothing ends before it began, and every kind of attention is there."""

import pytest
from django.db.models import F

from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import Adoption, Goal, Plan, PlanEvent, RungPlacement, Step, StepEvent
from arbeidspact.people.domains import SENSITIVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db: None) -> None:
    load_demo(Size(people=250, vacancies=20), seed=5)


def test_plans_are_of_every_kind(demo: None):
    ladder = current_ladder()

    assert Plan.objects.exists()
    assert Adoption.objects.exists()
    assert Goal.objects.filter(domain__in=SENSITIVE).exists()
    assert set(RungPlacement.objects.values_list("rung", flat=True)) <= {rung.slug for rung in ladder.rungs}
    assert RungPlacement.objects.filter(rung__in=ladder.working).exists()
    for asked in (
        {"domain__in": SENSITIVE},
        {"owner": "partner"},
        {"hindered_on__isnull": False},
        {"waits_on__isnull": False},
        {"goal__isnull": False},
        {"adoption__isnull": False},
    ):
        assert Step.objects.filter(**asked).exists(), asked


def test_nothing_ends_before_it_began_and_the_history_tells_it_on_its_day(demo: None):
    assert not Step.objects.filter(done_on__lt=F("agreed_on")).exists()
    assert not Step.objects.filter(due_on__lt=F("agreed_on")).exists()
    assert not RungPlacement.objects.filter(until__lt=F("since")).exists()
    assert not Goal.objects.filter(reached_on__lt=F("set_on")).exists()
    assert not StepEvent.objects.filter(at__date__lt=F("step__agreed_on")).exists()
    for event in PlanEvent.objects.filter(goal__isnull=False, kind="goal_set").select_related("goal"):
        assert event.goal is not None
        assert event.at.date() == event.goal.set_on


def test_every_step_has_its_history_and_a_protected_one_a_protected_history(demo: None):
    assert not Step.objects.filter(events__isnull=True).exists()
    assert not StepEvent.objects.filter(step__domain__in=SENSITIVE, is_sensitive=False).exists()
    assert not StepEvent.objects.filter(is_sensitive=True).exclude(step__domain__in=SENSITIVE).exists()


def test_some_have_worked_for_three_six_and_twelve_months(demo: None):
    placements = RungPlacement.objects.filter(rung__in=current_ladder().working, until__isnull=True)

    assert placements.count() >= 5
