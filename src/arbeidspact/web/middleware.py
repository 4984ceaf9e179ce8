"""What every request passes: who asks, whether a demo may be served here, a second factor, refusals in words."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import ANONYMOUS, Actor, actor_of
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.queries import Membership, membership_at_work
from arbeidspact.organisations.tokens import is_token_of_demo_login

GetResponse = Callable[[HttpRequest], HttpResponse]
STATUS_OF: dict[type[DomainError], int] = {NotAllowed: 403, NotFound: 404, Conflict: 409, InvalidValue: 400}
SESSION_MEMBERSHIP = "membership"
PUBLIC_PATH = "/public/"
DEMO_ELSEWHERE = _("Demo logins work only on the machine that serves the demo.")
PROXY_HEADERS = (
    "HTTP_CF_CONNECTING_IP",
    "HTTP_FORWARDED",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_REAL_IP",
)


def current_membership(request: HttpRequest) -> Membership | None:
    """For which organisation does this user act now: the one chosen with the switcher, else the first."""
    if not request.user.is_authenticated:
        return None
    return membership_at_work(request.user, request.session.get(SESSION_MEMBERSHIP))


def _actor(request: HttpRequest) -> Actor:
    membership = current_membership(request)
    if membership is not None:
        return actor_of(membership)
    if request.user.is_authenticated:
        return Actor(user=request.user, organisation=None)
    return ANONYMOUS


class ActorMiddleware:
    """Puts `request.actor` there, read when first asked for. What somebody who signed in sees, no browser keeps."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        # In this order: a page that says how it may be kept does not depend on a session.
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Does this request come from this very machine, with no proxy in between that says so?"""
    if any(header in request.META for header in PROXY_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def may_serve_demo_logins(request: HttpRequest) -> bool:
    """May somebody be signed in here with a password that everybody knows?

    Only on this machine, by a name that leads nowhere else: a proxy on this machine that hides the visitor's
    address still passes on the name that the visitor asked for.
    """
    host, _port = split_domain_port(request.get_host())
    return comes_from_this_machine(request) and host in settings.DEMO_HOSTS


class DemoGuardMiddleware:
    """Demo logins have a password that everybody knows: they work on this machine alone, in a browser or by token."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A public page does not ask who reads it: then anybody in between may keep it.
        if request.path.startswith(PUBLIC_PATH) or may_serve_demo_logins(request):
            return self.get_response(request)
        if request.user.is_authenticated and request.user.is_demo:
            logout(request)
            return render(request, "errors/refused.html", {"message": DEMO_ELSEWHERE, "hint": ""}, status=403)
        kind, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() == "bearer" and is_token_of_demo_login(token.strip()):
            return HttpResponse(DEMO_ELSEWHERE, content_type="text/plain; charset=utf-8", status=403)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends a professional without a second factor to the page that sets one up, where the installation demands it.

    Open without one: signing in and out, setting up a second factor, the language, and what is public. A program with
    a token has no session, so it is not asked.
    """

    OPEN_PATHS = ("/account/", "/static/", "/i18n/", PUBLIC_PATH, "/favicon.ico")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.REQUIRE_SECOND_FACTOR
            and not request.path.startswith(self.OPEN_PATHS)
            and request.user.is_authenticated
        ):
            from allauth.mfa.utils import is_mfa_enabled

            if not is_mfa_enabled(request.user):
                return redirect("mfa_index")
        return self.get_response(request)


class DomainErrorMiddleware:
    """Turns a refusal of the domain into a page that says what happened and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        status = next((code for kind, code in STATUS_OF.items() if isinstance(exception, kind)), 400)
        if status == 403 and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        context = {"message": exception.message, "hint": exception.hint}
        return render(request, "errors/refused.html", context, status=status)
