"""Contracts: the list, one contract with its instalments, reports and bookings; made, cut up, reported on, closed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.funding.actions import add_instalment, close_contract, make_contract, remove_instalment, send_report
from arbeidspact.funding.commands import CloseContract, RemoveInstalment
from arbeidspact.funding.queries.contracts import (
    ContractKind,
    InstalmentView,
    contract_of,
    contracts,
    lines_of,
)
from arbeidspact.funding.queries.evidence import evidence_of_contract, waiting_for_instalment
from arbeidspact.funding.states import state_of_claim, state_of_contract
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.funding.contract_forms import ContractForm, InstalmentForm, ReportForm
from arbeidspact.web.funding.evidence import evidence_rows
from arbeidspact.web.funding.pages import back_to, refused
from arbeidspact.web.funding.proofs import measure_words, proof_words
from arbeidspact.web.funding.words import badge_of, euro, money_number
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25


@permitted(Permission.SEE_FUND)
@require_safe
def contract_list(request: ActorRequest) -> HttpResponse:
    """Which contracts the own organisation pays or is paid by."""
    asked, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    kind = ContractKind(asked) if asked in set(ContractKind) else None
    found = contracts(request.actor, kind=kind, text=text)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            {
                "contract": line.contract,
                "badge": badge_of(state_of_contract(line.contract)),
                "standing": euro(line.balance.standing),
                "paid": euro(line.balance.net_paid),
                "open": euro(line.balance.open),
            }
            for line in lines_of(page)
        ],
        "total": contracts(request.actor).count(),
        "kinds": ContractKind.choices,
        "kind": kind,
        "text": text,
        "filter_words": ", ".join(str(word) for word in (kind.label if kind else "", text) if word),
        "query": urlencode({name: value for name, value in (("kind", asked if kind else ""), ("q", text)) if value}),
        "may_edit": may(request.actor, Permission.EDIT_FUND),
    }
    return render(request, "funding/contracts.html", context)


@permitted(Permission.SEE_FUND)
@require_safe
def contract_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One contract: parties, instalments with what proves them, reports, bookings with their sums."""
    view = contract_of(request.actor, reference)
    is_running = view.contract.closed_at is None
    areas = area_names()
    files = evidence_of_contract(request.actor, view.contract)
    context: dict[str, Any] = {
        "view": view,
        "contract": view.contract,
        "badge": badge_of(state_of_contract(view.contract)),
        "amount": euro(view.contract.amount),
        "balance": [
            (_("Committed"), money_number(view.balance.committed)),
            (_("Released"), money_number(view.balance.released)),
            (_("Paid"), money_number(view.balance.paid)),
            (_("Claimed back"), money_number(view.balance.clawed_back)),
            (_("Still open"), money_number(view.balance.open)),
        ],
        "unplanned": euro(view.unplanned) if view.unplanned else "",
        "instalments": [_instalment_row(one, areas) for one in view.instalments],
        "bookings": [(one, euro(one.amount)) for one in view.ledger],
        "reports": [
            (one, euro(one.spent), [file for file in files if file.report_id == one.pk]) for one in view.reports
        ],
        "evidence": evidence_rows([one for one in files if one.report_id is None], is_own=view.is_payee and is_running),
        "may_name": view.is_payer and is_running and may(request.actor, Permission.EDIT_FUND),
        "may_plan": view.is_payer and is_running and may(request.actor, Permission.EDIT_FUND),
        "may_close": view.is_payer and is_running and may(request.actor, Permission.APPROVE_PAYMENTS),
        "may_report": view.is_payee and is_running and may(request.actor, Permission.APPLY_TO_FUND),
    }
    return render(request, "funding/contract.html", context)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def contract_new(request: ActorRequest) -> HttpResponse:
    """A form for a contract by result."""
    form = ContractForm(posted(request), actor=request.actor)
    if form.is_bound and form.is_valid():
        try:
            contract = make_contract(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            said = _("The contract is kept. Add its instalments.")
            return back_to(request, said, "funding:contract", contract.reference)
    context = {"form": form, "rows": form.rows["parties"]}
    return render(request, "funding/contract_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def instalment_new(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for one more instalment."""
    view = contract_of(request.actor, reference)
    form = InstalmentForm(posted(request), actor=request.actor, reference=reference)
    if form.is_bound and form.is_valid():
        try:
            add_instalment(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The instalment is added."), "funding:contract", reference)
    context = {"form": form, "contract": view.contract, "unplanned": euro(view.unplanned)}
    return render(request, "funding/instalment_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.EDIT_FUND)
@require_POST
def instalment_remove(request: ActorRequest, reference: UUID) -> HttpResponse:
    """An instalment that nobody claimed goes."""
    contract = remove_instalment(RemoveInstalment(instalment=reference), actor=request.actor)
    return back_to(request, _("The instalment is removed."), "funding:contract", contract.reference)


@permitted(Permission.APPLY_TO_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for a report; it stays as it was sent."""
    view = contract_of(request.actor, reference)
    form = ReportForm(posted(request), reference=reference, initial={"period_end": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            send_report(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The report is sent."), "funding:contract", reference)
    context = {
        "form": form,
        "contract": view.contract,
        "evidence": evidence_rows(waiting_for_instalment(request.actor, None, view.contract), is_own=False),
    }
    return render(request, "funding/report_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.APPROVE_PAYMENTS)
@require_POST
def contract_close(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Nothing more is paid; what is left is released."""
    close_contract(CloseContract(contract=reference), actor=request.actor)
    return back_to(request, _("The contract is closed; what was left is released."), "funding:contract", reference)


def _instalment_row(view: InstalmentView, areas: Any) -> dict[str, Any]:
    instalment = view.instalment
    metric = getattr(instalment, "metric", None)
    return {
        "instalment": instalment,
        "amount": euro(instalment.amount),
        "claim": view.claim,
        "badge": badge_of(state_of_claim(view.claim)) if view.claim else None,
        "due": euro(view.claim.amount) if view.claim else "",
        "refused": view.refused,
        "measure": measure_words(metric, areas) if metric else [],
        "proof": proof_words(view.proof) if view.proof else "",
    }
