"""Verification: an independent organisation signs with a number that is paid on, or asks; everything stays visible."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.correspondence.models import Message
from arbeidspact.funding.actions import (
    add_evidence,
    add_instalment,
    answer_verifier,
    approve_claim,
    change_call,
    check_claim,
    claim_instalment,
    declare_interest,
    make_contract,
    name_verifier,
    pay_claim,
    prepare_call,
    publish_call,
    refuse_claim,
    save_application,
    start_application,
    submit_application,
    verify_claim,
)
from arbeidspact.funding.commands import (
    AddInstalment,
    ApproveClaim,
    ChangeCall,
    CheckClaim,
    ClaimInstalment,
    DeclareInterest,
    MakeContract,
    MetricEntry,
    PayClaim,
    PrepareCall,
    PublishCall,
    RefuseClaim,
    StartApplication,
    SubmitApplication,
)
from arbeidspact.funding.conflicts import NotIndependent, not_independent
from arbeidspact.funding.models import (
    Application,
    Call,
    Claim,
    Contract,
    ContractKind,
    Instalment,
    InstalmentKind,
    LedgerEntry,
    PartyRole,
    PaymentShape,
    Verification,
    VerificationOutcome,
)
from arbeidspact.funding.queries.contracts import claims
from arbeidspact.funding.queries.verification import claim_to_verify, claims_to_verify, kept_out_words
from arbeidspact.funding.queries.waiting import WaitingFor, what_waits
from arbeidspact.funding.reminders import remind_of_late_claims
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.funding.verification_commands import AddEvidence, AnswerVerifier, NameVerifier, VerifyClaim
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role
from tests.funding.conftest import appoint, close, filled, grant, score
from tests.funding.evidence_samples import PDF, PNG
from tests.funding.test_payments import by_indicator, indicators, published  # noqa: F401
from tests.organisations.factories import MembershipFactory, OrganisationFactory, actor_with

D = Decimal
O = VerificationOutcome  # noqa: E741


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bureau(db) -> Organisation:
    return OrganisationFactory(slug="meetbureau", name="Meetbureau")


@pytest.fixture
def signs(bureau) -> Actor:
    return actor_with(Role.ANALYST, organisation=bureau)


@pytest.fixture
def contract(steering, klinker, bureau) -> Contract:
    """A contract by result of 30,000 euro with De Klinker, which Meetbureau verifies within ten days."""
    return make_contract(
        MakeContract(
            kind=ContractKind.KPI,
            title="Werk voor twintig",
            payee=klinker.pk,
            amount=D(30_000),
            verifier=bureau.pk,
            verification_days=10,
        ),
        actor=steering,
    )


@pytest.fixture
def by_count(contract, steering) -> Instalment:
    metric = MetricEntry(
        reported_what="mensen aan het werk", period="2026", shape=PaymentShape.PER_UNIT, price=D(1_000)
    )
    return result_of(contract, steering, metric)


@pytest.fixture
def claim(by_count, other_applicant, signs) -> Claim:
    return claimed(by_count, other_applicant)


def result_of(contract: Contract, by: Actor, metric: MetricEntry) -> Instalment:
    return add_instalment(
        AddInstalment(
            contract=contract.reference,
            kind=InstalmentKind.RESULT,
            title="Resultaat",
            amount=D(20_000),
            metric=metric,
        ),
        actor=by,
    )


def claimed(part: Instalment, by: Actor, value: int | None = 12) -> Claim:
    number = {} if value is None else {"value": D(value), "evidence": "Lijst 4"}
    return claim_instalment(ClaimInstalment(instalment=part.reference, **number), actor=by)


def said(claim: Claim, by: Actor, outcome: VerificationOutcome, number: object = None) -> Verification:
    return verify_claim(
        VerifyClaim(claim=claim.reference, outcome=outcome, number=number, remark="De lijst bekeken."), actor=by
    )


def state(claim: Claim) -> ClaimState:
    claim.refresh_from_db()
    return state_of_claim(claim)


@pytest.mark.parametrize(
    ("organisations", "facts", "why"),
    [
        pytest.param([9], {}, None, id="nobody's"),
        pytest.param([1], {}, NotIndependent.APPLICANT, id="does the work"),
        pytest.param([3], {}, NotIndependent.PARTNER, id="applies along"),
        pytest.param([2], {}, NotIndependent.PAYER, id="pays"),
        pytest.param([9, 3], {}, NotIndependent.PARTNER, id="also works for a partner"),
        pytest.param([2, 1], {}, NotIndependent.APPLICANT, id="the nearest tie is named"),
        pytest.param([9], {"has_declared": True}, NotIndependent.DECLARED, id="declared an interest"),
        pytest.param([9, 1], {"has_declared": True}, NotIndependent.APPLICANT, id="a tie before a declaration"),
        pytest.param([1], {"payee": None}, None, id="nobody applies yet"),
    ],
)
def test_who_is_independent(organisations, facts, why):
    values = {"payee": 1, "payer": 2, "partners": [3, 4]} | facts

    assert not_independent(organisations, **values) is why


def test_what_is_verified_in_full_is_approved_and_paid(claim, signs, steering, analyst, contract):
    assert state(claim) is ClaimState.TO_VERIFY
    assert claim.due_on == timezone.localdate() + timedelta(days=10)
    with pytest.raises(Conflict):
        check_claim(CheckClaim(claim=claim.reference, note="Zelf gezien."), actor=analyst)
    with pytest.raises(Conflict):
        approve_claim(ApproveClaim(claim=claim.reference), actor=steering)

    said(claim, signs, O.VERIFIED)
    assert state(claim) is ClaimState.VERIFIED
    assert (claim.verified_value, claim.amount, claim.checked_by) == (D(12), D(12_000), signs.user)
    approve_claim(ApproveClaim(claim=claim.reference), actor=steering)
    pay_claim(PayClaim(claim=claim.reference, booked_on=timezone.localdate(), voucher="1"), actor=steering)

    assert LedgerEntry.objects.get(kind="payment").amount == D(12_000)
    with pytest.raises(Conflict):
        said(claim, signs, O.VERIFIED)


def test_what_is_verified_in_part_is_paid_by_the_verified_number(claim, signs):
    found = said(claim, signs, O.PARTLY_VERIFIED, D("9.5"))

    assert state(claim) is ClaimState.PARTLY_VERIFIED
    assert (claim.value, claim.verified_value, claim.amount) == (D(12), D("9.5"), D(9_500))
    assert claim.trace[0] == ["figure", "9.5"]
    assert (found.claimed_value, found.claimed_amount, found.number, found.amount) == (
        D(12),
        D(12_000),
        D("9.5"),
        D(9_500),
    )


@pytest.mark.parametrize("number", [12, 13], ids=["all of it", "more than was claimed"])
def test_a_part_is_less_than_what_was_claimed(claim, signs, number):
    with pytest.raises(InvalidValue):
        said(claim, signs, O.PARTLY_VERIFIED, D(number))
    assert state(claim) is ClaimState.TO_VERIFY


def test_where_less_is_better_a_part_is_more(contract, steering, other_applicant, signs):
    metric = MetricEntry(
        reported_what="mensen zonder werk",
        period="2026",
        shape=PaymentShape.PER_UNIT,
        price=D(100),
        baseline=D(100),
        is_falling=True,
    )
    claim = claimed(result_of(contract, steering, metric), other_applicant, 80)

    with pytest.raises(InvalidValue):
        said(claim, signs, O.PARTLY_VERIFIED, D(70))
    said(claim, signs, O.PARTLY_VERIFIED, D(90))
    assert state(claim) is ClaimState.PARTLY_VERIFIED
    assert claim.amount == D(1_000)


@pytest.mark.parametrize(("outcome", "number"), [("partly_verified", None), ("verified", 3), ("question", 3)], ids=str)
def test_a_number_goes_with_a_part_alone(claim, outcome, number):
    with pytest.raises(ValidationError):
        VerifyClaim(claim=claim.reference, outcome=outcome, number=number, remark="Bekeken.")


def test_a_question_goes_back_and_comes_again_with_its_answer_and_a_file(claim, signs, other_applicant, by_count):
    said(claim, signs, O.QUESTION)
    assert state(claim) is ClaimState.QUESTIONED
    with pytest.raises(Conflict):
        said(claim, signs, O.VERIFIED)
    added = add_evidence(
        AddEvidence(contract=by_count.contract.reference, instalment=by_count.reference, description="Lijst 5"),
        PDF,
        actor=other_applicant,
    )

    answer_verifier(
        AnswerVerifier(claim=claim.reference, answer="Er vielen er twee weg.", value=D(10)), actor=other_applicant
    )

    assert state(claim) is ClaimState.TO_VERIFY
    assert (claim.value, claim.amount) == (D(10), D(10_000))
    assert list(claim.files.all()) == [added]
    question = claim.verifications.get()
    assert (question.answer, question.answered_by, question.claimed_value) == (
        "Er vielen er twee weg.",
        other_applicant.user,
        D(12),
    )
    with pytest.raises(Conflict):
        answer_verifier(AnswerVerifier(claim=claim.reference, answer="Nog eens."), actor=other_applicant)
    with pytest.raises(Conflict):
        add_evidence(
            AddEvidence(contract=by_count.contract.reference, instalment=by_count.reference, description="Lijst 6"),
            PNG,
            actor=other_applicant,
        )
    said(claim, signs, O.VERIFIED)
    assert [one.outcome for one in claim.verifications.order_by("pk")] == ["question", "verified"]


def test_files_prove_a_number_without_words(by_count, other_applicant):
    add_evidence(
        AddEvidence(contract=by_count.contract.reference, instalment=by_count.reference, description="Lijst 4"),
        PDF,
        actor=other_applicant,
    )

    claim = claim_instalment(ClaimInstalment(instalment=by_count.reference, value=D(2)), actor=other_applicant)

    assert state(claim) is ClaimState.TO_VERIFY


def test_a_figure_that_was_revised_is_read_anew_with_the_answer(by_indicator, signs, other_applicant):  # noqa: F811
    published("69.6", vintage=date(2025, 3, 1))
    claim = claimed(by_indicator, other_applicant, None)
    assert claim.amount == D(10_000)
    published("69.1", vintage=date(2025, 9, 1))

    view = claim_to_verify(signs, claim.reference)
    assert view.revised.due == D(5_000)
    with pytest.raises(Conflict, match="revised"):
        said(claim, signs, O.VERIFIED)
    said(claim, signs, O.QUESTION)
    answer_verifier(AnswerVerifier(claim=claim.reference, answer="Zie het nieuwe cijfer."), actor=other_applicant)
    said(claim, signs, O.VERIFIED)

    assert state(claim) is ClaimState.VERIFIED
    assert (claim.verified_value, claim.amount, claim.proof["vintage"]) == (D("69.1"), D(5_000), "2025-09-01")


def test_nobody_else_verifies(claim, klinker, bureau, steering, other_applicant, applicant):
    for actor in (steering, applicant, other_applicant):
        with pytest.raises(NotFound):
            said(claim, actor, O.VERIFIED)
    with pytest.raises(NotAllowed):
        said(claim, actor_with(Role.EMPLOYER_CONTACT, organisation=bureau), O.VERIFIED)


@pytest.mark.parametrize(("tie", "word"), [("klinker", "does the work"), ("city", "pays")])
def test_somebody_who_also_works_for_a_party_is_kept_out_with_the_reason(claim, signs, request, tie, word):
    MembershipFactory(user=signs.user, organisation=request.getfixturevalue(tie))

    for act in (lambda: said(claim, signs, O.VERIFIED), lambda: claim_to_verify(signs, claim.reference)):
        with pytest.raises(NotAllowed, match=word):
            act()
    assert word in str(kept_out_words(signs, list(claims_to_verify(signs)))[claim.pk])
    assert [one for one in what_waits(signs) if one.kind is WaitingFor.VERIFICATION] == []


def test_an_interest_that_was_declared_in_the_jury_holds_here_too(
    call: Call, submitted, applicant, jury, steering, bureau, signs, city
):
    application = submitted(call, applicant)
    appoint(call, signs, by=steering)
    close(call)
    declare_interest(
        DeclareInterest(application=application.reference, has_interest=True, reason="Mijn zus werkt er."), actor=signs
    )
    for juror in jury:
        score(application, juror, 8, 4)
    contract = grant(application, 30_000, by=steering)
    name(contract, bureau, by=steering)
    metric = MetricEntry(reported_what="mensen", period="2026", shape=PaymentShape.PER_UNIT, price=D(1_000))
    claim = claimed(result_of(contract, steering, metric), applicant)

    with pytest.raises(NotAllowed, match="declared an interest"):
        said(claim, signs, O.VERIFIED)
    said(claim, actor_with(Role.ANALYST, organisation=bureau), O.VERIFIED)


def name(contract: Contract, organisation: Organisation | None, *, by: Actor) -> Contract:
    return name_verifier(
        NameVerifier(
            contract=contract.reference, verifier=organisation.pk if organisation else None, reason="Zo afgesproken."
        ),
        actor=by,
    )


@pytest.mark.parametrize(("who", "word"), [("klinker", "does the work"), ("city", "pays"), ("investor", "partner")])
def test_an_organisation_with_a_part_in_it_is_refused_as_verifier(contract, steering, klinker, city, who, word):
    investor = OrganisationFactory(slug="investor")
    contract.parties.create(role=PartyRole.INVESTOR, organisation=investor)

    with pytest.raises(InvalidValue, match=word) as refused:
        name(contract, Organisation.objects.get(slug={"city": "werkpunten"}.get(who, who)), by=steering)
    assert refused.value.field == "verifier"


def test_another_verifier_or_none_takes_over_what_nobody_verified(claim, contract, steering, bureau, signs, analyst):
    other = OrganisationFactory(slug="ander-bureau")
    name(contract, other, by=steering)
    with pytest.raises(NotFound):
        said(claim, signs, O.VERIFIED)
    assert contract.parties.get(role=PartyRole.VERIFIER).organisation == other

    name(contract, None, by=steering)
    assert state(claim) is ClaimState.CLAIMED
    check_claim(CheckClaim(claim=claim.reference, note="Dan zelf."), actor=analyst)
    name(contract, bureau, by=steering)
    assert state(claim) is ClaimState.CHECKED
    assert AuditEvent.objects.filter(action="name-verifier").count() == 3


def test_a_claim_that_waits_can_be_refused(claim, analyst, signs):
    refuse_claim(RefuseClaim(claim=claim.reference, reason="Verkeerd deel."), actor=analyst)

    assert state(claim) is ClaimState.REFUSED
    with pytest.raises(Conflict):
        said(claim, signs, O.VERIFIED)


def test_the_verifier_does_not_approve_it_too(claim, signs, city):
    said(claim, signs, O.VERIFIED)
    MembershipFactory(user=signs.user, organisation=city, roles=[Role.STEERING_MEMBER])

    with pytest.raises(NotAllowed):
        approve_claim(
            ApproveClaim(claim=claim.reference),
            actor=Actor(signs.user, city, frozenset({Role.STEERING_MEMBER})),
        )


@pytest.mark.parametrize(
    "change",
    [{"verified_value": D(3), "verifier": None}, {"due_on": None}, {"checked_at": timezone.now()}],
    ids=["verified by nobody", "no term", "checked without a number"],
)
def test_the_database_keeps_it_too(claim, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**change)


def test_the_states_of_the_list_are_those_of_each_claim(claim, steering, signs, other_applicant):
    def listed() -> set[ClaimState]:
        return {one for one in ClaimState if claims(steering, state=one).filter(pk=claim.pk).exists()}

    assert listed() == {state(claim)} == {ClaimState.TO_VERIFY}
    said(claim, signs, O.QUESTION)
    assert listed() == {state(claim)} == {ClaimState.QUESTIONED}
    answer_verifier(AnswerVerifier(claim=claim.reference, answer="Zo zit het."), actor=other_applicant)
    said(claim, signs, O.PARTLY_VERIFIED, D(1))
    assert listed() == {state(claim)} == {ClaimState.PARTLY_VERIFIED}


def test_today_says_what_waits_for_whom(claim, signs, steering, analyst, other_applicant):
    def waits(actor: Actor) -> dict[WaitingFor, date | None]:
        return {one.kind: one.due_on for one in what_waits(actor)}

    assert waits(signs) == {WaitingFor.VERIFICATION: claim.due_on}
    assert waits(analyst) == {}
    Claim.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert waits(analyst) == {WaitingFor.LATE_VERIFICATION: None}
    said(claim, signs, O.QUESTION)
    claim.refresh_from_db()
    assert waits(signs) == {}
    assert waits(other_applicant) == {WaitingFor.VERIFIER_QUESTION: claim.due_on}
    answer_verifier(AnswerVerifier(claim=claim.reference, answer="Zo zit het."), actor=other_applicant)
    said(claim, signs, O.VERIFIED)
    assert waits(steering) == {WaitingFor.VERIFIED: None}


def test_everybody_hears_in_time_and_a_reminder_comes_once_for_each_term(claim, signs, other_applicant, klinker):
    def mails() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for message in Message.objects.order_by("pk"):
            found.setdefault(message.kind, []).append(message.address)
        return found

    signer, asker = signs.user.email, other_applicant.user.email
    assert mails() == {"fund-to-verify": [signer]}
    late = claim.due_on + timedelta(days=1)
    assert remind_of_late_claims(actor=operator(), day=claim.due_on) == {"to_verify": 0, "questioned": 0}
    assert remind_of_late_claims(actor=operator(), day=late) == {"to_verify": 1, "questioned": 0}
    assert "fund-verification-late" not in mails()
    for count in (1, 0):
        done = remind_of_late_claims(actor=operator(), day=late, is_rehearsal=False)
        assert done == {"to_verify": count, "questioned": 0}
    said(claim, signs, O.QUESTION)
    Claim.objects.update(due_on=late)
    remind_of_late_claims(actor=operator(), day=late + timedelta(days=1), is_rehearsal=False)
    answer_verifier(AnswerVerifier(claim=claim.reference, answer="Zo zit het."), actor=other_applicant)
    said(claim, signs, O.VERIFIED)

    assert mails() == {
        "fund-to-verify": [signer],
        "fund-verification-late": [signer],
        "fund-verifier-asks": [asker],
        "fund-answer-late": [asker],
        "fund-verifier-answered": [signer],
        "fund-verified": [asker],
    }


def test_somebody_with_a_part_in_it_gets_no_mail_either(by_count, other_applicant, bureau, klinker):
    tied = actor_with(Role.ANALYST, organisation=bureau)
    MembershipFactory(user=tied.user, organisation=klinker)

    claimed(by_count, other_applicant)

    assert not Message.objects.filter(address=tied.user.email).exists()


def test_an_advance_and_a_contract_without_verifier_go_as_before(contract, steering, other_applicant, analyst):
    advance = add_instalment(
        AddInstalment(contract=contract.reference, kind=InstalmentKind.ADVANCE, title="Voorschot", amount=D(1_000)),
        actor=steering,
    )
    claim = claim_instalment(ClaimInstalment(instalment=advance.reference), actor=other_applicant)

    assert state(claim) is ClaimState.CLAIMED
    check_claim(CheckClaim(claim=claim.reference, note="Getekend."), actor=analyst)
    assert state(claim) is ClaimState.CHECKED


@pytest.fixture
def verified_call(steering, call_content, bureau) -> Call:
    call = prepare_call(PrepareCall(**call_content, verifier=bureau.pk, verification_days=5), actor=steering)
    return publish_call(PublishCall(call=call.reference), actor=steering)


def test_the_verifier_of_a_call_verifies_its_contracts(verified_call, submitted, applicant, jury, steering, bureau):
    application = submitted(verified_call, applicant)
    for juror in jury:
        appoint(verified_call, juror, by=steering)
    close(verified_call)
    for juror in jury:
        score(application, juror, 8, 4)

    contract = grant(application, 30_000, by=steering)

    assert contract.parties.get(role=PartyRole.VERIFIER).organisation == bureau
    assert contract.verification_days == 5
    assert verified_call.versions.get().content["verifier"] == "Meetbureau"


def test_the_verifier_of_a_call_does_not_apply_nor_along(verified_call, bureau, applicant):
    with pytest.raises(NotAllowed, match="verifies"):
        start_application(
            StartApplication(call=verified_call.reference), actor=actor_with(Role.TEAM_LEAD, organisation=bureau)
        )
    application = start_application(StartApplication(call=verified_call.reference), actor=applicant)
    with pytest.raises(InvalidValue, match="independent"):
        save_application(filled(application, co_applicants=(bureau.pk,)), actor=applicant)


def test_who_applied_already_is_not_named_and_who_is_named_does_not_submit(
    call, call_content, submitted, applicant, other_applicant, steering, wegwijs, klinker
):
    submitted(call, applicant)
    draft = start_application(StartApplication(call=call.reference), actor=other_applicant)
    save_application(filled(draft), actor=other_applicant)

    def change(organisation: Organisation) -> ChangeCall:
        return ChangeCall(**call_content | {"call": call.reference, "reason": "Toezicht.", "verifier": organisation.pk})

    for organisation in (wegwijs, call.organisation):
        with pytest.raises(InvalidValue):
            change_call(change(organisation), actor=steering)
    change_call(change(klinker), actor=steering)
    with pytest.raises(Conflict, match="verifies"):
        submit_application(SubmitApplication(application=draft.reference), actor=other_applicant)
    assert Application.objects.get(pk=draft.pk).submitted_at is None
