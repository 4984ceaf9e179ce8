"""The menu: for each role the places it works in, and nothing it may not open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.uploads import kinds_for
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One place in the menu."""

    url: str
    label: Message
    is_current: bool
    parts: tuple["MenuItem", ...] = ()
    """The places inside it, for a place that is a house of its own."""


PLACES: tuple[tuple[str, Message, Permission], ...] = (
    ("people:caseload", _("My people"), Permission.SEE_CASELOAD),
    ("followup:queue", _("What cannot wait"), Permission.SEE_CASELOAD),
    ("people:find", _("Find a person"), Permission.OPEN_PERSON),
    ("handovers:list", _("Handovers"), Permission.HAND_OVER),
    ("outreach:list", _("Outreach"), Permission.REGISTER_CONTACT),
    ("vacancies:list", _("Vacancies"), Permission.SEE_VACANCIES),
    ("rounds:list", _("Matching rounds"), Permission.RUN_ROUNDS),
    ("terms:figures", _("Terms"), Permission.SEE_FUNNEL),
    ("pact:overview", _("The pact"), Permission.SEE_PACT),
    ("funding:calls", _("Project fund"), Permission.SEE_FUND),
    ("monitor:indicators", _("Figures"), Permission.SEE_INDICATORS),
    ("deliveries:list", _("Files of figures"), Permission.IMPORT_OBSERVATIONS),
    ("publications:releases", _("Open data"), Permission.MAKE_RELEASE),
    ("steering:start", _("Steering"), Permission.SEE_STEERING),
    ("reports:list", _("Reports"), Permission.BUILD_REPORT),
    ("people:looks", _("Who looked"), Permission.SEE_ACCESS_LOG),
    ("organisations:members", _("Members"), Permission.INVITE_MEMBER),
)


THE_PACT: tuple[str, ...] = (
    "pact:overview",
    "monitor:indicators",
    "deliveries:list",
    "publications:releases",
    "steering:start",
    "reports:list",
    "funding:calls",
)
"""Places that stand together in the menu, in this order, behind the first that may be opened."""


def menu_of(actor: Actor, path: str) -> list[MenuItem]:
    """Which places does this actor's menu offer, and which one is open now?"""
    if actor.user is None:
        return []
    reachable = [(reverse(name), label) for name, label, permission in PLACES if may(actor, permission)]
    if may(actor, Permission.SEE_FUNNEL) and not may(actor, Permission.REGISTER_CONTACT):
        reachable.append((reverse("outreach:funnel"), _("Funnel of outreach")))
    if kinds_for(actor):
        reachable.append((reverse("imports:upload"), _("Import")))
    current = max((url for url, _label in reachable if path.startswith(url)), key=len, default="")
    items = {url: MenuItem(url, label, is_current=url == current) for url, label in reachable}
    home = reverse("home")
    return [MenuItem(home, _("Today"), is_current=path == home), *_put_together(items)]


def _put_together(items: dict[str, MenuItem]) -> Iterator[MenuItem]:
    """The places in their order; those of the pact as one, where the first of them stands."""
    parts = tuple(items[url] for name in THE_PACT if (url := reverse(name)) in items)
    for item in items.values():
        if item not in parts or len(parts) == 1:
            yield item
        elif item is parts[0]:
            is_current = any(part.is_current for part in parts)
            yield MenuItem(item.url, item.label, is_current=is_current, parts=parts)
