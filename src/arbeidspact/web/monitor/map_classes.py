"""In which class does a value on a map fall, and how does a class look without its colour? Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MOST_CLASSES: Final = 5


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of values: from the lowest to the highest value that is in it, with how many areas."""

    number: int
    low: Decimal
    high: Decimal
    count: int


def class_limits(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Above which values does the next class start?

    Returns: at most four limits, so that about as many areas fall in each class; equal values are never parted.
    """
    ordered, different = sorted(values), sorted(set(values))
    wanted = min(MOST_CLASSES, len(different))
    # The lowest value starts no second class: where many share it, the next value does.
    limits = (max(ordered[len(ordered) * step // wanted], different[1]) for step in range(1, wanted))
    return tuple(sorted(set(limits)))


def class_of(value: Decimal, limits: Sequence[Decimal]) -> int:
    """The number of the class of this value, the lowest values in 0."""
    return bisect_right(limits, value)


def classes_of(values: Sequence[Decimal]) -> tuple[MapClass, ...]:
    """Which classes are there, with what falls in each? The lowest first."""
    limits = class_limits(values)
    found: dict[int, list[Decimal]] = {}
    for value in values:
        found.setdefault(class_of(value, limits), []).append(value)
    return tuple(
        MapClass(number, min(members), max(members), len(members)) for number, members in sorted(found.items())
    )
