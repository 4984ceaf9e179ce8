"""Panels that other areas put on a person's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.access import PersonFile
from arbeidspact.web.agreements.panels import agreements_panel
from arbeidspact.web.assessments.panels import assessment_panel
from arbeidspact.web.followup.aftercare import aftercare_panel
from arbeidspact.web.handovers.panels import handovers_panel
from arbeidspact.web.introductions.panels import introductions_panel
from arbeidspact.web.outreach.panels import outreach_panel
from arbeidspact.web.pathways.panels import steps_panel
from arbeidspact.web.proposals.panels import told_panel
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.teams.panels import team_panel
from arbeidspact.web.terms.panels import terms_panel
from arbeidspact.web.vacancies.panels import fitting_work_panel

PanelAnswer = tuple[dict[str, Any], str]
PanelSource = Callable[[ActorRequest, PersonFile], PanelAnswer]


PROFILE_CHANGED: Final = "profile-changed"
"""The event that the page hears of when something changed that matching reads."""


@dataclass(frozen=True, slots=True)
class PanelKind:
    """What makes one panel, and how the page leads to it.

    `source` answers (request, file) with the context and the name of its template. `title` names it under "On this
    page"; `anchor`, where that leads (empty: the place of the panel). `more`: other anchors with their names.
    `follows`: the event after which it shows itself anew.
    """

    source: PanelSource
    title: Message
    anchor: str = ""
    more: tuple[tuple[str, Message], ...] = ()
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part of a person's page; `name` is the area it comes from.

    `links`: anchors in it with their names. `follows`: the event after which it shows itself anew. `said`: what is
    said aloud when it did.
    """

    name: str
    html: SafeString
    links: tuple[tuple[str, Message], ...] = ()
    follows: str = ""
    said: str = ""


# Shown in this order, and named in this order under "On this page".
PANELS: Mapping[str, PanelKind] = {
    "told": PanelKind(told_panel, _("What the person told"), anchor="told"),
    "team": PanelKind(team_panel, _("Team"), anchor="team"),
    "terms": PanelKind(terms_panel, _("Terms"), anchor="terms"),
    "plan": PanelKind(steps_panel, _("Plan and steps"), anchor="steps"),
    "agreements": PanelKind(agreements_panel, _("Agreements"), anchor="agreements"),
    "assessment": PanelKind(assessment_panel, _("Distance to work"), anchor="assessment"),
    "handovers": PanelKind(handovers_panel, _("Handovers"), anchor="handovers"),
    "aftercare": PanelKind(aftercare_panel, _("After-care"), anchor="aftercare"),
    "introductions": PanelKind(introductions_panel, _("Introductions to employers"), anchor="introductions"),
    "outreach": PanelKind(outreach_panel, _("Outreach and programmes"), anchor="outreach"),
    "fitting-work": PanelKind(
        fitting_work_panel,
        _("Work that fits today"),
        anchor="fitting-work",
        more=(("open-more", _("What would open more")),),
        follows=PROFILE_CHANGED,
    ),
}


def panels_of(request: ActorRequest, file: PersonFile) -> list[Panel]:
    """What do the other areas show of this person, in the order of `PANELS`?"""
    return [_rendered(request, file, name) for name in PANELS]


def panel_of(request: ActorRequest, file: PersonFile, name: str) -> Panel | None:
    """What does this area show of this person now? None for one that shows nothing on the page."""
    return _rendered(request, file, name) if name in PANELS else None


def _rendered(request: ActorRequest, file: PersonFile, name: str) -> Panel:
    kind = PANELS[name]
    context, template = kind.source(request, file)
    html = render_to_string(template, context, request=request)
    return Panel(
        name,
        html,
        links=((kind.anchor or f"panel-{name}", kind.title), *kind.more) if html.strip() else (),
        follows=kind.follows,
        said=str(context.get("said", "")),
    )
