"""Files of evidence: added, replaced, left out, put back, and a copy for who may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.funding.actions import (
    add_evidence,
    fetch_evidence,
    remove_evidence,
    restore_evidence,
    withdraw_evidence,
)
from arbeidspact.funding.queries.contracts import contract_of
from arbeidspact.funding.queries.evidence import Evidence, evidence_to_remove, own_evidence, provable
from arbeidspact.funding.verification_commands import FetchEvidence, RestoreEvidence, WithdrawEvidence
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.funding.pages import back_to, form_page, refused
from arbeidspact.web.funding.verification_forms import NEXT_REPORT, EvidenceForm, RemoveEvidenceForm
from arbeidspact.web.requests import ActorRequest, permitted, posted


@permitted(Permission.APPLY_TO_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_new(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for one file, perhaps instead of another that is not handed in yet."""
    view = contract_of(request.actor, reference)
    instalments = provable(view.contract, request.actor)
    asked = request.GET.get("instead-of", "")
    replaced = own_evidence(request.actor, view.contract, asked) if asked else None
    if replaced is not None:
        instalments = [one for one in instalments if one.pk == replaced.instalment_id]
    form = EvidenceForm(
        posted(request),
        files=request.FILES or None,
        reference=reference,
        instalments=instalments,
        replaces=replaced.reference if replaced else None,
        initial=_initial(request, replaced),
    )
    if form.is_bound and form.is_valid():
        try:
            add_evidence(form.command, form.cleaned_data["file"].read(), actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            said = _("The file is kept. It goes along when you hand in; until then you can replace it or leave it out.")
            return back_to(request, said, "funding:contract", reference)
    context = {"form": form, "contract": view.contract, "replaced": replaced}
    return render(request, "funding/evidence_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def evidence_withdraw(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A file is left out; its page offers to put it back."""
    done = withdraw_evidence(WithdrawEvidence(evidence=reference), actor=request.actor)
    said = _("The file is left out. You can put it back until you hand in.")
    return back_to(request, said, "funding:contract", done.contract.reference)


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def evidence_restore(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A file that was left out goes along after all."""
    done = restore_evidence(RestoreEvidence(evidence=reference), actor=request.actor)
    return back_to(request, _("The file goes along again."), "funding:contract", done.contract.reference)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_remove(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks why, and then removes a file that should not have been handed in."""
    found = evidence_to_remove(request.actor, reference)
    form = RemoveEvidenceForm(posted(request), reference=reference)
    if form.is_bound and form.is_valid():
        try:
            remove_evidence(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The file is removed."), "funding:contract", found.contract.reference)
    return form_page(
        request,
        form,
        title=_("Remove a file for good"),
        lead=found.description,
        button=_("Remove the file"),
        back=reverse("funding:contract", args=[found.contract.reference]),
    )


@never_cache
@permitted(Permission.SEE_FUND)
@require_safe
def evidence_file(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A copy of a file, to keep and not to show in the browser; that it was taken is written down."""
    found, data, name = fetch_evidence(FetchEvidence(evidence=reference), actor=request.actor)
    response = HttpResponse(data, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def evidence_rows(files: Sequence[Evidence], *, is_own: bool) -> list[dict[str, Any]]:
    """The files as a page shows them: what each proves, where it is, and what can be done with it."""
    return [
        {
            "file": one,
            "proves": one.instalment.title if one.instalment else _("Report"),
            "may_change": is_own and one.handed_in_at is None and one.withdrawn_at is None,
            "may_restore": is_own and one.handed_in_at is None and one.withdrawn_at is not None,
            "is_there": not one.is_forgotten,
        }
        for one in files
    ]


def _initial(request: ActorRequest, replaced: Evidence | None) -> dict[str, Any]:
    if replaced is not None:
        proves = str(replaced.instalment.reference) if replaced.instalment else NEXT_REPORT
        return {"description": replaced.description, "proves": proves}
    return {"proves": request.GET.get("for", "")}
