"""The agreed steps on a person's page."""

from typing import Any

from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pathways.queries import steps_of
from arbeidspact.people.access import PersonFile


def steps_context(file: PersonFile) -> dict[str, Any]:
    """What the panel of agreed steps shows: open steps, closed ones, and whether a step may be agreed."""
    steps = steps_of(file)
    closed = [view for view in steps if not view.is_open]
    return {
        "file": file,
        "open_steps": [view for view in steps if view.is_open],
        "closed_steps": closed,
        "closed_count": len(closed),
        "may_agree": may(file.actor, Permission.AGREE_STEP),
    }
