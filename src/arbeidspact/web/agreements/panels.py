"""What the agreements bring to a person's page."""

from typing import Any

from arbeidspact.agreements.queries import agreements_of
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.web.requests import ActorRequest

PANEL = "agreements/panel.html"
SHOWN = 4


def agreements_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:
    """The open agreements of this person, what waits for a yes, and what we ourselves are late with."""
    lines = agreements_of(file, limit=SHOWN + 1)
    context = {
        "file": file,
        "lines": [line for line in lines if line.is_open][:SHOWN],
        "has_more": len(lines) > SHOWN or any(not line.is_open for line in lines),
        "may_make": may(request.actor, Permission.MAKE_AGREEMENT),
    }
    return context, PANEL
