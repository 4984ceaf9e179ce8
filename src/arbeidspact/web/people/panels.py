"""Panels that other areas put on a person's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from arbeidspact.people.access import PersonFile
from arbeidspact.web.pathways.panels import steps_panel
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.vacancies.panels import fitting_work_panel

PanelAnswer = tuple[dict[str, Any], str]
PanelSource = Callable[[ActorRequest, PersonFile], PanelAnswer]


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part of a person's page; `name` is the area it comes from."""

    name: str
    html: SafeString


# Each answers (request, file) with the context and the name of its template; shown in this order.
PANELS: Mapping[str, PanelSource] = {"steps": steps_panel, "fitting-work": fitting_work_panel}


def panels_of(request: ActorRequest, file: PersonFile) -> list[Panel]:
    """What do the other areas show of this person, in the order of `PANELS`?"""
    panels = []
    for name, source in PANELS.items():
        context, template = source(request, file)
        panels.append(Panel(name, render_to_string(template, context, request=request)))
    return panels
