"""Beside whom a figure stands: the mean of a group of areas, and where an area stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .observation import Observation, series
from .period import Period


@dataclass(frozen=True, slots=True)
class GroupMean:
    """The mean of a group in a period: each member counts once, whatever its size.

    `missing`: members without a figure for this period; with any of them missing it is no mean of the group.
    """

    period: Period
    value: Decimal
    members: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Has every member a figure?"""
        return not self.missing


def group_means(observations: Iterable[Observation], members: Sequence[str]) -> tuple[GroupMean, ...]:
    """What is the mean of these areas, period by period?

    Arguments: `observations` of one indicator, in any order; `members`, area codes. Returns: the oldest period first,
    only periods for which a member has a figure. It is the plain mean of the figures that count; a published figure of
    the group, weighted by people, may differ.
    """
    figures = tuple(observations)
    by_member = {
        area: {figure.period: figure.value for figure in series(figures, area=area)} for area in dict.fromkeys(members)
    }
    periods = sorted({period for values in by_member.values() for period in values})
    means = []
    for period in periods:
        known = {area: values[period] for area, values in by_member.items() if period in values}
        missing = tuple(area for area in by_member if area not in known)
        means.append(GroupMean(period, sum(known.values(), Decimal(0)) / len(known), tuple(known), missing))
    return tuple(means)


def compared_values(
    observations: Iterable[Observation], area: str, members: Sequence[str] = ()
) -> dict[Period, Decimal]:
    """The value to compare with in each period: as published of this area, or the mean of these members of it.

    A period for which a member has no figure is left out: a mean without it would be of another group.
    """
    if members:
        return {mean.period: mean.value for mean in group_means(observations, members) if mean.is_whole}
    return {figure.period: figure.value for figure in series(observations, area=area)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an area stands among others in a period: the first has the highest value; equals share a place."""

    area: str
    value: Decimal
    place: int
    of: int


def places(values: dict[str, Decimal]) -> tuple[Place, ...]:
    """In which order do these areas stand, the highest value first? Equal values share a place, by code in the list."""
    ordered = sorted(values, key=lambda area: (-values[area], area))
    higher = {area: sum(other > values[area] for other in values.values()) for area in ordered}
    return tuple(Place(area, values[area], higher[area] + 1, len(values)) for area in ordered)
