"""The project fund: a partner applies on time, a juror with an interest is kept out, a grant is paid on result."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arbeidspact.funding.actions import add_instalment, make_contract
from arbeidspact.funding.commands import AddInstalment, MakeContract, MetricEntry
from arbeidspact.funding.models import (
    Application,
    Call,
    Contract,
    ContractKind,
    InstalmentKind,
    LedgerEntry,
    PaymentShape,
)
from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import Role
from tests.funding.conftest import *  # noqa: F403
from tests.funding.conftest import appoint, close, score
from tests.funding.evidence_samples import HTML, PDF
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory

PARTNER, CITY, CHECKER = "partner@wegwijs.example", "stuurgroep@stad.example", "analist@stad.example"
VERIFIER = "nagaan@meetbureau.example"


@pytest.fixture
def steering(city) -> Actor:
    return actor_of(member_of(city, Role.STEERING_MEMBER, email=CITY))


@pytest.fixture
def analyst(city) -> Actor:
    return actor_of(member_of(city, Role.ANALYST, email=CHECKER))


@pytest.fixture
def applicant(wegwijs) -> Actor:
    return actor_of(member_of(wegwijs, Role.TEAM_LEAD, email=PARTNER))


def press(page: Page, name: str) -> None:
    """Presses the button, and says yes where the page asks once more."""
    page.get_by_role("main").get_by_role("button", name=nl(name), exact=True).first.click()
    question = page.get_by_role("dialog")
    page.wait_for_timeout(150)
    if question.is_visible():
        question.get_by_role("button", name=nl("Yes, go on")).click()


def test_a_partner_applies_on_time(open_browser: Callable[..., Page], call: Call, applicant: Actor):
    page = open_browser()
    sign_in(page, PARTNER)
    page.goto("/fund/")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Nieuwe wegen naar werk").click()
    assert_accessible(page)
    press(page, "Start an application")
    page.wait_for_url("**/edit/")
    assert_accessible(page)

    page.locator("#id_title").fill("Op weg in de haven")
    page.locator("#id_summary").fill("Twintig mensen leren in de haven werken.")
    page.locator("#id_stated_total").fill("50.000")
    page.locator("#id_budget-0-what").fill("Begeleider")
    page.locator("#id_budget-0-amount").fill("40.000")
    page.locator("#id_budget-1-what").fill("Lokaal")
    page.locator("#id_budget-1-source").select_option("own")
    page.locator("#id_budget-1-amount").fill("9.999,99")
    expect(page.locator("#saved [role=status]")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("0,01")
    assert Application.objects.get().title == "Op weg in de haven"

    page.locator("#id_budget-1-amount").fill("10.000")
    press(page, "Save and submit")
    page.wait_for_url(f"**/applications/{Application.objects.get().reference}/")
    expect(page.get_by_text(nl("Your application is submitted."))).to_be_visible()
    assert_accessible(page)
    assert Application.objects.get().submissions.get().asked == Decimal(40_000)

    page.set_viewport_size(PHONE)
    assert_accessible(page)


def test_what_is_typed_when_the_call_closes_is_kept(page: Page, call: Call, applicant: Actor):
    sign_in(page, PARTNER)
    page.goto(f"/fund/calls/{call.reference}/")
    press(page, "Start an application")
    page.wait_for_url("**/edit/")
    close(call)
    page.locator("#id_title").fill("Net te laat")
    press(page, "Save and submit")

    page.wait_for_url(f"**/applications/{Application.objects.get().reference}/")
    expect(
        page.get_by_text(nl("The call is closed. Your draft is kept, but it cannot be submitted any more."))
    ).to_be_visible()
    assert Application.objects.get().title == "Net te laat"
    assert_accessible(page)


def test_a_juror_with_an_interest_is_kept_out_and_the_other_scores(
    open_browser: Callable[..., Page],
    call: Call,
    applicant: Actor,
    analyst: Actor,
    steering: Actor,
    submitted: Callable[..., Application],
    wegwijs: Any,
):
    colleague = actor_of(member_of(wegwijs, Role.LEARNING_PROVIDER, email="collega@wegwijs.example"))
    for juror in (colleague, analyst):
        appoint(call, juror, by=steering)
    application = submitted(call, applicant)
    close(call)

    page = open_browser()
    sign_in(page, "collega@wegwijs.example")
    page.goto("/fund/jury/")
    expect(page.get_by_text(nl("You work for the organisation that applies."))).to_be_visible()
    assert_accessible(page)
    page.goto(f"/fund/jury/{application.reference}/")
    expect(page.get_by_role("heading", level=1, name=nl("You do not judge this application"))).to_be_visible()
    expect(page.get_by_text("Op weg in de haven")).to_have_count(0)
    assert_accessible(page)

    other = open_browser()
    sign_in(other, CHECKER)
    other.goto(f"/fund/jury/{application.reference}/")
    assert_accessible(other)
    other.get_by_label(nl("No, I have no interest")).check()
    press(other, "Declare")
    expect(other.get_by_role("heading", level=1, name="Op weg in de haven")).to_be_visible()
    for criterion in call.criteria.all():
        other.locator(f"#id_points-{criterion.pk}").fill("4")
        other.locator(f"#id_argument-{criterion.pk}").fill("Omdat het er zo staat.")
    assert_accessible(other)
    press(other, "Hand in")
    expect(other.get_by_text(nl("Nobody else handed in scores yet."))).to_be_visible()
    assert_accessible(other)


def test_a_grant_is_decided_reported_on_and_paid_on_its_result(
    open_browser: Callable[..., Page],
    call: Call,
    applicant: Actor,
    analyst: Actor,
    steering: Actor,
    submitted: Callable[..., Application],
    jury: list[Actor],
):
    application = submitted(call, applicant)
    close(call)
    for juror in jury:
        score(application, juror, 8, 4)

    city = open_browser()
    sign_in(city, CITY)
    city.goto(f"/fund/calls/{call.reference}/ranking/")
    assert_accessible(city)
    city.get_by_role("main").get_by_role("link", name="Op weg in de haven").click()
    assert_accessible(city)
    city.get_by_label(nl("Granted"), exact=True).check()
    city.locator("#id_amount").fill("30.000")
    city.locator("#id_motivation").fill("Bereikt veel mensen.")
    press(city, "Decide, and mail the applicant")
    city.wait_for_url("**/ranking/")
    contract = Contract.objects.get()
    metric = MetricEntry(
        reported_what="mensen aan het werk", period="2026", shape=PaymentShape.PER_UNIT, price=Decimal(1_000)
    )
    part = add_instalment(
        AddInstalment(
            contract=contract.reference,
            kind=InstalmentKind.RESULT,
            title="Resultaat",
            amount=Decimal(20_000),
            metric=metric,
        ),
        actor=steering,
    )

    partner = open_browser()
    sign_in(partner, PARTNER)
    partner.goto(f"/fund/contracts/{contract.reference}/report/")
    assert_accessible(partner)
    day = timezone.localdate().isoformat()
    partner.locator("#id_period_start").fill(day)
    partner.locator("#id_period_end").fill(day)
    partner.locator("#id_text").fill("Twaalf mensen werken.")
    press(partner, "Send the report")
    partner.wait_for_url(f"**/contracts/{contract.reference}/")
    assert_accessible(partner)
    partner.goto(f"/fund/instalments/{part.reference}/claim/")
    assert_accessible(partner)
    partner.locator("#id_value").fill("12")
    partner.locator("#id_evidence").fill("Lijst 4, zonder namen")
    press(partner, "Claim")
    partner.wait_for_url("**/payments/**")
    address = partner.url
    assert_accessible(partner)

    checker = open_browser()
    sign_in(checker, CHECKER)
    checker.goto(address)
    checker.locator("#id_check-note").fill("De lijst klopt.")
    press(checker, "I checked it")
    expect(checker.get_by_text(nl("The claim is checked."))).to_be_visible()
    assert_accessible(checker)

    city.goto(address)
    press(city, "Approve")
    expect(city.get_by_text(nl("The claim is approved."))).to_be_visible()
    city.locator("#id_pay-voucher").fill("2026/7")
    press(city, "Book the payment")
    expect(city.get_by_text(nl("The payment is booked."))).to_be_visible()
    assert_accessible(city)
    assert LedgerEntry.objects.get(kind="payment").amount == Decimal(12_000)
    city.goto("/fund/payments/")
    assert_accessible(city)
    city.set_viewport_size(PHONE)
    assert_accessible(city)


def test_evidence_is_uploaded_verified_after_a_question_and_paid(
    open_browser: Callable[..., Page],
    applicant: Actor,
    steering: Actor,
    wegwijs: Any,
    tmp_path: Path,
    settings: Any,
):
    settings.DATA_DIR = tmp_path / "data"
    bureau = OrganisationFactory(slug="meetbureau", name="Meetbureau")
    member_of(bureau, Role.ANALYST, email=VERIFIER)
    contract = make_contract(
        MakeContract(
            kind=ContractKind.KPI,
            title="Werk voor twintig",
            payee=wegwijs.pk,
            amount=Decimal(20_000),
            verifier=bureau.pk,
        ),
        actor=steering,
    )
    metric = MetricEntry(
        reported_what="mensen aan het werk", period="2026", shape=PaymentShape.PER_UNIT, price=Decimal(1_000)
    )
    add_instalment(
        AddInstalment(
            contract=contract.reference,
            kind=InstalmentKind.RESULT,
            title="Aan het werk",
            amount=Decimal(20_000),
            metric=metric,
        ),
        actor=steering,
    )

    partner = open_browser()
    sign_in(partner, PARTNER)
    partner.goto(f"/fund/contracts/{contract.reference}/evidence/new/")
    everywhere_accessible(partner)
    upload(partner, tmp_path / "lijst.pdf", HTML, "Lijst zonder namen", "Aan het werk")
    expect(partner.locator("#id_file_error")).to_be_visible()
    expect(partner.locator("#id_description")).to_have_value("Lijst zonder namen")
    assert_accessible(partner)
    upload(partner, tmp_path / "lijst.pdf", PDF, "Lijst zonder namen", "Aan het werk")
    partner.wait_for_url(f"**/contracts/{contract.reference}/")
    everywhere_accessible(partner)
    press(partner, f"{nl('Leave out')} Lijst zonder namen")
    press(partner, f"{nl('Put back')} Lijst zonder namen")
    partner.get_by_role("main").get_by_role("link", name=f"{nl('Claim')} Aan het werk").click()
    partner.wait_for_url("**/claim/")
    everywhere_accessible(partner)
    partner.locator("#id_value").fill("12")
    press(partner, "Claim")
    partner.wait_for_url("**/payments/**")
    address = partner.url
    everywhere_accessible(partner)

    verifier = open_browser()
    sign_in(verifier, VERIFIER)
    verifier.goto("/")
    verifier.get_by_role("main").locator("a[href*='/fund/verification/']").click()
    everywhere_accessible(verifier)
    verifier.get_by_role("main").get_by_role("link", name="Aan het werk").click()
    everywhere_accessible(verifier)
    with verifier.expect_download() as copy:
        verifier.get_by_role("link", name="Lijst zonder namen").click()
    assert copy.value.suggested_filename.endswith(".pdf")
    verifier.get_by_label(nl("I ask something first: the claim goes back")).check()
    verifier.locator("#id_remark").fill("Staan er twee dubbel?")
    press(verifier, "Sign, or send back")
    expect(verifier.get_by_text(nl("The question is sent. You hear of it when it is answered."))).to_be_visible()
    assert_accessible(verifier)

    partner.goto(address)
    expect(partner.get_by_text("Staan er twee dubbel?").first).to_be_visible()
    everywhere_accessible(partner)
    partner.locator("#id_answer-answer").fill("Ja, het zijn er elf.")
    partner.locator("#id_answer-value").fill("11")
    press(partner, "Answer the verifier")
    expect(partner.get_by_text(nl("Your answer is sent to the verifier."))).to_be_visible()

    verifier.reload()
    verifier.get_by_label(nl("Another number is right")).check()
    verifier.locator("#id_number").fill("10,5")
    verifier.locator("#id_remark").fill("Een van hen halftijds.")
    press(verifier, "Sign, or send back")
    expect(verifier.get_by_text(nl("The result is verified. Who pays decides about the payment."))).to_be_visible()
    everywhere_accessible(verifier)

    city = open_browser()
    sign_in(city, CITY)
    city.goto(address)
    expect(city.get_by_text("Een van hen halftijds.")).to_be_visible()
    everywhere_accessible(city)
    press(city, "Approve")
    expect(city.get_by_text(nl("The claim is approved."))).to_be_visible()
    city.locator("#id_pay-voucher").fill("2026/8")
    press(city, "Book the payment")
    expect(city.get_by_text(nl("The payment is booked."))).to_be_visible()
    assert_accessible(city)
    assert LedgerEntry.objects.get(kind="payment").amount == Decimal(10_500)
    city.goto(f"/fund/contracts/{contract.reference}/verifier/")
    everywhere_accessible(city)


def upload(page: Page, path: Path, data: bytes, shows: str, proves: str) -> None:
    path.write_bytes(data)
    page.locator("#id_file").set_input_files(path)
    page.locator("#id_description").fill(shows)
    page.get_by_label(proves).check()
    press(page, "Keep the file")


def everywhere_accessible(page: Page) -> None:
    """On a desk and on a phone of 390 pixels."""
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(page)
    page.set_viewport_size(DESKTOP)
