"""The introductions of a person to employers, on their page: only where there is one."""

from typing import Any

from arbeidspact.introductions.queries import introductions_of
from arbeidspact.people.access import PersonFile
from arbeidspact.web.requests import ActorRequest

PANEL = "introductions/panel.html"
SHOWN = 5


def introductions_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:  # noqa: ARG001
    """To which employers this person was introduced, and what they answered: the newest first, all of them on demand.

    Returns: the context and the name of the template, which is empty where there is none.
    """
    lines = introductions_of(file)
    return {"file": file, "lines": lines[:SHOWN], "more": lines[SHOWN:]}, PANEL
