"""Figures of terms: the share met in time becomes an observation of the indicator of each rule."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils import timezone

from arbeidspact.indicators import Observation, ObservationStatus, Period, Unit
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.monitor.recording import Recorded
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.terms.compliance import Quarter, Share, compliance, counts_invented_people

SOURCE: Final = "Arbeidspact, termijnen uitgerekend uit feiten en regels"
INVENTED_NL: Final = "Telt verzonnen mensen van de demo mee."
INVENTED_EN: Final = "Counts invented people of the demo."
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A quarter of a rule that becomes no observation, and why."""

    rule: str
    quarter: Quarter
    reason: str


@dataclass(frozen=True, slots=True)
class TermFigures:
    """The observations that the terms give, what is left out, and what recording did: None for a rehearsal."""

    observations: tuple[Observation, ...]
    left_out: tuple[LeftOut, ...]
    recorded: Recorded | None


def indicator_of(rule: str) -> str:
    """Which indicator measures the share of this rule that is met in time?"""
    return f"terms-{rule}-met-in-time"


def record_term_figures(*, actor: Actor, area: str, is_rehearsal: bool = True, on: date | None = None) -> TermFigures:
    """Which share of the terms of each rule was met in time, for each quarter that has ended?

    Doing it twice on a day changes nothing; later, a quarter about which something was noted afterwards gets a new
    vintage. Arguments: `area`, whose figures these are; `is_rehearsal`, record nothing and say what would be; `on`,
    None for today. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    day = on or timezone.localdate()
    known = definitions_in_force()
    is_invented = counts_invented_people()
    observations, left_out = [], []
    for rule in compliance(actor, today=day).figures:
        definition = known.get(indicator_of(rule.rule))
        for quarter, share in rule.by_quarter:
            if quarter.last_day >= day or share.due == 0:
                continue
            if definition is None or definition.unit is not Unit.PERCENT:
                left_out.append(LeftOut(rule.rule, quarter, f"no percentage {indicator_of(rule.rule)} is defined here"))
            elif share.percent is None:
                left_out.append(LeftOut(rule.rule, quarter, "too few to show"))
            else:
                observations.append(
                    Observation(
                        indicator=definition.slug,
                        period=Period.parse(str(quarter)),
                        area=area,
                        value=_percent(share),
                        unit=Unit.PERCENT,
                        status=ObservationStatus.PROVISIONAL,
                        vintage=day,
                        source=SOURCE,
                        flag_nl=INVENTED_NL if is_invented else "",
                        flag_en=INVENTED_EN if is_invented else "",
                    )
                )
    recorded = None
    if observations and not is_rehearsal:
        recorded = record_observations(RecordObservations(observations=tuple(observations)), actor=actor)
    return TermFigures(tuple(observations), tuple(left_out), recorded)


def _percent(share: Share) -> Decimal:
    assert share.due
    assert share.met is not None
    return (Decimal(100) * share.met / share.due).quantize(TENTH, ROUND_HALF_UP)
