"""Decisions: never above the budget, also when two decide at once; motivated, mailed, a reserve list."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, connections

from arbeidspact.correspondence.models import Message
from arbeidspact.funding.actions import close_contract, decide_application
from arbeidspact.funding.commands import CloseContract, DecideApplication
from arbeidspact.funding.models import Call, Contract, Decision, DecisionOutcome, LedgerEntry
from arbeidspact.funding.queries.jury import ranking_for
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed
from tests.funding.conftest import close, grant, score
from tests.organisations.factories import MembershipFactory


def decide(application, outcome: DecisionOutcome, by, amount: int = 0) -> Decision:
    command = DecideApplication(
        application=application.reference, outcome=outcome, amount=Decimal(amount), motivation="Zo besloten."
    )
    return decide_application(command, actor=by)


@pytest.fixture
def two(call, applicant, other_applicant, submitted, jury):
    """Two applications of 60,000 euro each, for a call of 100,000, both scored."""
    found = [submitted(call, actor, asked=60_000, own=20_000) for actor in (applicant, other_applicant)]
    close(call)
    for application, points in zip(found, (9, 7), strict=True):
        for juror in jury:
            score(application, juror, points, 4)
    return found


def test_a_grant_becomes_a_contract_with_its_commitment_and_a_mail(two, steering, wegwijs, city):
    Message.objects.all().delete()

    contract = grant(two[0], 50_000, by=steering)

    assert (contract.payer, contract.payee, contract.amount) == (city, wegwijs, Decimal(50_000))
    assert [(one.kind, one.amount) for one in contract.ledger.all()] == [("commitment", Decimal(50_000))]
    [sent] = Message.objects.all()
    assert sent.address == "noor@wegwijs.example"
    assert "Bereikt veel mensen." in sent.text
    assert "Schrijf binnen dertig dagen naar het college." in sent.text


def test_the_grants_of_a_call_never_pass_its_budget(two, steering):
    grant(two[0], 60_000, by=steering)

    with pytest.raises(InvalidValue) as refused:
        grant(two[1], 40_001, by=steering)
    assert "40000.00" in str(refused.value)
    grant(two[1], 40_000, by=steering)


def test_no_more_is_granted_than_was_asked(two, steering):
    with pytest.raises(InvalidValue):
        grant(two[0], 60_001, by=steering)


def test_the_decision_keeps_the_calculation(two, steering):
    decision = decide(two[0], DecisionOutcome.GRANTED, steering, 1_000)

    assert decision.rank == 1
    assert decision.ranking["place"] == 1
    assert len(decision.ranking["counted"]) == 2
    assert decision.ranking["score"] == "87.50"


def test_a_grant_stays(two, steering):
    grant(two[0], 1_000, by=steering)

    with pytest.raises(Conflict):
        decide(two[0], DecisionOutcome.REFUSED, steering)


def test_from_the_reserve_list_when_money_comes_free(two, steering, call):
    first = grant(two[0], 60_000, by=steering)
    decide(two[1], DecisionOutcome.RESERVE, steering)
    with pytest.raises(InvalidValue):
        grant(two[1], 60_000, by=steering)

    close_contract(CloseContract(contract=first.reference), actor=steering)
    grant(two[1], 60_000, by=steering)

    assert two[1].decisions.count() == 2
    assert two[1].decisions.get(replaced_at__isnull=True).outcome == DecisionOutcome.GRANTED
    assert ranking_for(Call.objects.get(pk=call.pk), steering).left == Decimal(40_000)


def test_the_call_is_decided_when_the_last_application_is(two, steering, call):
    grant(two[0], 1_000, by=steering)
    call.refresh_from_db()
    assert call.decided_at is None

    decide(two[1], DecisionOutcome.REFUSED, steering)

    call.refresh_from_db()
    assert call.decided_at is not None


def test_who_has_an_interest_does_not_decide(two, steering, wegwijs):
    MembershipFactory(user=steering.user, organisation=wegwijs)

    with pytest.raises(NotAllowed):
        grant(two[0], 1_000, by=steering)


def test_without_enough_jurors_only_a_refusal_is_possible(call, applicant, submitted, steering, jury):
    application = submitted(call, applicant)
    close(call)
    score(application, jury[0], 8, 4)

    with pytest.raises(Conflict):
        grant(application, 1_000, by=steering)
    decide(application, DecisionOutcome.REFUSED, steering)


def test_below_the_least_score_nothing_is_granted(call, applicant, submitted, steering, jury):
    application = submitted(call, applicant)
    close(call)
    for juror in jury:
        score(application, juror, 10, 1)

    with pytest.raises(Conflict):
        grant(application, 1_000, by=steering)


def test_while_the_call_is_open_nothing_is_decided(call, applicant, submitted, steering):
    application = submitted(call, applicant)

    with pytest.raises(Conflict):
        decide(application, DecisionOutcome.REFUSED, steering)


@pytest.mark.parametrize(
    ("outcome", "amount"), [(DecisionOutcome.GRANTED, 0), (DecisionOutcome.REFUSED, 1), (DecisionOutcome.RESERVE, 1)]
)
def test_a_grant_has_an_amount_and_another_outcome_none(outcome, amount):
    with pytest.raises(ValueError, match="amount"):
        DecideApplication(
            application="00000000-0000-4000-8000-000000000000", outcome=outcome, amount=amount, motivation="Omdat."
        )


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_never_pass_the_budget(two, steering, call):
    """Each fits by itself, together they do not: one of them is refused."""
    together = threading.Barrier(2)
    refusals: list[DomainError] = []

    def decide_now(application) -> None:
        try:
            together.wait(timeout=10)
            grant(application, 60_000, by=steering)
        except DomainError as refused:
            refusals.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide_now, args=[application]) for application in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    connection.close()
    assert len(refusals) == 1
    assert Contract.objects.count() == 1
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == Decimal(60_000)
