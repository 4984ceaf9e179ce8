"""One person: the file, its changes, who looked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event
from pydantic import ValidationError

from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile, looks_at_file, open_file
from arbeidspact.people.actions import end_accompaniment
from arbeidspact.people.commands import EndAccompaniment
from arbeidspact.web.people.choices import PageChoices
from arbeidspact.web.people.file_page import page_of
from arbeidspact.web.people.forms import FileForm
from arbeidspact.web.people.panels import PROFILE_CHANGED, panel_of, panels_of
from arbeidspact.web.people.sections import MATCHED, REMOVALS, SECTIONS, UNDOS
from arbeidspact.web.requests import ActorRequest, permitted

LOOKS_A_PAGE = 25
SESSION_UNDO = "people_undo"


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def person_file(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The one page of a person."""
    return _file_page(request, reference)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, reference: UUID, section: str) -> HttpResponse:
    """Saves one part of the file; what is refused comes back in its place, with what was typed."""
    known = SECTIONS.get(section)
    if known is None:
        raise NotFound(_("A file has no such part."))
    if request.method == "GET":
        return _back_to(reference, known.anchor)
    form = known.form_class(request.POST, person=reference, choices=_choices(request))
    if form.is_valid():
        try:
            undo = known.action(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            _remember_undo(request, reference, known.undo, undo, str(known.said))
            return _changed(request, reference, known.anchor)
    if request.htmx:
        return _changed_parts(request, reference, refused=form)
    return _file_page(request, reference, refused=form)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def remove(request: ActorRequest, reference: UUID, section: str) -> HttpResponse:
    """Takes one thing out of the file, and offers to put it back."""
    known = REMOVALS.get(section)
    if known is None:
        raise NotFound(_("Nothing can be removed from this part of a file."))
    key = request.POST.get("key", "")
    if not key:
        raise NotFound(_("This is not in the file."))
    try:
        command = known.command_class(**{"person": reference, known.field: key})
    except ValidationError:
        raise NotFound(_("This is not in the file.")) from None
    undo = known.action(command, actor=request.actor)
    _remember_undo(request, reference, section, undo, str(known.said))
    return _changed(request, reference, known.anchor)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def undo(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Puts back what was removed last."""
    kept = request.session.pop(SESSION_UNDO, None)
    if kept is None or kept["person"] != str(reference):
        messages.warning(request, _("There is nothing to undo any more."))
        return _changed(request, reference, "")
    known = UNDOS[kept["section"]]
    try:
        known.action(known.command_class.model_validate_json(kept["command"]), actor=request.actor)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is back."))
    return _changed(request, reference, kept["section"])


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks whether the organisation stops to accompany this person, and does it."""
    if request.method == "POST":
        end_accompaniment(EndAccompaniment(person=reference), actor=request.actor)
        messages.success(request, _("Your organisation no longer accompanies this person."))
        return redirect("people:caseload")
    return render(request, "people/end.html", {"file": open_file(request.actor, reference)})


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def file_looks(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Who looked at this file, newest first."""
    file = open_file(request.actor, reference)
    page = Paginator(looks_at_file(file), LOOKS_A_PAGE).get_page(request.GET.get("page"))
    crumbs = [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[reference]), "label": file.full_name},
    ]
    return render(request, "people/file_looks.html", {"file": file, "page": page, "crumbs": crumbs})


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def panel(request: ActorRequest, reference: UUID, name: str) -> HttpResponse:
    """One panel of the page, as it is now; for htmx, after a change that it follows."""
    if not request.htmx:
        return _back_to(reference, f"panel-{name}")
    found = panel_of(request, open_file(request.actor, reference), name)
    if found is None:
        raise NotFound(_("A file has no such part."))
    return render(request, "people/panel.html", {"panel": found})


def _file_page(request: ActorRequest, reference: UUID, refused: FileForm | None = None) -> HttpResponse:
    file = open_file(request.actor, reference)
    context = {
        **_profile_parts(request, file, refused),
        "panels": panels_of(request, file),
        "crumbs": [{"url": reverse("people:caseload"), "label": _("My people")}],
    }
    return render(request, "people/file.html", context, status=422 if refused else 200)


def _changed(request: ActorRequest, reference: UUID, anchor: str) -> HttpResponse:
    """After a change: htmx gets the parts that may look different now, a browser without it the page."""
    if not request.htmx:
        return _back_to(reference, anchor)
    answer = _changed_parts(request, reference)
    return trigger_client_event(answer, PROFILE_CHANGED, after="settle") if anchor in MATCHED else answer


def _changed_parts(request: ActorRequest, reference: UUID, refused: FileForm | None = None) -> HttpResponse:
    """What a change in the file can change on the page. Panels follow by themselves when they hear of it."""
    context = _profile_parts(request, open_file(request.actor, reference), refused)
    return render(request, "people/file_changed.html", context, status=422 if refused else 200)


def _profile_parts(request: ActorRequest, file: PersonFile, refused: FileForm | None) -> dict[str, Any]:
    kept = request.session.get(SESSION_UNDO)
    if kept is None or kept["person"] != str(file.reference):
        kept = {"said": "", "section": ""}
    return {
        "page": page_of(file, _choices(request), refused),
        "file": file,
        "refused_section": refused.section if refused else "",
        "undo_text": kept["said"],
        "undo_section": kept["section"],
        "may_open_compartment": may(file.actor, Permission.OPEN_COMPARTMENT),
    }


def _remember_undo(request: ActorRequest, reference: UUID, section: str, undo: object, said: str) -> None:
    """Keeps in the session how to put back what was just removed; any other change ends that offer."""
    if section and isinstance(undo, Command):
        request.session[SESSION_UNDO] = {
            "person": str(reference),
            "section": section,
            "command": undo.model_dump_json(),
            "said": said,
        }
        return
    request.session.pop(SESSION_UNDO, None)
    messages.success(request, said)


def _choices(request: ActorRequest) -> PageChoices:
    return PageChoices(request.actor, get_language() or "nl")


def _back_to(reference: UUID, anchor: str) -> HttpResponse:
    address = reverse("people:file", args=[reference])
    response = redirect(f"{address}#{anchor}" if anchor else address)
    response.status_code = 303
    return response
