"""The fund for programs: calls for every member, payments for who pays and who is paid."""

from decimal import Decimal

import pytest

from arbeidspact.funding.actions import add_instalment, claim_instalment
from arbeidspact.funding.commands import AddInstalment, ClaimInstalment
from arbeidspact.funding.models import InstalmentKind
from arbeidspact.organisations.actions import issue_api_token
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import IssueApiToken
from arbeidspact.organisations.models import Role
from tests.api.conftest import Program
from tests.funding.conftest import *  # noqa: F403
from tests.organisations.factories import actor_with


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
    assert answer["Cache-Control"] == "private, no-store"


def test_a_member_without_a_part_in_it_reads_no_payments(claimed, city):
    assert program_for(actor_with(Role.COUNSELLOR, organisation=city)).get("/fund/payments").status_code == 403
