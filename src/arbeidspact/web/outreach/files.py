"""From contact to person file: who is it, is there a file already, on which ground."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from arbeidspact.organisations.exceptions import DomainError, NotAllowed
from arbeidspact.organisations.permissions import Permission
from arbeidspact.outreach.actions import join_file, join_file_elsewhere, make_file
from arbeidspact.outreach.commands import JoinFile, JoinFileElsewhere
from arbeidspact.outreach.queries import contact_in
from arbeidspact.people.actions import PossibleDuplicates
from arbeidspact.people.duplicates import DuplicateElsewhere, Likeness, PossibleDuplicate
from arbeidspact.web.outreach.forms import FileForm
from arbeidspact.web.outreach.words import contact_name
from arbeidspact.web.people.choices import PageChoices
from arbeidspact.web.people.registration import LIKENESS_WORDS
from arbeidspact.web.requests import ActorRequest, permitted, posted


@sensitive_post_parameters()
@never_cache
@permitted(Permission.REGISTER_PERSON)
@require_http_methods(["GET", "POST"])
def to_file(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One form: it makes a file, or joins one that turns out to exist; possible files are shown before one is made."""
    view = contact_in(request.actor, reference)
    found: list[PossibleDuplicate] = []
    form = _form(request, reference, view.contact.given_name, found)
    if form.is_bound and "join" in request.POST:
        return _join(request, reference)
    if form.is_bound and form.is_valid():
        try:
            if handle := request.POST.get("handle"):
                command = form.command
                person = join_file_elsewhere(
                    JoinFileElsewhere(
                        contact=reference,
                        handle=handle,
                        ground=command.ground,
                        reason=command.reason,
                        referent=command.referent,
                    ),
                    actor=request.actor,
                )
                said = _("Your organisation now accompanies this person, and the contact belongs to the file.")
            else:
                person = make_file(form.command, actor=request.actor)
                said = _("The contact has a file now.")
        except NotAllowed:
            raise
        except PossibleDuplicates as refused:
            found = list(refused.duplicates)
            form = _form(request, reference, view.contact.given_name, found)
            form.refuse(refused)
        except DomainError as error:
            form.refuse(error)
        else:
            return _to_person(request, person.reference, said)
    context = {
        "form": form,
        "view": view,
        "name": contact_name(view.contact),
        "rows": _rows(request, found),
        "kept": sorted(set(request.POST.getlist("is_not")) - {one.key for one in found}),
    }
    return render(request, "outreach/to_file.html", context, status=422 if form.errors else 200)


def _join(request: ActorRequest, reference: UUID) -> HttpResponse:
    try:
        command = JoinFile(contact=reference, person=UUID(request.POST["join"]))
    except (ValueError, ValidationError):
        messages.error(request, _("Choose one of the files on the page."))
        return redirect("outreach:to-file", reference=reference)
    person = join_file(command, actor=request.actor)
    return _to_person(request, person.reference, _("The contact belongs to the file now."))


def _to_person(request: ActorRequest, person: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    response = redirect("people:file", reference=person)
    response.status_code = 303
    return response


def _form(request: ActorRequest, contact: UUID, given_name: str, found: list[PossibleDuplicate]) -> FileForm:
    keys = [*request.POST.getlist("is_not"), *(one.key for one in found)]
    return FileForm(
        posted(request),
        contact=contact,
        choices=PageChoices(request.actor, get_language() or "nl"),
        is_not=keys,
        initial={"given_name": given_name, "referent": request.actor.user.pk if request.actor.user else ""},
    )


def _rows(request: ActorRequest, found: list[PossibleDuplicate]) -> list[dict[str, object]]:
    dismissed = set(request.POST.getlist("is_not"))
    return [
        {
            "duplicate": one,
            "is_elsewhere": isinstance(one, DuplicateElsewhere),
            "likeness": LIKENESS_WORDS[one.likeness],
            "may_dismiss": one.likeness is not Likeness.NUMBER,
            "is_dismissed": one.key in dismissed,
        }
        for one in found
    ]
