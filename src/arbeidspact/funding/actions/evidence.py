"""Evidence: added, replaced and withdrawn by who does the work until it is handed in; fetched by who may see it."""

from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.evidence_files import bytes_of, evidence_type_of, forget_evidence, keep_evidence, name_for
from arbeidspact.funding.models import Claim, Contract, Evidence, Instalment, InstalmentKind, ProgressReport
from arbeidspact.funding.queries.evidence import evidence_seen_by
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.funding.verification_commands import (
    AddEvidence,
    FetchEvidence,
    RemoveEvidence,
    RestoreEvidence,
    WithdrawEvidence,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.kept_files import hash_of_bytes
from arbeidspact.organisations.permissions import Permission, require

MOST_FILES: Final = 20
"""So many files go with one report or claim."""
MOST_TRIES: Final = 100
"""So many files wait with one contract, those that were withdrawn and can be put back included."""


def add_evidence(command: AddEvidence, data: bytes, *, actor: Actor) -> Evidence:
    """A file is kept with the milestone, result or report that it proves, perhaps instead of another.

    Arguments: `data`, what is in the file. Raises: `NotAllowed`; `NotFound`; `InvalidValue` for a file that is not
        taken, or a file too many; `Conflict` when the contract is closed or the claim is handed in.
    """
    require(actor, Permission.APPLY_TO_FUND)
    media_type = evidence_type_of(data)
    kept: Evidence | None = None
    try:
        with transaction.atomic():
            contract = _contract_to_prove(command.contract, actor)
            instalment = _instalment_to_prove(contract, command.instalment) if command.instalment else None
            waiting = waiting_evidence(contract, instalment)
            replaced = None
            if command.replaces is not None:
                replaced = waiting.filter(reference=command.replaces).first()
                if replaced is None:
                    raise NotFound(_("The file that you replace is not there, or is handed in."))
            digest = hash_of_bytes(data)
            _refuse_too_many(contract, waiting, digest, replaced)
            kept = Evidence(
                reference=uuid4(),
                contract=contract,
                instalment=instalment,
                description=command.description,
                media_type=media_type,
                size=len(data),
                sha256=digest,
                replaces=replaced,
                added_by=actor.user,
            )
            keep_evidence(kept, data)
            if replaced is not None:
                _withdraw(replaced, actor)
            record(actor, "add-evidence", contract, evidence=kept.reference, replaces=command.replaces)
    except BaseException:
        if kept is not None:
            forget_evidence(kept)
        raise
    return kept


def withdraw_evidence(command: WithdrawEvidence, *, actor: Actor) -> Evidence:
    """A file that is not handed in is left out; it can be put back until then. Raises: as `add_evidence`."""
    with transaction.atomic():
        evidence = _own_evidence(command.evidence, actor)
        if evidence.withdrawn_at is not None:
            raise Conflict(_("This file is left out already."))
        _withdraw(evidence, actor)
        record(actor, "withdraw-evidence", evidence.contract, evidence=evidence.reference)
    return evidence


def restore_evidence(command: RestoreEvidence, *, actor: Actor) -> Evidence:
    """A file that was left out goes along after all; what came instead of it is left out. Raises: as `add_evidence`."""
    with transaction.atomic():
        evidence = _own_evidence(command.evidence, actor)
        if evidence.withdrawn_at is None:
            raise Conflict(_("This file goes along already."))
        for successor in evidence.replaced_by.filter(withdrawn_at__isnull=True, handed_in_at__isnull=True):
            _withdraw(successor, actor)
        waiting = waiting_evidence(evidence.contract, evidence.instalment)
        if waiting.count() >= MOST_FILES:
            raise _too_many()
        evidence.withdrawn_at = evidence.withdrawn_by = None
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(actor, "restore-evidence", evidence.contract, evidence=evidence.reference)
    return evidence


def fetch_evidence(command: FetchEvidence, *, actor: Actor) -> tuple[Evidence, bytes, str]:
    """A copy of a file for somebody who may see it; that they took it is written down.

    Returns: the row, what is in the file, and the name of the copy. Raises: `NotAllowed`; `NotFound`.
    """
    found = evidence_seen_by(actor).filter(reference=command.evidence).first()
    if found is None or found.is_forgotten:
        raise NotFound(_("There is no such file."))
    data = bytes_of(found)
    record(actor, "fetch-evidence", found.contract, evidence=found.reference)
    return found, data, name_for(found)


def remove_evidence(command: RemoveEvidence, *, actor: Actor) -> Evidence:
    """Who pays removes a file that should not have been handed in; that it was there, its hash and the reason stay.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it is removed already.
    """
    require(actor, Permission.EDIT_FUND)
    with transaction.atomic():
        evidence = (
            Evidence.objects.select_for_update(of=("self",))
            .select_related("contract")
            .filter(reference=command.evidence, contract__payer=actor.organisation, handed_in_at__isnull=False)
            .first()
        )
        if evidence is None:
            raise NotFound(_("There is no such file."))
        if evidence.is_forgotten:
            raise Conflict(_("This file is removed already."))
        evidence.removed_because = command.reason
        evidence.save(update_fields=["removed_because"])
        record(actor, "remove-evidence", evidence.contract, evidence=evidence.reference)
        _forget_after_commit([evidence])
    return evidence


def waiting_evidence(contract: Contract, instalment: Instalment | None) -> QuerySet[Evidence]:
    """What goes along with the next report, or with the claim of this instalment."""
    return Evidence.objects.filter(
        contract=contract, instalment=instalment, handed_in_at__isnull=True, withdrawn_at__isnull=True
    ).order_by("added_at", "id")


def hand_in_evidence(contract: Contract, *, report: ProgressReport | None = None, claim: Claim | None = None) -> int:
    """What waits goes along with this report or claim and stays; what was left out is removed after the commit.

    Returns: how many files went along. Call it inside the transaction of the change.
    """
    instalment = claim.instalment if claim is not None else None
    handed = waiting_evidence(contract, instalment).update(report=report, claim=claim, handed_in_at=timezone.now())
    left_out = list(Evidence.objects.filter(contract=contract, instalment=instalment, withdrawn_at__isnull=False))
    _forget_after_commit(left_out)
    return handed


def forget_waiting_evidence(contract: Contract, actor: Actor) -> None:
    """Nothing is handed in any more: what waits is withdrawn and its files are removed."""
    waiting = Evidence.objects.filter(contract=contract, handed_in_at__isnull=True)
    waiting.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now(), withdrawn_by=actor.user)
    _forget_after_commit(list(waiting))


def _forget_after_commit(files: list[Evidence]) -> None:
    Evidence.objects.filter(pk__in=[one.pk for one in files]).update(is_forgotten=True)

    def forget() -> None:
        for one in files:
            forget_evidence(one)

    transaction.on_commit(forget)


def _withdraw(evidence: Evidence, actor: Actor) -> None:
    evidence.withdrawn_at, evidence.withdrawn_by = timezone.now(), actor.user
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _contract_to_prove(reference: UUID, actor: Actor) -> Contract:
    contract = Contract.objects.select_for_update().filter(reference=reference, payee=actor.organisation).first()
    if contract is None:
        raise NotFound(_("Your organisation has no such contract."))
    if contract.closed_at is not None:
        raise Conflict(_("This contract is closed."))
    return contract


def _instalment_to_prove(contract: Contract, reference: UUID) -> Instalment:
    instalment = contract.instalments.filter(reference=reference).exclude(kind=InstalmentKind.ADVANCE).first()
    if instalment is None:
        raise NotFound(_("Choose a milestone or result of this contract, or the next report."))
    claim = instalment.claims.filter(refused_at__isnull=True).first()
    if claim is not None and state_of_claim(claim) is not ClaimState.QUESTIONED:
        raise Conflict(
            _("The claim is handed in, and its evidence with it."),
            hint=_("You can add a file when the verifier asks something."),
        )
    return instalment


def _own_evidence(reference: UUID, actor: Actor) -> Evidence:
    require(actor, Permission.APPLY_TO_FUND)
    found = Evidence.objects.filter(reference=reference, contract__payee=actor.organisation).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    _contract_to_prove(found.contract.reference, actor)
    found = Evidence.objects.select_related("contract", "instalment").get(pk=found.pk)
    if found.handed_in_at is not None:
        raise Conflict(_("This file is handed in; it stays."))
    if found.is_forgotten:
        raise Conflict(_("This file was left out when the rest was handed in; it is removed."))
    return found


def _refuse_too_many(contract: Contract, waiting: QuerySet[Evidence], digest: str, replaced: Evidence | None) -> None:
    if waiting.filter(sha256=digest).exists():
        raise InvalidValue(_("This file is there already."), field="file")
    if waiting.count() - (replaced is not None) >= MOST_FILES:
        raise _too_many()
    if Evidence.objects.filter(contract=contract, handed_in_at__isnull=True, is_forgotten=False).count() >= MOST_TRIES:
        raise InvalidValue(
            _("Too many files were left out and replaced here."), hint=_("Hand in what is ready first."), field="file"
        )


def _too_many() -> InvalidValue:
    return InvalidValue(
        _("At most %(most)d files go along with one report or claim.") % {"most": MOST_FILES},
        hint=_("Put pages together in one file, or leave one out."),
        field="file",
    )
