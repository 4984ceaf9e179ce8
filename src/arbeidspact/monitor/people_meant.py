"""How many people a rate means: the residents of each age group, beside what was printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from arbeidspact.indicators import (
    TOTAL,
    IndicatorDefinition,
    InvalidTarget,
    Observation,
    PeopleNeeded,
    Unit,
    breakdown_name,
    implied_population,
    people_needed,
)
from arbeidspact.monitor.figures import FigureQuery, definition_of, standing_figures
from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.actor import Actor

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """The residents of an age group in one area, by period, the oldest first."""

    breakdown: str
    name_nl: str
    name_en: str
    figures: tuple[Observation, ...]
    is_of_the_rate: bool

    @property
    def newest(self) -> Observation:
        """The last figure."""
        return self.figures[-1]


@dataclass(frozen=True, slots=True)
class Assumed:
    """The population that a printed number of people assumes, and the age group that comes nearest, if any is known."""

    people: Decimal
    population: Decimal
    nearest: AgeGroup | None


def age_groups(definition: IndicatorDefinition, area: str, *, actor: Actor) -> tuple[AgeGroup, ...]:
    """Which residents could this rate be over? The group of the definition first; nothing where none are loaded.

    Raises: `NotAllowed`.
    """
    if definition.population is None:
        return ()
    counted = Indicator.objects.filter(slug=definition.population.indicator).first()
    if counted is None:
        return ()
    dimensions = definition_of(counted).dimensions
    figures: dict[str, list[Observation]] = {}
    for figure in standing_figures(FigureQuery(counted.slug, (area,), ()), actor=actor):
        if figure.breakdown != TOTAL:
            figures.setdefault(figure.breakdown, []).append(figure)
    own = definition.population.breakdown
    return tuple(
        AgeGroup(
            breakdown=key,
            name_nl=breakdown_name(key, dimensions, "nl"),
            name_en=breakdown_name(key, dimensions, "en"),
            figures=tuple(figures[key]),
            is_of_the_rate=key == own,
        )
        for key in sorted(figures, key=lambda key: (key != own, key))
    )


def as_share(value: Decimal, unit: Unit) -> Decimal:
    """A value of this unit as a share (0-1)."""
    return value / HUNDRED if unit is Unit.PERCENT else value


def needed_for(
    unit: Unit, *, start: Decimal, end: Decimal, residents: Decimal, residents_at_end: Decimal | None
) -> PeopleNeeded:
    """How many people does the change from one value to the other ask, over these residents?

    Raises: `InvalidTarget`.
    """
    return people_needed(
        from_rate=as_share(start, unit),
        to_rate=as_share(end, unit),
        population=residents,
        population_at_end=residents_at_end,
    )


def assumed_by(
    unit: Unit, *, start: Decimal, end: Decimal, people: Decimal, groups: Iterable[AgeGroup]
) -> Assumed | None:
    """Over whom was counted when so many people were printed for this change? None when they cannot be that change."""
    try:
        population = implied_population(from_rate=as_share(start, unit), to_rate=as_share(end, unit), people=people)
    except InvalidTarget:
        return None
    nearest = min(groups, key=lambda group: abs(group.newest.value - population), default=None)
    return Assumed(people, population, nearest)
