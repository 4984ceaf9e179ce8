"""Files of figures at the command line: checked, shown, taken in, withdrawn."""

import pytest

from arbeidspact.demo.load import GHENT
from arbeidspact.monitor.models import Delivery, Observation
from tests.exchange.workbooks import workbook

pytestmark = pytest.mark.django_db
HEADER = "indicator,period,area,value,unit,status,vintage,source\n"
ROW = "employment-rate,2024,gent,71.2,percent,final,2026-01-02,Statbel\n"


@pytest.fixture(autouse=True)
def _city(run, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    run("import", "areas", GHENT / "areas.toml")
    run("import", "indicators", GHENT / "indicators.toml")


def test_a_file_is_shown_first_and_taken_in_with_yes(run, tmp_path):
    path = tmp_path / "cijfers.csv"
    path.write_text(HEADER + ROW)

    shown = run("figures", "import", path)
    assert shown.exit_code == 0, shown.output
    assert "Nothing is taken in yet" in shown.output
    assert not Observation.objects.exists()
    done = run("figures", "import", path, "--yes")

    assert "taken in" in done.output
    assert Observation.objects.count() == Delivery.objects.count() == 1
    assert "cijfers.csv" in run("figures", "list").output


def test_a_wrong_row_is_told_in_a_table_and_nothing_is_taken_in(run, tmp_path):
    path = tmp_path / "cijfers.csv"
    path.write_text(HEADER + ROW + ROW.replace("2024", "2024-13"))

    refused = run("figures", "import", path, "--yes")

    assert refused.exit_code == 1
    assert "2024-13 is not a period" in refused.output
    assert not Observation.objects.exists()


def test_a_mapping_may_be_one_that_comes_with_it_or_a_file(run, tmp_path):
    path, mapping = tmp_path / "arvastat.csv", tmp_path / "mine.toml"
    path.write_text("Gemeente;Maand;Aantal\nGent;01-2024;12.100\n")
    mapping.write_text(
        'slug = "mine"\ntitle = "Mine"\nareas_by = "name"\n[columns]\narea = "Gemeente"\nperiod = "Maand"\n'
        'value = "Aantal"\n[constants]\nindicator = "jobseekers"\nstatus = "final"\nsource = "VDAB"\n'
    )

    shipped = run("figures", "import", path, "--mapping", "arvastat-rows")
    own = run("figures", "import", path, "--mapping", mapping, "--yes")
    unknown = run("figures", "import", path, "--mapping", "onbekend")

    assert shipped.exit_code == own.exit_code == 0, shipped.output + own.output
    assert float(Observation.objects.get().value) == 12100
    assert unknown.exit_code == 1
    assert "onbekend" in unknown.output


def test_a_workbook_is_read_from_the_sheet_that_is_named(run, tmp_path):
    path = tmp_path / "cijfers.xlsx"
    path.write_bytes(workbook(HEADER.strip().split(","), ROW.strip().split(",")))

    done = run("figures", "import", path, "--yes")
    wrong = run("figures", "import", path, "--sheet", "Onbekend")

    assert done.exit_code == 0, done.output
    assert Observation.objects.count() == 1
    assert wrong.exit_code == 1
    assert "Onbekend" in wrong.output


def test_a_delivery_is_withdrawn_with_its_reason(run, tmp_path):
    path = tmp_path / "cijfers.csv"
    path.write_text(HEADER + ROW)
    run("figures", "import", path, "--yes")

    done = run("figures", "withdraw", Delivery.objects.get().reference, "--because", "wrong year")

    assert "is withdrawn" in done.output
    assert not Observation.objects.exists()
    assert Delivery.objects.get().withdrawn_because == "wrong year"
