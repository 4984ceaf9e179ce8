"""The handovers of a person, on their page: only where there is one."""

from typing import Any

from arbeidspact.handovers.queries import handovers_of
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.web.requests import ActorRequest

PANEL = "handovers/panel.html"
SHOWN = 5


def handovers_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:  # noqa: ARG001
    """The handovers of this person that the own organisation sent or received: those under way first.

    Returns: the context and the name of the template, which is empty where there is none.
    """
    lines = handovers_of(file) if may(file.actor, Permission.HAND_OVER) else []
    under_way = [line for line in lines if line.turn is not None]
    over = [line for line in lines if line.turn is None]
    return {"file": file, "lines": [*under_way, *over][:SHOWN], "count": len(lines)}, PANEL
