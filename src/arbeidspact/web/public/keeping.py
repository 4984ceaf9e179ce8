"""How public pages are answered: in the language of their address, to be kept a while by anybody in between."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_safe

from arbeidspact.monitor.shapes import mark_of_maps
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.publications.queries import Release, public_release
from arbeidspact.web.requests import open_to_all

A_WHILE: Final = "public, max-age=300"
LANGUAGES: Final = ("nl", "en")

PublicView = Callable[..., HttpResponseBase]


def asked_language(request: HttpRequest) -> str:
    """Dutch, unless the address asks for English: what is kept in between may not depend on who asks."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def newest_release() -> Release | None:
    """The newest release that is public; None before the first."""
    try:
        return public_release()
    except NotFound:
        return None


def for_anybody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for anybody that no release holds: no session is read, and it is kept for a few minutes."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = asked_language(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = A_WHILE
        response["Content-Language"] = language
        return response

    return open_to_all(require_safe(answered))


def public(view: PublicView) -> PublicView:
    """A page for anybody: no session is read; it is the same for everybody until another release, or other maps."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        release = newest_release()
        language = asked_language(request)
        tag = f'"{release.version if release else "none"}-{language}-{mark_of_maps()}"'
        if release is not None and request.headers.get("If-None-Match") == tag:
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            with translation.override(language):
                response = view(request, release, *args, **kwargs)
        response["ETag"] = tag
        response["Cache-Control"] = A_WHILE
        response["Content-Language"] = language
        return response

    return open_to_all(require_safe(answered))
