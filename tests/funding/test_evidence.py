"""Evidence: told from what is in it, changed until it is handed in, frozen then, seen by nobody without a part."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from arbeidspact.funding import evidence_files
from arbeidspact.funding.actions import (
    add_evidence,
    add_instalment,
    claim_instalment,
    close_contract,
    fetch_evidence,
    make_contract,
    remove_evidence,
    remove_instalment,
    restore_evidence,
    send_report,
    withdraw_evidence,
)
from arbeidspact.funding.actions import evidence as evidence_actions
from arbeidspact.funding.commands import (
    AddInstalment,
    ClaimInstalment,
    CloseContract,
    MakeContract,
    MetricEntry,
    RemoveInstalment,
    SendReport,
)
from arbeidspact.funding.evidence_files import LARGEST_FILE, evidence_type_of, name_for
from arbeidspact.funding.models import (
    Contract,
    ContractKind,
    Evidence,
    EvidenceType,
    Instalment,
    InstalmentKind,
    PaymentShape,
)
from arbeidspact.funding.queries.evidence import evidence_of_contract
from arbeidspact.funding.verification_commands import (
    AddEvidence,
    FetchEvidence,
    RemoveEvidence,
    RestoreEvidence,
    WithdrawEvidence,
)
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from tests.funding.evidence_samples import (
    HTML,
    JPEG,
    OLD_OFFICE,
    PDF,
    PNG,
    PROGRAM,
    SVG,
    bomb,
    office,
    open_document,
    packed,
    sealed,
)
from tests.organisations.factories import MembershipFactory, OrganisationFactory, actor_with

XLSX, DOCX = office("xl/workbook.xml"), office("word/document.xml")


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def verifier(db):
    return OrganisationFactory(slug="meetbureau", name="Meetbureau")


@pytest.fixture
def contract(steering, klinker, verifier) -> Contract:
    command = MakeContract(
        kind=ContractKind.KPI, title="Werk", payee=klinker.pk, amount=Decimal(30_000), verifier=verifier.pk
    )
    return make_contract(command, actor=steering)


@pytest.fixture
def result(contract, steering) -> Instalment:
    metric = MetricEntry(reported_what="mensen", period="2026", shape=PaymentShape.PER_UNIT, price=Decimal(1_000))
    return add_instalment(
        AddInstalment(
            contract=contract.reference,
            kind=InstalmentKind.RESULT,
            title="Resultaat",
            amount=Decimal(20_000),
            metric=metric,
        ),
        actor=steering,
    )


def added(part: Instalment | Contract, actor, data: bytes = PDF, **values: object) -> Evidence:
    contract = part if isinstance(part, Contract) else part.contract
    command = AddEvidence(
        contract=contract.reference,
        instalment=None if isinstance(part, Contract) else part.reference,
        description=values.pop("description", "Lijst zonder namen"),  # type: ignore[arg-type]
        **values,  # type: ignore[arg-type]
    )
    return add_evidence(command, data, actor=actor)


def claimed(result: Instalment, actor, value: int = 3):
    return claim_instalment(ClaimInstalment(instalment=result.reference, value=Decimal(value)), actor=actor)


def files(tmp_path: Path) -> set[str]:
    folder = tmp_path / "fund-evidence"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(PDF, EvidenceType.PDF, id="PDF"),
        pytest.param(JPEG, EvidenceType.JPEG, id="JPEG"),
        pytest.param(PNG, EvidenceType.PNG, id="PNG"),
        pytest.param(XLSX, EvidenceType.XLSX, id="workbook"),
        pytest.param(DOCX, EvidenceType.DOCX, id="document"),
        pytest.param(open_document("spreadsheet"), EvidenceType.ODS, id="open spreadsheet"),
        pytest.param(open_document("text"), EvidenceType.ODT, id="open text"),
    ],
)
def test_a_file_is_what_is_in_it(data, kind):
    assert evidence_type_of(data) is kind


@pytest.mark.parametrize(
    ("data", "word"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(PDF + bytes(LARGEST_FILE), "10 megabytes", id="too large"),
        pytest.param(HTML, "not taken", id="a page with a script"),
        pytest.param(SVG, "not taken", id="a drawing with a script"),
        pytest.param(PROGRAM, "not taken", id="a program"),
        pytest.param(b"naam;loon\nx;1\n", "not taken", id="plain rows"),
        pytest.param(PDF[:-8], "not taken", id="half a PDF"),
        pytest.param(HTML + PDF, "not taken", id="a PDF behind a page"),
        pytest.param(OLD_OFFICE, "old Office", id="an old workbook"),
        pytest.param(packed({"a.exe": PROGRAM}), "no spreadsheet or document", id="any archive"),
        pytest.param(office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"}), "macros", id="a workbook with macros"),
        pytest.param(open_document("text", **{"Basic/x.xml": b"x"}), "macros", id="an open text with macros"),
        pytest.param(open_document("presentation"), "no spreadsheet", id="an open presentation"),
        pytest.param(open_document("text", packs_its_kind=True), "no spreadsheet", id="an open text hiding its kind"),
        pytest.param(office("xl/workbook.xml", **{"word/document.xml": b""}), "no spread", id="two kinds at once"),
        pytest.param(XLSX[:-30], "damaged", id="half a workbook"),
        pytest.param(XLSX + b"<script>", "damaged", id="a workbook with a tail"),
        pytest.param(sealed(XLSX), "password", id="a workbook with a password"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_with_the_reason(data, word):
    with pytest.raises(InvalidValue, match=word):
        evidence_type_of(data)


def test_a_bomb_is_refused_and_nothing_is_unpacked(monkeypatch):
    data = bomb()
    assert len(data) < 1024 * 1024

    def unpack(*_given: object, **_named: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr(evidence_files.ZipFile, "open", unpack)
    monkeypatch.setattr(evidence_files.ZipFile, "read", unpack)
    with pytest.raises(InvalidValue, match="unpack"):
        evidence_type_of(data)
    assert evidence_type_of(XLSX) is EvidenceType.XLSX


def test_an_archive_of_endless_parts_is_refused_before_its_contents_are_read(monkeypatch):
    data = packed({f"{number}": b"" for number in range(5_001)})
    monkeypatch.setattr(evidence_files, "ZipFile", None)

    with pytest.raises(InvalidValue, match="damaged"):
        evidence_type_of(data)


def test_a_file_lies_outside_the_web_root_under_a_name_of_our_own(result, other_applicant, tmp_path):
    evidence = added(result, other_applicant, description="../../Lijst <b>“2026”</b>.php")

    assert files(tmp_path) == {str(evidence.reference)}
    path = tmp_path / "fund-evidence" / str(evidence.reference)
    assert path.read_bytes() == PDF
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert name_for(evidence) == f"lijst-b2026bphp-{str(evidence.reference)[:8]}.pdf"


def test_until_it_is_handed_in_a_file_is_replaced_left_out_and_put_back(result, other_applicant):
    first = added(result, other_applicant)
    second = added(result, other_applicant, JPEG, replaces=first.reference)
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert second.replaces == first

    restore_evidence(RestoreEvidence(evidence=first.reference), actor=other_applicant)
    first.refresh_from_db(), second.refresh_from_db()
    assert first.withdrawn_at is None
    assert second.withdrawn_at is not None

    withdraw_evidence(WithdrawEvidence(evidence=first.reference), actor=other_applicant)
    with pytest.raises(Conflict):
        withdraw_evidence(WithdrawEvidence(evidence=first.reference), actor=other_applicant)
    with pytest.raises(NotFound):
        added(result, other_applicant, PNG, replaces=first.reference)


def test_a_claim_takes_its_files_along_and_freezes_them(
    result, other_applicant, tmp_path, django_capture_on_commit_callbacks
):
    kept, dropped = added(result, other_applicant), added(result, other_applicant, PNG)
    for_report = added(result.contract, other_applicant, JPEG)
    withdraw_evidence(WithdrawEvidence(evidence=dropped.reference), actor=other_applicant)

    with django_capture_on_commit_callbacks(execute=True):
        claim = claimed(result, other_applicant)

    assert list(claim.files.all()) == [kept]
    assert files(tmp_path) == {str(kept.reference), str(for_report.reference)}
    dropped.refresh_from_db()
    assert (dropped.is_forgotten, dropped.sha256 != "") == (True, True)
    for act, command in (
        (withdraw_evidence, WithdrawEvidence(evidence=kept.reference)),
        (restore_evidence, RestoreEvidence(evidence=dropped.reference)),
    ):
        with pytest.raises(Conflict):
            act(command, actor=other_applicant)
    with pytest.raises(Conflict, match="handed in"):
        added(result, other_applicant, DOCX)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(withdrawn_at=kept.added_at)


def test_a_report_takes_what_waits_for_a_report(result, other_applicant):
    for_report, for_result = added(result.contract, other_applicant), added(result, other_applicant)
    day = "2026-01-01"

    report = send_report(
        SendReport(contract=result.contract.reference, period_start=day, period_end=day, text="Gedaan."),
        actor=other_applicant,
    )

    assert list(report.files.all()) == [for_report]
    for_result.refresh_from_db()
    assert for_result.handed_in_at is None


def test_who_may_see_it_and_nobody_else(contract, result, other_applicant, steering, analyst, verifier, klinker):
    waiting = added(contract, other_applicant)
    handed = added(result, other_applicant, JPEG)
    claimed(result, other_applicant)
    signs = actor_with(Role.ANALYST, organisation=verifier)

    def seen(actor) -> set[Evidence]:
        return set(evidence_of_contract(actor, contract))

    assert seen(other_applicant) == {waiting, handed}
    assert seen(steering) == seen(analyst) == seen(signs) == {handed}
    assert seen(actor_with(Role.COUNSELLOR, organisation=contract.payer)) == set()
    assert seen(actor_with(Role.COUNSELLOR, organisation=klinker)) == set()
    assert seen(actor_with(Role.EMPLOYER_CONTACT, organisation=verifier)) == set()
    assert seen(actor_with(Role.STEERING_MEMBER, vdab=True)) == set()
    also_at_work_there = actor_with(Role.ANALYST, organisation=verifier)
    MembershipFactory(user=also_at_work_there.user, organisation=klinker)
    assert seen(also_at_work_there) == set()
    with pytest.raises(NotFound):
        fetch_evidence(FetchEvidence(evidence=waiting.reference), actor=steering)


def test_each_copy_is_written_down(result, other_applicant, analyst):
    evidence = added(result, other_applicant, XLSX)
    claimed(result, other_applicant)

    _found, data, name = fetch_evidence(FetchEvidence(evidence=evidence.reference), actor=analyst)

    assert data == XLSX
    assert name.endswith(".xlsx")
    event = AuditEvent.objects.get(action="fetch-evidence")
    assert (event.user, event.details) == (analyst.user, {"evidence": str(evidence.reference)})


def test_a_file_that_was_changed_on_disk_is_not_handed_out(result, other_applicant, tmp_path):
    evidence = added(result, other_applicant)
    (tmp_path / "fund-evidence" / str(evidence.reference)).write_bytes(PDF + b"x")

    with pytest.raises(NotFound, match="damaged"):
        fetch_evidence(FetchEvidence(evidence=evidence.reference), actor=other_applicant)


def test_a_file_too_many_and_the_same_twice_are_refused_and_leave_nothing(
    result, other_applicant, tmp_path, monkeypatch
):
    monkeypatch.setattr(evidence_actions, "MOST_FILES", 1)
    first = added(result, other_applicant)

    with pytest.raises(InvalidValue, match="At most 1"):
        added(result, other_applicant, PNG)
    with pytest.raises(InvalidValue, match="already"):
        added(result, other_applicant)
    assert files(tmp_path) == {str(first.reference)}
    added(result, other_applicant, PNG, replaces=first.reference)


def test_others_add_nothing_and_an_advance_needs_nothing(contract, result, applicant, steering, other_applicant):
    advance = add_instalment(
        AddInstalment(
            contract=contract.reference, kind=InstalmentKind.ADVANCE, title="Voorschot", amount=Decimal(1_000)
        ),
        actor=steering,
    )
    with pytest.raises(NotFound):
        added(result, applicant)
    with pytest.raises(NotFound):
        added(advance, other_applicant)


def test_an_instalment_with_evidence_stays_and_a_closed_contract_keeps_no_file_that_waits(
    contract, result, other_applicant, steering, tmp_path, django_capture_on_commit_callbacks
):
    added(result, other_applicant)
    with pytest.raises(Conflict):
        remove_instalment(RemoveInstalment(instalment=result.reference), actor=steering)

    with django_capture_on_commit_callbacks(execute=True):
        close_contract(CloseContract(contract=contract.reference), actor=steering)

    assert files(tmp_path) == set()
    with pytest.raises(Conflict, match="closed"):
        added(result, other_applicant)


def test_who_pays_removes_what_should_not_be_in_it_and_that_stays_visible(
    result, other_applicant, steering, analyst, tmp_path, django_capture_on_commit_callbacks
):
    evidence = added(result, other_applicant)
    command = RemoveEvidence(evidence=evidence.reference, reason="Er staan namen in.")
    with pytest.raises(NotFound):
        remove_evidence(command, actor=steering)
    claimed(result, other_applicant)
    for actor in (analyst, other_applicant):
        with pytest.raises(NotAllowed):
            remove_evidence(command, actor=actor)

    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(command, actor=steering)

    assert files(tmp_path) == set()
    [seen] = evidence_of_contract(other_applicant, result.contract)
    assert (seen.removed_because, seen.sha256) == ("Er staan namen in.", evidence.sha256)
    with pytest.raises(NotFound):
        fetch_evidence(FetchEvidence(evidence=evidence.reference), actor=steering)
    with pytest.raises(Conflict):
        remove_evidence(command, actor=steering)
