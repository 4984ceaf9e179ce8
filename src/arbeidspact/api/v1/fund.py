"""The project fund: calls and what they granted, for everybody; payments, for who pays and who is paid."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Path, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Paging, page_of
from arbeidspact.funding.queries.calls import Call, CallState, call_of, calls, granted_projects, state_of_call
from arbeidspact.funding.queries.contracts import Claim, claims
from arbeidspact.funding.states import ClaimState, state_of_claim

router = Router(tags=["project fund"])
Euro = Decimal
"""Written as a text, so that no cent is lost."""


class CallQuery(Paging):
    """Which calls."""

    state: CallState | None = None


class CallValue(Schema):
    """A call; it takes applications until the minute of `closes_at` is over. `verifier`: who verifies its results."""

    reference: UUID
    pact: str
    title_nl: str
    title_en: str
    state: CallState
    budget: Euro
    max_amount: Euro | None
    max_share_percent: Decimal
    allows_esf: bool
    opens_at: datetime
    closes_at: datetime
    for_kinds: list[str]
    organisation: str
    verifier: str | None
    is_invented: bool


class CallPage(Schema):
    """One page of calls, the one that closes last first, and how many there are in all."""

    count: int
    items: list[CallValue]


class CriterionValue(Schema):
    """What the jury scores, from 0 to `scale`; below `minimum`, as a mean, nothing is granted."""

    name_nl: str
    name_en: str
    weight: int
    scale: int
    minimum: Decimal | None


class GrantValue(Schema):
    """A project that was granted money."""

    title: str
    applicant: str
    amount: Euro
    decided_on: date


class CallDetail(CallValue):
    """A call with its criteria and what it granted."""

    summary_nl: str
    summary_en: str
    criteria: list[CriterionValue]
    granted: list[GrantValue]


class PaymentQuery(Paging):
    """Which payments."""

    state: ClaimState | None = None


class PaymentValue(Schema):
    """An instalment that was claimed; `figure` and `proof` for a payment on result, as they were then.

    `verifier`: the organisation that verifies it, by `due_on`; `verified_figure`: what the amount follows from once it
    did.
    """

    reference: UUID
    contract: str
    instalment: str
    payer: str
    payee: str
    state: ClaimState
    amount: Euro
    figure: Decimal | None
    proof: dict[str, str | None]
    verifier: str | None
    due_on: date | None
    verified_figure: Decimal | None
    files_of_evidence: int
    claimed_at: datetime
    paid_at: datetime | None


class PaymentPage(Schema):
    """One page of payments, newest first, and how many there are in all."""

    count: int
    items: list[PaymentValue]


@router.get("/fund/calls", response=answers(CallPage, 422), operation_id="list_fund_calls")
def list_calls(request: ApiRequest, asked: Query[CallQuery]) -> CallPage:
    """Which calls of the project fund are there?"""
    rows, count = page_of(calls(request.auth, state=asked.state), asked)
    return CallPage(count=count, items=[CallValue(**_call(row)) for row in rows])


@router.get("/fund/calls/{reference}", response=answers(CallDetail, 404, 422), operation_id="get_fund_call")
def get_call(request: ApiRequest, reference: Annotated[UUID, Path()]) -> CallDetail:
    """What does this call ask, by which criteria, and what did it grant?"""
    call = call_of(request.auth, reference)
    return CallDetail(
        **_call(call),
        summary_nl=call.summary_nl,
        summary_en=call.summary_en,
        criteria=[
            CriterionValue(
                name_nl=one.name_nl, name_en=one.name_en, weight=one.weight, scale=one.scale, minimum=one.minimum
            )
            for one in call.criteria.order_by("order", "id")
        ],
        granted=[
            GrantValue(
                title=one.application.title,
                applicant=one.application.organisation.name,
                amount=one.amount,
                decided_on=timezone.localtime(one.decided_at).date(),
            )
            for one in granted_projects(call)
        ],
    )


@router.get("/fund/payments", response=answers(PaymentPage, 422), operation_id="list_fund_payments")
def list_payments(request: ApiRequest, asked: Query[PaymentQuery]) -> PaymentPage:
    """Which payments were asked for, of the contracts that the own organisation pays or is paid by?"""
    rows, count = page_of(claims(request.auth, state=asked.state).prefetch_related("files"), asked)
    return PaymentPage(count=count, items=[_payment(row) for row in rows])


def _call(call: Call) -> dict[str, Any]:
    return {
        "reference": call.reference,
        "pact": call.pact,
        "title_nl": call.title_nl,
        "title_en": call.title_en,
        "state": state_of_call(call, timezone.now()),
        "budget": call.budget,
        "max_amount": call.max_amount,
        "max_share_percent": call.max_share,
        "allows_esf": call.allows_esf,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "for_kinds": call.for_kinds,
        "organisation": call.organisation.name,
        "verifier": call.verifier.name if call.verifier else None,
        "is_invented": call.is_invented,
    }


def _payment(claim: Claim) -> PaymentValue:
    contract = claim.instalment.contract
    return PaymentValue(
        reference=claim.reference,
        contract=contract.title,
        instalment=claim.instalment.title,
        payer=contract.payer.name,
        payee=contract.payee.name,
        state=state_of_claim(claim),
        amount=claim.amount,
        figure=claim.value,
        proof=claim.proof,
        verifier=claim.verifier.name if claim.verifier else None,
        due_on=claim.due_on,
        verified_figure=claim.verified_value,
        files_of_evidence=len(claim.files.all()),
        claimed_at=claim.claimed_at,
        paid_at=claim.paid_at,
    )
