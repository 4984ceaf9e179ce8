"""The first page: what needs doing today, per role."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from arbeidspact.web.home.today import parts_for
from arbeidspact.web.requests import ActorRequest, signed_in


@signed_in
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """What needs doing today; for somebody without an organisation, how to get one."""
    if request.actor.organisation is None:
        return render(request, "home/no_organisation.html")
    return render(request, "home/home.html", {"parts": parts_for(request.actor), "today": timezone.localdate()})
