"""A person is asked to tell what they can do, on a page of their own; what they sent is put in the file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import open_file
from arbeidspact.proposals.person_commands import TakeTold
from arbeidspact.proposals.told import ask_to_tell, take_told, told_view, withdraw_asking
from arbeidspact.web.proposals.person_forms import AskToTellForm
from arbeidspact.web.proposals.person_views import file_crumbs, say_written, start_page
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def ask(request: ActorRequest, person: UUID) -> HttpResponse:
    """A link for the person: it goes by mail or text message, or stands on the screen once."""
    file = open_file(request.actor, person)
    form = AskToTellForm(request.POST, email=file.person.email, phone=file.person.phone)
    if form.is_valid():
        try:
            issued = ask_to_tell(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            if form.command.channel is None:
                return start_page(request, file, address=issued.address)
            messages.success(request, _("The link is on its way. It works once."))
            return redirect("told:start", person=person)
    return start_page(request, file, asking=form)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def withdraw(request: ActorRequest, person: UUID) -> HttpResponse:
    """The link works no more."""
    withdraw_asking(file=open_file(request.actor, person))
    messages.success(request, _("The link does not work any more."))
    return redirect("told:start", person=person)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_GET
def told(request: ActorRequest, person: UUID) -> HttpResponse:
    """What the person sent, each with a tick, beside what the file says."""
    file = open_file(request.actor, person)
    context = {"file": file, "told": told_view(file), "crumbs": file_crumbs(file)}
    return render(request, "proposals/told.html", context)


@never_cache
@permitted(Permission.EDIT_PERSON)
@require_POST
def take(request: ActorRequest, person: UUID) -> HttpResponse:
    """What has a tick goes in the file; the rest goes."""
    file = open_file(request.actor, person)
    command = TakeTold(shown=tuple(request.POST.getlist("shown")), chosen=tuple(request.POST.getlist("chosen")))
    say_written(request, take_told(command, file=file), nothing=_("Nothing was put in the file."))
    return redirect("people:file", reference=person)
