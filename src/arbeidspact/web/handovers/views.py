"""Handovers: the list, sending one, and everything that happens to it."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.correspondence.links import IssuedLink
from arbeidspact.handovers.actions import send_handover
from arbeidspact.handovers.parts import choosable_parts
from arbeidspact.handovers.queries import HandoverEvent, HandoverKind, HandoverView, handover_list, open_handover
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import open_file
from arbeidspact.people.words import language_name
from arbeidspact.web.acts import form_of, offered_acts
from arbeidspact.web.forms import carry_out
from arbeidspact.web.handovers import forms
from arbeidspact.web.handovers.acts import ACTS
from arbeidspact.web.requests import ActorRequest, permitted, posted

SESSION_LINK: Final = "handover_link"


@never_cache
@permitted(Permission.HAND_OVER)
@require_GET
def handovers(request: ActorRequest) -> HttpResponse:
    """The handovers to and from the organisation, our turn and the longest waiting first."""
    form = forms.HandoverFilterForm(request.GET)
    found = handover_list(request.actor, form.narrowed(), page=request.GET.get("page", 1))
    context = {
        "form": form,
        "found": found,
        "lines": list(found.page.object_list),
        "filter_words": form.in_words(),
        "query": urlencode({name: value for name, value in form.cleaned_data.items() if value}),
        "may_see_times": may(request.actor, Permission.SEE_FUNNEL),
    }
    return render(request, "handovers/list.html", context)


@never_cache
@permitted(Permission.HAND_OVER)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Hands a person over, or invites a partner into the team."""
    file = open_file(request.actor, reference)
    kind = HandoverKind.JOIN if request.GET.get("kind") == "join" else HandoverKind.TRANSFER
    choosable = choosable_parts(file)
    form = forms.SendForm(posted(request), actor=request.actor, choosable=choosable, initial={"kind": kind})
    if done := carry_out(form, lambda command: send_handover(command, file=file)):
        messages.success(request, _("It is sent. You stay responsible until the person confirms."))
        return _see(done.value.handover.reference)
    context = {
        "file": file,
        "form": form,
        "choosable": [one for one in choosable if not one.is_empty],
        "crumbs": [
            {"url": reverse("people:caseload"), "label": _("My people")},
            {"url": reverse("people:file", args=[reference]), "label": file.full_name},
        ],
    }
    return render(request, "handovers/new.html", context, status=422 if form.errors else 200)


@never_cache
@permitted(Permission.HAND_OVER)
@require_GET
def handover(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One handover: what travels, whose turn it is, what can be done, and its log."""
    return _page(request, open_handover(request.actor, reference))


@never_cache
@permitted(Permission.HAND_OVER)
@require_POST
def act(request: ActorRequest, reference: UUID, name: str) -> HttpResponse:
    """Something happens to a handover; what is refused comes back in its place, with what was typed."""
    known = ACTS.get(name)
    if known is None:
        raise NotFound(_("This cannot be done with a handover."))
    form = form_of(known, name, request.POST, handover=reference, actor=request.actor)
    if done := carry_out(form, lambda command: known.action(command, actor=request.actor)):
        if isinstance(done.value, IssuedLink) and not form.cleaned_data.get("channel"):
            request.session[SESSION_LINK] = {"handover": str(reference), "address": done.value.address}
        messages.success(request, str(known.said))
        return _see(reference)
    return _page(request, open_handover(request.actor, reference), refused=(name, form))


def _page(
    request: ActorRequest, view: HandoverView, refused: tuple[str, forms.HandoverForm[Any]] | None = None
) -> HttpResponse:
    offered = [event.value for event in HandoverEvent if event in view.events]
    if HandoverEvent.CONFIRM in view.events:
        offered.append("ask")
    if not view.is_over:
        offered.append("resume" if view.pause else "pause")
    shown = offered_acts(ACTS, offered, refused=refused, handover=view.handover.reference, actor=request.actor)
    kept = request.session.get(SESSION_LINK)
    address = ""
    if kept is not None and kept["handover"] == str(view.handover.reference) and request.method == "GET":
        address = request.session.pop(SESSION_LINK)["address"]
    context = {
        "view": view,
        "acts": shown,
        "refused_form": refused[1] if refused else None,
        "address": address,
        "speaks": language_name(view.language) if view.language else "",
        "crumbs": [{"url": reverse("handovers:list"), "label": _("Handovers")}],
    }
    return render(request, "handovers/detail.html", context, status=422 if refused else 200)


def _see(reference: UUID) -> HttpResponse:
    response = redirect("handovers:detail", reference=reference)
    response.status_code = 303
    return response
