"""The share of signals answered in time, by quarter, as a figure of the monitor."""

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
from arbeidspact.steering.models import Signal
from arbeidspact.steering.queries import answer_times
from arbeidspact.terms.compliance import Quarter

INDICATOR: Final = "signals-answered-in-time"
SOURCE: Final = "Arbeidspact, signalen aan de stuurgroep en hun antwoorden"
INVENTED_NL: Final = "Telt verzonnen signalen van de demo mee."
INVENTED_EN: Final = "Counts invented signals of the demo."
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class SignalFigures:
    """The observations that the answers give; `recorded`, None for a rehearsal or when there was nothing to record."""

    observations: tuple[Observation, ...]
    is_defined: bool
    recorded: Recorded | None


def record_signal_figures(
    *, actor: Actor, area: str, pact: str = "", is_rehearsal: bool = True, on: date | None = None
) -> SignalFigures:
    """Which share of the signals was answered in time, for each quarter that has ended and held a term?

    Doing it twice on a day changes nothing. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    day = on or timezone.localdate()
    definition = definitions_in_force().get(INDICATOR)
    if definition is None or definition.unit is not Unit.PERCENT:
        return SignalFigures((), is_defined=False, recorded=None)
    is_invented = Signal.objects.filter(is_invented=True).exists()
    found = []
    for quarter in _quarters(day):
        times = answer_times(actor, pact=pact, since=quarter.first_day, until=quarter.last_day)
        share = times.share_in_time
        if share is None:
            continue
        found.append(
            Observation(
                indicator=INDICATOR,
                period=Period.parse(str(quarter)),
                area=area,
                value=(share * 100).quantize(TENTH, ROUND_HALF_UP),
                unit=Unit.PERCENT,
                status=ObservationStatus.PROVISIONAL,
                vintage=day,
                source=SOURCE,
                flag_nl=INVENTED_NL if is_invented else "",
                flag_en=INVENTED_EN if is_invented else "",
            )
        )
    recorded = None
    if found and not is_rehearsal:
        recorded = record_observations(RecordObservations(observations=tuple(found)), actor=actor)
    return SignalFigures(tuple(found), is_defined=True, recorded=recorded)


def _quarters(day: date) -> list[Quarter]:
    """The quarters that have ended, from the first signal on."""
    first = Signal.objects.order_by("raised_at").values_list("raised_at", flat=True).first()
    if first is None:
        return []
    here, found = Quarter.of(timezone.localdate(first)), []
    while here.last_day < day:
        found.append(here)
        here = here.next()
    return found
