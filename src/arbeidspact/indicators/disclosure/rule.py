"""What counts as too small to be seen, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SMALLEST_PUBLISHED: Final = 10
"""A count from one to nine never leaves the professionals' side."""

SMALLEST_INSIDE: Final = 5
"""A count from one to four is not shown on the overviews of professionals either."""


@dataclass(frozen=True, slots=True)
class DisclosureRule:
    """When does a figure say too much about too few people?

    `smallest`: counts from 1 to one less are sensitive. `width`: how far the lowest and the highest value that fit
    everything published must lie apart for a hidden count; None means `smallest`. `zeros_reveal`: a count of 0 is
    sensitive too ("nobody in this neighbourhood found work"). `largest_share`: a count of which one contributor (an
    employer) holds more than this share is sensitive; None means that nobody's share matters. `smallest_denominator`:
    a rate over fewer people is not shown.
    """

    smallest: int = SMALLEST_PUBLISHED
    width: int | None = None
    zeros_reveal: bool = False
    largest_share: Decimal | None = None
    smallest_denominator: int = 3 * SMALLEST_PUBLISHED

    @property
    def needed_width(self) -> int:
        return self.smallest if self.width is None else self.width

    def is_sensitive(self, count: int, largest: int | None = None) -> bool:
        """Does this count say too much by itself? `largest`: what the largest contributor holds, None when unknown."""
        if 0 < count < self.smallest or (self.zeros_reveal and count == 0):
            return True
        return bool(self.largest_share is not None and largest and Decimal(largest) > self.largest_share * count)


def shown_count(count: int, smallest: int = SMALLEST_INSIDE) -> int | None:
    """This count, or None where it is too small to be shown inside. Zero says nothing about anybody.

    >>> [shown_count(count) for count in (0, 4, 5)]
    [0, None, 5]
    """
    return None if 0 < count < smallest else count


def shown_counts(counts: Sequence[int], smallest: int = SMALLEST_INSIDE) -> list[int | None]:
    """The parts of a total, in their order, as they may be shown inside beside that total; None where not.

    One part alone that is too small could be reckoned from the total, so the smallest other part that is not zero
    stays hidden with it.

    >>> shown_counts([40, 3, 12, 0])
    [40, None, None, 0]
    """
    shown = [shown_count(count, smallest) for count in counts]
    hidden = [place for place, count in enumerate(shown) if count is None]
    if len(hidden) == 1:
        others = [place for place, count in enumerate(counts) if count and place != hidden[0]]
        if others:
            shown[min(others, key=lambda place: (counts[place], place))] = None
    return shown
