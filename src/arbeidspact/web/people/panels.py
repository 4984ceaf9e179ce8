"""Panels that other areas put on a person's page, and what they say of the people in a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from arbeidspact.organisations.actor import Actor
from arbeidspact.pathways.queries import people_by_urgency
from arbeidspact.people.access import PersonFile, people_within_reach
from arbeidspact.web.pathways.panels import steps_context
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.vacancies.panels import fitting_work_panel

PanelAnswer = tuple[dict[str, Any], str]
PanelSource = Callable[[ActorRequest, PersonFile], PanelAnswer]


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part of a person's page; `name` is the area it comes from."""

    name: str
    html: SafeString


def _steps_panel(request: ActorRequest, file: PersonFile) -> PanelAnswer:  # noqa: ARG001
    return steps_context(file), "pathways/steps_panel.html"


# Each answers (request, file) with the context and the name of its template; shown in this order.
PANELS: Mapping[str, PanelSource] = {"steps": _steps_panel, "fitting-work": fitting_work_panel}


def panels_of(request: ActorRequest, file: PersonFile) -> list[Panel]:
    """What do the other areas show of this person, in the order of `PANELS`?"""
    panels = []
    for name, source in PANELS.items():
        context, template = source(request, file)
        panels.append(Panel(name, render_to_string(template, context, request=request)))
    return panels


def overdue_notes(actor: Actor, people: Sequence[int]) -> dict[int, str]:
    """Which of these people have overdue steps, by their key, and how many in words? One query."""
    rows: Any = people_by_urgency(people_within_reach(actor).filter(pk__in=people).order_by(), actor=actor)
    return {
        key: ngettext("%(count)s step is overdue", "%(count)s steps are overdue", count) % {"count": count}
        for key, count in rows.values_list("pk", "overdue_steps")
        if count
    }
