"""On which rung of the ladder somebody stands: worked out from placements and statuses, never set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from arbeidspact.pathways.ladder import Ladder, Rung


@dataclass(frozen=True, slots=True)
class PlacementFact:
    """Somebody stands on a rung from a day, until a day where that is known."""

    rung: str
    since: date
    until: date | None
    reference: UUID


@dataclass(frozen=True, slots=True)
class StatusFact:
    """Somebody has a status from a day, until a day where that is known."""

    kind: str
    since: date
    until: date | None


class Because(StrEnum):
    """What tells us on which rung somebody stands."""

    PLACEMENT = "placement"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class RungNow:
    """The rung, since when, and what tells us; with the placement or the status it rests on."""

    rung: Rung
    since: date
    because: Because
    placement: UUID | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class RungNotKnown:
    """Neither a placement nor a status tells."""


def rung_on(
    ladder: Ladder, placements: Iterable[PlacementFact], statuses: Iterable[StatusFact], day: date
) -> RungNow | RungNotKnown:
    """On which rung does somebody stand on this day?

    The highest of the placements that are open then, the last begun where two are as high. A status says the rung when
    it stands higher than every placement, but it never outranks a placement that counts as work: that one says more.
    Rungs that the ladder does not know tell nothing.
    """
    placed = [
        RungNow(rung, fact.since, Because.PLACEMENT, placement=fact.reference)
        for fact in placements
        if _holds(fact.since, fact.until, day) and (rung := ladder.rung(fact.rung)) is not None
    ]
    told = [
        RungNow(rung, fact.since, Because.STATUS, status=fact.kind)
        for fact in statuses
        if _holds(fact.since, fact.until, day) and (rung := ladder.rung_of_status(fact.kind)) is not None
    ]
    best = _highest(ladder, placed)
    if best is not None and best.rung.counts_as_work:
        return best
    status = _highest(ladder, told)
    if best is None or (status is not None and ladder.height(status.rung.slug) > ladder.height(best.rung.slug)):
        return status or RungNotKnown()
    return best


def _holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day <= until)


def _highest(ladder: Ladder, found: list[RungNow]) -> RungNow | None:
    return max(found, key=lambda one: (ladder.height(one.rung.slug), one.since), default=None)
