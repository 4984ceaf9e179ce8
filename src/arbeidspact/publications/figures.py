"""A figure as it is published: its value or the mark that says why there is none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from arbeidspact.indicators import Observation, ObservationStatus, Period, Unit

OWN_SOURCES: Final = "Arbeidspact, "
"""How the name of a source starts whose figures the platform counts itself: see the modules that record figures."""


class Mark(StrEnum):
    """How a figure is published."""

    SHOWN = "shown"
    ROUNDED = "rounded"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """One figure of a release; `value` is None exactly when `mark` is `suppressed`."""

    indicator: str
    period: Period
    area: str
    breakdown: str
    value: Decimal | None
    unit: Unit
    mark: Mark
    status: ObservationStatus
    vintage: date | None
    source: str
    source_url: str = ""
    printed_as: str = ""
    flag_nl: str = ""
    flag_en: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.indicator, str(self.period), self.area, self.breakdown

    def flag(self, language: str) -> str:
        """What must a reader be told about this figure, in this language (`nl` or `en`)?"""
        return self.flag_en if language.split("-", maxsplit=1)[0] == "en" else self.flag_nl


def shown(observation: Observation) -> PublicFigure:
    """A figure as it is."""
    return _public(observation, observation.value, Mark.SHOWN)


def suppressed(observation: Observation) -> PublicFigure:
    """Without its value, its words and its remarks: each could tell the number."""
    return replace(_public(observation, None, Mark.SUPPRESSED), printed_as="", flag_nl="", flag_en="")


def rounded(observation: Observation, value: int) -> PublicFigure:
    """Near its value."""
    return replace(_public(observation, Decimal(value), Mark.ROUNDED), printed_as="")


def _public(observation: Observation, value: Decimal | None, mark: Mark) -> PublicFigure:
    return PublicFigure(
        observation.indicator,
        observation.period,
        observation.area,
        observation.breakdown,
        value,
        observation.unit,
        mark,
        observation.status,
        observation.vintage,
        observation.source,
        observation.source_url,
        observation.printed_as,
        observation.flag_nl,
        observation.flag_en,
    )


def in_order(figures: Iterable[PublicFigure]) -> list[PublicFigure]:
    """By area, breakdown and period."""
    return sorted(figures, key=lambda one: (one.area, one.breakdown, one.period.end, one.period.start))


def rows_of(figures: Sequence[PublicFigure]) -> Iterator[tuple[Any, ...]]:
    """The cells of each figure, in the order of the columns of the table `figures`."""
    for one in figures:
        yield (
            one.indicator,
            str(one.period),
            one.period.start,
            one.period.end,
            one.area,
            one.breakdown,
            one.value,
            one.unit.value,
            one.mark.value,
            one.status.value,
            one.vintage,
            one.source,
            one.source_url,
            one.printed_as,
            one.flag_nl,
            one.flag_en,
        )
