"""What every page needs: the menu, the organisations to switch between, whether these people are invented."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from arbeidspact.organisations.actor import ANONYMOUS
from arbeidspact.organisations.models import Membership, User
from arbeidspact.web.navigation import menu_of


def page(request: HttpRequest) -> dict[str, Any]:
    """The names that `base.html` uses."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: menu_of(actor, request.path)),
        "memberships": SimpleLazyObject(lambda: _memberships(request)),
        "is_demo": SimpleLazyObject(lambda: User.objects.filter(is_demo=True).exists()),
    }


def _memberships(request: HttpRequest) -> list[Membership]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return list(
        Membership.objects.filter(user=user, ended_at__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
