"""What outreach shows on a person's page: how they were met, and the programmes they take part in."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.outreach.actions import enrol_person, leave_programme
from arbeidspact.outreach.commands import LeaveProgramme
from arbeidspact.outreach.queries import outreach_of, programmes_to_choose
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web.outreach.forms import EnrolPersonForm
from arbeidspact.web.outreach.words import programme_name
from arbeidspact.web.requests import ActorRequest, permitted, posted

PANEL: Final = "outreach/panel.html"


def outreach_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:
    """How this person was met by the own organisation, and in which programmes they take part."""
    may_enrol = may(request.actor, Permission.REGISTER_CONTACT)
    met = outreach_of(file)
    context = {
        "file": file,
        "contacts": met.contacts,
        "enrolments": [(one, programme_name(one.programme)) for one in met.enrolments if one.until is None],
        "past": [(one, programme_name(one.programme)) for one in met.enrolments if one.until is not None],
        "may_enrol": may_enrol,
    }
    return context, PANEL


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_http_methods(["GET", "POST"])
def enrol(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Somebody with a file takes part in a programme."""
    file = open_file(request.actor, reference)
    taking_part = {one.programme.slug for one in outreach_of(file).enrolments if one.until is None}
    left = [one for one in programmes_to_choose(request.actor) if one.slug not in taking_part]
    form = EnrolPersonForm(posted(request), programmes=left)
    if form.is_bound and form.is_valid():
        try:
            enrol_person(form.command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(request, reference, _("The person takes part in the programme."))
    context = {"file": file, "form": form, "has_choice": bool(left) or form.is_bound}
    return render(request, "outreach/enrol_person.html", context, status=422 if form.errors else 200)


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_POST
def leave(request: ActorRequest, reference: UUID, enrolment: int) -> HttpResponse:
    """Somebody with a file stops taking part in a programme."""
    file = open_file(request.actor, reference)
    if enrolment not in {one.pk for one in outreach_of(file).enrolments}:
        raise NotFound(_("Nobody takes part in this programme by this entry."))
    leave_programme(LeaveProgramme(enrolment=enrolment), actor=request.actor)
    return _back(request, reference, _("The person no longer takes part in the programme."))


def _back(request: ActorRequest, reference: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    response = redirect("people:file", reference=reference)
    response["Location"] += "#outreach"
    response.status_code = 303
    return response
