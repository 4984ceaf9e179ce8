"""Pages of evidence and verification: uploads that are refused say why, copies never show in the browser."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from arbeidspact.funding.actions import add_evidence, add_instalment, claim_instalment, make_contract
from arbeidspact.funding.commands import AddInstalment, ClaimInstalment, MakeContract, MetricEntry
from arbeidspact.funding.models import Claim, Contract, ContractKind, Evidence, Instalment, InstalmentKind, PaymentShape
from arbeidspact.funding.verification_commands import AddEvidence
from arbeidspact.organisations.models import AuditEvent, Role
from tests.funding.evidence_samples import HTML, PDF, PNG, bomb, office
from tests.organisations.factories import MembershipFactory, OrganisationFactory, actor_with


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bureau(db):
    return OrganisationFactory(slug="meetbureau", name="Meetbureau")


@pytest.fixture
def signs(bureau):
    return actor_with(Role.ANALYST, organisation=bureau)


@pytest.fixture
def contract(steering, klinker, bureau) -> Contract:
    return make_contract(
        MakeContract(
            kind=ContractKind.KPI,
            title="Werk voor twintig",
            payee=klinker.pk,
            amount=Decimal(90_000),
            verifier=bureau.pk,
        ),
        actor=steering,
    )


def result_of(contract: Contract, steering) -> Instalment:
    metric = MetricEntry(reported_what="mensen", period="2026", shape=PaymentShape.PER_UNIT, price=Decimal(1_000))
    return add_instalment(
        AddInstalment(
            contract=contract.reference,
            kind=InstalmentKind.RESULT,
            title="Aan het werk",
            amount=Decimal(20_000),
            metric=metric,
        ),
        actor=steering,
    )


@pytest.fixture
def result(contract, steering) -> Instalment:
    return result_of(contract, steering)


@pytest.fixture
def evidence(result, other_applicant) -> Evidence:
    command = AddEvidence(
        contract=result.contract.reference, instalment=result.reference, description="Lijst zonder namen"
    )
    return add_evidence(command, PDF, actor=other_applicant)


@pytest.fixture
def claim(result, evidence, other_applicant) -> Claim:
    return claim_instalment(ClaimInstalment(instalment=result.reference, value=Decimal(12)), actor=other_applicant)


def sent(result: Instalment, data: bytes, name: str = "lijst.pdf", **changes: object) -> dict[str, object]:
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return {"file": file, "description": "Lijst zonder namen", "proves": str(result.reference), **changes}


def test_a_file_is_added_replaced_left_out_and_put_back(sign_in, result, other_applicant):
    browser = sign_in(other_applicant)
    address = f"/fund/contracts/{result.contract.reference}/evidence/new/"
    page = browser.get(f"{address}?for={result.reference}")
    assert b"No personal data" in page.content
    assert b"checked" in page.content

    done = browser.post(address, sent(result, PDF, "Jan Peeters 85.07.30.html"), follow=True)
    first = Evidence.objects.get()
    assert b"The file is kept." in done.content
    assert b"goes along" in done.content
    assert b"Peeters" not in done.content
    browser.post(f"{address}?instead-of={first.reference}", sent(result, PNG))
    second = Evidence.objects.exclude(pk=first.pk).get()
    assert (second.replaces, second.media_type) == (first, "image/png")
    left = browser.post(f"/fund/evidence/{second.reference}/leave-out/", follow=True)
    assert b"Put back" in left.content
    browser.post(f"/fund/evidence/{second.reference}/put-back/")
    second.refresh_from_db()
    assert second.withdrawn_at is None


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (HTML, "lijst.pdf", "A file of this kind is not taken"),
        (HTML, "lijst.pdf.html", "A file of this kind is not taken"),
        (b"MZ" + bytes(99), "lijst.exe.png", "A file of this kind is not taken"),
        (office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"}), "lijst.xlsx", "This file holds macros"),
        (bomb(), "lijst.xlsx", "This file would unpack to far more than it is"),
        (PDF + bytes(10 * 1024 * 1024), "lijst.pdf", "The file is larger than 10 megabytes"),
        (b"", "lijst.pdf", "This file is empty"),
    ],
    ids=["a page named PDF", "two endings", "a program named picture", "macros", "bomb", "too large", "empty"],
)
def test_an_upload_that_is_refused_says_why_and_keeps_what_was_typed(
    sign_in, result, other_applicant, data, name, word, tmp_path
):
    page = sign_in(other_applicant).post(
        f"/fund/contracts/{result.contract.reference}/evidence/new/", sent(result, data, name)
    )

    assert page.status_code == 422
    assert word in page.content.decode()
    assert b"Lijst zonder namen" in page.content
    assert not Evidence.objects.exists()
    assert not list(tmp_path.glob("fund-evidence/*"))


def test_a_copy_is_a_download_and_is_written_down(sign_in, claim, evidence, signs, analyst, applicant):
    address = f"/fund/evidence/{evidence.reference}/copy/"

    answer = sign_in(signs).get(address)

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="lijst-zonder-namen-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert sign_in(analyst).get(address).status_code == 200
    assert sign_in(applicant).get(address).status_code == 404
    assert [one.user for one in AuditEvent.objects.filter(action="fetch-evidence").order_by("pk")] == [
        signs.user,
        analyst.user,
    ]


def test_the_verifier_finds_reads_asks_and_signs(sign_in, claim, evidence, signs, other_applicant):
    browser = sign_in(signs)
    listed = browser.get("/fund/verification/?state=to_verify").content.decode()
    assert "Aan het werk" in listed
    assert "1 result to verify" in browser.get("/").content.decode()
    address = f"/fund/verification/{claim.reference}/"
    page = browser.get(address).content.decode()
    assert "Lijst zonder namen" in page
    assert evidence.sha256 in page

    wrong = browser.post(address, {"outcome": "partly_verified", "remark": "Twee te veel."})
    assert wrong.status_code == 422
    assert "Fill in the number that you verified." in wrong.content.decode()
    assert "Twee te veel." in wrong.content.decode()
    browser.post(address, {"outcome": "question", "remark": "Zijn er twee dubbel?"})
    asked = sign_in(other_applicant).get(f"/fund/payments/{claim.reference}/").content.decode()
    assert "Zijn er twee dubbel?" in asked
    answered = sign_in(other_applicant).post(
        f"/fund/payments/{claim.reference}/answer/", {"answer-answer": "Ja.", "answer-value": "11"}
    )
    assert answered.status_code == 303
    browser.post(address, {"outcome": "partly_verified", "number": "10,5", "remark": "Half telt ook."})
    claim.refresh_from_db()
    assert (claim.verified_value, claim.amount) == (Decimal("10.5"), Decimal(10_500))
    course = browser.get(address).content.decode()
    assert all(text in course for text in ("Zijn er twee dubbel?", "Ja.", "Half telt ook."))
    assert "10.5" in browser.get("/fund/verification.csv").getvalue().decode()


def test_somebody_with_a_part_in_it_reads_why_and_nothing_else(sign_in, claim, signs, klinker):
    MembershipFactory(user=signs.user, organisation=klinker)
    browser = sign_in(signs)

    listed = browser.get("/fund/verification/").content.decode()
    refused = browser.get(f"/fund/verification/{claim.reference}/")

    assert "You work for the organisation that does the work" in listed
    assert "Aan het werk" not in listed
    assert refused.status_code == 403
    assert "You work for the organisation that does the work" in refused.content.decode()
    assert "Aan het werk" not in browser.get("/fund/verification.csv").getvalue().decode()


def test_who_pays_names_a_verifier_and_reads_why_not(sign_in, contract, steering, klinker, bureau):
    browser = sign_in(steering)
    address = f"/fund/contracts/{contract.reference}/verifier/"
    other = OrganisationFactory(slug="partner-erin")
    contract.parties.create(role="provider", organisation=other)
    assert "Meetbureau" in browser.get(address).content.decode()

    wrong = browser.post(address, {"verifier": other.pk, "verification_days": "14", "reason": "Toezicht."})
    assert wrong.status_code == 422
    assert "partner in the project" in wrong.content.decode()
    assert browser.post(address, {"verifier": "", "verification_days": "14", "reason": "Zelf."}).status_code == 303
    contract.refresh_from_db()
    assert (contract.parties.filter(role="verifier").count(), contract.verification_days) == (0, 14)


def test_the_list_takes_a_constant_number_of_queries(
    sign_in, contract, steering, other_applicant, signs, django_assert_max_num_queries
):
    def one_more() -> None:
        part = result_of(contract, steering)
        claim_instalment(
            ClaimInstalment(instalment=part.reference, value=Decimal(1), evidence="Lijst"), actor=other_applicant
        )

    one_more()
    browser = sign_in(signs)
    browser.get("/fund/verification/")
    with django_assert_max_num_queries(18) as first:
        browser.get("/fund/verification/")
    one_more()
    one_more()
    with django_assert_max_num_queries(len(first)):
        assert browser.get("/fund/verification/").content.count(b"Aan het werk") >= 3


def test_an_empty_list_says_what_to_do(sign_in, signs):
    assert b"Nothing waits to be verified" in sign_in(signs).get("/fund/verification/").content


def test_who_pays_removes_a_file_with_a_reason(sign_in, claim, evidence, steering, analyst):
    browser = sign_in(steering)
    address = f"/fund/evidence/{evidence.reference}/remove/"
    contract = f"/fund/contracts/{claim.instalment.contract.reference}/"
    assert address in browser.get(contract).content.decode()
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert sign_in(analyst).get(address).status_code == 403

    assert browser.post(address, {"reason": "Er staan namen in."}).status_code == 303

    page = browser.get(contract).content.decode()
    assert "Er staan namen in." in page
    assert f"/fund/evidence/{evidence.reference}/copy/" not in page
    assert browser.get(f"/fund/evidence/{evidence.reference}/copy/").status_code == 404
    assert "Er staan namen in." in browser.get(f"/fund/payments/{claim.reference}/").content.decode()
