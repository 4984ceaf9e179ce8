"""The invented introductions hang together, in every state, and lie in the past."""

import pytest
from django.utils import timezone

from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.followup.models import Line, RuleName
from arbeidspact.introductions.models import Introduction, IntroductionState
from arbeidspact.introductions.silence import silent_employers
from arbeidspact.introductions.states import in_state, late_on
from arbeidspact.organisations.models import User
from arbeidspact.people.models import Accompaniment
from arbeidspact.vacancies.states import state_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return load_demo(Size(people=400, vacancies=120))


def test_introductions_are_in_every_state_for_work_that_was_open_and_people_who_were_guided(demo):
    today = timezone.localdate()
    rows = list(Introduction.objects.select_related("vacancy"))
    since = {(link.person_id, link.organisation_id): link.since for link in Accompaniment.objects.all()}

    assert len(rows) > 100
    for state in IntroductionState:
        assert Introduction.objects.filter(in_state(state)).exists(), state
    assert Introduction.objects.filter(late_on(today)).exists()
    for row in rows:
        assert row.is_invented
        assert state_on(row.vacancy, row.introduced_on) == "open"
        assert since[row.person_id, row.organisation_id] <= row.introduced_on
        days = (row.introduced_on, row.answered_on, row.decided_on, row.withdrawn_on)
        assert max(day for day in days if day is not None) <= today


def test_the_login_of_the_city_has_introductions_under_way(demo):
    noor = User.objects.get(email="counsellor@demo.example")

    assert Introduction.objects.filter(in_state(IntroductionState.INTRODUCED), by=noor).exists()


def test_a_silent_employer_waits_in_the_queue_and_an_answer_by_the_link_is_heard(demo):
    silent = {str(row.introduction) for row in silent_employers(timezone.localdate())}

    assert silent
    assert set(Line.objects.filter(rule=RuleName.EMPLOYER_SILENT).values_list("subject", flat=True)) == silent
    by_link = Introduction.objects.filter(is_by_link=True)
    assert by_link.exists()
    assert not by_link.filter(answered_on__isnull=True).exists()
    assert not by_link.filter(asked_on__isnull=True).exists()
