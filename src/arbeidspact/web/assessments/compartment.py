"""The protected part of a file: say why, open it for an hour, close it before."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import MayNotOpen, decide_compartment, open_file
from arbeidspact.people.actions import close_compartment, open_compartment
from arbeidspact.people.commands import CloseCompartment
from arbeidspact.people.queries import compartment_openings
from arbeidspact.web.assessments.crumbs import crumbs_of
from arbeidspact.web.assessments.forms import CompartmentForm
from arbeidspact.web.requests import ActorRequest, permitted

OPENINGS_A_PAGE = 50


@sensitive_post_parameters()
@never_cache
@permitted(Permission.OPEN_PERSON)
@require_http_methods(["GET", "POST"])
def compartment(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Opens the protected part for an hour, with the reason on record; says whom to ask where that is not possible."""
    file = open_file(request.actor, reference)
    back = _back(request, reference)
    decision = decide_compartment(request.actor, file.person)
    context = {"file": file, "back": back, "crumbs": crumbs_of(file)}
    if isinstance(decision, MayNotOpen):
        referents = [link for link in file.accompaniments if link.organisation == request.actor.organisation]
        context |= {"reason": decision.reason, "referents": [str(link.referent) for link in referents if link.referent]}
        return render(request, "assessments/compartment_refused.html", context, status=403)
    form = CompartmentForm(request.POST if request.method == "POST" else None, person=file.reference)
    if request.method == "POST" and form.is_valid():
        try:
            opening = open_compartment(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            until = time_format(localtime(opening.until), "H:i")
            messages.success(request, _("The protected part is open until %(time)s.") % {"time": until})
            return _see_other(back)
    return render(
        request, "assessments/compartment.html", {**context, "form": form}, status=422 if form.errors else 200
    )


@never_cache
@permitted(Permission.OPEN_COMPARTMENT)
@require_POST
def close(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Closes the protected part before the hour is over."""
    close_compartment(CloseCompartment(person=reference), actor=request.actor)
    messages.success(request, _("The protected part is closed."))
    return _see_other(_back(request, reference))


@never_cache
@permitted(Permission.SEE_ACCESS_LOG)
@require_GET
def openings(request: ActorRequest) -> HttpResponse:
    """Who opened which protected part, and why; for the data-protection officer. People are named by reference."""
    page = Paginator(compartment_openings(request.actor), OPENINGS_A_PAGE).get_page(request.GET.get("page"))
    crumbs = [{"url": reverse("people:looks"), "label": _("Who looked")}]
    return render(request, "assessments/openings.html", {"page": page, "crumbs": crumbs})


def _back(request: ActorRequest, reference: UUID) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("people:file", args=[reference])


def _see_other(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response
