"""A city's files go in through the command line: whole, or not at all."""

import csv

import pytest

from arbeidspact.demo.load import GHENT
from arbeidspact.monitor.models import Indicator, Observation, Target
from arbeidspact.organisations.models import Area, AuditEvent
from arbeidspact.pact.models import Action, Goal
from tests.exchange.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_definitions(run):
    run("import", "areas", GHENT / "areas.toml")
    run("import", "indicators", GHENT / "indicators.toml")


def test_areas_are_imported(run):
    result = run("import", "areas", GHENT / "areas.toml")

    assert result.exit_code == 0, result.output
    assert f"{Area.objects.count()} areas are in force." in result.output


def test_figures_are_imported_and_a_second_time_changes_nothing(run, with_definitions):
    first = run("import", "observations", GHENT / "observations.csv")
    second = run("import", "observations", GHENT / "observations.csv")

    count = Observation.objects.count()
    assert count > 50
    assert f"{count} new figures, 0 changed, 0 the same." in first.output
    assert f"0 new figures, 0 changed, {count} the same." in second.output


def test_figures_in_a_workbook_are_the_same_figures_and_problems_keep_their_row(run, with_definitions, tmp_path):
    header, *rows = csv.reader((GHENT / "observations.csv").read_text(encoding="utf-8").splitlines())
    run("import", "observations", GHENT / "observations.csv")
    whole, wrong = tmp_path / "figures.xlsx", tmp_path / "wrong.xlsx"
    whole.write_bytes(workbook(header, *rows))
    wrong.write_bytes(workbook(header, rows[0], (), rows[0]))

    same = run("import", "observations", whole)
    refused = run("import", "observations", wrong)

    assert f"0 new, 0 changed, {Observation.objects.count()} the same." in same.output
    assert refused.exit_code == 1
    assert "Row 4" in refused.output
    assert "the same figure stands in row 2" in refused.output


def test_targets_are_imported(run, with_definitions):
    result = run("import", "targets", GHENT / "targets.toml")

    assert f"{Target.objects.count()} targets are in force." in result.output
    assert Target.objects.exists()


def test_the_pact_is_imported_with_its_actions(run):
    result = run("import", "pact", GHENT / "pact.toml", "--actions", GHENT / "actions.toml")

    assert result.exit_code == 0, result.output
    assert Goal.objects.count() == 3
    assert f"{Action.objects.count()} actions" in result.output


def test_figures_of_an_unknown_indicator_are_refused_with_their_row(run):
    run("import", "areas", GHENT / "areas.toml")

    result = run("import", "observations", GHENT / "observations.csv")

    assert result.exit_code == 1
    assert "row 2" in result.stderr
    assert not Observation.objects.exists()


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
