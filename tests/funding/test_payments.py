"""Payments: computed from the figure that proves them, four eyes, once, put right; the ledger adds up to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from arbeidspact.funding.actions import (
    add_instalment,
    answer_revision,
    approve_claim,
    check_claim,
    claim_instalment,
    claw_back,
    close_contract,
    make_contract,
    pay_claim,
    refuse_claim,
    remove_instalment,
    send_report,
)
from arbeidspact.funding.commands import (
    AddInstalment,
    AnswerRevision,
    ApproveClaim,
    CheckClaim,
    ClaimInstalment,
    ClawBack,
    CloseContract,
    MakeContract,
    MetricEntry,
    PayClaim,
    RefuseClaim,
    RemoveInstalment,
    SendReport,
)
from arbeidspact.funding.ledger import balance_of
from arbeidspact.funding.models import (
    Claim,
    Contract,
    ContractKind,
    Instalment,
    InstalmentKind,
    LedgerEntry,
    PaymentShape,
    RevisionAnswer,
)
from arbeidspact.funding.proof import NoFigureYet, NotSureEnough, Proven, proof_of
from arbeidspact.funding.queries.contracts import claims, contract_of, sums_of
from arbeidspact.funding.queries.revisions import NotRevised, Revised, revision_of
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.indicators import Observation, ObservationStatus, Period, Unit, read_definitions
from arbeidspact.monitor.actions import adopt_indicators, record_observations
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory, actor_with

GHENT = Path(__file__).parents[2] / "src" / "arbeidspact" / "demo" / "ghent"
D = Decimal


@pytest.fixture
def contract(steering: Actor, klinker) -> Contract:
    """A contract by result of 30,000 euro with De Klinker."""
    command = MakeContract(kind=ContractKind.KPI, title="Werk voor twintig", payee=klinker.pk, amount=D(30_000))
    return make_contract(command, actor=steering)


@pytest.fixture
def by_count(contract: Contract, steering: Actor) -> Instalment:
    """1,000 euro for each person at work, at most 20,000, as the contractor reports."""
    metric = MetricEntry(
        reported_what="mensen zes maanden aan het werk", period="2026", shape=PaymentShape.PER_UNIT, price=D(1_000)
    )
    return instalment(contract, steering, InstalmentKind.RESULT, 20_000, metric)


@pytest.fixture
def indicators(db: None) -> None:
    definitions = read_definitions(GHENT / "indicators.toml")
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=operator())


@pytest.fixture
def by_indicator(contract: Contract, steering: Actor, indicators: None) -> Instalment:
    """In proportion from 68.6 to 70.6 % of employment, at most 20,000 euro, on a final figure."""
    metric = MetricEntry(
        indicator="employment-rate",
        area="gent",
        period="2024",
        baseline=D("68.6"),
        target=D("70.6"),
        shape=PaymentShape.LINEAR,
    )
    return instalment(contract, steering, InstalmentKind.RESULT, 20_000, metric)


def instalment(
    contract: Contract, by: Actor, kind: InstalmentKind, amount: int | Decimal, metric: MetricEntry | None = None
) -> Instalment:
    command = AddInstalment(contract=contract.reference, kind=kind, title="Deel", amount=D(amount), metric=metric)
    return add_instalment(command, actor=by)


def published(value: str, *, vintage: date, status: ObservationStatus = ObservationStatus.FINAL) -> None:
    """A figure of employment in Ghent in 2024 is published on a day."""
    figure = Observation(
        indicator="employment-rate",
        period=Period.parse("2024"),
        area="gent",
        value=D(value),
        unit=Unit.PERCENT,
        status=status,
        vintage=vintage,
        source="Steunpunt Werk",
    )
    record_observations(RecordObservations(observations=(figure,)), actor=operator())


def claimed(part: Instalment, by: Actor, **values: object) -> Claim:
    return claim_instalment(ClaimInstalment(instalment=part.reference, **values), actor=by)  # type: ignore[arg-type]


def paid(claim: Claim, *, check: Actor, approve: Actor) -> Claim:
    check_claim(CheckClaim(claim=claim.reference, note="De lijst klopt."), actor=check)
    approve_claim(ApproveClaim(claim=claim.reference), actor=approve)
    return pay_claim(PayClaim(claim=claim.reference, booked_on=timezone.localdate(), voucher="2026/12"), actor=approve)


def books(contract: Contract):
    return balance_of(contract.ledger.values_list("kind", "amount"))


def test_a_number_that_is_reported_is_paid_by_its_price(contract, by_count, other_applicant, analyst, steering):
    claim = claimed(by_count, other_applicant, value=D(12), evidence="Lijst 4, zonder namen")

    assert claim.amount == D(12_000)
    paid(claim, check=analyst, approve=steering)

    assert books(contract).net_paid == D(12_000)
    assert books(contract).open == D(18_000)


@pytest.mark.parametrize("values", [{"evidence": "Lijst"}, {"value": D(3)}], ids=["no number", "no evidence"])
def test_a_reported_number_has_its_evidence(by_count, other_applicant, values):
    with pytest.raises(InvalidValue):
        claimed(by_count, other_applicant, **values)


def test_never_the_same_person_twice(by_count, other_applicant, analyst, steering, administrator):
    claim = claimed(by_count, other_applicant, value=D(1), evidence="Lijst")

    check_claim(CheckClaim(claim=claim.reference, note="Gezien."), actor=steering)
    with pytest.raises(NotAllowed):
        approve_claim(ApproveClaim(claim=claim.reference), actor=steering)
    approve_claim(ApproveClaim(claim=claim.reference), actor=administrator)


def test_the_database_keeps_the_four_eyes_too(by_count, other_applicant, analyst):
    claim = claimed(by_count, other_applicant, value=D(1), evidence="Lijst")

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(checked_by=claim.claimed_by, checked_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(paid_at=timezone.now())


def test_who_is_paid_does_not_check(by_count, other_applicant, klinker):
    claim = claimed(by_count, other_applicant, value=D(1), evidence="Lijst")

    with pytest.raises(NotAllowed):
        check_claim(
            CheckClaim(claim=claim.reference, note="Goed."),
            actor=actor_with(Role.ADMINISTRATOR, organisation=klinker),
        )
    with pytest.raises(NotFound):
        check_claim(CheckClaim(claim=claim.reference, note="Goed."), actor=actor_with(Role.ANALYST, vdab=True))


def test_nothing_is_paid_before_it_is_approved_and_nothing_twice(by_count, other_applicant, analyst, steering):
    claim = claimed(by_count, other_applicant, value=D(2), evidence="Lijst")
    pay = PayClaim(claim=claim.reference, booked_on=timezone.localdate(), voucher="1")

    with pytest.raises(Conflict):
        pay_claim(pay, actor=steering)
    paid(claim, check=analyst, approve=steering)
    with pytest.raises(Conflict):
        pay_claim(pay, actor=steering)
    with pytest.raises(Conflict):
        claimed(by_count, other_applicant, value=D(2), evidence="Nog eens")
    assert LedgerEntry.objects.filter(kind="payment").count() == 1


def test_a_refused_claim_can_be_made_anew(by_count, other_applicant, analyst):
    first = claimed(by_count, other_applicant, value=D(2), evidence="Lijst")
    refuse_claim(RefuseClaim(claim=first.reference, reason="De lijst ontbreekt."), actor=analyst)

    second = claimed(by_count, other_applicant, value=D(1), evidence="Hier is ze")

    assert {one.reference: state_of_claim(one) for one in by_count.claims.all()} == {
        first.reference: ClaimState.REFUSED,
        second.reference: ClaimState.CLAIMED,
    }


def test_a_claim_of_nothing_is_closed_without_a_booking(contract, by_count, other_applicant, analyst, steering):
    claim = paid(claimed(by_count, other_applicant, value=D(0), evidence="Niemand"), check=analyst, approve=steering)

    assert state_of_claim(claim) is ClaimState.PAID
    assert not contract.ledger.filter(kind="payment").exists()


def test_instalments_never_pass_the_contract(contract, by_count, steering):
    with pytest.raises(InvalidValue):
        instalment(contract, steering, InstalmentKind.ADVANCE, D("10000.01"))
    instalment(contract, steering, InstalmentKind.ADVANCE, 10_000)


def test_a_milestone_is_claimed_with_its_evidence_or_a_report(contract, steering, other_applicant):
    part = instalment(contract, steering, InstalmentKind.MILESTONE, 5_000)
    with pytest.raises(InvalidValue):
        claimed(part, other_applicant)

    day = timezone.localdate()
    report = send_report(
        SendReport(contract=contract.reference, period_start=day - timedelta(30), period_end=day, text="Begonnen."),
        actor=other_applicant,
    )

    assert claimed(part, other_applicant, report=report.reference).amount == D(5_000)


def test_a_report_is_about_days_that_are_over(contract, other_applicant):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(InvalidValue):
        send_report(
            SendReport(contract=contract.reference, period_start=tomorrow, period_end=tomorrow, text="Straks."),
            actor=other_applicant,
        )


def test_an_instalment_that_was_claimed_stays(by_count, steering, other_applicant):
    claimed(by_count, other_applicant, value=D(2), evidence="Lijst")

    with pytest.raises(Conflict):
        remove_instalment(RemoveInstalment(instalment=by_count.reference), actor=steering)


# Proof by an indicator


def test_no_figure_yet_is_a_state_with_its_day(by_indicator, steering):
    proof = proof_of(by_indicator.metric, actor=steering)

    assert isinstance(proof, NoFigureYet)
    assert proof.expected_on is not None
    assert proof.expected_on > date(2024, 12, 31)


def test_without_a_figure_nothing_is_claimed(by_indicator, other_applicant):
    with pytest.raises(Conflict):
        claimed(by_indicator, other_applicant)


@pytest.mark.parametrize("status", [ObservationStatus.PROVISIONAL, ObservationStatus.CONTESTED])
def test_an_early_or_contested_figure_pays_nothing_yet(by_indicator, other_applicant, steering, status):
    published("69.6", vintage=date(2025, 9, 1), status=status)

    assert isinstance(proof_of(by_indicator.metric, actor=steering), NotSureEnough)
    with pytest.raises(Conflict):
        claimed(by_indicator, other_applicant)


def test_a_contract_may_take_a_provisional_figure(by_indicator, steering):
    by_indicator.metric.accepts_provisional = True
    published("69.6", vintage=date(2025, 9, 1), status=ObservationStatus.PROVISIONAL)

    assert isinstance(proof_of(by_indicator.metric, actor=steering), Proven)


def test_the_figure_is_frozen_with_the_claim(by_indicator, other_applicant):
    published("69.6", vintage=date(2025, 9, 1))

    claim = claimed(by_indicator, other_applicant)

    assert claim.amount == D(10_000)
    assert claim.proof["vintage"] == "2025-09-01"
    assert claim.proof["source"] == "Steunpunt Werk"
    assert ["share", "50"] in claim.trace


def test_a_figure_that_went_down_is_worth_nothing_and_shown(by_indicator, other_applicant):
    published("67.0", vintage=date(2025, 9, 1))

    claim = claimed(by_indicator, other_applicant)

    assert claim.amount == 0
    assert "moved_away" in [step for step, _number in claim.trace]


def test_a_figure_revised_before_payment_stops_the_claim(by_indicator, other_applicant, analyst):
    published("69.6", vintage=date(2025, 9, 1))
    claim = claimed(by_indicator, other_applicant)
    published("69.4", vintage=date(2026, 3, 1))

    with pytest.raises(Conflict):
        check_claim(CheckClaim(claim=claim.reference, note="Gezien."), actor=analyst)


@pytest.fixture
def paid_on_a_figure(by_indicator, other_applicant, analyst, steering) -> Claim:
    """10,000 euro was paid for 69.6 %."""
    published("69.6", vintage=date(2025, 9, 1))
    return paid(claimed(by_indicator, other_applicant), check=analyst, approve=steering)


def answer(claim: Claim, answered: RevisionAnswer, difference: str, by: Actor) -> None:
    answer_revision(
        AnswerRevision(
            claim=claim.reference,
            difference=D(difference),
            answer=answered,
            booked_on=timezone.localdate(),
            reason="Zo staat het in het contract.",
        ),
        actor=by,
    )


@pytest.mark.parametrize(
    ("figure", "difference", "net"),
    [
        pytest.param("69.4", "-2000.00", "8000.00", id="revised down: some comes back"),
        pytest.param("70.0", "4000.00", "14000.00", id="revised up: some is paid on top"),
        pytest.param("75.0", "10000.00", "20000.00", id="never above the cap"),
    ],
)
def test_a_revised_figure_moves_money_only_when_somebody_decides(
    paid_on_a_figure, contract, administrator, figure, difference, net
):
    published(figure, vintage=date(2026, 3, 1))
    revised = revision_of(paid_on_a_figure, actor=administrator)

    assert isinstance(revised, Revised)
    assert revised.difference == D(difference)
    assert books(contract).net_paid == D(10_000)

    answer(paid_on_a_figure, RevisionAnswer.CORRECT, difference, administrator)

    assert books(contract).net_paid == D(net)
    assert isinstance(revision_of(paid_on_a_figure, actor=administrator), NotRevised)


def test_a_payment_may_stand_and_the_next_revision_asks_again(paid_on_a_figure, contract, administrator):
    published("69.4", vintage=date(2026, 3, 1))
    answer(paid_on_a_figure, RevisionAnswer.KEEP, "-2000.00", administrator)
    assert books(contract).net_paid == D(10_000)

    published("69.2", vintage=date(2026, 9, 1))

    revised = revision_of(paid_on_a_figure, actor=administrator)
    assert isinstance(revised, Revised)
    assert revised.difference == D("-4000.00")


def test_nobody_decides_about_another_figure_than_they_saw(paid_on_a_figure, administrator):
    published("69.4", vintage=date(2026, 3, 1))

    with pytest.raises(Conflict):
        answer(paid_on_a_figure, RevisionAnswer.CORRECT, "-1.00", administrator)


def test_who_checked_does_not_decide_about_the_revision(by_indicator, other_applicant, steering, administrator):
    published("69.6", vintage=date(2025, 9, 1))
    claim = paid(claimed(by_indicator, other_applicant), check=steering, approve=administrator)
    published("69.4", vintage=date(2026, 3, 1))

    with pytest.raises(NotAllowed):
        answer(claim, RevisionAnswer.CORRECT, "-2000.00", steering)


@pytest.mark.parametrize(
    ("metric", "field"),
    [
        ({"indicator": "no-such", "area": "gent", "shape": PaymentShape.PER_UNIT, "price": D(1)}, "indicator"),
        ({"indicator": "employment-rate", "shape": PaymentShape.PER_UNIT, "price": D(1)}, "area"),
        ({"reported_what": "x", "shape": PaymentShape.LINEAR}, "target"),
        ({"reported_what": "x", "shape": PaymentShape.STEPPED, "price": D(1)}, "step"),
        ({"reported_what": "x", "shape": PaymentShape.PER_UNIT, "price": D(1), "period": "2026-13"}, "period"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_measure_that_cannot_be_calculated_is_refused_at_its_field(contract, steering, indicators, metric, field):
    with pytest.raises(InvalidValue) as refused:
        instalment(contract, steering, InstalmentKind.RESULT, 1_000, MetricEntry(**{"period": "2026", **metric}))

    assert refused.value.field == field


# Corrections, closing, what others see


def test_no_more_comes_back_than_was_paid(contract, by_count, other_applicant, analyst, steering):
    claim = paid(claimed(by_count, other_applicant, value=D(2), evidence="Lijst"), check=analyst, approve=steering)
    back = ClawBack(claim=claim.reference, amount=D(1_500), booked_on=timezone.localdate(), reason="Dubbel geteld")

    claw_back(back, actor=steering)

    assert books(contract).net_paid == D(500)
    with pytest.raises(InvalidValue):
        claw_back(back, actor=steering)


def test_what_is_left_is_released_when_a_contract_closes(contract, by_count, other_applicant, analyst, steering):
    paid(claimed(by_count, other_applicant, value=D(2), evidence="Lijst"), check=analyst, approve=steering)

    close_contract(CloseContract(contract=contract.reference), actor=steering)

    assert books(contract).released == D(28_000)
    assert books(contract).open == 0
    with pytest.raises(Conflict):
        instalment(contract, steering, InstalmentKind.ADVANCE, 1)


def test_what_comes_back_to_a_closed_contract_is_free_for_others(
    contract, by_count, other_applicant, analyst, steering
):
    claim = paid(claimed(by_count, other_applicant, value=D(2), evidence="Lijst"), check=analyst, approve=steering)
    close_contract(CloseContract(contract=contract.reference), actor=steering)

    claw_back(
        ClawBack(claim=claim.reference, amount=D(500), booked_on=timezone.localdate(), reason="Dubbel"), actor=steering
    )

    assert books(contract).open == 0
    assert books(contract).released == D(28_500)


def test_a_claim_that_waits_keeps_the_contract_open(contract, by_count, other_applicant, steering):
    claimed(by_count, other_applicant, value=D(2), evidence="Lijst")

    with pytest.raises(Conflict):
        close_contract(CloseContract(contract=contract.reference), actor=steering)


def test_only_who_pays_and_who_is_paid_see_a_contract(contract, applicant, other_applicant, steering):
    assert contract_of(other_applicant, contract.reference).is_payee
    assert contract_of(steering, contract.reference).is_payer
    with pytest.raises(NotFound):
        contract_of(applicant, contract.reference)
    with pytest.raises(NotAllowed):
        claims(actor_with(Role.COUNSELLOR, organisation=contract.payee))


def test_nobody_contracts_with_themselves(steering, city):
    with pytest.raises(InvalidValue):
        make_contract(MakeContract(kind=ContractKind.KPI, title="x", payee=city.pk, amount=D(1)), actor=steering)


def test_a_grant_is_paid_in_instalments(granted, steering, analyst, applicant):
    part = instalment(granted, steering, InstalmentKind.ADVANCE, D("13333.33"))

    paid(claimed(part, applicant), check=analyst, approve=steering)

    assert books(granted).net_paid == D("13333.33")
    assert books(granted).open == D("26666.67")


class TestTheLedger(TestCase):
    """Whatever is done, in whichever order: the books add up to the cent and nothing is paid above what is promised."""

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["claim", "check", "approve", "pay", "refuse", "back"]),
                st.integers(0, 2),
                st.decimals(0, 900, places=2),
            ),
            max_size=14,
        )
    )
    @hypothesis_settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    def test_the_books_add_up_after_any_acts(self, acts: list[tuple[str, int, Decimal]]) -> None:
        city = OrganisationFactory(werkpunt=True)
        payee = OrganisationFactory(slug="klinker", kind=OrganisationKind.SOCIAL_ECONOMY)
        steering, analyst = (actor_with(role, organisation=city) for role in (Role.STEERING_MEMBER, Role.ANALYST))
        worker = actor_with(Role.SOCIAL_ECONOMY_COACH, organisation=payee)
        contract = make_contract(
            MakeContract(kind=ContractKind.KPI, title="x", payee=payee.pk, amount=D("1000.01")), actor=steering
        )
        metric = MetricEntry(reported_what="x", period="2026", shape=PaymentShape.PER_UNIT, price=D("1.11"))
        parts = [
            instalment(contract, steering, InstalmentKind.RESULT, D(amount), metric)
            for amount in ("333.33", "333.34", "333.34")
        ]
        for act, place, number in acts:
            self._try(act, parts[place], number, worker, analyst, steering)
            balance = books(contract)
            assert balance.committed == contract.amount
            assert 0 <= balance.net_paid <= balance.standing
            assert balance.open + balance.net_paid == balance.standing
            assert sums_of(steering) == balance
            for part in parts:
                of_part = balance_of(LedgerEntry.objects.filter(claim__instalment=part).values_list("kind", "amount"))
                assert 0 <= of_part.net_paid <= part.amount

    def _try(self, act: str, part: Instalment, number: Decimal, worker: Actor, analyst: Actor, steering: Actor) -> None:
        claim = part.claims.filter(refused_at__isnull=True).first()
        today = timezone.localdate()
        try:
            if act == "claim":
                claimed(part, worker, value=number, evidence="Lijst")
            elif claim is None:
                return
            elif act == "check":
                check_claim(CheckClaim(claim=claim.reference, note="Gezien."), actor=analyst)
            elif act == "approve":
                approve_claim(ApproveClaim(claim=claim.reference), actor=steering)
            elif act == "pay":
                pay_claim(PayClaim(claim=claim.reference, booked_on=today, voucher="1"), actor=steering)
            elif act == "refuse":
                refuse_claim(RefuseClaim(claim=claim.reference, reason="Neen."), actor=analyst)
            elif number > 0:
                claw_back(
                    ClawBack(claim=claim.reference, amount=number, booked_on=today, reason="Terug"), actor=steering
                )
        except DomainError:
            pass
