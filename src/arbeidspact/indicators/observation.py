"""One published figure: what was printed, by whom, when, and how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .breakdown import TOTAL
from .definition import Unit
from .period import Period


class ObservationStatus(StrEnum):
    """How sure a figure is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    CONTESTED = "contested"


SUREST_FIRST = tuple(ObservationStatus)


@dataclass(frozen=True, slots=True)
class Observation:
    """A value for a period and an area, as one source published it on one day (its vintage, None when unknown)."""

    indicator: str
    period: Period
    area: str
    value: Decimal
    unit: Unit
    status: ObservationStatus
    vintage: date | None
    source: str
    source_url: str = ""
    printed_as: str = ""
    flag_nl: str = ""
    flag_en: str = ""
    breakdown: str = TOTAL

    @property
    def key(self) -> tuple[str, str, str, str, date | None, str]:
        """What sets this observation apart? Sources may contradict each other: all are kept."""
        return self.indicator, str(self.period), self.area, self.breakdown, self.vintage, self.source

    def flag(self, language: str) -> str:
        """What must a reader be told about this figure, in this language (`nl` or `en`)?"""
        return self.flag_en if language.split("-", maxsplit=1)[0] == "en" else self.flag_nl


def series(observations: Iterable[Observation], *, area: str, breakdown: str = TOTAL) -> tuple[Observation, ...]:
    """Which figure stands for each period of this area?

    Arguments: `observations` of one indicator, in any order; `breakdown`, of which group. Returns: one per period,
    oldest period first; of several for one period the newest vintage, then the surest status, then the one that came
    first.
    """
    own = (one for one in observations if one.area == area and one.breakdown == breakdown)
    return tuple(sorted(standing(own), key=lambda figure: figure.period))


def standing(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Which figure stands for each area, group and period, as `series` chooses? In the order in which they came first.

    Arguments: `observations` of one indicator, in any order.
    """
    chosen: dict[tuple[str, str, Period], Observation] = {}
    for observation in observations:
        place = (observation.area, observation.breakdown, observation.period)
        known = chosen.get(place)
        if known is None or _rank(observation) > _rank(known):
            chosen[place] = observation
    return tuple(chosen.values())


def also_published(observations: Iterable[Observation], chosen: Observation) -> tuple[Observation, ...]:
    """Which other values were published for the same period, area and group?

    Returns: observations whose value differs from the chosen one, in the order given.
    """
    return tuple(
        other
        for other in observations
        if (other.area, other.breakdown, other.period) == (chosen.area, chosen.breakdown, chosen.period)
        and other.value != chosen.value
    )


def latest(observations: Sequence[Observation], *, area: str) -> Observation | None:
    """Which figure is the most recent for this area? None when there is none."""
    figures = series(observations, area=area)
    return figures[-1] if figures else None


def _rank(observation: Observation) -> tuple[date, int]:
    return observation.vintage or date.min, -SUREST_FIRST.index(observation.status)
