"""Three invented years of guidance: what happened with the invented people, one module an area.

Each writer makes its rows in bulk from what is stored already: who accompanies whom, since when.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from arbeidspact.demo.storage import Guides
from arbeidspact.organisations.models import User


@dataclass(frozen=True, slots=True)
class Past:
    """What the writers know: who can guide, the demo logins by name, the seed, and the day that counts as today."""

    guides: Guides
    users: Mapping[str, User]
    seed: int
    today: date


WRITERS: Final[Mapping[str, Callable[[Past], None]]] = {}
"""In this order, after the people and their steps; the key says on the screen what is being made."""
