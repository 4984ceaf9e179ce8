"""Which places of the project fund the menu under its heading offers, and days as an application keeps them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from arbeidspact.organisations.permissions import Permission, may

register = template.Library()


@dataclass(frozen=True, slots=True)
class Places:
    """What this actor has to do with the fund."""

    applies: bool
    judges: bool
    pays: bool
    verifies: bool


@register.simple_tag(takes_context=True)
def fund_places(context: dict[str, Any]) -> Places:
    """Which places may the actor of this page open?"""
    actor = context["actor"]
    applies = may(actor, Permission.APPLY_TO_FUND)
    runs = any(may(actor, one) for one in (Permission.EDIT_FUND, Permission.CHECK_CLAIMS, Permission.APPROVE_PAYMENTS))
    return Places(
        applies, may(actor, Permission.JUDGE_APPLICATIONS), applies or runs, may(actor, Permission.VERIFY_CLAIMS)
    )


@register.filter
def day_of(text: str) -> date:
    """The day that a submitted version wrote down, such as 2027-01-21, to be shown as other days are."""
    return date.fromisoformat(text)
