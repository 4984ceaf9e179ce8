"""What did not arrive: the list, sending it again to the right address, and settling it in another way."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import ValidationError

from arbeidspact.correspondence.actions import send_again, settle_message
from arbeidspact.correspondence.queries import (
    Channel,
    MessageView,
    Recipient,
    message_sent,
    message_to_settle,
    undelivered_list,
)
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import edit_contact
from arbeidspact.people.commands import EditContact
from arbeidspact.web.correspondence.forms import AgainForm, SettleForm
from arbeidspact.web.correspondence.views import say_what_became
from arbeidspact.web.requests import ActorRequest, permitted, posted


@never_cache
@permitted(Permission.SEE_DELIVERIES)
@require_GET
def undelivered(request: ActorRequest) -> HttpResponse:
    """What did not arrive and waits for somebody: mine, or of the whole organisation."""
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    context = {
        "whose": whose,
        "query": "whose=all" if whose == "all" else "",
        "page": undelivered_list(request.actor, only_mine=whose == "mine", page=request.GET.get("page")),
    }
    return render(request, "correspondence/undelivered.html", context)


@never_cache
@permitted(Permission.SEND_MESSAGE)
@require_http_methods(["GET", "POST"])
def again(request: ActorRequest, reference: UUID, message: UUID) -> HttpResponse:
    """A message about a person goes out once more, perhaps to another address, which may be kept in the file."""
    return _again(request, message, open_file(request.actor, reference))


@never_cache
@permitted(Permission.SEND_MESSAGE)
@require_http_methods(["GET", "POST"])
def again_to_partner(request: ActorRequest, message: UUID) -> HttpResponse:
    """A message about nobody in particular goes out once more."""
    return _again(request, message, None)


@never_cache
@permitted(Permission.SEND_MESSAGE)
@require_http_methods(["GET", "POST"])
def settle(request: ActorRequest, reference: UUID, message: UUID) -> HttpResponse:
    """The person was reached in another way."""
    return _settle(request, message, open_file(request.actor, reference))


@never_cache
@permitted(Permission.SEND_MESSAGE)
@require_http_methods(["GET", "POST"])
def settle_to_partner(request: ActorRequest, message: UUID) -> HttpResponse:
    """The partner was reached in another way."""
    return _settle(request, message, None)


def _again(request: ActorRequest, message: UUID, file: PersonFile | None) -> HttpResponse:
    view = message_to_settle(request.actor, message, file)
    form = AgainForm(posted(request), view=view, may_keep=_may_keep(view, file))
    if form.is_bound and form.is_valid():
        try:
            sent = send_again(form.command, actor=request.actor, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            if file is not None and form.cleaned_data.get("keep"):
                _keep(request, file, view, sent.address)
            say_what_became(request, message_sent(request.actor, sent.reference, file))
            return _back(file)
    return _page(request, "correspondence/again.html", view, file, form)


def _settle(request: ActorRequest, message: UUID, file: PersonFile | None) -> HttpResponse:
    view = message_to_settle(request.actor, message, file)
    form = SettleForm(posted(request), message=view.message.reference)
    if form.is_bound and form.is_valid():
        try:
            settle_message(form.command, actor=request.actor, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The message is settled."))
            return _back(file)
    return _page(request, "correspondence/settle.html", view, file, form)


def _may_keep(view: MessageView, file: PersonFile | None) -> bool:
    return file is not None and file.may_edit and view.message.recipient == Recipient.PERSON


def _keep(request: ActorRequest, file: PersonFile, view: MessageView, address: str) -> None:
    """The right address also stands in the file from now on; the message left already, so a refusal is only said."""
    person = file.person
    is_mail = view.message.channel == Channel.EMAIL
    try:
        edit_contact(
            EditContact(
                person=person.reference,
                email=(address if is_mail else person.email) or None,
                phone=person.phone if is_mail else address,
                language=person.language,
                neighbourhood=person.neighbourhood,
            ),
            actor=request.actor,
        )
    except (DomainError, ValidationError):
        messages.warning(request, _("The address could not be kept in the file. Change it there yourself."))


def _page(request: ActorRequest, template: str, view: MessageView, file: PersonFile | None, form: Any) -> HttpResponse:
    context = {"view": view, "file": file, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


def _back(file: PersonFile | None) -> HttpResponse:
    if file is None:
        response = redirect("correspondence:undelivered")
    else:
        response = redirect("correspondence:person", reference=file.reference)
    response.status_code = 303
    return response
