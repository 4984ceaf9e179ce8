"""Behind a link about somebody, the name shows only once its holder asked for it: who asked, in their session."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from arbeidspact.correspondence.links import OpenLink

SESSION_ASKED: Final = "links_asked"
MOST_KEPT: Final = 20


def has_asked(request: HttpRequest, opened: OpenLink) -> bool:
    """Did the holder of this link ask who it is about?"""
    return str(opened.subject) in request.session.get(SESSION_ASKED, [])


def note_asked(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """The holder asks: the page comes back, and shows it from now on."""
    kept = request.session.get(SESSION_ASKED, [])
    request.session[SESSION_ASKED] = [*kept, str(opened.subject)][-MOST_KEPT:]
    response = redirect(request.get_full_path())
    response.status_code = 303
    return response
