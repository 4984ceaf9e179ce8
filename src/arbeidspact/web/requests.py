"""What a view gets: a request that knows its actor."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require


class ActorRequest(HttpRequest):
    """A request after the middleware: the actor is there, and whether htmx asked."""

    actor: Actor
    htmx: HtmxDetails


class View(Protocol):
    def __call__(self, request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def permitted(permission: Permission) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A view for those whom the policy grants this; others are sent to sign in, or refused with the reason."""

    def wrap(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            asked = cast("ActorRequest", request)
            require(asked.actor, permission)
            return view(asked, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def signed_in(view: View) -> Callable[..., HttpResponseBase]:
    """A view for everyone who signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast("ActorRequest", request), *args, **kwargs)

    guarded.signed_in = True  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: View) -> View:
    """A view that anyone may see, said aloud so that the test of addresses knows it is meant."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with this request; None when nothing was, so that a form asks its questions without complaints."""
    return request.POST if request.method == "POST" else None
