"""The queues follow at once what somebody does."""

import pytest
from django.db import transaction
from django.utils import timezone

from arbeidspact.followup.models import Line, RuleName
from tests.agreements.factories import AgreementFactory
from tests.followup.factories import LineFactory
from tests.organisations.factories import UserFactory
from tests.pathways.factories import StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(werkpunt) -> Line:
    link = AccompanimentFactory(person=PersonFactory(), organisation=werkpunt, referent=UserFactory())
    return LineFactory(person=link.person, organisation=werkpunt, owner=link.referent)


def test_a_step_agreed_closes_the_line_with_the_same_press(waiting, werkpunt, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        step = StepFactory(person=waiting.person, organisation=werkpunt)
    waiting.refresh_from_db()
    assert waiting.closed_on == timezone.localdate()

    with django_capture_on_commit_callbacks(execute=True):
        step.delete()
    assert Line.objects.filter(closed_on__isnull=True, rule=RuleName.NO_NEXT_STEP).exists()


def test_many_changes_at_once_are_followed_once(waiting, werkpunt, django_capture_on_commit_callbacks, monkeypatch):
    from arbeidspact.followup import watching

    seen = []
    monkeypatch.setattr(watching, "refresh", lambda rules, asked: seen.append((rules[0].name, asked.people)))
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            StepFactory(person=waiting.person, organisation=werkpunt)

    assert seen.count((RuleName.NO_NEXT_STEP, frozenset({waiting.person.pk}))) == 1


def test_what_is_undone_is_followed_by_nothing(waiting, werkpunt, django_capture_on_commit_callbacks):
    def agreed_by_mistake() -> None:
        with transaction.atomic():
            StepFactory(person=waiting.person, organisation=werkpunt)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(RuntimeError):
            agreed_by_mistake()
        StepFactory()

    waiting.refresh_from_db()
    assert waiting.closed_on is None


def test_a_step_done_closes_the_line_of_the_promise_that_it_kept(waiting, werkpunt, django_capture_on_commit_callbacks):
    step = StepFactory(person=waiting.person, organisation=werkpunt)
    with django_capture_on_commit_callbacks(execute=True):
        AgreementFactory(
            person=waiting.person, organisation=werkpunt, confirmed=30, our_promise=-3, our_promise__step=step
        ).save()
    late = Line.objects.filter(rule=RuleName.PROMISE_OVERDUE, closed_on__isnull=True)
    assert late.exists()

    with django_capture_on_commit_callbacks(execute=True):
        step.done_on = timezone.localdate()
        step.save()

    assert not late.exists()
