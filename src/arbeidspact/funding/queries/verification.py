"""What an organisation verifies: the claims that wait for it, those it signed, and everything about one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.conflicts import NotIndependent
from arbeidspact.funding.models import Claim, Evidence, ProgressReport, Verification, VerificationOutcome
from arbeidspact.funding.models.calls import VERIFICATION_DAYS
from arbeidspact.funding.proof import Proof, proof_of
from arbeidspact.funding.queries.contracts import in_state
from arbeidspact.funding.queries.evidence import evidence_of_claim
from arbeidspact.funding.queries.independence import why_not_to_verify
from arbeidspact.funding.queries.revisions import NoLongerPublished, NotRevised, Revised, revision_of
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.funding.wording import NOT_INDEPENDENT_WORDS
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require

__all__ = [
    "VERIFICATION_DAYS",
    "ClaimToVerify",
    "Verification",
    "VerificationOutcome",
    "claim_to_verify",
    "claims_to_verify",
    "claims_waiting",
    "kept_out_words",
    "verifiers_to_choose",
]


@dataclass(frozen=True, slots=True)
class ClaimToVerify:
    """A claim as its verifier sees it. `proof`: what the indicator says now, None for a number that is reported."""

    claim: Claim
    evidence: Sequence[Evidence]
    said: Sequence[Verification]
    proof: Proof | None
    revised: NotRevised | NoLongerPublished | Revised

    @property
    def report(self) -> ProgressReport | None:
        return self.claim.report


def claims_to_verify(actor: Actor, *, state: ClaimState | None = None, text: str = "") -> QuerySet[Claim]:
    """The claims that the actor's organisation verifies or verified: what waits longest first. Raises: `NotAllowed`."""
    require(actor, Permission.VERIFY_CLAIMS)
    found = Claim.objects.filter(verifier=actor.organisation).select_related(
        "instalment__contract__payee", "instalment__contract__payer", "verifier"
    )
    if state is not None:
        found = found.filter(in_state(state))
    for word in text.split():
        found = found.filter(
            Q(instalment__contract__title__icontains=word)
            | Q(instalment__title__icontains=word)
            | Q(instalment__contract__payee__name__icontains=word)
        )
    return found.order_by("checked_at", "due_on", "pk")


def claims_waiting(actor: Actor) -> list[Claim]:
    """What this person can verify now, the term that ends first in front; without what they have a part in.

    Raises: `NotAllowed`.
    """
    found = list(claims_to_verify(actor, state=ClaimState.TO_VERIFY))
    barred = why_not_to_verify(actor.user, {one.instalment.contract for one in found}) if found else {}
    return [one for one in found if one.instalment.contract_id not in barred]


def kept_out_words(actor: Actor, claims: Sequence[Claim]) -> dict[int, Message]:
    """Of each of these claims by key: why this person does not verify it, in words. Those they may are left out."""
    contracts = {one.instalment.contract_id: one.instalment.contract for one in claims}
    barred: dict[int, NotIndependent] = why_not_to_verify(actor.user, contracts.values())
    return {
        one.pk: NOT_INDEPENDENT_WORDS[barred[one.instalment.contract_id]]
        for one in claims
        if one.instalment.contract_id in barred
    }


def claim_to_verify(actor: Actor, reference: UUID) -> ClaimToVerify:
    """One claim with everything that its verifier needs.

    Raises: `NotAllowed` also for somebody with a part in the project; `NotFound`.
    """
    found = (
        claims_to_verify(actor)
        .filter(reference=reference)
        .select_related("instalment__metric", "report", "claimed_by", "checked_by", "refused_by", "approved_by")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such claim."))
    if why := kept_out_words(actor, [found]).get(found.pk):
        raise NotAllowed(why, hint=_("A colleague can."))
    metric = found.instalment.metric
    return ClaimToVerify(
        found,
        evidence_of_claim(actor, found),
        said_about(found),
        proof_of(metric, actor=actor) if metric.indicator else None,
        revision_of(found, actor=actor) if state_of_claim(found) is ClaimState.TO_VERIFY else NotRevised(),
    )


def said_about(claim: Claim) -> list[Verification]:
    """What the verifier said about a claim and what was answered, oldest first."""
    return list(
        claim.verifications.select_related("organisation", "signed_by", "answered_by").order_by("signed_at", "id")
    )


def verifiers_to_choose(actor: Actor, *, without: Sequence[int] = ()) -> QuerySet[Organisation]:
    """Which organisations can be named as verifier? Every other one than these and the own, by name.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.EDIT_FUND)
    own = actor.organisation.pk if actor.organisation else 0
    return Organisation.objects.exclude(pk__in=[own, *without]).order_by("name", "pk")
