"""A CV or a told story: read it, say of each proposal whether it is right, put what is right in the file."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, InvalidValue
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.words import CEFR_WORDS
from arbeidspact.proposals.actions import accept_sure, decide_proposal, finish_reading
from arbeidspact.proposals.commands import AcceptSure, DecideProposal, FinishReading
from arbeidspact.proposals.person_commands import WriteProfile
from arbeidspact.proposals.profile import (
    ProfileView,
    Written,
    profile_view,
    read_person_text,
    texts_waiting,
    write_profile,
)
from arbeidspact.proposals.queries import ProposalKind, ProposalLine
from arbeidspact.proposals.told import open_asking, told_view
from arbeidspact.web.proposals.forms import ConceptChoice
from arbeidspact.web.proposals.person_forms import AskToTellForm, PersonTextForm
from arbeidspact.web.proposals.readings import line_of
from arbeidspact.web.requests import ActorRequest, permitted, posted

DECISIONS = {"accept": "accepted", "reject": "rejected", "undo": None}


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: ActorRequest, person: UUID) -> HttpResponse:
    """Where a file is chosen or a story written; the texts that were not finished."""
    file = open_file(request.actor, person)
    form = PersonTextForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            reading = read_person_text(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("told:review", person=person, reference=reading.reference)
    return start_page(request, file, form=form)


def start_page(
    request: ActorRequest,
    file: PersonFile,
    *,
    form: PersonTextForm | None = None,
    asking: AskToTellForm | None = None,
    address: str = "",
) -> HttpResponse:
    """Where a file is chosen or a story written, or the person is asked to do that. `address`: a link just made."""
    form = form or PersonTextForm()
    asking = asking or AskToTellForm(email=file.person.email, phone=file.person.phone)
    context = {
        "form": form,
        "asking": asking,
        "address": address,
        "asked": open_asking(file),
        "told": told_view(file),
        "file": file,
        "waiting": texts_waiting(file),
        "crumbs": file_crumbs(file),
    }
    is_refused = bool(form.errors or asking.errors)
    return render(request, "proposals/person_start.html", context, status=422 if is_refused else 200)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_GET
def review(request: ActorRequest, person: UUID, reference: UUID) -> HttpResponse:
    """The text with every proposal underlined in its place, and the list of them."""
    file = open_file(request.actor, person)
    return _page(request, file, profile_view(reference, file=file))


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def decide(request: ActorRequest, person: UUID, reference: UUID) -> HttpResponse:
    """One proposal is accepted, rejected, put right or undecided again."""
    file = open_file(request.actor, person)
    profile = profile_view(reference, file=file)
    line = line_of(profile.view, request.POST.get("proposal", ""))
    words = request.POST.get("decision", "")
    if words == "choose":
        picked = request.POST.get("other", "")
        form = ConceptChoice({"chosen": picked} if picked else request.POST, kind=ProposalKind(line.kind))
        if not form.is_valid():
            return _page(request, file, profile, choice=form, choosing=line.pk)
        values: dict[str, Any] = {"decision": "accepted", "chosen": form.cleaned_data["chosen"]}
    elif words == "level":
        values = {"decision": "accepted", "chosen": _with_level(line, request.POST.get("level", ""))}
    elif words in DECISIONS:
        values = {"decision": DECISIONS[words]}
    else:
        raise InvalidValue(_("This is not one of the answers."), hint=_("Use the buttons of the proposal."))
    decide_proposal(
        DecideProposal(reading=reference, proposal=line.pk, **values), actor=request.actor, person=file.person
    )
    return _answer(request, file, reference, f"proposal-{line.pk}")


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def accept_all_sure(request: ActorRequest, person: UUID, reference: UUID) -> HttpResponse:
    """Everything that is sure and replaces nothing is accepted at once; each can still be taken back."""
    file = open_file(request.actor, person)
    replacing = profile_view(reference, file=file).replacing
    count = accept_sure(AcceptSure(reading=reference, leave=replacing), actor=request.actor, person=file.person)
    if not request.htmx:
        words = ngettext("%(count)s proposal is accepted.", "%(count)s proposals are accepted.", count)
        messages.success(request, words % {"count": count})
    return _answer(request, file, reference, "reading")


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def write(request: ActorRequest, person: UUID, reference: UUID) -> HttpResponse:
    """What was accepted goes into the file; the text goes."""
    file = open_file(request.actor, person)
    written = write_profile(WriteProfile(reading=reference), file=file)
    say_written(request, written, nothing=_("Nothing was put in the file. The text is removed."))
    return redirect("people:file", reference=person)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def forget(request: ActorRequest, person: UUID, reference: UUID) -> HttpResponse:
    """The text goes, and nothing of it is kept."""
    file = open_file(request.actor, person)
    finish_reading(FinishReading(reading=reference), actor=request.actor, person=file.person)
    messages.success(request, _("The text is removed."))
    return redirect("people:file", reference=person)


def say_written(request: ActorRequest, written: Written, *, nothing: str) -> None:
    """How much went into the file, and why not the rest."""
    if written.added:
        said = ngettext("%(count)s thing is put in the file.", "%(count)s things are put in the file.", written.added)
        messages.success(request, said % {"count": written.added})
    else:
        messages.info(request, nothing)
    for reason in dict.fromkeys(map(str, written.left_out)):
        messages.warning(request, _("Not everything could be put in the file: %(reason)s") % {"reason": reason})


def _with_level(line: ProposalLine, level: str) -> str:
    if level not in CEFR_WORDS or line.kind != ProposalKind.LANGUAGE:
        raise InvalidValue(_("This is not one of the levels."), hint=_("Choose one from the list."))
    return f"{line.proposal.value.partition(':')[0]}:{level}"


def _answer(request: ActorRequest, file: PersonFile, reference: UUID, anchor: str) -> HttpResponse:
    """The part that changed when htmx asks; else back to the place on the page."""
    if request.htmx:
        return _page(request, file, profile_view(reference, file=file))
    return redirect(f"{reverse('told:review', args=[file.reference, reference])}#{anchor}")


def _page(
    request: ActorRequest,
    file: PersonFile,
    profile: ProfileView,
    *,
    choice: forms.Form | None = None,
    choosing: int = 0,
) -> HttpResponse:
    context = {
        "file": file,
        "profile": profile,
        "view": profile.view,
        "sure": profile.sure,
        "reading": profile.view.reading,
        "levels": list(CEFR_WORDS.items()),
        "choice": choice,
        "choosing": choosing,
        "crumbs": [
            *file_crumbs(file),
            {"url": reverse("told:start", args=[file.reference]), "label": _("Read a CV or a story")},
        ],
    }
    template = "proposals/person_reading.html" if request.htmx else "proposals/person_review.html"
    # htmx shows an answer that says what is wrong only when it is a success.
    return render(request, template, context, status=422 if choice and not request.htmx else 200)


def file_crumbs(file: PersonFile) -> list[dict[str, str]]:
    """The way to the file of this person."""
    return [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[file.reference]), "label": file.full_name},
    ]
