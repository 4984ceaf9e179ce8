"""The pages for whoever holds a signed link and has no account."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from arbeidspact.correspondence.links import ClosedLink, OpenLink, open_link
from arbeidspact.web.requests import open_to_all

LinkPage = Callable[[HttpRequest, OpenLink], HttpResponse]

# What each purpose shows and does: (request, link) -> page; a POST acts, through an action that uses the link.
PAGES: Final[Mapping[str, LinkPage]] = {}


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for, in the language it was given in; or why it does not work."""
    opened = open_link(token)
    if isinstance(opened, ClosedLink):
        return _without_referrer(render(request, "links/closed.html", {"closed": opened}, status=410))
    with translation.override(opened.language):
        return _without_referrer(PAGES[opened.purpose](request, opened))


def _without_referrer(response: HttpResponse) -> HttpResponse:
    """The address holds the token: it goes to no other place."""
    response["Referrer-Policy"] = "no-referrer"
    return response
