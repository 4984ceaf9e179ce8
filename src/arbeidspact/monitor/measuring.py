"""Figures of the platform's own data: each measure counted, what may not be seen left out, the rest recorded."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import (
    IndicatorDefinition,
    MeasuredPart,
    Observation,
    ObservationStatus,
    Unit,
    round_like,
)
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.figures import plain
from arbeidspact.monitor.measures.measure import Counted, Measure, NoFigure, Scope
from arbeidspact.monitor.measures.registry import known_measures
from arbeidspact.monitor.measures.showing import too_small, why_hidden
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.monitor.recording import Recorded
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Pact

INVENTED_NL: Final = "Telt verzonnen mensen of vacatures van de demo mee."
INVENTED_EN: Final = "Counts invented people or vacancies of the demo."

MEASURED_DECIMALS: Final[Mapping[Unit, Decimal]] = {
    Unit.COUNT: Decimal(1),
    Unit.SHARE: Decimal("0.001"),
    Unit.RATIO: Decimal("0.01"),
}
USUAL_DECIMALS: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a measure counted and becomes no figure, and why."""

    measure: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What the measures give: figures that are new or say something else than before, how many say the same, what is
    left out, and what recording did (None for a rehearsal, or when there was nothing to record)."""

    observations: tuple[Observation, ...]
    same: int
    left_out: tuple[LeftOut, ...]
    recorded: Recorded | None


def record_measures(
    *,
    actor: Actor,
    measures: Collection[str] = (),
    area: str = "",
    is_rehearsal: bool = True,
    with_invented: bool = False,
    on: date | None = None,
) -> Measured:
    """Which figures do the platform's own data give today, for every indicator in force that names a measure?

    Doing it again changes nothing. A figure that says something else than when it was recorded last, becomes a new
    vintage, provisional as all of these. Left out are figures about 1 to 4 people or vacancies, and those that count
    invented ones.
    Arguments: `measures`, nothing given means all; `area`, empty for that of the pact; `with_invented`, take invented
    people and vacancies in, and say so in the figure; `on`, None for today. Raises: `NotAllowed`; `InvalidValue` for a
    measure that does not exist; `Conflict` when it is not clear which area the figures are about.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    day = on or timezone.localdate()
    chosen = _chosen(measures)
    definitions = definitions_in_force()
    about = area or _area_of_the_pact()
    parts = _parts_of(about)
    observations: list[Observation] = []
    left_out: list[LeftOut] = []
    for measure in chosen:
        own = {slug: one for slug, one in definitions.items() if one.measure_name == measure.name}
        if not own:
            left_out.append(LeftOut(measure.name, "-", f"no indicator in force names platform:{measure.name}"))
            continue
        counted = _spread(measure.count(Scope(actor, about, parts, day, own)), own, measure, about, left_out)
        observations += _shown(counted, own, measure, day, left_out, with_invented=with_invented)
    changed = _changed(observations)
    recorded = None
    if changed and not is_rehearsal:
        recorded = record_observations(RecordObservations(observations=tuple(changed)), actor=actor)
    return Measured(tuple(changed), len(observations) - len(changed), tuple(left_out), recorded)


def _chosen(names: Collection[str]) -> Sequence[Measure]:
    known = known_measures()
    for name in names:
        if name not in known:
            raise InvalidValue(
                _("There is no measure %(name)s.") % {"name": name},
                hint=_("Choose from: %(names)s.") % {"names": ", ".join(sorted(known))},
                field="measure",
            )
    return [measure for name, measure in known.items() if not names or name in names]


def _area_of_the_pact() -> str:
    areas = sorted(set(Pact.objects.order_by("pk").values_list("area", flat=True)))
    if len(areas) != 1:
        raise Conflict(
            _("It is not clear which area the figures are about: %(number)s areas have a pact.")
            % {"number": len(areas)},
            hint=_("Name the code of the area."),
            field="area",
        )
    return areas[0]


def _parts_of(area: str) -> frozenset[str]:
    """The area and everything in it."""
    rows = dict(Area.objects.order_by("code").values_list("code", "part_of__code"))
    found = {area}
    while more := {code for code, whole in rows.items() if whole in found and code not in found}:
        found |= more
    return frozenset(found)


def _spread(
    counted: Iterable[Counted | NoFigure],
    definitions: Mapping[str, IndicatorDefinition],
    measure: Measure,
    area: str,
    left_out: list[LeftOut],
) -> list[Counted]:
    """Each figure with its indicator and area, and the counts behind it; one for each indicator where the measure names
    none. A count that several figures rest on stands there once."""
    found: dict[tuple[object, ...], Counted] = {}
    whole = [slug for slug, definition in definitions.items() if definition.measured_part is None]
    for one in counted:
        if isinstance(one, NoFigure):
            left_out.append(LeftOut(measure.name, one.about, one.reason))
            continue
        for slug in [one.indicator] if one.indicator else whole:
            figure = replace(one, indicator=slug, area=one.area or area)
            for each in (figure, *_counts_behind(figure, definitions)):
                found.setdefault((each.indicator, each.area, each.period, each.breakdown), each)
    return list(found.values())


def _counts_behind(figure: Counted, definitions: Mapping[str, IndicatorDefinition]) -> Iterator[Counted]:
    """The counts that the definition of this figure names and that come from the same measure. Their sizes are the
    same: what hides the one, hides the other."""
    definition = definitions[figure.indicator]
    for slug in (definition.numerator_indicator, definition.denominator_indicator):
        if slug is None or slug not in definitions:
            continue
        part = definitions[slug].measured_part
        if part is None:
            continue
        values = {
            MeasuredPart.NUMERATOR: figure.numerator,
            MeasuredPart.DENOMINATOR: figure.denominator,
            MeasuredPart.SIZE: Decimal(len(figure.values)),
        }
        value = values[part]
        if value is not None:
            yield replace(figure, indicator=slug, numerator=value, denominator=None, values=())


def _shown(
    counted: Sequence[Counted],
    definitions: Mapping[str, IndicatorDefinition],
    measure: Measure,
    day: date,
    left_out: list[LeftOut],
    *,
    with_invented: bool,
) -> list[Observation]:
    hidden = too_small(counted)
    found = []
    for place, one in enumerate(counted):
        definition = definitions[one.indicator]
        about = " ".join(part for part in (one.indicator, str(one.period), one.breakdown) if part)
        if place in hidden:
            left_out.append(LeftOut(measure.name, about, why_hidden(one.sizes)))
        elif one.is_invented and not with_invented:
            left_out.append(LeftOut(measure.name, about, "counts invented people or vacancies of the demo"))
        elif (one.denominator is None) != (definition.denominator is None):
            wanted = "divides, and the measure does not" if definition.denominator else "does not divide"
            left_out.append(LeftOut(measure.name, about, f"the definition {wanted}: correct its denominator"))
        elif bool(one.values) != (definition.summary is not None):
            wanted = "sums many values up, and the measure gives one" if definition.summary else "is of one value"
            left_out.append(LeftOut(measure.name, about, f"the definition {wanted}: correct its summary"))
        elif one.denominator != 0:
            found.append(_observation(one, definition, measure, day))
    return found


def _observation(one: Counted, definition: IndicatorDefinition, measure: Measure, day: date) -> Observation:
    value = definition.value_of_many(one.values) if one.values else definition.value_of(one.numerator, one.denominator)
    return Observation(
        indicator=definition.slug,
        period=one.period,
        area=one.area,
        value=round_like(value, MEASURED_DECIMALS.get(definition.unit, USUAL_DECIMALS)),
        unit=definition.unit,
        status=ObservationStatus.PROVISIONAL,
        vintage=day,
        source=measure.source,
        flag_nl=INVENTED_NL if one.is_invented else "",
        flag_en=INVENTED_EN if one.is_invented else "",
        breakdown=one.breakdown,
    )


def _changed(observations: Sequence[Observation]) -> list[Observation]:
    """Those that are new, or say something else than what the same source last said."""
    rows = ObservationRow.objects.filter(
        series__indicator__slug__in={one.indicator for one in observations},
        origin__name__in={one.source for one in observations},
    ).order_by("vintage", "pk")
    columns = ("series__area", "series__breakdown", "period_start", "period_end", "value", "remark__flag_en")
    before = {
        (indicator, area, breakdown, first, last): (plain(value), flag or "")
        for indicator, area, breakdown, first, last, value, flag in rows.values_list(
            "series__indicator__slug", *columns
        )
    }
    return [
        one
        for one in observations
        if before.get((one.indicator, one.area, one.breakdown, one.period.start, one.period.end))
        != (plain(one.value), one.flag_en)
    ]
