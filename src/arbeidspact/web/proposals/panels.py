"""What a person told and nobody went through yet, on the page of their file."""

from typing import Any

from arbeidspact.people.access import PersonFile
from arbeidspact.proposals.told import told_view
from arbeidspact.web.requests import ActorRequest


def told_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:  # noqa: ARG001
    """What waits; where the file says nothing of work yet, that a CV or the person's own words can fill it."""
    person = file.person
    is_empty = file.may_edit and not person.competences.all() and not person.occupations_sought.all()
    context = {"file": file, "told": told_view(file) if file.may_edit else None, "is_empty": is_empty}
    return context, "proposals/told_panel.html"
