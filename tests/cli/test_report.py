"""Reports at the command line: made, checked, published."""

import pytest

from arbeidspact.organisations.actor import operator
from arbeidspact.publications.queries import releases
from arbeidspact.reports.models import Report
from tests.reports.conftest import pact, release  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(run, release, settings, tmp_path_factory):  # noqa: F811
    """The files of the citizens' version of the release, written out."""
    folder = tmp_path_factory.mktemp("out")
    done = run("report", "build", release.version, "--kind", "citizens", "--output", folder)
    assert done.exit_code == 0, done.output
    return folder / f"{release.version}-citizens-nl"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_report_is_made_written_and_made_once(run, files):
    assert sorted(path.name for path in files.iterdir()) == [
        "content.json", "report.html", "report.pdf", "statement.sig", "statement.txt"
    ]  # fmt: skip
    report = Report.objects.get()

    again = run("report", "build", report.release, "--kind", "citizens")

    assert again.exit_code == 0
    assert report.pdf_sha256 in again.output
    assert Report.objects.count() == 1
    assert str(report.reference) in run("report", "list").output


def test_a_file_is_checked_and_made_again(run, files):
    done = run("report", "verify", files / "report.pdf", "--again")

    assert done.exit_code == 0, done.output
    assert "GENUINE: the pdf of the citizens report" in done.output
    assert "byte for byte" in done.output


def test_a_changed_file_ends_with_status_one(run, files):
    (files / "report.pdf").write_bytes(b"%PDF-1.7 something else")
    assert run("report", "verify", files / "report.pdf").exit_code == 1

    statement = (files / "statement.txt").read_text().replace("citizens", "steering")
    (files / "statement.txt").write_text(statement)
    forged = run("report", "verify", files / "report.html")
    assert forged.exit_code == 1
    assert "the signature does not fit" in forged.output
    (files / "statement.txt").unlink()
    assert "There is no statement.txt beside it" in run("report", "verify", files / "report.html").output


def test_another_content_is_seen_when_made_again(run, files):
    text = (files / "content.json").read_text()
    (files / "content.json").write_text(text.replace('"publisher":"', '"publisher":"Stad '))

    done = run("report", "verify", files / "report.pdf", "--again")

    assert done.exit_code == 1
    assert "other bytes came out: content, pdf, html" in done.output


def test_a_key_is_made_once_and_replaced_when_asked(run, db):
    first = run("report", "keygen")
    assert first.exit_code == 0
    assert "BEGIN PUBLIC KEY" in first.output
    assert run("report", "keygen").exit_code == 1
    assert run("report", "keygen", "--replace").exit_code == 0


def test_a_report_is_published_and_taken_down(run, files):
    reference = Report.objects.get().reference

    assert run("report", "publish", reference).output == "The report is public.\n"
    assert Report.objects.get().published_at is not None
    assert run("report", "publish", reference, "--down").exit_code == 0
    assert Report.objects.get().published_at is None


def test_an_unknown_release_is_said_with_what_to_do(run, pact):  # noqa: F811
    done = run("report", "build", "1999.1")

    assert done.exit_code == 1
    assert "No report can be made of this release" in done.output
    assert not releases(actor=operator()).exists()
