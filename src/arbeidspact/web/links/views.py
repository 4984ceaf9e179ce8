"""The pages for whoever holds a signed link and has no account."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from arbeidspact.correspondence.links import ClosedLink, OpenLink, open_link
from arbeidspact.web.agreements.link_page import agreement_link_page
from arbeidspact.web.handovers.link_pages import answer_page, confirm_page
from arbeidspact.web.introductions.link_page import answer_page as introduction_page
from arbeidspact.web.links.frame import LinkFrame, chosen_language, frame_in
from arbeidspact.web.proposals.own_choices import own_options, refused_options
from arbeidspact.web.proposals.telling_page import telling_page
from arbeidspact.web.requests import open_to_all

LinkPage = Callable[[HttpRequest, OpenLink], HttpResponse]

# What each purpose shows and does: (request, link) -> page; a POST acts, through an action that uses the link.
PAGES: Final[Mapping[str, LinkPage]] = {
    "confirm_agreement": agreement_link_page,
    "answer_handover": answer_page,
    "answer_introduction": introduction_page,
    "confirm_meeting": confirm_page,
    "tell_story": telling_page,
}


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for, in the language that was asked for or else the one it was given in; or why it does not
    work. `opened.language` is that language, also where the product does not speak it: a page may have its text."""
    opened = open_link(token)
    asked = request.GET.get("language", "")
    if isinstance(opened, ClosedLink):
        frame = frame_in(chosen_language(asked, translation.get_language() or ""))
        with _framed(request, frame):
            return _without_referrer(render(request, "links/closed.html", {"closed": opened}, status=410))
    language = chosen_language(asked, opened.language)
    # The reader may speak a language that even the frame does not know, and a page may have a text in it.
    opened = replace(opened, language=language if asked else opened.language)
    with _framed(request, frame_in(language, opened.organisation.name)):
        return _without_referrer(PAGES[opened.purpose](request, opened))


@open_to_all
@never_cache
@require_GET
def concept_options(request: HttpRequest, token: str) -> HttpResponse:
    """Occupations or competences while the holder of a link types, in the language of the sentences on the page."""
    opened = open_link(token)
    if isinstance(opened, ClosedLink):
        return _without_referrer(refused_options(opened.reason, 410))
    frame = frame_in(chosen_language(request.GET.get("language", ""), opened.language))
    with _framed(request, frame):
        return _without_referrer(own_options(request, opened))


def _framed(request: HttpRequest, frame: LinkFrame) -> translation.override:
    """`links/page.html` reads the frame from the request; what is inside speaks the language of its content."""
    request.link_frame = frame  # type: ignore[attr-defined]
    return translation.override(frame.content_language.code)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    """The address holds the token: it goes to no other place. Without any referrer a form would be taken for one of a
    stranger: browsers then hide the origin too."""
    response["Referrer-Policy"] = "same-origin"
    return response
