"""Registering somebody on a phone: the form, and what it needs to work without coverage.

The page keeps what was typed in the browser until it was sent. A worker of the browser keeps the form itself, so that
it opens without a connection. Sending asks for a fresh token first: the one in a kept form is old.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError, NotAllowed
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.outreach.actions import Registered, register_contact
from arbeidspact.outreach.queries import ReferrerKind, referrers
from arbeidspact.web.outreach.forms import RegisterContactForm
from arbeidspact.web.outreach.words import contact_name
from arbeidspact.web.people.choices import PageChoices
from arbeidspact.web.requests import ActorRequest, open_to_all, permitted, posted

KEPT_DAYS: Final = 7
"""How long what was not sent stays in a phone."""
SESSION_PROGRAMME: Final = "outreach_programme"
WORKER: Final = Path(__file__).parents[1] / "static" / "js" / "outreach-worker.js"
ASSETS: Final = (
    "theme/ghent.css",
    "theme/base.css",
    "theme/components.css",
    "theme/print.css",
    "theme/outreach.css",
    "theme/icons.svg",
    "theme/chevron.svg",
    "theme/favicon.svg",
    "vendor/source-sans-3/latin.woff2",
    "js/app.js",
    "js/outreach.js",
)
"""What the kept form needs to look and work as it does with a connection."""


@sensitive_post_parameters()
@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """The form, and what it becomes without JavaScript."""
    form = _form(request)
    if form.is_bound and form.is_valid():
        try:
            registered = _registered(request, form)
        except NotAllowed:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            said = (
                _("This contact was registered already.") if registered.was_there else _("The contact is registered.")
            )
            messages.success(request, said)
            response = redirect("outreach:contact", reference=registered.contact.reference)
            response.status_code = 303
            return response
    context = {**_page(request, form), "may_edit_places": may(request.actor, Permission.EDIT_PROGRAMMES)}
    return render(request, "outreach/new.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_POST
def send(request: ActorRequest) -> HttpResponse:
    """One contact that waited in a phone: 201 when it is new, 200 when it was sent before, 422 with what is wrong."""
    form = _form(request)
    if form.is_valid():
        try:
            registered = _registered(request, form)
        except NotAllowed:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            answer = {
                "name": contact_name(registered.contact),
                "url": reverse("outreach:contact", args=[registered.contact.reference]),
            }
            return JsonResponse(answer, status=200 if registered.was_there else 201)
    problems = [
        f"{form.fields[name].label}: {problem}" if name in form.fields else str(problem)
        for name, found in form.errors.items()
        for problem in found
    ]
    return JsonResponse({"problems": problems}, status=422)


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_GET
def token(request: ActorRequest) -> HttpResponse:
    """A fresh token to send with, and to whose login it belongs."""
    return JsonResponse({"token": get_token(request), "owner": phone_owner(request.actor)})


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_GET
def kept_form(request: ActorRequest) -> HttpResponse:
    """The form as a phone keeps it: without a name of a login, a menu, or anything about somebody who was met."""
    # Somebody in the neighbourhood who refers people is a person too: that name does not stay in a phone.
    organisations = referrers(request.actor, only_open=True).filter(kind=ReferrerKind.ORGANISATION)
    context = {
        "form": _form(request),
        "referrers": list(organisations.values_list("name", flat=True)),
        **phone_page(request),
    }
    return render(request, "outreach/kept_form.html", context)


@open_to_all
@require_GET
def worker(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The script that keeps the form in the browser; it holds addresses and nothing else."""
    code = WORKER.read_text(encoding="utf-8")
    assets = [static(name) for name in ASSETS]
    known = {
        "cache": "arbeidspact-outreach-" + hashlib.sha256(f"{code}{assets}".encode()).hexdigest()[:12],
        "form": reverse("outreach:kept-form"),
        "pages": reverse("outreach:list"),
        "assets": [urlsplit(address).path for address in assets],
    }
    response = HttpResponse(f"self.outreach = {json.dumps(known)};\n{code}", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def phone_owner(actor: Actor) -> str:
    """Under which mark does a phone keep what this login wrote for this organisation? It says nothing about who."""
    user = actor.user.pk if actor.user else 0
    organisation = actor.organisation.pk if actor.organisation else 0
    return salted_hmac("arbeidspact.outreach.phone", f"{user}.{organisation}").hexdigest()[:20]


def phone_page(request: ActorRequest) -> dict[str, Any]:
    """What a page needs that shows what waits in the phone."""
    return {"phone_owner": phone_owner(request.actor), "kept_days": KEPT_DAYS}


def _registered(request: ActorRequest, form: RegisterContactForm) -> Registered:
    registered = register_contact(form.command, actor=request.actor)
    request.session[SESSION_PROGRAMME] = form.command.programme
    return registered


def _form(request: ActorRequest) -> RegisterContactForm:
    return RegisterContactForm(
        posted(request),
        actor=request.actor,
        choices=PageChoices(request.actor, get_language() or "nl"),
        initial={"programme": request.session.get(SESSION_PROGRAMME, "")},
    )


def _page(request: ActorRequest, form: RegisterContactForm) -> dict[str, Any]:
    names = referrers(request.actor, only_open=True).values_list("name", flat=True)
    return {"form": form, "referrers": list(names), **phone_page(request)}
