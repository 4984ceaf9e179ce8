"""Pasting the text of a vacancy, and saying of each proposal whether it is right."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.proposals.actions import (
    accept_sure,
    add_own,
    decide_proposal,
    finish_reading,
    read_vacancy_text,
)
from arbeidspact.proposals.commands import AcceptSure, AddOwn, DecideProposal, FinishReading
from arbeidspact.proposals.queries import (
    ProposalKind,
    ProposalLine,
    ReadingView,
    TextKind,
    own_readings,
    reading_view,
)
from arbeidspact.web.proposals.forms import AddForm, ConceptChoice, PasteForm
from arbeidspact.web.requests import ActorRequest, permitted, posted

DECISIONS: Mapping[str, Mapping[str, Any]] = {
    "accept": {"decision": "accepted"},
    "required": {"decision": "accepted", "is_required": True},
    "welcome": {"decision": "accepted", "is_required": False},
    "reject": {"decision": "rejected"},
    "undo": {"decision": None},
}


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: ActorRequest) -> HttpResponse:
    """A field to paste a text in, and the texts that still wait for their owner."""
    form = PasteForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            reading = read_vacancy_text(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("proposals:review", reference=reading.reference)
    context = {"form": form, "waiting": own_readings(request.actor, TextKind.VACANCY)}
    return render(request, "proposals/paste.html", context, status=422 if form.errors else 200)


@permitted(Permission.EDIT_VACANCY)
@require_GET
def review(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The text with every proposal underlined in its place, and the list of them."""
    return _page(request, reading_view(reference, actor=request.actor))


@permitted(Permission.EDIT_VACANCY)
@require_POST
def decide(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One proposal is accepted, rejected, put right or undecided again."""
    view = reading_view(reference, actor=request.actor)
    line = line_of(view, request.POST.get("proposal", ""))
    words = request.POST.get("decision", "")
    values: dict[str, Any] = dict(DECISIONS.get(words, {}))
    if words == "choose":
        picked = request.POST.get("other", "")
        form = ConceptChoice({"chosen": picked} if picked else request.POST, kind=ProposalKind(line.kind))
        if not form.is_valid():
            return _page(request, view, choice=form, choosing=line.pk)
        values = {"decision": "accepted", "chosen": form.cleaned_data["chosen"]}
    if not values:
        raise InvalidValue(_("This is not one of the answers."), hint=_("Use the buttons of the proposal."))
    command = DecideProposal(reading=reference, proposal=line.pk, **values)
    decide_proposal(command, actor=request.actor)
    return _answer(request, reference, f"proposal-{line.pk}")


@permitted(Permission.EDIT_VACANCY)
@require_POST
def add(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The owner adds what was not proposed."""
    form = AddForm(request.POST)
    is_valid = form.is_valid()
    kind = ProposalKind(form.cleaned_data.get("what") or ProposalKind.COMPETENCE)
    choice: ConceptChoice | None = None
    if kind in (ProposalKind.COMPETENCE, ProposalKind.OCCUPATION):
        choice = ConceptChoice(request.POST, kind=kind)
        is_valid = choice.is_valid() and is_valid
    if not is_valid:
        return _page(request, reading_view(reference, actor=request.actor), adding=form, added_choice=choice)
    value = choice.cleaned_data["chosen"] if choice is not None else form.cleaned_data["value"]
    command = AddOwn(
        reading=reference, kind=kind, value=value, is_required=form.cleaned_data.get("is_required") != "no"
    )
    add_own(command, actor=request.actor)
    return _answer(request, reference, "own")


@permitted(Permission.EDIT_VACANCY)
@require_POST
def accept_all_sure(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Everything that is sure is accepted at once; each can still be taken back."""
    count = accept_sure(AcceptSure(reading=reference), actor=request.actor)
    if not request.htmx:
        words = ngettext("%(count)s proposal is accepted.", "%(count)s proposals are accepted.", count)
        messages.success(request, words % {"count": count})
    return _answer(request, reference, "reading")


@permitted(Permission.EDIT_VACANCY)
@require_POST
def forget(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The owner is done with the text."""
    finish_reading(FinishReading(reading=reference), actor=request.actor)
    messages.success(request, _("The text is removed."))
    return redirect("proposals:paste")


def line_of(view: ReadingView, pk: str) -> ProposalLine:
    """The proposal of this text that a form is about. Raises: `NotFound`."""
    line = next((line for line in view.lines if str(line.pk) == pk), None)
    if line is None:
        raise NotFound(_("This proposal is no longer here."), hint=_("Load the page again."))
    return line


def _answer(request: ActorRequest, reference: UUID, anchor: str) -> HttpResponse:
    """The part that changed when htmx asks; else back to the place on the page."""
    if request.htmx:
        return _page(request, reading_view(reference, actor=request.actor))
    return redirect(f"{reverse('proposals:review', args=[reference])}#{anchor}")


def _page(
    request: ActorRequest,
    view: ReadingView,
    *,
    choice: forms.Form | None = None,
    choosing: int = 0,
    adding: forms.Form | None = None,
    added_choice: forms.Form | None = None,
) -> HttpResponse:
    context = {
        "view": view,
        "reading": view.reading,
        "choice": choice,
        "choosing": choosing,
        "adding": adding or AddForm(),
        "added_choice": added_choice,
        "is_wrong": bool(choice or adding or added_choice),
    }
    template = "proposals/reading.html" if request.htmx else "proposals/review.html"
    # htmx shows an answer that says what is wrong only when it is a success.
    status = 422 if context["is_wrong"] and not request.htmx else 200
    return render(request, template, context, status=status)
