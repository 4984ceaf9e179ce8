"""What every page needs: the menus, the organisations to switch between, whether these people are invented."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import ANONYMOUS, Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.queries import Organisation, has_demo_logins, memberships_of
from arbeidspact.organisations.vocabulary import uses_esco
from arbeidspact.web.navigation import MenuItem, menu_of

OWN_PLACES: tuple[tuple[str, Message, Permission | None], ...] = (
    ("organisations:profile", _("Your name and language"), None),
    ("mfa_index", _("Password and second step"), None),
    ("organisations:tokens", _("API tokens"), Permission.HOLD_API_TOKEN),
    ("organisations:settings", _("Your organisation"), Permission.EDIT_ORGANISATION),
    ("webhooks:list", _("Webhooks"), Permission.EDIT_WEBHOOKS),
    ("organisations:audit-trail", _("What was done"), Permission.SEE_AUDIT_TRAIL),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """The names that `base.html` uses; each is read when the page first asks for it."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: menu_of(actor, request.path)),
        "user_menu": SimpleLazyObject(lambda: _own_menu(actor, request.path)),
        "organisations": SimpleLazyObject(lambda: _organisations(request)),
        "current_organisation": SimpleLazyObject(lambda: actor.organisation),
        "is_demo": SimpleLazyObject(has_demo_logins),
        "uses_esco": SimpleLazyObject(uses_esco),
        "may_see_deliveries": SimpleLazyObject(lambda: may(actor, Permission.SEE_DELIVERIES)),
        "may_edit_webhooks": SimpleLazyObject(lambda: may(actor, Permission.EDIT_WEBHOOKS)),
        "requires_second_factor": settings.REQUIRE_SECOND_FACTOR,
    }


def _organisations(request: HttpRequest) -> list[Organisation]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [membership.organisation for membership in memberships_of(user)]


def _own_menu(actor: Actor, path: str) -> Sequence[MenuItem]:
    if actor.user is None:
        return []
    reachable = [
        (reverse(name), label) for name, label, permission in OWN_PLACES if permission is None or may(actor, permission)
    ]
    return [MenuItem(url, label, is_current=path.startswith(url)) for url, label in reachable]
