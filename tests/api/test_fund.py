"""The fund for programs: calls for every member, payments for who pays and who is paid."""

from decimal import Decimal

import pytest

from arbeidspact.funding.actions import add_instalment, claim_instalment, name_verifier, verify_claim
from arbeidspact.funding.commands import AddInstalment, ClaimInstalment, MetricEntry
from arbeidspact.funding.models import InstalmentKind, PaymentShape
from arbeidspact.funding.verification_commands import NameVerifier, VerifyClaim
from arbeidspact.organisations.actions import issue_api_token
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import IssueApiToken
from arbeidspact.organisations.models import Role
from tests.api.conftest import Program
from tests.funding.conftest import *  # noqa: F403
from tests.organisations.factories import OrganisationFactory, actor_with


def program_for(actor: Actor) -> Program:
    return Program(issue_api_token(IssueApiToken(name="test"), actor=actor).raw)


@pytest.fixture
def claimed(granted, steering):
    command = AddInstalment(
        contract=granted.reference, kind=InstalmentKind.ADVANCE, title="Voorschot", amount=Decimal("10000.01")
    )
    part = add_instalment(command, actor=steering)
    actor = actor_with(Role.TEAM_LEAD, organisation=granted.payee)
    return claim_instalment(ClaimInstalment(instalment=part.reference), actor=actor)


def test_calls_with_what_they_granted(granted, call, analyst):
    program = program_for(analyst)

    listed = program.get("/fund/calls").json()
    assert listed["count"] == 1
    assert listed["items"][0]["state"] == "decided"
    detail = program.get(f"/fund/calls/{call.reference}").json()
    assert [one["amount"] for one in detail["granted"]] == ["40000.00"]
    assert [one["weight"] for one in detail["criteria"]] == [3, 1]
    assert program.get("/fund/calls?state=open").json()["count"] == 0
    assert program.get("/fund/calls?state=somehow").status_code == 422


def test_payments_to_the_cent_and_never_kept_by_a_cache(claimed, analyst):
    answer = program_for(analyst).get("/fund/payments")

    [payment] = answer.json()["items"]
    assert (payment["amount"], payment["state"]) == ("10000.01", "claimed")
    assert (payment["verifier"], payment["verified_figure"], payment["files_of_evidence"]) == (None, None, 0)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_member_without_a_part_in_it_reads_no_payments(claimed, city):
    assert program_for(actor_with(Role.COUNSELLOR, organisation=city)).get("/fund/payments").status_code == 403


def test_a_payment_that_is_verified_says_by_whom_and_on_which_figure(granted, steering, analyst):
    bureau = OrganisationFactory(slug="meetbureau", name="Meetbureau")
    named = NameVerifier(contract=granted.reference, verifier=bureau.pk, verification_days=4, reason="Toezicht.")
    name_verifier(named, actor=steering)
    metric = MetricEntry(reported_what="mensen", period="2026", shape=PaymentShape.PER_UNIT, price=Decimal(100))
    part = add_instalment(
        AddInstalment(
            contract=granted.reference,
            kind=InstalmentKind.RESULT,
            title="Resultaat",
            amount=Decimal(5_000),
            metric=metric,
        ),
        actor=steering,
    )
    claim = claim_instalment(
        ClaimInstalment(instalment=part.reference, value=Decimal(20), evidence="Lijst"),
        actor=actor_with(Role.TEAM_LEAD, organisation=granted.payee),
    )
    program = program_for(analyst)

    [waiting] = program.get("/fund/payments?state=to_verify").json()["items"]
    assert (waiting["verifier"], waiting["due_on"]) == ("Meetbureau", claim.due_on.isoformat())
    verify_claim(
        VerifyClaim(claim=claim.reference, outcome="partly_verified", number=Decimal(15), remark="Vijf dubbel."),
        actor=actor_with(Role.ANALYST, organisation=bureau),
    )
    [verified] = program.get("/fund/payments?state=partly_verified").json()["items"]
    assert (verified["amount"], Decimal(verified["verified_figure"])) == ("1500.00", Decimal(15))
