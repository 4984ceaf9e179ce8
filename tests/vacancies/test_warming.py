"""Whoever asks first after a start waits no longer than the others."""

import pytest
from django.utils import timezone

from arbeidspact.vacancies import warming
from arbeidspact.vacancies.models import RankingLog
from arbeidspact.vacancies.snapshot import snapshot_on
from arbeidspact.vacancies.warming import warm_up, warm_up_to_serve
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db


def test_after_it_everything_that_a_ranking_needs_is_there_and_nothing_was_logged():
    VacancyFactory(forklift_night_shift=True)

    warm_up()

    assert snapshot_on(timezone.localdate()).index.scales
    assert not RankingLog.objects.exists()


def test_without_a_single_vacancy_it_goes_too():
    warm_up()


def test_a_server_that_was_made_ready_can_read_texts(monkeypatch):
    asked = []
    monkeypatch.setattr(warming, "make_reader_ready", lambda: asked.append("texts"))

    warm_up_to_serve()

    assert asked == ["texts"]


def test_what_fails_is_said_and_pages_are_served_all_the_same(monkeypatch, caplog):
    def fail(_day):
        raise MemoryError

    monkeypatch.setattr(warming, "snapshot_on", fail)

    warm_up_to_serve()

    assert "Matching could not be made ready" in caplog.text
    assert "texts" not in caplog.text
