"""Verifying results: what waits for the own organisation, one claim with its evidence, and what is said about it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arbeidspact.funding.actions import name_verifier, verify_claim
from arbeidspact.funding.queries.contracts import Claim, contract_of
from arbeidspact.funding.queries.revisions import NoLongerPublished, Revised
from arbeidspact.funding.queries.verification import (
    ClaimToVerify,
    VerificationOutcome,
    claim_to_verify,
    claims_to_verify,
    kept_out_words,
)
from arbeidspact.funding.states import ClaimState, state_of_claim
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.exports import csv_response
from arbeidspact.web.funding.evidence import evidence_rows
from arbeidspact.web.funding.pages import back_to, form_page, refused
from arbeidspact.web.funding.proofs import figure_words, kept_words, measure_words, proof_words
from arbeidspact.web.funding.verification_forms import VerifierForm, VerifyForm
from arbeidspact.web.funding.words import badge_of, euro, number, trace_rows, verification_rows
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25
SHOWN_STATES = (
    ClaimState.TO_VERIFY,
    ClaimState.QUESTIONED,
    ClaimState.VERIFIED,
    ClaimState.PARTLY_VERIFIED,
    ClaimState.APPROVED,
    ClaimState.PAID,
    ClaimState.REFUSED,
)


@permitted(Permission.VERIFY_CLAIMS)
@require_safe
def verification_list(request: ActorRequest) -> HttpResponse:
    """Every claim that the own organisation verifies or verified; what waits longest first."""
    state, text = _filter(request)
    page = Paginator(claims_to_verify(request.actor, state=state, text=text), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    kept_out = kept_out_words(request.actor, list(page))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [_row(one, kept_out.get(one.pk), today) for one in page],
        "total": claims_to_verify(request.actor).count(),
        "states": [(one.value, one.label) for one in SHOWN_STATES],
        "state": state,
        "text": text,
        "filter_words": ", ".join(str(word) for word in (state.label if state else "", text) if word),
        "query": urlencode(
            {name: value for name, value in (("state", state.value if state else ""), ("q", text)) if value}
        ),
    }
    return render(request, "funding/verifications.html", context)


@permitted(Permission.VERIFY_CLAIMS)
@require_safe
def verifications_file(request: ActorRequest) -> HttpResponseBase:
    """The chosen claims as a file; without those in which the reader has a part."""
    state, text = _filter(request)
    header = [_("Contract"), _("Instalment"), _("Paid to"), _("Claimed on"), _("Figure"), _("Verified number")]
    header += [_("Amount"), _("Status"), _("Term"), _("Reference")]
    found = list(claims_to_verify(request.actor, state=state, text=text))
    kept_out = kept_out_words(request.actor, found)
    rows = (
        [
            one.instalment.contract.title,
            one.instalment.title,
            one.instalment.contract.payee.name,
            timezone.localtime(one.claimed_at).date().isoformat(),
            _plain(one.value),
            _plain(one.verified_value),
            one.amount,
            state_of_claim(one).label,
            one.due_on.isoformat() if one.due_on else "",
            one.reference,
        ]
        for one in found
        if one.pk not in kept_out
    )
    return csv_response(f"verifications-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.VERIFY_CLAIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One claim with what proves it, and the form of what was found."""
    view = claim_to_verify(request.actor, reference)
    form = VerifyForm(posted(request), reference=reference)
    if form.is_bound and form.is_valid():
        try:
            said = verify_claim(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            text = _("The result is verified. Who pays decides about the payment.")
            if said.outcome == VerificationOutcome.QUESTION:
                text = _("The question is sent. You hear of it when it is answered.")
            return back_to(request, text, "funding:verification", reference)
    return render(request, "funding/verification.html", _page(view, form), status=422 if form.errors else 200)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that names who verifies the results of a contract, or nobody."""
    view = contract_of(request.actor, reference)
    form = VerifierForm(posted(request), actor=request.actor, view=view, reference=reference)
    if form.is_bound and form.is_valid():
        try:
            name_verifier(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("It is kept who verifies the results."), "funding:contract", reference)
    return form_page(
        request,
        form,
        title=_("Who verifies the results"),
        lead=view.contract.title,
        button=_("Save"),
        back=reverse("funding:contract", args=[reference]),
    )


def _row(claim: Claim, kept_out: Any, today: Any) -> dict[str, Any]:
    state = state_of_claim(claim)
    waits = state in {ClaimState.TO_VERIFY, ClaimState.QUESTIONED}
    return {
        "claim": claim,
        "badge": badge_of(state),
        "amount": euro(claim.amount),
        "value": number(claim.value),
        "verified": number(claim.verified_value),
        "kept_out": kept_out,
        "due_on": claim.due_on if waits else None,
        "is_late": waits and claim.due_on is not None and claim.due_on < today,
    }


def _page(view: ClaimToVerify, form: VerifyForm) -> dict[str, Any]:
    claim = view.claim
    state = state_of_claim(claim)
    metric = claim.instalment.metric
    revised = view.revised
    return {
        "claim": claim,
        "contract": claim.instalment.contract,
        "report": view.report,
        "badge": badge_of(state),
        "amount": euro(claim.amount),
        "value": number(claim.value),
        "verified": number(claim.verified_value) if claim.verified_value is not None else "",
        "kept": kept_words(claim.proof),
        "source_url": claim.proof.get("source_url", ""),
        "proof": proof_words(view.proof) if view.proof is not None else "",
        "measure": measure_words(metric, area_names()),
        "trace": trace_rows(claim.trace),
        "evidence": evidence_rows(view.evidence, is_own=False),
        "said": verification_rows(view.said),
        "waits": state is ClaimState.TO_VERIFY,
        "is_questioned": state is ClaimState.QUESTIONED,
        "is_late": claim.due_on is not None and claim.due_on < timezone.localdate() and claim.checked_at is None,
        "revised_words": figure_words(revised.observation) if isinstance(revised, Revised) else "",
        "is_withdrawn": isinstance(revised, NoLongerPublished),
        "form": form,
    }


def _filter(request: ActorRequest) -> tuple[ClaimState | None, str]:
    asked = request.GET.get("state", "")
    state = ClaimState(asked) if asked in {one.value for one in SHOWN_STATES} else None
    return state, request.GET.get("q", "").strip()


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"
