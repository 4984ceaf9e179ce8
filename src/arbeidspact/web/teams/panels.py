"""The team on a person's page: who, when somebody last spoke with them, and noting a talk."""

from typing import Any

from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.teams.queries import last_talks_of, team_of
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.teams.forms import NoteTalkForm

PANEL = "teams/panel.html"
TALKS_SHOWN = 3


def team_panel(
    request: ActorRequest,  # noqa: ARG001
    file: PersonFile,
    *,
    refused: NoteTalkForm | None = None,
    said: str = "",
) -> tuple[dict[str, Any], str]:
    """Who accompanies this person, the last and the next contact, the last talks, and a form for a new one.

    Arguments: `refused`, a talk that came back with problems; `said`, what was just done.
    Returns: the context and the name of the template.
    """
    may_edit = may(file.actor, Permission.EDIT_TEAM)
    context = {
        "file": file,
        "team": team_of(file),
        "talks": last_talks_of(file, TALKS_SHOWN),
        "form": (refused or NoteTalkForm(file=file, auto_id="id_talk_%s")) if may_edit else None,
        "is_refused": refused is not None,
        "may_hand_over": may(file.actor, Permission.HAND_OVER),
        "said": said,
    }
    return context, PANEL
