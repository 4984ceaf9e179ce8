"""From a release and a review to signed files: asked for, made, failed, tried again, published, checked."""

import base64
import hashlib
import os
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.publications.actions import make_release, withdraw_release
from arbeidspact.publications.commands import MakeRelease, WithdrawRelease
from arbeidspact.reports import work
from arbeidspact.reports.actions import build_report, build_report_again, publish_report, take_report_down
from arbeidspact.reports.commands import BuildReport, BuildReportAgain, PublishReport, TakeReportDown
from arbeidspact.reports.content import content_from
from arbeidspact.reports.folders import ReportFile, folder_of
from arbeidspact.reports.launching import launch_nothing, launch_process
from arbeidspact.reports.models import Report, ReportState, ReportStep
from arbeidspact.reports.queries import (
    choices_of,
    file_of,
    public_report,
    public_reports,
    published_key,
    report_named,
    reports_of,
    state_now,
)
from arbeidspact.reports.signing import Verdict, check_file, key_path, make_key, public_key
from arbeidspact.reports.states import SILENCE
from arbeidspact.reports.work import work_on
from arbeidspact.steering.models import FrozenReview
from tests.rounds.address import database_address

pytestmark = pytest.mark.django_db


def asked(actor, release, **values):
    return build_report(
        BuildReport(release=release.version, **{"kind": "citizens", **values}), actor=actor, launch=launch_nothing
    )


def made(actor, release, **values):
    return work_on(asked(actor, release, **values).reference)


def test_a_report_is_gathered_set_and_signed_and_says_how_far_it_is(analyst, release):
    steps = []
    report = asked(analyst, release, kind="steering")
    assert state_now(report) is ReportState.WAITING

    done = work_on(report.reference, tell=steps.append)

    assert steps == list(ReportStep)
    assert state_now(done) is ReportState.READY
    folder = folder_of(release.version, report.reference)
    for name, sha256 in ((ReportFile.PDF, done.pdf_sha256), (ReportFile.HTML, done.html_sha256)):
        assert hashlib.sha256(folder.file(name).read_bytes()).hexdigest() == sha256
        assert folder.file(name).stat().st_mode & 0o777 == 0o600
    assert hashlib.sha256(folder.file(ReportFile.CONTENT).read_bytes()).hexdigest() == done.content_sha256
    assert base64.b64decode(done.signature) == folder.file(ReportFile.SIGNATURE).read_bytes()
    events = AuditEvent.objects.filter(action="build-report")
    assert events.count() == 1


def test_it_says_what_the_release_publishes_and_judges_by_it(analyst, release):
    content = content_from(file_of(made(analyst, release), ReportFile.CONTENT).decode())

    assert content.release.version == release.version
    assert content.release.made_on == timezone.localdate(release.made_at)
    (goal,) = content.goals
    assert goal.latest is not None
    assert str(goal.latest.value) == "71.2"
    (measure,) = content.measures
    assert (measure.slug, measure.figures) == ("employment-rate", 2)
    assert [one.slug for one in content.actions] == ["jobteam"]
    assert content.review is None


def test_it_holds_the_frozen_review_word_for_word(analyst, release, review):
    content = content_from(file_of(made(analyst, release, review=review.reference), ReportFile.CONTENT).decode())

    assert content.review is not None
    assert content.review.conclusions == "Het tempo ligt te laag."
    assert content.review.sha256 == review.frozen.sha256
    (decision,) = content.decisions
    assert [(note.who, note.why) for note in decision.minority] == [("Voka", "De klas is te ver van de bedrijven.")]
    page = file_of(Report.objects.get(), ReportFile.HTML).decode()
    assert "Voka" in page


def test_a_review_that_was_tampered_with_is_not_reported(analyst, release, review):
    report = asked(analyst, release, review=review.reference)
    with connection.cursor() as cursor:
        kind = connection.vendor
        name = FrozenReview._meta.db_table
        cursor.execute(f"DROP TRIGGER {name}_frozen" + (f" ON {name}" if kind == "postgresql" else ""))
    FrozenReview.objects.update(document=review.frozen.document.replace("te laag", "goed"))

    done = work_on(report.reference)

    assert state_now(done) is ReportState.FAILED
    assert "hash" in done.problem


def test_the_same_release_gives_the_same_report_and_is_made_once(analyst, release):
    first = made(analyst, release)

    with pytest.raises(Conflict, match="ready"):
        asked(analyst, release)
    Report.objects.all().delete()
    second = made(analyst, release)

    assert (first.pdf_sha256, first.html_sha256, first.signature) == (
        second.pdf_sha256, second.html_sha256, second.signature
    )  # fmt: skip


def test_two_who_ask_at_once_get_one_report(analyst, release):
    asked(analyst, release)

    with pytest.raises(Conflict, match="being made"):
        asked(analyst, release)


@pytest.mark.parametrize("change", [{"release": "1999.1"}, {"review": uuid4()}, {"pact": "elsewhere"}])
def test_what_is_not_there_is_refused_at_its_field(change, analyst, release):
    values = {"release": release.version, **change}

    with pytest.raises(InvalidValue) as refused:
        build_report(BuildReport(**values), actor=analyst, launch=launch_nothing)

    assert refused.value.field == next(iter(change))


def test_a_withdrawn_release_has_no_reports(analyst, release):
    withdraw_release(WithdrawRelease(version=release.version, reason="Fout."), actor=analyst)

    with pytest.raises(InvalidValue, match="release"):
        asked(analyst, release)


def test_others_neither_ask_nor_read_nor_publish(counsellor, analyst, release):
    report = made(analyst, release)

    with pytest.raises(NotAllowed):
        asked(counsellor, release)
    with pytest.raises(NotAllowed):
        reports_of(counsellor)
    with pytest.raises(NotAllowed):
        choices_of(counsellor)
    with pytest.raises(NotAllowed):
        publish_report(PublishReport(report=report.reference), actor=analyst)
    with pytest.raises(NotFound):
        report_named(uuid4(), actor=analyst)


def test_a_failure_says_why_and_the_next_try_starts_from_what_was_gathered(analyst, release, monkeypatch):
    report = asked(analyst, release)
    with monkeypatch.context() as full:
        full.setattr(work, "made_pdf", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        failed = work_on(report.reference)
    assert state_now(failed) is ReportState.FAILED
    assert failed.problem == "A file could not be written: No space left on device."
    assert failed.content_sha256

    again = build_report_again(BuildReportAgain(report=report.reference), actor=analyst, launch=launch_nothing)
    monkeypatch.setattr(work, "gather", lambda _report: pytest.fail("It was gathered already."))
    done = work_on(again.reference)

    assert state_now(done) is ReportState.READY
    assert (done.session, done.content_sha256) == (2, failed.content_sha256)


def test_what_nobody_foresaw_is_noted_too(analyst, release, monkeypatch):
    report = asked(analyst, release)
    monkeypatch.setattr(work, "gather", lambda _report: {}["missing"])

    with pytest.raises(KeyError):
        work_on(report.reference)

    assert "KeyError" in Report.objects.get().problem


def test_silent_work_is_shown_as_stopped_and_an_earlier_session_gives_up(analyst, release):
    report = asked(analyst, release)
    Report.objects.update(session_asked_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert state_now(Report.objects.get()) is ReportState.STOPPED
    assert reports_of(analyst, ReportState.STOPPED).count() == 1

    session = work._Session(Report.objects.get(), None)
    build_report_again(BuildReportAgain(report=report.reference), actor=analyst, launch=launch_nothing)

    with pytest.raises(work.GivenUp):
        session.at(ReportStep.PAPER)
    assert state_now(Report.objects.get()) is ReportState.WAITING


def test_the_public_reads_what_was_published_of_public_releases_alone(analyst, steering, release):
    report = made(analyst, release)
    assert not public_reports().exists()

    publish_report(PublishReport(report=report.reference), actor=steering)
    assert public_report(report.reference) == report
    take_report_down(TakeReportDown(report=report.reference), actor=steering)
    with pytest.raises(NotFound):
        public_report(report.reference)
    publish_report(PublishReport(report=report.reference), actor=steering)
    withdraw_release(WithdrawRelease(version=release.version, reason="Fout."), actor=analyst)
    assert not public_reports().exists()
    assert AuditEvent.objects.filter(action="publish-report").count() == 2


def test_a_report_of_a_draft_is_made_and_stays_inside(analyst, steering, release):
    draft = make_release(MakeRelease(), actor=analyst)
    report = made(analyst, draft)

    with pytest.raises(Conflict, match="not public"):
        publish_report(PublishReport(report=report.reference), actor=steering)


# Signatures


def files_of(report: Report) -> tuple[bytes, bytes, bytes]:
    return tuple(file_of(report, name) for name in (ReportFile.PDF, ReportFile.STATEMENT, ReportFile.SIGNATURE))


@pytest.mark.parametrize("name", [ReportFile.PDF, ReportFile.HTML, ReportFile.CONTENT])
def test_every_file_is_covered_by_the_signature(name, analyst, release):
    report = made(analyst, release)
    _pdf, statement, signature = files_of(report)

    found = check_file(file_of(report, name), statement, signature, public_key())

    assert found.verdict is Verdict.GENUINE
    assert found.facts["release"] == release.version


def test_a_changed_file_statement_signature_or_key_is_seen(analyst, release):
    pdf, statement, signature = files_of(made(analyst, release))
    pem = public_key()

    assert check_file(pdf + b" ", statement, signature, pem).verdict is Verdict.FILE_CHANGED
    forged = statement.replace(b"kind: citizens", b"kind: steering")
    assert check_file(pdf, forged, signature, pem).verdict is Verdict.STATEMENT_FORGED
    assert (
        check_file(pdf, statement, signature[:-1] + bytes([signature[-1] ^ 1]), pem).verdict is Verdict.STATEMENT_FORGED
    )
    make_key(replace=True)
    assert check_file(pdf, statement, signature, public_key()).verdict is Verdict.STATEMENT_FORGED
    assert check_file(pdf, statement, signature, pem).verdict is Verdict.GENUINE
    with pytest.raises(InvalidValue, match="public key"):
        check_file(pdf, statement, signature, "no key")
    with pytest.raises(InvalidValue, match="statement"):
        check_file(pdf, b"\xff something else", signature, pem)


def test_openssl_says_the_same(analyst, release, tmp_path):
    report = made(analyst, release)
    folder = folder_of(release.version, report.reference).path
    key = published_key()
    assert key is not None
    assert key.fingerprint == report.key_fingerprint
    (tmp_path / "key.pem").write_text(key.pem)

    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    words += ["-in", str(folder / "statement.txt"), "-sigfile", str(folder / "statement.sig")]
    said = subprocess.run(words, capture_output=True, cwd=tmp_path, check=False)

    assert said.returncode == 0, said.stderr
    assert b"Signature Verified Successfully" in said.stdout


def test_the_key_is_for_the_owner_alone_and_never_replaced_by_accident(db):
    fingerprint = make_key()
    kept = key_path().read_bytes()

    with pytest.raises(Conflict):
        make_key()

    assert key_path().stat().st_mode & 0o777 == 0o600
    assert key_path().read_bytes() == kept
    assert make_key(replace=True) != fingerprint
    (old,) = key_path().parent.glob("report-signing-until-*.pem")
    assert old.read_bytes() == kept
    assert old.stat().st_mode & 0o777 == 0o600


# A process of its own


def until(happened, seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_the_work_is_done_by_a_process_of_its_own(analyst, release, monkeypatch):
    monkeypatch.setenv("ARBEIDSPACT_DATABASE_URL", database_address())
    started = []

    report = build_report(
        BuildReport(release=release.version, kind="citizens"),
        actor=analyst,
        launch=lambda one: started.append(launch_process(one)),
    )

    log = folder_of(release.version, report.reference).log
    until(lambda: state_now(Report.objects.get()) not in {ReportState.WAITING, ReportState.BUILDING})
    assert state_now(Report.objects.get()) is ReportState.READY, (Report.objects.get().problem, log.read_text())
    assert started[0] != os.getpid()
    assert Path(log).stat().st_mode & 0o777 == 0o600
    connection.close()
