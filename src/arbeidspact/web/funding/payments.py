"""Payments: an instalment claimed, the list, one claim and what is done with it, files for the accounts."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.funding.actions import (
    answer_revision,
    answer_verifier,
    approve_claim,
    check_claim,
    claim_instalment,
    claw_back,
    pay_claim,
    refuse_claim,
)
from arbeidspact.funding.commands import ApproveClaim
from arbeidspact.funding.queries.contracts import (
    Claim,
    InstalmentKind,
    bookings,
    claim_of,
    claims,
    contract_of,
    instalment_of,
    sums_of,
)
from arbeidspact.funding.queries.evidence import evidence_of_claim, waiting_for_instalment
from arbeidspact.funding.queries.revisions import NoLongerPublished, Revised, revision_of
from arbeidspact.funding.states import TO_APPROVE, UNDECIDED, ClaimState, state_of_claim
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.exports import csv_response
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.funding.contract_forms import (
    CheckForm,
    ClaimForm,
    ClawBackForm,
    PayForm,
    RefuseForm,
    RevisionForm,
)
from arbeidspact.web.funding.evidence import evidence_rows
from arbeidspact.web.funding.pages import back_to, refused
from arbeidspact.web.funding.proofs import figure_words, kept_words, measure_words, proof_words
from arbeidspact.web.funding.verification_forms import AnswerForm
from arbeidspact.web.funding.words import badge_of, euro, money_number, number, trace_rows, verification_rows
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25


@permitted(Permission.APPLY_TO_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks for an instalment: with the figure that proves it, or the number that was reached."""
    view = instalment_of(request.actor, reference)
    contract = contract_of(request.actor, view.instalment.contract.reference)
    metric = getattr(view.instalment, "metric", None)
    is_reported = metric is not None and bool(metric.reported_what)
    form = ClaimForm(posted(request), reference=reference, view=contract, is_reported=is_reported)
    if form.is_bound and form.is_valid():
        try:
            claim = claim_instalment(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The instalment is claimed."), "funding:claim", claim.reference)
    context = {
        "form": form,
        "instalment": view.instalment,
        "contract": contract.contract,
        "amount": euro(view.instalment.amount),
        "measure": measure_words(metric, area_names()) if metric else [],
        "proof": proof_words(view.proof) if view.proof else "",
        "evidence": evidence_rows(
            waiting_for_instalment(request.actor, view.instalment, contract.contract), is_own=False
        ),
        "takes_evidence": view.instalment.kind != InstalmentKind.ADVANCE,
        "verifier": contract.verifier if view.instalment.kind == InstalmentKind.RESULT else None,
    }
    return render(request, "funding/claim_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.SEE_FUND)
@require_safe
def claim_list(request: ActorRequest) -> HttpResponse:
    """Every claim on or of the own organisation, newest first, with the sums of all bookings."""
    state, text = _filter(request)
    page = Paginator(claims(request.actor, state=state, text=text), PAGE_SIZE).get_page(request.GET.get("page"))
    sums = sums_of(request.actor)
    context = {
        "page": page,
        "rows": [{"claim": one, "amount": euro(one.amount), "badge": badge_of(state_of_claim(one))} for one in page],
        "total": claims(request.actor).count(),
        "states": ClaimState.choices,
        "state": state,
        "text": text,
        "filter_words": ", ".join(str(word) for word in (state.label if state else "", text) if word),
        "query": urlencode(
            {name: value for name, value in (("state", state.value if state else ""), ("q", text)) if value}
        ),
        "standing": money_number(sums.standing),
        "paid": money_number(sums.net_paid),
        "open": money_number(sums.open),
    }
    return render(request, "funding/claims.html", context)


@permitted(Permission.SEE_FUND)
@require_safe
def claims_file(request: ActorRequest) -> HttpResponseBase:
    """The chosen claims as a file."""
    state, text = _filter(request)
    header = [_("Claimed on"), _("Contract"), _("Instalment"), _("Payer"), _("Paid to"), _("Figure"), _("Amount")]
    header += [_("Status"), _("Reference"), _("Verifier"), _("Verified number")]
    rows = (
        [
            timezone.localtime(one.claimed_at).date().isoformat(),
            one.instalment.contract.title,
            one.instalment.title,
            one.instalment.contract.payer.name,
            one.instalment.contract.payee.name,
            "" if one.value is None else f"{one.value.normalize():f}",
            one.amount,
            state_of_claim(one).label,
            one.reference,
            one.verifier.name if one.verifier else "",
            "" if one.verified_value is None else f"{one.verified_value.normalize():f}",
        ]
        for one in claims(request.actor, state=state, text=text)
    )
    return csv_response(f"payments-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.SEE_FUND)
@require_safe
def bookings_file(request: ActorRequest) -> HttpResponseBase:
    """Every booking as a file for the accounts."""
    header = [_("Booked on"), _("Kind"), _("Amount"), _("Contract"), _("Paid to"), _("Instalment")]
    header += [_("Reference in the accounts"), _("Note")]
    rows = (
        [
            one.booked_on.isoformat(),
            one.get_kind_display(),
            one.amount,
            one.contract.title,
            one.contract.payee.name,
            one.claim.instalment.title if one.claim else "",
            one.voucher,
            one.note,
        ]
        for one in bookings(request.actor)
    )
    return csv_response(f"bookings-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.SEE_FUND)
@require_safe
def claim_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One claim: the figure with its proof, the calculation, who did what, and what comes next."""
    return _claim_page(request, claim_of(request.actor, reference), {})


@permitted(Permission.CHECK_CLAIMS)
@require_POST
def check(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A second person checked it."""
    return _act(request, reference, "check", CheckForm, check_claim, _("The claim is checked."))


@permitted(Permission.APPROVE_PAYMENTS)
@require_POST
def approve(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A third person approves it."""
    approve_claim(ApproveClaim(claim=reference), actor=request.actor)
    return back_to(request, _("The claim is approved."), "funding:claim", reference)


@permitted(Permission.APPROVE_PAYMENTS)
@require_POST
def pay(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The payment is booked."""
    return _act(request, reference, "pay", PayForm, pay_claim, _("The payment is booked."))


@permitted(Permission.CHECK_CLAIMS)
@require_POST
def refuse(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The claim is refused with a reason."""
    return _act(request, reference, "refuse", RefuseForm, refuse_claim, _("The claim is refused."))


@permitted(Permission.APPROVE_PAYMENTS)
@require_POST
def take_back(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A part of what was paid comes back."""
    return _act(request, reference, "claw_back", ClawBackForm, claw_back, _("The amount is booked back."))


@permitted(Permission.APPROVE_PAYMENTS)
@require_POST
def revision(request: ActorRequest, reference: UUID) -> HttpResponse:
    """What a revised figure means for the money."""
    return _act(request, reference, "revision", RevisionForm, answer_revision, _("The decision is kept."))


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def answer(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The answer to a question of the verifier."""
    claim = claim_of(request.actor, reference)
    form = AnswerForm(request.POST, reference=reference, prefix="answer", is_reported="reported" in claim.proof)
    if form.is_valid():
        try:
            answer_verifier(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("Your answer is sent to the verifier."), "funding:claim", reference)
    return _claim_page(request, claim, {"answer": form})


def _act(request: ActorRequest, reference: UUID, name: str, form_class: Any, action: Any, said: str) -> HttpResponse:
    claim = claim_of(request.actor, reference)
    form = form_class(request.POST, reference=reference, prefix=name)
    if form.is_valid():
        try:
            action(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, said, "funding:claim", reference)
    return _claim_page(request, claim, {name: form})


def _claim_page(request: ActorRequest, claim: Claim, bound: dict[str, CommandForm[Any]]) -> HttpResponse:
    state, actor = state_of_claim(claim), request.actor
    contract = claim.instalment.contract
    pays = contract.payer == actor.organisation
    me = actor.user.pk if actor.user else None
    may_check = pays and may(actor, Permission.CHECK_CLAIMS) and me != claim.claimed_by_id
    may_approve = pays and may(actor, Permission.APPROVE_PAYMENTS)
    is_fresh = me not in {claim.claimed_by_id, claim.checked_by_id}
    revised = revision_of(claim, actor=actor)
    offered: dict[str, tuple[bool, Any, dict[str, Any]]] = {
        "check": (may_check and state is ClaimState.CLAIMED, CheckForm, {}),
        "pay": (may_approve and state is ClaimState.APPROVED, PayForm, {}),
        "refuse": (
            may_check and state in UNDECIDED,
            RefuseForm,
            {},
        ),
        "answer": (
            contract.payee == actor.organisation
            and may(actor, Permission.APPLY_TO_FUND)
            and state is ClaimState.QUESTIONED,
            partial(AnswerForm, is_reported="reported" in claim.proof),
            {},
        ),
        "claw_back": (may_approve and state is ClaimState.PAID and claim.amount > 0, ClawBackForm, {}),
        "revision": (
            may_approve and is_fresh and state is ClaimState.PAID and isinstance(revised, Revised),
            RevisionForm,
            {"difference": revised.difference} if isinstance(revised, Revised) else {},
        ),
    }
    forms = {
        name: bound.get(name) or form(reference=claim.reference, prefix=name, initial=initial)
        for name, (is_offered, form, initial) in offered.items()
        if is_offered
    }
    metric = getattr(claim.instalment, "metric", None)
    context = {
        "claim": claim,
        "contract": contract,
        "badge": badge_of(state),
        "amount": euro(claim.amount),
        "value": "" if claim.value is None else number(claim.value),
        "kept": kept_words(claim.proof),
        "source_url": claim.proof.get("source_url", ""),
        "measure": measure_words(metric, area_names()) if metric else [],
        "trace": trace_rows(claim.trace),
        "forms": forms,
        "errors": next((form for form in bound.values() if form.errors), None),
        "may_approve": may_approve and is_fresh and state in TO_APPROVE,
        "verified": number(claim.verified_value) if claim.verified_value is not None else "",
        "said": verification_rows(claim.verifications.all()),
        "evidence": evidence_rows(evidence_of_claim(actor, claim), is_own=False),
        "waiting_evidence": evidence_rows(waiting_for_instalment(actor, claim.instalment, contract), is_own=False)
        if state is ClaimState.QUESTIONED
        else [],
        "waits_for_verifier": state is ClaimState.TO_VERIFY,
        "is_questioned": state is ClaimState.QUESTIONED,
        "is_late": claim.due_on is not None
        and claim.due_on < timezone.localdate()
        and state in {ClaimState.TO_VERIFY, ClaimState.QUESTIONED},
        "may_name": pays and may(actor, Permission.EDIT_FUND) and contract.closed_at is None,
        "waits_for_other": (state is ClaimState.CLAIMED and pays and me == claim.claimed_by_id)
        or (state in TO_APPROVE and may_approve and not is_fresh),
        "revised": revised if isinstance(revised, Revised) else None,
        "revised_words": figure_words(revised.observation) if isinstance(revised, Revised) else "",
        "revised_due": euro(revised.due) if isinstance(revised, Revised) else "",
        "revised_difference": euro(revised.difference) if isinstance(revised, Revised) else "",
        "is_withdrawn": isinstance(revised, NoLongerPublished),
        "revisions": [(one, euro(one.difference), number(one.value)) for one in claim.revisions.all()],
        "bookings": [(one, euro(one.amount)) for one in claim.ledger.all()],
    }
    return render(request, "funding/claim.html", context, status=422 if context["errors"] else 200)


def _filter(request: ActorRequest) -> tuple[ClaimState | None, str]:
    asked = request.GET.get("state", "")
    return (ClaimState(asked) if asked in set(ClaimState) else None), request.GET.get("q", "").strip()
