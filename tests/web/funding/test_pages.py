"""The pages of the fund: each for whom it is, forms that keep what was typed, lists with counts and files."""

from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.funding.actions import add_instalment, appoint_juror, claim_instalment, start_application
from arbeidspact.funding.commands import AddInstalment, AppointJuror, ClaimInstalment, StartApplication
from arbeidspact.funding.models import Application, Call, Claim, Contract, InstalmentKind, LedgerEntry
from arbeidspact.organisations.models import Role
from arbeidspact.web.funding.fields import parse_money
from tests.funding.conftest import close, score
from tests.organisations.factories import actor_with


def draft(**changes: str) -> dict[str, str]:
    """What the form of an application sends."""
    return {
        "title": "Op weg",
        "summary": "Twintig mensen.",
        "contact_name": "Noor",
        "contact_email": "noor@wegwijs.example",
        "stated_total": "50.000,00",
        "budget-TOTAL_FORMS": "3",
        "budget-INITIAL_FORMS": "0",
        "budget-0-what": "Begeleider",
        "budget-0-source": "fund",
        "budget-0-amount": "40.000",
        "budget-1-what": "Lokaal",
        "budget-1-source": "own",
        "budget-1-amount": "10000,00",
        "budget-2-source": "fund",
        "milestones-TOTAL_FORMS": "1",
        "milestones-INITIAL_FORMS": "0",
        "milestones-0-what": "Begin",
        "milestones-0-due_on": "2026-12-01",
    } | changes


def call_form(**changes: str) -> dict[str, object]:
    return {
        "title_nl": "Nieuwe oproep",
        "summary_nl": "Wat we vragen.",
        "budget": "100.000",
        "max_share": "80",
        "opens_at": "2030-01-01T09:00",
        "closes_at": "2030-02-01T23:59",
        "for_kinds": ["partner"],
        "min_jurors": "2",
        "tie_rule": "heaviest_criterion",
        "criteria-TOTAL_FORMS": "2",
        "criteria-INITIAL_FORMS": "0",
        "criteria-0-name_nl": "Bereik",
        "criteria-0-weight": "2",
    } | changes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("40.000", "40000"),
        ("40 000,50", "40000.50"),
        ("€ 40.000,5", "40000.5"),
        ("40,000.50", "40000.50"),
        ("1.234.567,89", "1234567.89"),
        ("12,5", "12.5"),
        ("0,10", "0.10"),
    ],
)
def test_money_is_read_as_people_write_it(typed, meant):
    assert parse_money(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["veertig", "1,2345", "0,005", "-5", "1..2", "1e3", ""])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        parse_money(typed)


def test_a_call_is_made_published_and_seen(sign_in, steering, applicant):
    browser = sign_in(steering)
    made = browser.post("/fund/calls/new/", call_form())
    call = Call.objects.get()

    assert made.status_code == 303
    assert timezone.localtime(call.closes_at).strftime("%H:%M") == "23:59"
    assert list(call.criteria.values_list("name_nl", "weight", "scale")) == [("Bereik", 2, 10)]
    assert sign_in(applicant).get(f"/fund/calls/{call.reference}/").status_code == 404

    browser.post(f"/fund/calls/{call.reference}/publish/")
    assert sign_in(applicant).get(f"/fund/calls/{call.reference}/").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"budget": "veel"}, id="no amount"),
        pytest.param({"closes_at": "2029-01-01T10:00"}, id="closes before it opens"),
        pytest.param({"criteria-0-name_nl": "", "criteria-0-weight": ""}, id="no criterion"),
        pytest.param({"criteria-0-minimum": "11"}, id="beside the scale"),
        pytest.param({"links": "www"}, id="no address"),
    ],
)
def test_a_call_that_cannot_be_keeps_what_was_typed(sign_in, steering, changes):
    answer = sign_in(steering).post("/fund/calls/new/", call_form(**changes))

    assert answer.status_code == 422
    assert b"Nieuwe oproep" in answer.content
    assert not Call.objects.exists()


def test_an_amendment_through_the_form(sign_in, steering, call):
    page = sign_in(steering).get(f"/fund/calls/{call.reference}/change/")

    assert page.status_code == 200
    assert b"100.000,00" in page.content or b"100,000.00" in page.content


def test_a_draft_is_written_saved_and_submitted(sign_in, applicant, call):
    browser = sign_in(applicant)
    browser.post(f"/fund/calls/{call.reference}/apply/")
    application = Application.objects.get()
    address = f"/fund/applications/{application.reference}/"

    assert browser.get(f"{address}edit/").status_code == 200
    saved = browser.post(f"{address}edit/", draft(submit="yes"), follow=True)

    application.refresh_from_db()
    assert application.submitted_at is not None
    assert application.submissions.get().asked == Decimal(40_000)
    assert b"Your application is submitted." in saved.content


def test_what_stands_in_the_way_is_said_and_the_draft_is_kept(sign_in, applicant, call):
    application = start_application(StartApplication(call=call.reference), actor=applicant)
    address = f"/fund/applications/{application.reference}/edit/"

    answer = sign_in(applicant).post(address, draft(submit="yes", stated_total="50.000,01"), follow=True)

    assert b"not complete yet" in answer.content
    assert b"The lines add up to" in answer.content
    application.refresh_from_db()
    assert (application.title, application.submitted_at) == ("Op weg", None)


def test_after_closing_the_text_is_kept(sign_in, applicant, call):
    application = start_application(StartApplication(call=call.reference), actor=applicant)
    close(call)

    answer = sign_in(applicant).post(
        f"/fund/applications/{application.reference}/edit/", draft(submit="yes", title="Te laat"), follow=True
    )

    assert b"The call is closed." in answer.content
    application.refresh_from_db()
    assert application.title == "Te laat"


def test_while_one_types_it_is_saved(sign_in, applicant, call):
    application = start_application(StartApplication(call=call.reference), actor=applicant)
    address = f"/fund/applications/{application.reference}/autosave/"
    browser = sign_in(applicant)

    answer = browser.post(address, draft(revision="0"), headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert b'value="1"' in answer.content
    again = browser.post(address, draft(revision="0"), headers={"hx-request": "true"})
    assert again.status_code == 422
    assert b"colleague" in again.content


def test_a_wrong_amount_stands_beside_its_line(sign_in, applicant, call):
    application = start_application(StartApplication(call=call.reference), actor=applicant)

    answer = sign_in(applicant).post(
        f"/fund/applications/{application.reference}/edit/", draft(**{"budget-1-amount": "veel"})
    )

    assert answer.status_code == 422
    assert b"Write an amount in euro" in answer.content
    assert b"veel" in answer.content


def test_a_juror_declares_scores_and_hands_in(sign_in, applicant, call, submitted, jury):
    application = submitted(call, applicant)
    close(call)
    browser = sign_in(jury[0])
    address = f"/fund/jury/{application.reference}/"

    assert b"Declaration of interest" in browser.get(address).content
    assert b"Op weg in de haven" not in browser.get(address).content
    browser.post(f"{address}declare/", {"has_interest": "no"})
    page = browser.get(address)
    assert b"Op weg in de haven" in page.content
    first, second = call.criteria.order_by("order")
    wrong = browser.post(address, {f"points-{first.pk}": "99", f"argument-{first.pk}": "Blijft staan"})
    assert wrong.status_code == 422
    assert b"Blijft staan" in wrong.content
    scores = {
        f"{name}-{one.pk}": value for one in (first, second) for name, value in (("points", "3"), ("argument", "Ja"))
    }
    assert browser.post(address, {**scores, "hand_in": "yes"}).status_code == 303
    assert b"Nobody else handed in scores yet." in browser.get(address).content


def test_a_juror_with_an_interest_is_kept_out_and_reads_why(sign_in, applicant, call, submitted, steering, wegwijs):
    colleague = actor_with(Role.TEAM_LEAD, organisation=wegwijs)
    appoint_juror(AppointJuror(call=call.reference, email=colleague.user.email), actor=steering)
    application = submitted(call, applicant)
    close(call)
    browser = sign_in(colleague)

    assert b"You work for the organisation that applies." in browser.get("/fund/jury/").content
    page = browser.get(f"/fund/jury/{application.reference}/")
    assert page.status_code == 403
    assert b"You work for the organisation that applies." in page.content
    assert b"Op weg in de haven" not in page.content


def test_the_order_the_decision_and_the_contract(sign_in, applicant, call, submitted, steering, jury):
    application = submitted(call, applicant)
    close(call)
    for juror in jury:
        score(application, juror, 8, 4)
    browser = sign_in(steering)

    ranking = browser.get(f"/fund/calls/{call.reference}/ranking/")
    assert b"counts: " in ranking.content
    file = b"".join(browser.get(f"/fund/calls/{call.reference}/ranking.csv").streaming_content).decode()
    assert "80" in file
    decide = f"/fund/applications/{application.reference}/decide/"
    assert browser.get(decide).status_code == 200
    too_much = browser.post(decide, {"outcome": "granted", "amount": "40.000,01", "motivation": "Goed plan."})
    assert too_much.status_code == 422
    assert b"Goed plan." in too_much.content
    browser.post(decide, {"outcome": "granted", "amount": "40.000", "motivation": "Goed plan."})

    contract = Contract.objects.get()
    assert contract.amount == Decimal(40_000)
    assert sign_in(applicant).get(f"/fund/contracts/{contract.reference}/").status_code == 200
    assert browser.get(f"/fund/calls/{call.reference}/").content.count(b"Op weg in de haven") == 1


def test_a_refusal_leaves_the_amount_that_stood_there_aside(sign_in, applicant, call, submitted, steering):
    application = submitted(call, applicant)
    close(call)

    sign_in(steering).post(
        f"/fund/applications/{application.reference}/decide/",
        {"outcome": "refused", "amount": "40.000", "motivation": "Te laat begonnen."},
    )

    assert application.decisions.get().amount == 0


@pytest.fixture
def advance(granted, steering) -> Claim:
    command = AddInstalment(
        contract=granted.reference, kind=InstalmentKind.ADVANCE, title="Voorschot", amount=Decimal(10_000)
    )
    part = add_instalment(command, actor=steering)
    actor = actor_with(Role.TEAM_LEAD, organisation=granted.payee)
    return claim_instalment(ClaimInstalment(instalment=part.reference), actor=actor)


def test_a_payment_goes_from_hand_to_hand(sign_in, advance, analyst, steering):
    address = f"/fund/payments/{advance.reference}/"
    analyst_browser, steering_browser = sign_in(analyst), sign_in(steering)

    assert analyst_browser.post(f"{address}check/", {"check-note": ""}).status_code == 422
    analyst_browser.post(f"{address}check/", {"check-note": "Contract getekend."})
    assert analyst_browser.post(f"{address}approve/").status_code == 403
    steering_browser.post(f"{address}approve/")
    day = timezone.localdate().isoformat()
    steering_browser.post(f"{address}pay/", {"pay-booked_on": day, "pay-voucher": "2026/7"})

    assert LedgerEntry.objects.get(kind="payment").voucher == "2026/7"
    page = steering_browser.get(address)
    assert b"Claim money back" in page.content
    assert b"2026/7" in page.content


def test_the_files_for_the_accounts(sign_in, advance, steering):
    browser = sign_in(steering)

    claims = b"".join(browser.get("/fund/payments.csv").streaming_content).decode()
    bookings = b"".join(browser.get("/fund/bookings.csv").streaming_content).decode()

    assert "10000.00" in claims
    assert "40000.00" in bookings


def test_a_contract_by_result_with_its_measure(sign_in, steering, klinker):
    browser = sign_in(steering)
    browser.post(
        "/fund/contracts/new/",
        {
            "kind": "social_impact_bond",
            "title": "Werk voor twintig",
            "payee": klinker.pk,
            "amount": "30.000",
            "parties-TOTAL_FORMS": "1",
            "parties-INITIAL_FORMS": "0",
            "parties-0-role": "investor",
            "parties-0-name": "Een fonds",
        },
    )
    contract = Contract.objects.get()
    assert contract.parties.count() == 3
    address = f"/fund/contracts/{contract.reference}/instalments/new/"
    measure = {"kind": "result", "title": "Resultaat", "amount": "20.000", "reported_what": "mensen aan het werk"}

    wrong = browser.post(address, {**measure, "shape": "stepped", "period": "2026", "price": "1.000"})
    assert wrong.status_code == 422
    assert b"how large a step" in wrong.content
    browser.post(address, {**measure, "shape": "per_unit", "period": "2026", "price": "1.000"})
    assert contract.instalments.get().metric.price == Decimal(1_000)
    assert b"mensen aan het werk" in browser.get(f"/fund/contracts/{contract.reference}/").content


@pytest.mark.parametrize(
    ("address", "number"),
    [("/fund/", 14), ("/fund/payments/", 16), ("/fund/contracts/", 14), ("/fund/applications/", 15)],
)
def test_lists_take_a_constant_number_of_queries(
    sign_in, advance, steering, applicant, address, number, django_assert_max_num_queries
):
    browser = sign_in(applicant if "applications" in address else steering)
    browser.get(address)
    with django_assert_max_num_queries(number):
        assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/fund/", "/fund/applications/", "/fund/jury/", "/fund/contracts/", "/fund/payments/"]
)
def test_empty_lists_say_what_to_do(sign_in, steering, address):
    page = sign_in(steering).get(address)

    assert page.status_code == 200
    assert b"empty-state" in page.content
