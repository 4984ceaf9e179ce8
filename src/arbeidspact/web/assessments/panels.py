"""The distance to work on a person's page, and the address of the form that makes a step of a remedy."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from arbeidspact.assessments.queries import Change, Remedy, overview_of
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.web.requests import ActorRequest

PANEL = "assessments/panel.html"


def assessment_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:  # noqa: ARG001
    """What stands in the way of this person and what carries them, until when that holds, and how it compares.

    Returns: the context and the name of the template. Three queries, four while the compartment is open.
    """
    overview = overview_of(file)
    latest = overview.latest
    changes = [line.change for line in latest.lines if line.change] if latest else []
    counted = [(change, changes.count(change)) for change in Change if change in changes and change != Change.SAME]
    context = {
        "file": file,
        "draft": overview.draft,
        "view": latest,
        "changes": counted,
        "may_assess": may(file.actor, Permission.ASSESS_PERSON),
        "may_open_compartment": may(file.actor, Permission.OPEN_COMPARTMENT),
    }
    return context, PANEL


def step_address(file: PersonFile, remedy: Remedy) -> str:
    """Where the step that this remedy suggests is agreed. An address tells nothing of a protected domain."""
    address = reverse("pathways:agree", args=[file.reference])
    wanted = {"remedy": remedy.code} if remedy.is_sensitive else {"what": remedy.step_words, "domain": remedy.domain}
    return f"{address}?{urlencode(wanted)}"
