"""Claims: made by who does the work, checked by a second person, approved by a third, paid once, put right."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.acting import own_user
from arbeidspact.funding.actions.contracts import book
from arbeidspact.funding.actions.evidence import hand_in_evidence, waiting_evidence
from arbeidspact.funding.actions.measuring import measure
from arbeidspact.funding.actions.verification import send_to_verifier
from arbeidspact.funding.commands import (
    AnswerRevision,
    ApproveClaim,
    CheckClaim,
    ClaimInstalment,
    ClawBack,
    PayClaim,
    RefuseClaim,
)
from arbeidspact.funding.ledger import Balance, balance_of
from arbeidspact.funding.models import (
    Claim,
    Contract,
    Instalment,
    InstalmentKind,
    LedgerEntry,
    LedgerKind,
    RevisionAnswer,
    RevisionDecision,
)
from arbeidspact.funding.proof import frozen
from arbeidspact.funding.queries.revisions import Revised, revision_of
from arbeidspact.funding.states import TO_APPROVE, UNDECIDED, ClaimState, state_of_claim
from arbeidspact.funding.verification_letters import tell_verifier
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, require


def claim_instalment(command: ClaimInstalment, *, actor: Actor) -> Claim:
    """An instalment is asked for. For a result, what is due is computed from the figure, which is kept with the claim.

    The files of evidence that wait for this instalment go along and stay. A result goes to the verifier of the
    contract, where one is named.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` without the number or its evidence; `Conflict` when it was claimed
        already, the contract is closed, or no figure is there yet that proves the result.
    """
    require(actor, Permission.APPLY_TO_FUND)
    with transaction.atomic():
        instalment = (
            Instalment.objects.select_related("contract", "metric")
            .filter(reference=command.instalment, contract__payee=actor.organisation)
            .first()
        )
        if instalment is None:
            raise NotFound(_("Your organisation has no such instalment."))
        contract = Contract.objects.select_for_update().get(pk=instalment.contract_id)
        if contract.closed_at is not None:
            raise Conflict(_("This contract is closed."))
        if instalment.claims.filter(refused_at__isnull=True).exists():
            raise Conflict(_("This instalment is claimed already."))
        report = contract.reports.filter(reference=command.report).first() if command.report else None
        if command.report and report is None:
            raise InvalidValue(_("Choose one of the reports of this contract."), field="report")
        claim = Claim(instalment=instalment, report=report, evidence=command.evidence, claimed_by=own_user(actor))
        is_proven = bool(command.evidence) or report is not None or waiting_evidence(contract, instalment).exists()
        if instalment.kind == InstalmentKind.RESULT:
            if not (instalment.metric.indicator or command.value is None or is_proven):
                raise InvalidValue(_("Say what proves the number, add a file, or choose a report."), field="evidence")
            measure(claim, command.value, actor)
            send_to_verifier(claim)
        else:
            if instalment.kind == InstalmentKind.MILESTONE and not is_proven:
                raise InvalidValue(
                    _("Say what proves that the milestone is reached, add a file, or choose a report."),
                    field="evidence",
                )
            claim.amount = instalment.amount
        claim.save()
        files = hand_in_evidence(contract, claim=claim)
        record(actor, "claim-instalment", contract, amount=claim.amount, files=files)
        if claim.verifier is not None:
            tell_verifier(claim)
    return claim


def check_claim(command: CheckClaim, *, actor: Actor) -> Claim:
    """Somebody of who pays checked the evidence and the calculation; never who claimed it.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it is not waiting for that, or its figure was revised since.
    """
    require(actor, Permission.CHECK_CLAIMS)
    with transaction.atomic():
        claim = _claim_to_change(command.claim, actor, ClaimState.CLAIMED)
        _refuse_one_of(actor, claim.claimed_by_id)
        _refuse_revised(claim, actor)
        claim.checked_at, claim.checked_by, claim.check_note = timezone.now(), own_user(actor), command.note
        claim.save()
        record(actor, "check-claim", claim)
    return claim


def approve_claim(command: ApproveClaim, *, actor: Actor) -> Claim:
    """A third person lets it be paid. Raises: `NotAllowed`; `NotFound`; `Conflict`."""
    require(actor, Permission.APPROVE_PAYMENTS)
    with transaction.atomic():
        claim = _claim_to_change(command.claim, actor, *TO_APPROVE)
        _refuse_one_of(actor, claim.claimed_by_id, claim.checked_by_id)
        _refuse_revised(claim, actor)
        claim.approved_at, claim.approved_by = timezone.now(), own_user(actor)
        claim.save()
        record(actor, "approve-claim", claim)
    return claim


def pay_claim(command: PayClaim, *, actor: Actor) -> Claim:
    """The payment is booked with its reference in the accounts; once, and never above what is promised.

    A claim of nothing is closed without a booking. Raises: `NotAllowed`; `NotFound`; `InvalidValue`; `Conflict`.
    """
    require(actor, Permission.APPROVE_PAYMENTS)
    _refuse_future(command.booked_on)
    with transaction.atomic():
        claim = _claim_to_change(command.claim, actor, ClaimState.APPROVED)
        if claim.amount:
            _book(claim, LedgerKind.PAYMENT, claim.amount, command.booked_on, command.voucher, "", actor)
        claim.paid_at = timezone.now()
        claim.save()
        record(actor, "pay-claim", claim, amount=claim.amount)
    return claim


def refuse_claim(command: RefuseClaim, *, actor: Actor) -> Claim:
    """A claim that is not paid yet is refused with a reason; the instalment can be claimed anew.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it is paid or refused already.
    """
    require(actor, Permission.CHECK_CLAIMS)
    with transaction.atomic():
        claim = _claim_to_change(command.claim, actor, *UNDECIDED)
        _refuse_one_of(actor, claim.claimed_by_id)
        claim.refused_at, claim.refused_by = timezone.now(), own_user(actor)
        claim.refused_because = command.reason
        claim.save()
        record(actor, "refuse-claim", claim)
    return claim


def claw_back(command: ClawBack, *, actor: Actor) -> LedgerEntry:
    """What was paid and should not have been comes back; never more than was paid for this claim.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue`; `Conflict` when it is not paid.
    """
    require(actor, Permission.APPROVE_PAYMENTS)
    _refuse_future(command.booked_on)
    with transaction.atomic():
        claim = _claim_to_change(command.claim, actor, ClaimState.PAID)
        entry = _book(claim, LedgerKind.CLAWBACK, command.amount, command.booked_on, "", command.reason, actor)
        record(actor, "claw-back", claim, amount=command.amount)
    return entry


def answer_revision(command: AnswerRevision, *, actor: Actor) -> RevisionDecision:
    """A figure that was paid on is revised: a person who did not claim or check it decides whether money moves.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when nothing was revised, or otherwise than the page showed.
    """
    require(actor, Permission.APPROVE_PAYMENTS)
    _refuse_future(command.booked_on)
    with transaction.atomic():
        claim = _claim_to_change(command.claim, actor, ClaimState.PAID)
        _refuse_one_of(actor, claim.claimed_by_id, claim.checked_by_id)
        revised = revision_of(claim, actor=actor)
        if not isinstance(revised, Revised):
            raise Conflict(_("The figure of this payment is not revised, or somebody decided about it already."))
        if revised.difference != command.difference:
            raise Conflict(_("The figure changed once more since you opened the page."), hint=_("Look again."))
        if command.answer is RevisionAnswer.CORRECT and revised.difference:
            kind = LedgerKind.PAYMENT if revised.difference > 0 else LedgerKind.CLAWBACK
            _book(claim, kind, abs(revised.difference), command.booked_on, "", command.reason[:300], actor)
        decision = RevisionDecision.objects.create(
            claim=claim,
            seen=frozen(revised.observation),
            value=revised.observation.value,
            difference=revised.difference,
            answer=command.answer,
            reason=command.reason,
            decided_by=own_user(actor),
        )
        record(actor, "answer-revision", claim, answer=command.answer.value, difference=revised.difference)
    return decision


def _claim_to_change(reference: UUID, actor: Actor, *states: ClaimState) -> Claim:
    """This claim on the actor's organisation, in one of these states, with its contract held."""
    claim = Claim.objects.filter(reference=reference, instalment__contract__payer=actor.organisation).first()
    if claim is None:
        raise NotFound(_("There is no such claim."))
    Contract.objects.select_for_update().get(instalments__claims=claim)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("instalment__contract").get(pk=claim.pk)
    if state_of_claim(claim) not in states:
        raise Conflict(
            _("That cannot be done with this claim now."), hint=_("Look again: somebody may have been before you.")
        )
    return claim


def _refuse_one_of(actor: Actor, *people: int | None) -> None:
    if actor.user is None or actor.user.pk in people:
        raise NotAllowed(_("Somebody else does this step: never the same person twice."))


def _refuse_revised(claim: Claim, actor: Actor) -> None:
    if isinstance(revision_of(claim, actor=actor), Revised):
        raise Conflict(
            _("The figure was revised after the claim."), hint=_("Refuse the claim, so that it can be claimed anew.")
        )


def _refuse_future(day: date) -> None:
    if day > timezone.localdate():
        raise InvalidValue(_("Book on today or an earlier day."), field="booked_on")


def _book(
    claim: Claim, kind: LedgerKind, amount: Decimal, day: date, voucher: str, note: str, actor: Actor
) -> LedgerEntry:
    contract = claim.instalment.contract
    of_contract = _balance(contract)
    of_claim = _balance(claim)
    if kind is LedgerKind.PAYMENT and amount > of_contract.open:
        raise Conflict(
            _("That is more than this contract still has to pay: %(left)s euro.") % {"left": of_contract.open}
        )
    if kind is LedgerKind.PAYMENT and of_claim.net_paid + amount > claim.instalment.amount:
        raise Conflict(
            _("That is more than this instalment can be: %(most)s euro.") % {"most": claim.instalment.amount}
        )
    if kind is LedgerKind.CLAWBACK and amount > of_claim.net_paid:
        raise InvalidValue(
            _("%(paid)s euro of this claim is paid; no more can come back.") % {"paid": of_claim.net_paid},
            field="amount",
        )
    if kind is LedgerKind.CLAWBACK and contract.closed_at is not None:
        # What comes back to a closed contract is free for others, as what was left at its closing.
        book(contract, LedgerKind.RELEASE, amount, actor)
    return LedgerEntry.objects.create(
        contract=contract,
        claim=claim,
        kind=kind,
        amount=amount,
        booked_on=day,
        booked_by=actor.user,
        voucher=voucher,
        note=note,
    )


def _balance(of: Contract | Claim) -> Balance:
    return balance_of(of.ledger.values_list("kind", "amount"))
