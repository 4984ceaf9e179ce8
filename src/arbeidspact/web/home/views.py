"""The first page: what needs doing today, per role."""

from django.http import HttpResponse
from django.shortcuts import render

from arbeidspact.web.requests import ActorRequest, signed_in


@signed_in
def home(request: ActorRequest) -> HttpResponse:
    return render(request, "home/home.html", {})
