"""Introducing somebody to an employer, and one introduction with all that can be noted about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.introductions.actions import introduce_person
from arbeidspact.introductions.queries import IntroductionView, Outcome, open_introduction, vacancy_to_introduce
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import open_file
from arbeidspact.web.acts import form_of, offered_acts
from arbeidspact.web.forms import carry_out
from arbeidspact.web.introductions import forms
from arbeidspact.web.introductions.acts import ACTS
from arbeidspact.web.requests import ActorRequest, permitted, posted


@sensitive_post_parameters()
@never_cache
@permitted(Permission.INTRODUCE_PERSON)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, reference: UUID, vacancy: UUID) -> HttpResponse:
    """Introduces a person to the employer of a vacancy."""
    file = open_file(request.actor, reference)
    wanted = vacancy_to_introduce(file, vacancy)
    form = forms.IntroduceForm(posted(request), vacancy=vacancy)
    if done := carry_out(form, lambda command: introduce_person(command, file=file)):
        messages.success(request, _("The introduction is noted. Note here what the employer answers."))
        return _see(done.value.reference)
    context = {
        "file": file,
        "wanted": wanted,
        "form": form,
        "crumbs": [
            {"url": reverse("people:caseload"), "label": _("My people")},
            {"url": reverse("people:file", args=[reference]), "label": file.full_name},
        ],
    }
    return render(request, "introductions/new.html", context, status=422 if form.errors else 200)


@never_cache
@permitted(Permission.INTRODUCE_PERSON)
@require_GET
def introduction(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One introduction: where it stands, and what can be noted."""
    return _page(request, open_introduction(request.actor, reference))


@never_cache
@permitted(Permission.INTRODUCE_PERSON)
@require_POST
def act(request: ActorRequest, reference: UUID, name: str) -> HttpResponse:
    """Something is noted about an introduction; what is refused comes back in its place, with what was typed."""
    known = ACTS.get(name)
    if known is None:
        raise NotFound(_("This cannot be noted about an introduction."))
    view = open_introduction(request.actor, reference)
    form = form_of(known, name, request.POST, view=view)
    if done := carry_out(form, lambda command: known.action(command, file=view.file)):
        messages.success(request, str(known.said))
        if done.value.outcome == Outcome.HIRED and done.value.placement_id is None:
            messages.info(request, _("Write on the ladder of the plan since when this work goes on."))
        return _see(reference)
    return _page(request, view, refused=(name, form))


def _page(
    request: ActorRequest, view: IntroductionView, refused: tuple[str, forms.IntroductionForm[Any]] | None = None
) -> HttpResponse:
    context = {
        "view": view,
        "line": view.line,
        "file": view.file,
        "acts": offered_acts(ACTS, view.events, refused=refused, mending=view.mending, view=view),
        "refused_form": refused[1] if refused else None,
        "may_edit_plan": may(request.actor, Permission.EDIT_PLAN),
        "crumbs": [{"url": reverse("introductions:list"), "label": _("Introductions")}],
    }
    return render(request, "introductions/detail.html", context, status=422 if refused else 200)


def _see(reference: UUID) -> HttpResponse:
    response = redirect("introductions:detail", reference=reference)
    response.status_code = 303
    return response
