"""The names of what a project serves: goal, track, action and indicator are kept by their short names."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.exceptions import Message
from arbeidspact.pact.models import Action, Goal, Track

KINDS = (("goal", _("Goal"), Goal), ("track", _("Track"), Track), ("action", _("Action"), Action))


def names_served(pact: str, chosen: Mapping[str, str]) -> list[tuple[Message, str]]:
    """What is it called in the language of the screen? What is gone from the pact goes by its short name."""
    found: list[tuple[Message, str]] = []
    for kind, label, model in KINDS:
        if slug := chosen.get(kind, ""):
            row = model.objects.filter(slug=slug, pact__slug=pact).first()
            found.append((label, _name(row) if row is not None else slug))
    if slug := chosen.get("indicator", ""):
        indicator = Indicator.objects.filter(slug=slug).first()
        found.append((_("Indicator"), _name(indicator) if indicator is not None else slug))
    return found


def _name(row: Goal | Track | Action | Indicator) -> str:
    return row.name_en if (get_language() or "nl").startswith("en") and row.name_en else row.name_nl
