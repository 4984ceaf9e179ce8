"""The invented assessments: who was screened, when, and with what result."""

from datetime import timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from arbeidspact.assessments.models import Answer, Assessment, DomainResult, Outcome, SensitiveDomainResult
from arbeidspact.assessments.queries import expired_assessments, people_never_assessed
from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.organisations.models import User
from arbeidspact.people.domains import SENSITIVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> None:
    load_demo(Size(people=400, vacancies=10))


def test_most_were_screened_and_some_of_them_again(demo):
    finished = Assessment.objects.filter(finished_on__isnull=False)
    people = finished.values("person").distinct().count()

    assert 220 < people < 360
    assert finished.count() > people
    assert not Assessment.objects.filter(is_invented=False).exists()
    assert finished.order_by("-finished_on").first().finished_on < timezone.localdate()
    assert finished.order_by("finished_on").first().finished_on < timezone.localdate() - timedelta(days=365)


def test_every_result_occurs_and_none_is_everywhere(demo):
    counts = dict(DomainResult.objects.order_by().values_list("outcome").annotate(Count("pk")))

    assert set(counts) == set(Outcome)
    assert max(counts.values()) < 0.6 * sum(counts.values())


def test_the_protected_part_is_spoken_of_now_and_then_and_kept_apart(demo):
    assert SensitiveDomainResult.objects.exists()
    assert not DomainResult.objects.filter(domain__in=SENSITIVE).exists()
    protected = {"health-work", "health-care", "debts", "wage-seized", "justice-limits"}
    assert not Answer.objects.filter(question__in=protected).exists()


def test_the_counsellor_has_work_to_do(demo):
    counsellor = User.objects.get(email="counsellor@demo.example")

    assert expired_assessments(owner=counsellor.pk)
    assert people_never_assessed(owner=counsellor.pk)


def test_every_answer_is_one_that_can_be_given(demo):
    from arbeidspact.assessments.questionnaire_file import questionnaires

    questions = {question.slug: question for question in questionnaires()["general"].questions}
    for answer in Answer.objects.order_by("pk")[:500]:
        assert questions[answer.question].problem_with(answer.value) is None
