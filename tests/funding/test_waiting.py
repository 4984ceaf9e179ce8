"""What waits for whom in the fund today."""

from decimal import Decimal

from arbeidspact.funding.actions import (
    add_instalment,
    ask_clarification,
    check_claim,
    claim_instalment,
    start_application,
)
from arbeidspact.funding.commands import (
    AddInstalment,
    AskClarification,
    CheckClaim,
    ClaimInstalment,
    StartApplication,
)
from arbeidspact.funding.models import InstalmentKind
from arbeidspact.funding.queries.waiting import WaitingFor, what_waits
from arbeidspact.organisations.models import Role
from tests.funding.conftest import close, score
from tests.organisations.factories import actor_with


def kinds(actor) -> dict[WaitingFor, int]:
    return {one.kind: one.count for one in what_waits(actor)}


def test_a_draft_waits_until_its_call_closes(call, applicant):
    start_application(StartApplication(call=call.reference), actor=applicant)

    [waiting] = what_waits(applicant)
    call.refresh_from_db()
    assert (waiting.kind, waiting.count, waiting.until) == (WaitingFor.DRAFT, 1, call.closes_at)

    close(call)
    assert what_waits(applicant) == []


def test_a_question_waits_for_the_applicant(call, applicant, submitted, steering):
    application = submitted(call, applicant)
    ask_clarification(AskClarification(application=application.reference, question="Wie?"), actor=steering)

    assert kinds(applicant) == {WaitingFor.QUESTION: 1}


def test_an_application_waits_for_the_jury_until_it_is_handed_in(call, applicant, submitted, jury):
    application = submitted(call, applicant)
    close(call)

    assert kinds(jury[0]) == {WaitingFor.JUDGEMENT: 1}
    score(application, jury[0], 5, 3)
    assert kinds(jury[0]) == {}


def test_a_claim_waits_for_a_second_and_then_a_third_person(granted, steering, analyst, administrator):
    part = add_instalment(
        AddInstalment(contract=granted.reference, kind=InstalmentKind.ADVANCE, title="Voorschot", amount=Decimal(100)),
        actor=steering,
    )
    partner = actor_with(Role.TEAM_LEAD, organisation=granted.payee)
    claim = claim_instalment(ClaimInstalment(instalment=part.reference), actor=partner)

    assert kinds(analyst) == {WaitingFor.CHECK: 1}
    check_claim(CheckClaim(claim=claim.reference, note="Gezien."), actor=steering)
    assert kinds(steering) == {}
    assert kinds(administrator) == {WaitingFor.APPROVAL: 1}
