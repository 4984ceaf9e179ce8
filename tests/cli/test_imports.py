"""A city's files go in through the command line: whole, or not at all."""

import pytest

from arbeidspact.demo.load import GHENT
from arbeidspact.monitor.models import Indicator, Target
from arbeidspact.organisations.models import Area, AuditEvent
from arbeidspact.pact.models import Action, Goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_definitions(run):
    run("import", "areas", GHENT / "areas.toml")
    run("import", "indicators", GHENT / "indicators.toml")


def test_areas_are_imported(run):
    result = run("import", "areas", GHENT / "areas.toml")

    assert result.exit_code == 0, result.output
    assert f"{Area.objects.count()} areas are in force." in result.output


def test_targets_are_imported(run, with_definitions):
    result = run("import", "targets", GHENT / "targets.toml")

    assert f"{Target.objects.count()} targets are in force." in result.output
    assert Target.objects.exists()


def test_the_pact_is_imported_with_its_actions(run):
    result = run("import", "pact", GHENT / "pact.toml", "--actions", GHENT / "actions.toml")

    assert result.exit_code == 0, result.output
    assert Goal.objects.count() == 3
    assert f"{Action.objects.count()} actions" in result.output


def test_a_file_with_mistakes_changes_nothing_and_says_where_they_are(run, tmp_path):
    file = tmp_path / "areas.toml"
    file.write_text('[[area]]\ncode = "a"\nkind = "neighbourhood"\nnl = "A"\nen = "A"\nlatitude = 91.0\n')

    result = run("import", "areas", file)

    assert result.exit_code == 1
    assert "areas.toml" in result.stderr
    assert "latitude" in result.stderr
    assert not Area.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_file_that_is_not_there_is_refused_by_name(run):
    result = run("import", "indicators", "nowhere.toml")

    assert result.exit_code == 2
    assert "nowhere.toml" in result.stderr
    assert not Indicator.objects.exists()
