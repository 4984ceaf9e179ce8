"""Figures that follow from other figures: an indicator's own expression, for each area, period and group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from .breakdown import breakdown_key
from .definition import IndicatorDefinition, Unit
from .definition_file import round_like
from .expression import IndicatorReference, evaluate
from .observation import SUREST_FIRST, Observation, ObservationStatus, standing
from .period import Period

COMPUTED_SOURCE: Final = "Arbeidspact, berekend uit andere indicatoren"
DECIMALS: Final[Mapping[Unit, Decimal]] = {Unit.SHARE: Decimal("0.0001"), Unit.COUNT: Decimal(1)}
USUAL_DECIMALS: Final = Decimal("0.01")
CONTESTED_INPUT_NL: Final = "Een cijfer waaruit dit berekend is, is betwist."
CONTESTED_INPUT_EN: Final = "A figure that this is computed from is contested."

Spot = tuple[str, Period, str]
"""Area, period and group."""


@dataclass(frozen=True, slots=True)
class ComputedFigure:
    """A figure with what it was computed from: counts, and the figures that went in (with their own vintages)."""

    figure: Observation
    numerator: Decimal
    denominator: Decimal | None
    inputs: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class NotComputed:
    """All figures are there and still nothing can be computed: the denominator comes to zero."""

    indicator: str
    area: str
    period: Period
    breakdown: str


def compute_figures(
    definition: IndicatorDefinition, figures: Mapping[str, Iterable[Observation]]
) -> list[ComputedFigure | NotComputed]:
    """Which figures does this definition give, for each area, period and group of which every input is known?

    Arguments: `figures`, by indicator: those of its inputs, in any order and of any vintage; of several the one that
    stands counts. Those of the indicator itself, as others published them, are compared with.
    Returns: by area, group and period. The status is that of the least sure input, the vintage that of the newest one
    (None where none has any). What must be told of an input is told of the figure; where another source says something
    else, the figure is contested and says so.
    """
    if definition.computed is None:
        return []
    references = definition.computed.references
    known = {one: _spots(one, standing(figures.get(one.slug, ())), definition) for one in references}
    spots = set.intersection(*(set(each) for each in known.values())) if known else set()
    published = _published(definition, figures)
    return [
        _figure(definition, spot, {one: known[one][spot] for one in references}, published.get(spot, ()))
        for spot in sorted(spots, key=lambda spot: (spot[0], spot[2], spot[1]))
    ]


def _figure(
    definition: IndicatorDefinition,
    spot: Spot,
    inputs: Mapping[IndicatorReference, Observation],
    published: Iterable[Observation],
) -> ComputedFigure | NotComputed:
    area, period, breakdown = spot
    computed = definition.computed
    assert computed is not None

    def value_of(reference: IndicatorReference) -> Decimal:
        return inputs[reference].value

    numerator = evaluate(computed.numerator_expression, value_of)
    below = computed.denominator_expression
    denominator = None if below is None else evaluate(below, value_of)
    if denominator == 0:
        return NotComputed(definition.slug, area, period, breakdown)
    places = DECIMALS.get(definition.unit, USUAL_DECIMALS)
    value = round_like(definition.value_of(numerator, denominator), places)
    status = max((one.status for one in inputs.values()), key=SUREST_FIRST.index)
    flags = [
        (f"{one.indicator}: {one.flag_nl}", f"{one.indicator}: {one.flag_en}")
        for one in inputs.values()
        if one.flag_nl or one.flag_en
    ]
    if status is ObservationStatus.CONTESTED and not flags:
        flags.append((CONTESTED_INPUT_NL, CONTESTED_INPUT_EN))
    for other in published:
        if round_like(value, other.value) != other.value:
            status = ObservationStatus.CONTESTED
            printed = f"{other.value:f}"
            flags.append(
                (
                    f"Elders gepubliceerd als {printed.replace('.', ',')} ({other.source}).",
                    f"Published elsewhere as {printed} ({other.source}).",
                )
            )
    return ComputedFigure(
        figure=Observation(
            indicator=definition.slug,
            period=period,
            area=area,
            value=value,
            unit=definition.unit,
            status=status,
            vintage=_newest(one.vintage for one in inputs.values()),
            source=COMPUTED_SOURCE,
            flag_nl=" ".join(nl for nl, _en in flags),
            flag_en=" ".join(en for _nl, en in flags),
            breakdown=breakdown,
        ),
        numerator=numerator,
        denominator=denominator,
        inputs=tuple(inputs.values()),
    )


def _spots(
    reference: IndicatorReference, figures: Iterable[Observation], definition: IndicatorDefinition
) -> dict[Spot, Observation]:
    """The figures of one input, by the spot of the computed figure that they belong to."""
    own = {dimension.slug: {each.slug for each in dimension.categories} for dimension in definition.dimensions}
    found: dict[Spot, Observation] = {}
    for figure in figures:
        groups = dict(part.split(":", 1) for part in figure.breakdown.split("|")) if figure.breakdown else {}
        if any(groups.pop(dimension, None) != category for dimension, category in reference.group):
            continue
        if all(category in own.get(dimension, ()) for dimension, category in groups.items()):
            found[figure.area, figure.period, breakdown_key(groups)] = figure
    return found


def _published(
    definition: IndicatorDefinition, figures: Mapping[str, Iterable[Observation]]
) -> dict[Spot, list[Observation]]:
    found: dict[Spot, list[Observation]] = {}
    for figure in figures.get(definition.slug, ()):
        if figure.source != COMPUTED_SOURCE:
            found.setdefault((figure.area, figure.period, figure.breakdown), []).append(figure)
    return found


def _newest(vintages: Iterable[date | None]) -> date | None:
    return max((day for day in vintages if day is not None), default=None)
