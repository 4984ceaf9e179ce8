"""What the clock does: a verifier or an applicant is reminded of a claim whose term has passed, once for each term."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from arbeidspact.funding.models import Claim
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.funding.verification_letters import remind_of_question, remind_of_verification
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.permissions import Permission, require


def remind_of_late_claims(*, actor: Actor, day: date | None = None, is_rehearsal: bool = True) -> dict[str, int]:
    """Of which claims does the verifier, or who must answer, hear now? Asking twice reminds once: each term is noted.

    Returns: how many claims wait for a verifier ("to_verify") and for an answer ("questioned"). Raises: `NotAllowed`.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    found = {ClaimState.TO_VERIFY.value: 0, ClaimState.QUESTIONED.value: 0}
    late = Claim.objects.filter(
        verifier__isnull=False,
        due_on__lt=day or timezone.localdate(),
        checked_at__isnull=True,
        refused_at__isnull=True,
    ).order_by("due_on", "pk")
    for key in late.values_list("pk", flat=True):
        with transaction.atomic():
            claim = (
                Claim.objects.select_for_update(of=("self",))
                .select_related("instalment__contract", "verifier", "claimed_by")
                .get(pk=key)
            )
            state = state_of_claim(claim)
            if state.value not in found or claim.reminded_of == claim.due_on:
                continue
            found[state.value] += 1
            if is_rehearsal:
                continue
            claim.reminded_of = claim.due_on
            claim.save(update_fields=["reminded_of"])
            told = remind_of_question(claim) if state is ClaimState.QUESTIONED else remind_of_verification(claim)
            record(actor, "remind-of-claim", claim, kind=state.value, mails=int(told))
    return found
