"""What proves a result: a figure that was published, or that there is none yet, or that it is not sure enough."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from arbeidspact.funding.models import OutcomeMetric
from arbeidspact.indicators import Observation, ObservationStatus, Period
from arbeidspact.monitor.figures import FigureQuery, standing_figures
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.actor import Actor


@dataclass(frozen=True, slots=True)
class NoFigureYet:
    """Nothing was published for this indicator, area and period. `expected_on`: by when it should be; None unknown."""

    expected_on: date | None


@dataclass(frozen=True, slots=True)
class NotSureEnough:
    """A figure was published, but the contract asks for a final one. An early figure pays nothing yet."""

    observation: Observation


@dataclass(frozen=True, slots=True)
class Proven:
    """The figure that counts."""

    observation: Observation

    @property
    def value(self) -> Decimal:
        return self.observation.value


Proof = NoFigureYet | NotSureEnough | Proven


def proof_of(metric: OutcomeMetric, *, actor: Actor) -> Proof:
    """Which figure proves this result now? The newest vintage, then the surest status; contested ones prove nothing."""
    period = Period.parse(metric.period)
    asked = FigureQuery(metric.indicator, (metric.area,), (metric.breakdown,), first=period.start, last=period.end)
    figures = [one for one in standing_figures(asked, actor=actor) if one.period == period]
    if not figures:
        definition = definitions_in_force().get(metric.indicator)
        return NoFigureYet(period.end + timedelta(days=definition.delay_days) if definition is not None else None)
    figure = figures[-1]
    if figure.status is ObservationStatus.FINAL:
        return Proven(figure)
    if figure.status is ObservationStatus.PROVISIONAL and metric.accepts_provisional:
        return Proven(figure)
    return NotSureEnough(figure)


def frozen(observation: Observation) -> dict[str, Any]:
    """This figure as it is kept with a payment: everything needed to find it again."""
    return {
        "indicator": observation.indicator,
        "area": observation.area,
        "breakdown": observation.breakdown,
        "period": str(observation.period),
        "value": str(observation.value),
        "unit": observation.unit.value,
        "status": observation.status.value,
        "vintage": observation.vintage.isoformat() if observation.vintage else None,
        "source": observation.source,
        "source_url": observation.source_url,
    }


def is_the_same(kept: dict[str, Any], observation: Observation) -> bool:
    """Does the figure that was kept still say what this one says?"""
    now = frozen(observation)
    return Decimal(kept["value"]) == observation.value and all(
        kept.get(name) == now[name] for name in ("vintage", "source", "status")
    )
