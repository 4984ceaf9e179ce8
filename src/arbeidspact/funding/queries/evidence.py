"""Files of evidence to see: for who does the work, who pays, and who verifies; for nobody else."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.conflicts import NotIndependent
from arbeidspact.funding.evidence_files import LARGEST_FILE
from arbeidspact.funding.models import (
    Claim,
    Contract,
    Evidence,
    EvidenceType,
    Instalment,
    InstalmentKind,
    PartyRole,
)
from arbeidspact.funding.queries.independence import why_not_to_verify
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may, require

__all__ = [
    "LARGEST_FILE",
    "Evidence",
    "EvidenceType",
    "evidence_of_claim",
    "evidence_of_contract",
    "evidence_seen_by",
    "evidence_to_remove",
    "own_evidence",
    "provable",
    "waiting_for_instalment",
]


def evidence_seen_by(actor: Actor) -> QuerySet[Evidence]:
    """Which files may this actor see? Everything else is not there for them.

    Who does the work sees all of its own; who pays sees, with a role that runs the fund, checks or approves, what was
    handed in; so does who verifies, of the contracts that name them and the claims that they verified, unless they have
    a part in the project. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_FUND)
    wanted = Q(pk__in=[])
    if may(actor, Permission.APPLY_TO_FUND):
        wanted |= Q(contract__payee=actor.organisation)
    handed_in = Q(handed_in_at__isnull=False)
    if any(may(actor, one) for one in (Permission.EDIT_FUND, Permission.CHECK_CLAIMS, Permission.APPROVE_PAYMENTS)):
        wanted |= handed_in & Q(contract__payer=actor.organisation)
    if may(actor, Permission.VERIFY_CLAIMS):
        wanted |= handed_in & _as_verifier(actor)
    return (
        Evidence.objects.filter(wanted)
        .select_related("contract", "instalment", "added_by", "withdrawn_by", "report", "claim")
        .order_by("added_at", "id")
    )


def evidence_of_contract(actor: Actor, contract: Contract) -> list[Evidence]:
    """The files of this contract that this actor may see, oldest first; without those left out and gone."""
    gone = Q(is_forgotten=True, handed_in_at__isnull=True)
    return list(evidence_seen_by(actor).filter(~gone, contract=contract))


def evidence_of_claim(actor: Actor, claim: Claim) -> list[Evidence]:
    """What was handed in with this claim, and with the report that it rests on; as far as this actor may see it."""
    wanted = Q(claim=claim)
    if claim.report_id is not None:
        wanted |= Q(report=claim.report_id)
    return list(evidence_seen_by(actor).filter(wanted))


def waiting_for_instalment(actor: Actor, instalment: Instalment | None, contract: Contract) -> list[Evidence]:
    """What goes along when the own organisation claims this instalment, or reports (None)."""
    return list(
        evidence_seen_by(actor).filter(
            contract=contract,
            contract__payee=actor.organisation,
            instalment=instalment,
            handed_in_at__isnull=True,
            withdrawn_at__isnull=True,
        )
    )


def own_evidence(actor: Actor, contract: Contract, reference: str) -> Evidence | None:
    """A file of the own organisation that waits, to be replaced."""
    waiting = evidence_seen_by(actor).filter(
        contract=contract, handed_in_at__isnull=True, withdrawn_at__isnull=True, contract__payee=actor.organisation
    )
    return next((one for one in waiting if str(one.reference) == reference), None)


def evidence_to_remove(actor: Actor, reference: UUID) -> Evidence:
    """A file that was handed in to the own organisation, which pays. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.EDIT_FUND)
    found = evidence_seen_by(actor).filter(
        reference=reference, contract__payer=actor.organisation, handed_in_at__isnull=False, is_forgotten=False
    )
    if (evidence := found.first()) is None:
        raise NotFound(_("There is no such file."))
    return evidence


def provable(contract: Contract, actor: Actor) -> list[Instalment]:
    """For which milestones and results can evidence be added now? Raises: `NotFound` for another organisation."""
    if contract.payee != actor.organisation:
        raise NotFound(_("Your organisation has no such contract."))
    found = contract.instalments.exclude(kind=InstalmentKind.ADVANCE).prefetch_related("claims").order_by("order", "id")
    open_ones = []
    for instalment in found:
        standing = next((one for one in instalment.claims.all() if one.refused_at is None), None)
        if standing is None or state_of_claim(standing) is ClaimState.QUESTIONED:
            open_ones.append(instalment)
    return open_ones


def _as_verifier(actor: Actor) -> Q:
    named = Contract.objects.filter(parties__role=PartyRole.VERIFIER, parties__organisation=actor.organisation)
    signed = Contract.objects.filter(instalments__claims__verifier=actor.organisation)
    contracts = Contract.objects.filter(Q(pk__in=named.values("pk")) | Q(pk__in=signed.values("pk"))).order_by("pk")
    barred: dict[int, NotIndependent] = why_not_to_verify(actor.user, contracts)
    allowed = Q(contract__in=named.values("pk")) | Q(claim__verifier=actor.organisation)
    return allowed & ~Q(contract__in=list(barred))
