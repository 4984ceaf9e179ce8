"""Where words in a chart stand without hiding a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Spot = tuple[float, float]
Line = Sequence[Spot]
ABOVE, BELOW = -11, 13


@dataclass(frozen=True, slots=True)
class Frame:
    """The field of a chart: its first year, its span of years and of values, its size and its text size in pixels."""

    first_year: float
    years: float
    values: float
    width: int
    height: int
    text_size: int


def place_beside_rule(label: str, value: float, lines: Sequence[Line], frame: Frame) -> tuple[float, int]:
    """Where along its rule does a label hide the least?

    Arguments: `value`, the height of the rule; `lines`, what must not be hidden, each in the order of time.
    Returns: the year where the label starts and its shift from the rule in pixels; the earliest place, above the rule
    first, where places are equal.
    """
    breadth = frame.years * min(1.0, (len(label) + 2) * frame.text_size * 0.55 / frame.width)
    height = frame.values * (frame.text_size + 10) / frame.height

    def hidden(place: tuple[float, int]) -> int:
        start, shift = place
        bottom = value if shift == ABOVE else value - height
        return sum(
            _runs_through(one, other, (start, start + breadth), (bottom, bottom + height))
            for line in lines
            for one, other in pairwise(line)
        )

    starts = [frame.first_year + (frame.years - breadth) * step / 8 for step in range(9)]
    return min(((start, shift) for start in starts for shift in (ABOVE, BELOW)), key=hidden)


def _runs_through(one: Spot, other: Spot, across: Spot, upward: Spot) -> bool:
    """Does the line between two spots touch the box?"""
    left, right = max(one[0], across[0]), min(other[0], across[1])
    if left > right:
        return False
    slope = (other[1] - one[1]) / (other[0] - one[0]) if other[0] > one[0] else 0.0
    lowest, highest = sorted(one[1] + slope * (at - one[0]) for at in (left, right))
    return lowest <= upward[1] and highest >= upward[0]
