"""The path that a promise asks for: straight from what is known, over what was promised on the way, to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .target import Waypoint


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A point of a required path."""

    on: date
    value: Decimal


def path_needed(
    *, start: date, value: Decimal, due: date, target: Decimal, via: Sequence[Waypoint] = ()
) -> tuple[PathPoint, ...]:
    """Which values does the path ask for, from a known figure to the target?

    Arguments: `start` and `value`, the figure the path leaves from; `due` and `target`, where it must arrive; `via`,
    what was promised on the way: what lies before `start` is past. Returns: the start, every 31 December and every
    intermediate target in between, and the due date; only the target itself when no time is left.
    """
    if due <= start:
        return (PathPoint(due, target),)
    corners = [PathPoint(start, value), *(PathPoint(one.due, one.value) for one in via if start < one.due < due)]
    corners.append(PathPoint(due, target))
    year_ends = {date(year, 12, 31) for year in range(start.year, due.year + 1)}
    days = {point.on for point in corners} | {day for day in year_ends if start < day < due}
    return tuple(PathPoint(day, height_on(corners, day)) for day in sorted(days))


def height_on(corners: Sequence[PathPoint], day: date) -> Decimal:
    """At which value does the line through these points stand on this day? Before the first and after the last: at
    theirs."""
    if day <= corners[0].on:
        return corners[0].value
    for one, other in pairwise(corners):
        if day < other.on and one.on < other.on:
            passed = Decimal((day - one.on).days) / Decimal((other.on - one.on).days)
            return one.value + (other.value - one.value) * passed
    return corners[-1].value
