"""Counts of people that may be shown: none so small that somebody could be recognised in it."""

from collections.abc import Sequence
from typing import Final

SMALLEST: Final = 5
"""Counts from one to four are not shown."""


def shown_count(count: int) -> int | None:
    """This count, or None where it is too small to be shown. Zero says nothing about anybody."""
    return None if 0 < count < SMALLEST else count


def shown_counts(counts: Sequence[int]) -> list[int | None]:
    """The parts of a total, in their order, as they may be shown beside that total; None where not.

    One part alone that is too small could be reckoned from the total, so the smallest other part that is not zero
    stays hidden with it.
    """
    shown = [shown_count(count) for count in counts]
    hidden = [place for place, count in enumerate(shown) if count is None]
    if len(hidden) == 1:
        others = [place for place, count in enumerate(counts) if count and place != hidden[0]]
        if others:
            shown[min(others, key=lambda place: (counts[place], place))] = None
    return shown
