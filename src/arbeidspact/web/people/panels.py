"""Panels that other areas put on a person's page, and whom they bring to the top of "my people"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.access import PersonFile
from arbeidspact.web.requests import ActorRequest

PanelAnswer = tuple[dict[str, Any], str]
PanelSource = Callable[[ActorRequest, PersonFile], PanelAnswer]


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part of a person's page; `name` is the area it comes from."""

    name: str
    html: SafeString


# Each answers (request, file) with the context and the name of its template.
PANELS: Final[Mapping[str, tuple[str, str]]] = {
    "steps": ("arbeidspact.web.pathways.panels", "steps_panel"),
    "fitting_work": ("arbeidspact.web.vacancies.panels", "fitting_work_panel"),
}
# Answers (request) with the people who cannot wait, the most urgent first, and why: {key of the person: message}.
URGENT: Final = ("arbeidspact.web.pathways.panels", "urgent_people")


def panels_of(request: ActorRequest, file: PersonFile) -> list[Panel]:
    """What do the other areas show of this person, in the order of `PANELS`?"""
    panels = []
    for name, place in PANELS.items():
        source = _find(*place)
        if source is not None:
            context, template = source(request, file)
            panels.append(Panel(name, render_to_string(template, context, request=request)))
    return panels


def urgent_people(request: ActorRequest) -> Mapping[int, Message]:
    """Whom must this actor attend to first, and why? Most urgent first."""
    source = _find(*URGENT)
    urgent: Mapping[int, Message] = source(request) if source is not None else {}
    return urgent


def _find(module: str, name: str) -> Callable[..., Any] | None:
    """The area may not offer this panel: then the page does without."""
    if find_spec(module) is None:
        return None
    source: Callable[..., Any] | None = getattr(import_module(module), name, None)
    return source
