"""Fitting work on a person's page."""

from typing import Any

from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.vacancies.matches import fitting_work
from arbeidspact.web.requests import ActorRequest

MATCHES_SHOWN = 10


def fitting_work_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:  # noqa: ARG001
    """What the panel of fitting work shows of this person, and the template that shows it."""
    may_match = may(file.actor, Permission.MATCH_PEOPLE)
    context = {
        "file": file,
        "work": fitting_work(file, MATCHES_SHOWN) if may_match else None,
        "may_agree": may(file.actor, Permission.AGREE_STEP),
    }
    return context, "vacancies/fitting_work_panel.html"
