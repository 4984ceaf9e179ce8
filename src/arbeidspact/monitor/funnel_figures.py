"""Figures of programmes: the counts of their funnels become observations of the indicators that the stages name."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from arbeidspact.indicators import Observation, ObservationStatus, Period, Unit
from arbeidspact.indicators.disclosure import SMALLEST_INSIDE, shown_count
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.monitor.recording import Recorded
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.outreach.queries import funnel_counts

SOURCE: Final = "Arbeidspact, geregistreerde contacten en dossiers"
INVENTED_NL: Final = "Telt verzonnen mensen van de demo mee."
INVENTED_EN: Final = "Counts invented people of the demo."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stage whose count becomes no observation, and why."""

    programme: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class FunnelFigures:
    """The observations that the funnels give, what is left out, and what recording did: None for a rehearsal."""

    observations: tuple[Observation, ...]
    left_out: tuple[LeftOut, ...]
    recorded: Recorded | None


def record_funnel_figures(
    *, actor: Actor, is_rehearsal: bool = True, with_invented: bool = False, today: date | None = None
) -> FunnelFigures:
    """How many people had reached each stage of each programme at the end of last month, as observations of that month.

    Doing it again changes nothing, unless somebody registered later what happened then. Left out are counts too small
    to be shown, stages whose indicator is not defined here, and programmes that count invented people.
    Arguments: `is_rehearsal`, record nothing and say what would be; `with_invented`, take invented people in, and say
    so in the figure. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    published = (today or timezone.localdate()).replace(day=1)
    day = published - timedelta(days=1)
    known = definitions_in_force()
    observations, left_out = [], []
    for figure in funnel_counts(actor, on=day):
        definition = known.get(figure.indicator)
        if not figure.indicator:
            left_out.append(LeftOut(figure.programme, figure.stage, "the stage names no indicator"))
        elif definition is None or definition.unit is not Unit.COUNT:
            left_out.append(LeftOut(figure.programme, figure.stage, f"no count {figure.indicator} is defined here"))
        elif shown_count(figure.count) is None:
            left_out.append(LeftOut(figure.programme, figure.stage, f"fewer than {SMALLEST_INSIDE} people"))
        elif figure.is_invented and not with_invented:
            left_out.append(LeftOut(figure.programme, figure.stage, "counts invented people of the demo"))
        else:
            observations.append(
                Observation(
                    indicator=figure.indicator,
                    period=Period.parse(f"{day:%Y-%m}"),
                    area=figure.area,
                    value=Decimal(figure.count),
                    unit=Unit.COUNT,
                    status=ObservationStatus.PROVISIONAL,
                    vintage=published,
                    source=SOURCE,
                    flag_nl=INVENTED_NL if figure.is_invented else "",
                    flag_en=INVENTED_EN if figure.is_invented else "",
                )
            )
    recorded = None
    if observations and not is_rehearsal:
        recorded = record_observations(RecordObservations(observations=tuple(observations)), actor=actor)
    return FunnelFigures(tuple(observations), tuple(left_out), recorded)
