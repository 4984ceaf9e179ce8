"""What the writers of invented plans share: who guides whom, and the lines of a history."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.utils import timezone
from numpy.random import Generator

from arbeidspact.pathways.models import (
    PlanEventKind,
)

PLAN_EVENT_FIELDS: Final = (
    "person",
    "kind",
    "at",
    "by",
    "organisation",
    "goal",
    "placement",
    "rung",
    "about",
    "changes",
    "is_sensitive",
)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An organisation that accompanies somebody: who is the referent, and since when there is guidance."""

    person: int
    organisation: int
    referent: int | None
    since: date


def plan_event(
    link: Link,
    kind: PlanEventKind,
    on: date,
    *,
    goal: int | None = None,
    placement: int | None = None,
    rung: str = "",
    about: str = "",
    changes: Sequence[Mapping[str, str]] = (),
    sensitive: bool = False,
) -> Row:
    at = stored_moment(on)
    return (
        link.person,
        kind,
        at,
        link.referent,
        link.organisation,
        goal,
        placement,
        rung,
        about,
        list(changes),
        sensitive,
    )


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


@lru_cache(maxsize=4_000)
def stored_moment(day: date) -> Any:
    """Ten o'clock of that day, as the database keeps a moment."""
    return connection.ops.adapt_datetimefield_value(moment(day))


def new_reference(rng: Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)
