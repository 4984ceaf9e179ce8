"""Panels that other areas put on a person's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from arbeidspact.people.access import PersonFile
from arbeidspact.web.pathways.panels import steps_panel
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.vacancies.panels import fitting_work_panel

PanelAnswer = tuple[dict[str, Any], str]
PanelSource = Callable[[ActorRequest, PersonFile], PanelAnswer]


PROFILE_CHANGED: Final = "profile-changed"
"""The event that the page hears of when something changed that matching reads."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part of a person's page; `name` is the area it comes from.

    `follows`: the event after which it shows itself anew. `said`: what is said aloud when it did.
    """

    name: str
    html: SafeString
    follows: str = ""
    said: str = ""


# Each answers (request, file) with the context and the name of its template; shown in this order.
PANELS: Mapping[str, PanelSource] = {"steps": steps_panel, "fitting-work": fitting_work_panel}

FOLLOWS: Final[Mapping[str, str]] = {"fitting-work": PROFILE_CHANGED}


def panels_of(request: ActorRequest, file: PersonFile) -> list[Panel]:
    """What do the other areas show of this person, in the order of `PANELS`?"""
    return [_rendered(request, file, name) for name in PANELS]


def panel_of(request: ActorRequest, file: PersonFile, name: str) -> Panel | None:
    """What does this area show of this person now? None for one that shows nothing on the page."""
    return _rendered(request, file, name) if name in PANELS else None


def _rendered(request: ActorRequest, file: PersonFile, name: str) -> Panel:
    context, template = PANELS[name](request, file)
    html = render_to_string(template, context, request=request)
    return Panel(name, html, FOLLOWS.get(name, ""), str(context.get("said", "")))
