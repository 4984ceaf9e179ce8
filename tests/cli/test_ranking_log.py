"""Rankings in the log are made again at the command line, and leave it when their time is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.vacancies.index_files import index_path
from arbeidspact.vacancies.matches import fitting_work_for
from arbeidspact.vacancies.models import RankingLog
from tests.organisations.factories import AreaFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    AreaFactory(muide=True)
    VacancyFactory(asks=[DRIVE_FORKLIFT])
    person = PersonFactory(family_name="Verzonnen", able_to=DRIVE_FORKLIFT, neighbourhood="muide")
    fitting_work_for(operator(), person.reference)
    return RankingLog.objects.get()


def test_one_ranking_is_made_again_and_its_parameters_are_shown(run, logged):
    result = run("match", "replay", logged.pk)

    assert result.exit_code == 0, result.output + result.stderr
    assert "1 of 1 rankings are identical" in result.output
    assert logged.index_hash in result.output
    assert "nice percent" in result.output
    assert "Verzonnen" not in result.output


def test_a_sample_says_how_many_are_identical(run, logged):
    assert "1 of 1 rankings are identical" in run("match", "replay", "--sample", 20).output


def test_what_differs_is_said_and_ends_with_a_code(run, logged):
    logged.parameters["best"][0][1] = 0.99
    logged.save()

    result = run("match", "replay", logged.pk)

    assert result.exit_code == 1
    assert "the log says 0.99" in result.output


def test_a_damaged_index_is_named_and_ends_with_a_code(run, logged):
    path = index_path(logged.index_hash)
    path.write_bytes(path.read_bytes()[:-50])

    result = run("match", "replay", logged.pk)

    assert result.exit_code == 1
    assert path.name in result.output
    assert "cut short" in result.output


def test_an_input_that_was_removed_on_purpose_is_no_fault(run, logged):
    logged.inputs.all().delete()

    result = run("match", "replay", "--sample", 1)

    assert result.exit_code == 0
    assert "was removed" in result.output


@pytest.mark.parametrize("arguments", [pytest.param([], id="neither"), pytest.param([1, "--sample", 1], id="both")])
def test_one_ranking_or_a_sample_is_asked_for(run, arguments):
    assert run("match", "replay", *arguments).exit_code == 2


def test_an_unknown_number_is_refused_in_words(run, logged):
    result = run("match", "replay", logged.pk + 1)

    assert result.exit_code == 1
    assert "no such ranking" in result.stderr


def test_rankings_leave_the_log_only_when_it_is_said(run, logged, settings):
    RankingLog.objects.update(at=timezone.now() - timedelta(days=settings.RANKING_LOG_DAYS + 1))

    assert "Would remove 1 rankings" in run("match", "prune").output
    assert RankingLog.objects.exists()
    assert "Removed 1 rankings" in run("match", "prune", "--yes").output
    assert not RankingLog.objects.exists()
    assert AuditEvent.objects.get(action="remove-old-rankings").details == {"rankings": 1, "files": 0}
