"""A release that is being made: how far it is, cancelling it, beginning anew; then it leads to the release."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations.permissions import Permission
from arbeidspact.publications.commands import CancelMaking, MakeAgain
from arbeidspact.publications.making import cancel_making, make_again
from arbeidspact.publications.making_states import GOING, STARTABLE
from arbeidspact.publications.queries import MakingState, ReleaseMaking, making_named
from arbeidspact.web.publications.words import badge_of, percent_of
from arbeidspact.web.requests import ActorRequest, permitted


@permitted(Permission.MAKE_RELEASE)
@require_safe
def making_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """How far it is, or why it did not come about; the release itself once it is there."""
    making = making_named(reference, actor=request.actor)
    if making.version:
        return redirect("publications:release", version=making.version)
    return render(request, "publications/making.html", _context(making))


@permitted(Permission.MAKE_RELEASE)
@require_safe
def progress(request: ActorRequest, reference: UUID) -> HttpResponse:
    """How far it is, for the page that shows it; when it is over, that page loads anew."""
    making = making_named(reference, actor=request.actor)
    if not request.htmx:
        return redirect("publications:making", reference=reference)
    if badge_of(making).state not in GOING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "publications/progress.html", _context(making))


@permitted(Permission.MAKE_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks once more, and then cancels the work."""
    making = making_named(reference, actor=request.actor)
    if request.method == "POST":
        cancel_making(CancelMaking(making=reference), actor=request.actor)
        messages.success(request, _("Cancelled. Nothing came of it."))
        return redirect("publications:making", reference=reference)
    return render(request, "publications/cancel.html", {"making": making, "crumbs": _crumbs(making)})


@permitted(Permission.MAKE_RELEASE)
@require_POST
def again(request: ActorRequest, reference: UUID) -> HttpResponse:
    """What did not come about begins anew."""
    make_again(MakeAgain(making=reference), actor=request.actor)
    return see_making(reference)


def see_making(reference: UUID) -> HttpResponse:
    """To the page of what is being made."""
    response = redirect("publications:making", reference=reference)
    response.status_code = 303
    return response


def _context(making: ReleaseMaking) -> dict[str, Any]:
    badge = badge_of(making)
    return {
        "making": making,
        "badge": badge,
        "is_going": badge.state in GOING,
        "is_startable": badge.state in STARTABLE,
        "may_cancel": badge.state in GOING | {MakingState.STOPPED},
        "percent": percent_of(making),
        "crumbs": _crumbs(),
    }


def _crumbs(making: ReleaseMaking | None = None) -> list[dict[str, str]]:
    crumbs = [{"url": reverse("publications:releases"), "label": _("Open data")}]
    if making is not None:
        page = reverse("publications:making", args=[making.reference])
        crumbs.append({"url": page, "label": _("Release that is being made")})
    return crumbs
