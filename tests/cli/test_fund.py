"""The fund at the command line: reminding of late claims, first said, then done, once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.funding.actions import add_instalment, claim_instalment, make_contract
from arbeidspact.funding.commands import AddInstalment, ClaimInstalment, MakeContract, MetricEntry
from arbeidspact.funding.models import Claim, ContractKind, InstalmentKind, PaymentShape
from arbeidspact.organisations.models import Role
from tests.funding.conftest import *  # noqa: F403
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def test_reminders_are_first_said_and_then_written_once(run, steering, other_applicant, klinker):
    bureau = OrganisationFactory(slug="meetbureau")
    actor_with(Role.ANALYST, organisation=bureau)
    contract = make_contract(
        MakeContract(kind=ContractKind.KPI, title="Werk", payee=klinker.pk, amount=Decimal(9_000), verifier=bureau.pk),
        actor=steering,
    )
    metric = MetricEntry(reported_what="mensen", period="2026", shape=PaymentShape.PER_UNIT, price=Decimal(1))
    part = add_instalment(
        AddInstalment(
            contract=contract.reference,
            kind=InstalmentKind.RESULT,
            title="Resultaat",
            amount=Decimal(9_000),
            metric=metric,
        ),
        actor=steering,
    )
    claim_instalment(
        ClaimInstalment(instalment=part.reference, value=Decimal(3), evidence="Lijst"), actor=other_applicant
    )
    Claim.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    late = Message.objects.filter(kind="fund-verification-late")

    assert "Would remind of 1 claims that wait for a verifier" in run("fund", "remind").output
    assert not late.exists()
    assert "Reminded of 1 claims" in run("fund", "remind", "--yes").output
    assert "Reminded of 0 claims" in run("fund", "remind", "--yes").output
    assert late.count() == 1
