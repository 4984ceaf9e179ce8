"""Where a call, an application, a claim and a contract are; derived from their moments, never set by hand."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.models import Application, Call, Claim, Contract, Decision

THE_LAST_MINUTE: Final = timedelta(minutes=1)
"""A call that closes at 23:59 takes applications until that minute is over."""


class CallState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    JUDGING = "judging", _("Being judged")
    DECIDED = "decided", _("Decided")
    CANCELLED = "cancelled", _("Cancelled")


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    JUDGED = "judged", _("With the jury")
    GRANTED = "granted", _("Granted")
    RESERVE = "reserve", _("On the reserve list")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_SUBMITTED = "not_submitted", _("Not submitted in time")
    CALL_CANCELLED = "call_cancelled", _("The call was cancelled")


class ClaimState(models.TextChoices):
    CLAIMED = "claimed", _("To be checked")
    TO_VERIFY = "to_verify", _("To be verified")
    QUESTIONED = "questioned", _("Sent back with a question")
    CHECKED = "checked", _("To be approved")
    VERIFIED = "verified", _("Verified, to be approved")
    PARTLY_VERIFIED = "partly_verified", _("Partly verified, to be approved")
    APPROVED = "approved", _("To be paid")
    PAID = "paid", _("Paid")
    REFUSED = "refused", _("Refused")


TO_APPROVE: Final = frozenset({ClaimState.CHECKED, ClaimState.VERIFIED, ClaimState.PARTLY_VERIFIED})
"""Somebody else than who claimed it found the claim right, and a third decides."""
UNDECIDED: Final = TO_APPROVE | {ClaimState.CLAIMED, ClaimState.TO_VERIFY, ClaimState.QUESTIONED, ClaimState.APPROVED}
"""It can still be refused."""


class ContractState(models.TextChoices):
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


def closes_before(call: Call) -> datetime:
    """The first moment at which nothing can be submitted any more."""
    return call.closes_at + THE_LAST_MINUTE


def state_of_call(call: Call, now: datetime) -> CallState:
    """Where is this call at this moment?"""
    if call.cancelled_at is not None:
        return CallState.CANCELLED
    if call.published_at is None:
        return CallState.DRAFT
    if call.decided_at is not None:
        return CallState.DECIDED
    if now < call.opens_at:
        return CallState.ANNOUNCED
    return CallState.OPEN if now < closes_before(call) else CallState.JUDGING


def state_of_application(application: Application, standing: Decision | None, now: datetime) -> ApplicationState:
    """Where is this application? `standing`: the decision about it that counts now, None when there is none."""
    if standing is not None:
        return ApplicationState(standing.outcome)
    if application.withdrawn_at is not None:
        return ApplicationState.WITHDRAWN
    call = state_of_call(application.call, now)
    if call is CallState.CANCELLED:
        return ApplicationState.CALL_CANCELLED
    if application.submitted_at is not None:
        return ApplicationState.SUBMITTED if call is CallState.OPEN else ApplicationState.JUDGED
    return ApplicationState.DRAFT if call in {CallState.OPEN, CallState.ANNOUNCED} else ApplicationState.NOT_SUBMITTED


def state_of_claim(claim: Claim) -> ClaimState:
    """Where is this claim?"""
    if claim.refused_at is not None:
        return ClaimState.REFUSED
    if claim.paid_at is not None:
        return ClaimState.PAID
    if claim.approved_at is not None:
        return ClaimState.APPROVED
    if claim.verifier_id is None:
        return ClaimState.CHECKED if claim.checked_at is not None else ClaimState.CLAIMED
    if claim.checked_at is not None:
        return ClaimState.PARTLY_VERIFIED if claim.is_partly_verified else ClaimState.VERIFIED
    return ClaimState.QUESTIONED if claim.questioned_at is not None else ClaimState.TO_VERIFY


def state_of_contract(contract: Contract) -> ContractState:
    """Is this contract still running?"""
    return ContractState.CLOSED if contract.closed_at is not None else ContractState.RUNNING
