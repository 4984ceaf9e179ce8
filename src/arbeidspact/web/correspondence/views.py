"""The messages of one person: what was sent and what became of it, and writing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.queries import (
    MessageState,
    MessageView,
    message_sent,
    messages_of,
    preview_message,
    sms_is_offered,
)
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web.correspondence.forms import WriteForm
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.SEE_DELIVERIES)
@require_GET
def history(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Every message of one's organisation to or about this person, with what became of it."""
    file = open_file(request.actor, reference)
    context = {
        "file": file,
        "page": messages_of(file, request.GET.get("page")),
        "may_send": may(request.actor, Permission.SEND_MESSAGE),
    }
    return render(request, "correspondence/person.html", context)


@never_cache
@permitted(Permission.SEND_MESSAGE)
@require_http_methods(["GET", "POST"])
def write(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A message of one's own: written, looked at as it will leave, sent."""
    file = open_file(request.actor, reference)
    step = request.POST.get("step", "")
    form = WriteForm(request.POST if step in {"look", "send"} else None, file=file, initial=_typed(request))
    if not form.is_bound or not form.is_valid():
        return _form_page(request, file, form)
    try:
        if step == "send":
            sent = send_message(form.command, file=file, actor=request.actor)
        else:
            preview = preview_message(form.command, file)
            return render(request, "correspondence/preview.html", {"file": file, "form": form, "preview": preview})
    except DomainError as error:
        form.refuse(error)
        return _form_page(request, file, form)
    say_what_became(request, message_sent(request.actor, sent.reference, file))
    response = redirect("correspondence:person", reference=file.reference)
    response.status_code = 303
    return response


def say_what_became(request: HttpRequest, view: MessageView) -> None:
    """Tells whoever sent a message whether it left: it was tried at once."""
    if view.state == MessageState.UNDELIVERED:
        refused = _("The message could not be delivered.")
        messages.error(request, f"{refused} {view.problem}")
    elif view.state == MessageState.QUEUED and view.message.attempts:
        messages.warning(request, _("The message could not leave yet. It is tried again by itself."))
    elif view.state == MessageState.QUEUED:
        messages.info(request, _("The message waits to be sent."))
    else:
        messages.success(request, _("The message was sent."))


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed before somebody went back from the preview."""
    if request.method != "POST":
        return {}
    return {name: request.POST[name] for name in ("channel", "to", "subject", "text", "key") if name in request.POST}


def _form_page(request: ActorRequest, file: PersonFile, form: WriteForm) -> HttpResponse:
    context = {"file": file, "form": form, "offers_sms": sms_is_offered()}
    return render(request, "correspondence/write.html", context, status=422 if form.errors else 200)
