"""An independent organisation verifies a result: named, asks, is answered, signs with a number that is paid on."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.acting import own_user
from arbeidspact.funding.actions.evidence import hand_in_evidence
from arbeidspact.funding.actions.measuring import is_better, measure, pay_on
from arbeidspact.funding.models import (
    Claim,
    Contract,
    ContractParty,
    InstalmentKind,
    PartyRole,
    Verification,
    VerificationOutcome,
)
from arbeidspact.funding.queries.independence import why_not_a_verifier, why_not_to_verify
from arbeidspact.funding.queries.revisions import Revised, revision_of
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.funding.verification_commands import AnswerVerifier, NameVerifier, VerifyClaim
from arbeidspact.funding.verification_letters import ask_applicant, tell_of_answer, tell_of_outcome, tell_verifier
from arbeidspact.funding.wording import NOT_INDEPENDENT_WORDS, VERIFIER_WORDS
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require

WAITS: Final = frozenset({ClaimState.CLAIMED, ClaimState.TO_VERIFY, ClaimState.QUESTIONED})
"""Nobody found the claim right yet, so that another can still be named to verify it."""


def name_verifier(command: NameVerifier, *, actor: Actor) -> Contract:
    """Who verifies the results of this contract from now on; claims that nobody verified or checked yet go along.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` for an organisation with a part in the project; `Conflict`.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        contract = (
            Contract.objects.select_for_update().filter(reference=command.contract, payer=actor.organisation).first()
        )
        if contract is None:
            raise NotFound(_("Your organisation pays no such contract."))
        if contract.closed_at is not None:
            raise Conflict(_("This contract is closed."))
        verifier = set_verifier(contract, command.verifier)
        contract.verification_days = command.verification_days
        contract.save(update_fields=["verification_days"])
        waiting = [claim for claim in _results_of(contract) if state_of_claim(claim) in WAITS]
        for claim in waiting:
            _hand_over(claim, verifier, contract)
        record(
            actor,
            "name-verifier",
            contract,
            verifier=verifier.slug if verifier else "",
            days=command.verification_days,
            reason=command.reason,
        )
        if verifier is not None:
            for claim in waiting:
                if state_of_claim(claim) is ClaimState.TO_VERIFY:
                    tell_verifier(claim)
    return contract


def verify_claim(command: VerifyClaim, *, actor: Actor) -> Verification:
    """The verifier finds a claim right, right in part, or asks something. The amount follows from the verified number.

    Raises: `NotAllowed` when the actor has a part in the project or claimed it; `NotFound`; `InvalidValue` for a number
        that is no part of what was claimed; `Conflict` when it is not waiting for that, or its figure was revised.
    """
    require(actor, Permission.VERIFY_CLAIMS)
    with transaction.atomic():
        claim = _claim_in(command.claim, ClaimState.TO_VERIFY, verifier=actor.organisation)
        contract = claim.instalment.contract
        if why := why_not_to_verify(actor.user, [contract]).get(contract.pk):
            raise NotAllowed(NOT_INDEPENDENT_WORDS[why], hint=_("A colleague can."))
        user = own_user(actor)
        if user.pk == claim.claimed_by_id:
            raise NotAllowed(_("Somebody else does this step: never the same person twice."))
        assert claim.value is not None
        assert claim.verifier is not None
        said = Verification(
            claim=claim,
            organisation=claim.verifier,
            outcome=command.outcome,
            claimed_value=claim.value,
            claimed_amount=claim.amount,
            remark=command.remark,
            signed_by=user,
        )
        now = timezone.now()
        if command.outcome is VerificationOutcome.QUESTION:
            claim.questioned_at, claim.due_on = now, term_of(contract)
        else:
            _refuse_revised(claim, actor)
            number = _verified_number(command, claim)
            pay_on(claim, number)
            said.number, said.amount = number, claim.amount
            claim.verified_value = number
            claim.is_partly_verified = command.outcome is VerificationOutcome.PARTLY_VERIFIED
            claim.checked_at, claim.checked_by, claim.check_note = now, user, command.remark
        claim.save()
        said.save()
        record(actor, "verify-claim", claim, outcome=command.outcome.value)
        if command.outcome is VerificationOutcome.QUESTION:
            ask_applicant(said)
        else:
            tell_of_outcome(said)
    return said


def answer_verifier(command: AnswerVerifier, *, actor: Actor) -> Claim:
    """Who does the work answers, perhaps with another number or more files; the claim goes back to the verifier.

    The figure of an indicator is read anew. Raises: `NotAllowed`; `NotFound`; `Conflict` when nothing is asked.
    """
    require(actor, Permission.APPLY_TO_FUND)
    with transaction.atomic():
        claim = _claim_in(command.claim, ClaimState.QUESTIONED, payee=actor.organisation)
        question = claim.verifications.filter(outcome=VerificationOutcome.QUESTION, answered_at=None).last()
        assert question is not None
        value = command.value if command.value is not None else claim.value
        measure(claim, value, actor)
        question.answer, question.answered_at, question.answered_by = command.answer, timezone.now(), own_user(actor)
        question.save(update_fields=["answer", "answered_at", "answered_by"])
        claim.questioned_at, claim.due_on = None, term_of(claim.instalment.contract)
        claim.save()
        files = hand_in_evidence(claim.instalment.contract, claim=claim)
        record(actor, "answer-verifier", claim, files=files)
        tell_of_answer(question)
    return claim


def set_verifier(contract: Contract, key: int | None) -> Organisation | None:
    """Writes who verifies among the parties of a contract, once it is sure that it has no part in the project.

    Raises: `InvalidValue`.
    """
    verifier = None
    if key is not None:
        verifier = Organisation.objects.filter(pk=key).first()
        if verifier is None:
            raise InvalidValue(_("Choose an organisation from the list."), field="verifier")
        if why := why_not_a_verifier(verifier.pk, contract):
            raise InvalidValue(VERIFIER_WORDS[why], hint=_("Choose an independent one."), field="verifier")
    contract.parties.filter(role=PartyRole.VERIFIER, organisation__isnull=False).delete()
    if verifier is not None:
        ContractParty.objects.create(contract=contract, role=PartyRole.VERIFIER, organisation=verifier)
    return verifier


def send_to_verifier(claim: Claim) -> None:
    """A claim on a result goes to the verifier of its contract, when there is one. Call it before it is saved."""
    party = (
        claim.instalment.contract.parties.filter(role=PartyRole.VERIFIER, organisation__isnull=False)
        .select_related("organisation")
        .first()
    )
    if party is not None and claim.instalment.kind == InstalmentKind.RESULT:
        claim.verifier = party.organisation
        claim.due_on = term_of(claim.instalment.contract)


def term_of(contract: Contract) -> date:
    """By when does somebody verify or answer who hears of it today?"""
    return timezone.localdate() + timedelta(days=contract.verification_days)


def _hand_over(claim: Claim, verifier: Organisation | None, contract: Contract) -> None:
    claim.verifier = verifier
    if verifier is None:
        claim.due_on = claim.questioned_at = None
        claim.verifications.filter(outcome=VerificationOutcome.QUESTION, answered_at=None).update(
            answered_at=timezone.now()
        )
    elif claim.questioned_at is None:
        claim.due_on = term_of(contract)
    claim.save()


def _results_of(contract: Contract) -> list[Claim]:
    return list(
        Claim.objects.select_related("instalment__contract")
        .filter(instalment__contract=contract, instalment__kind=InstalmentKind.RESULT, refused_at__isnull=True)
        .order_by("pk")
    )


def _verified_number(command: VerifyClaim, claim: Claim) -> Decimal:
    assert claim.value is not None
    if command.number is None:
        return claim.value
    if command.number == claim.value:
        raise InvalidValue(
            _("That is the whole of what was claimed."), hint=_("Choose that it is verified."), field="number"
        )
    if is_better(claim, command.number):
        raise InvalidValue(
            _("That is more than was claimed: %(value)s.") % {"value": f"{claim.value.normalize():f}"},
            hint=_("Send it back with a question, so that it is claimed."),
            field="number",
        )
    return command.number


def _claim_in(reference: UUID, state: ClaimState, **whose: Organisation | None) -> Claim:
    """This claim of or on these organisations, in this state, with its contract held."""
    names = {"payee": "instalment__contract__payee", "verifier": "verifier"}
    wanted = {names[name]: organisation for name, organisation in whose.items()}
    claim = Claim.objects.filter(reference=reference, verifier__isnull=False, **wanted).first()
    if claim is None:
        raise NotFound(_("There is no such claim."))
    Contract.objects.select_for_update().get(instalments__claims=claim)
    claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("instalment__contract", "instalment__metric", "verifier")
        .get(pk=claim.pk)
    )
    if state_of_claim(claim) is not state:
        raise Conflict(
            _("That cannot be done with this claim now."), hint=_("Look again: somebody may have been before you.")
        )
    return claim


def _refuse_revised(claim: Claim, actor: Actor) -> None:
    if isinstance(revision_of(claim, actor=actor), Revised):
        raise Conflict(
            _("The figure was revised after the claim."),
            hint=_("Send it back with a question: with the answer it is read anew."),
        )
