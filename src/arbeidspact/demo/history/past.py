"""What the writers of the invented history know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arbeidspact.demo.storage import Guides
from arbeidspact.organisations.models import User


@dataclass(frozen=True, slots=True)
class Past:
    """Who can guide, the demo logins by name, the seed, and the day that counts as today."""

    guides: Guides
    users: Mapping[str, User]
    seed: int
    today: date
