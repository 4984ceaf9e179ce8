"""Indicators, figures and promises as situations."""

from datetime import date
from decimal import Decimal
from typing import Any

from arbeidspact.indicators import Direction, IndicatorDefinition, Observation, Period, Rhythm, SmallestArea, Text, Unit
from arbeidspact.indicators import ObservationStatus as Status
from arbeidspact.monitor.actions import adopt_indicators, record_observations
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations
from arbeidspact.monitor.models import Baseline, Indicator, Target, TargetRule
from arbeidspact.organisations.actor import operator
from arbeidspact.pact.models import Goal, Pact

SOURCE = "Statbel, december 2025"


def definition(slug: str = "employment-rate", **values: Any) -> IndicatorDefinition:
    return IndicatorDefinition(
        **{
            "slug": slug,
            "version": 1,
            "name": Text(nl=f"Naam van {slug}", en=f"Name of {slug}"),
            "question": Text(nl="Hoeveel?", en="How many?"),
            "numerator": Text(nl="mensen aan het werk", en="people in work"),
            "denominator": Text(nl="alle mensen", en="all people"),
            "unit": Unit.PERCENT,
            "factor": Decimal(100),
            "direction": Direction.HIGHER_IS_BETTER,
            "source": "Statbel",
            "rhythm": Rhythm.YEARLY,
            "delay_days": 400,
            "smallest_area": SmallestArea.MUNICIPALITY,
            "formula_reference": Text(nl="telling", en="count"),
            "owner": "Stad Gent",
            **values,
        }
    )


def figure(
    period: str, value: str, *, area: str = "gent", indicator: str = "employment-rate", **values: Any
) -> Observation:
    return Observation(
        **{
            "indicator": indicator,
            "period": Period.parse(period),
            "area": area,
            "value": Decimal(value),
            "unit": Unit.PERCENT,
            "status": Status.FINAL,
            "vintage": date(2025, 12, 1),
            "source": SOURCE,
            **values,
        }
    )


def an_indicator(*figures: Observation, slug: str = "employment-rate", **values: Any) -> Indicator:
    """An indicator in force, with these figures."""
    (indicator,) = adopt_indicators(AdoptIndicators(definitions=(definition(slug, **values),)), actor=operator())
    if figures:
        record_observations(RecordObservations(observations=figures), actor=operator())
    return indicator


def a_baseline(indicator: Indicator, value: str = "68", period: str = "2019", **values: Any) -> Baseline:
    return Baseline.objects.create(
        **{
            "slug": "start",
            "indicator": indicator,
            "area": "gent",
            "value": Decimal(value),
            "period": period,
            "printed_as": f"{value} %",
            "status": "adopted",
            "decided_on": date(2019, 7, 2),
            "source": "Persbericht",
            **values,
        }
    )


def a_target(
    indicator: Indicator, value: str | None = "70", due: date | None = date(2030, 12, 31), **values: Any
) -> Target:
    return Target.objects.create(
        **{
            "slug": "promise",
            "indicator": indicator,
            "area": "gent",
            "rule": TargetRule.AT_LEAST,
            "value": None if value is None else Decimal(value),
            "due": due,
            "printed_as": f"minstens {value} %",
            "status": "adopted",
            "decided_on": date(2019, 7, 2),
            "source": "Beleidsnota",
            **values,
        }
    )


def a_pact(*, slug: str = "pact") -> Pact:
    return Pact.objects.create(slug=slug, name_nl="Arbeidspact", name_en="Labour pact", area="gent")


def a_goal(pact: Pact | None = None, **values: Any) -> Goal:
    return Goal.objects.create(
        **{
            "pact": pact or a_pact(),
            "slug": "employment",
            "order": 1,
            "name_nl": "Meer mensen aan het werk",
            "name_en": "More people in work",
            "indicator": "employment-rate",
            "target": "promise",
            **values,
        }
    )
