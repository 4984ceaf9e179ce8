"""Figures that changed since an earlier release by so little that the change speaks of few people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .cells import Known
from .rule import DisclosureRule


@dataclass(frozen=True, slots=True)
class SmallChange:
    """The same group, period and all, counted anew: the difference is a few people who came or went."""

    key: str
    earlier: int
    now: int
    where: str


def small_changes(now: Mapping[str, int], earlier: Iterable[Known], rule: DisclosureRule) -> tuple[SmallChange, ...]:
    """Which counts differ by fewer people than `rule.smallest` from what was published before?

    Returns: by key; each asks a person to decide, since a correction is no leak by itself.
    """
    found = (
        SmallChange(known.key, known.count, now[known.key], known.where)
        for known in earlier
        if known.key in now and 0 < abs(now[known.key] - known.count) < rule.smallest
    )
    return tuple(sorted(found, key=lambda change: (change.key, change.where)))
