"""Figures that follow from other figures: what each definition with an expression gives, recorded or explained."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from arbeidspact.indicators import (
    COMPUTED_SOURCE,
    ComputedFigure,
    IndicatorDefinition,
    NotComputed,
    Observation,
    compute_figures,
    in_computing_order,
)
from arbeidspact.monitor.actions import record_observations
from arbeidspact.monitor.commands import RecordObservations
from arbeidspact.monitor.figures import FigureQuery, definition_of, published_figures, read_figures
from arbeidspact.monitor.models import Indicator
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.monitor.recording import Recorded
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class ComputedFigures:
    """The figures that follow from others, where nothing could be divided, and what recording did: None for a
    rehearsal, or when there was nothing to record."""

    figures: tuple[ComputedFigure, ...]
    not_computed: tuple[NotComputed, ...]
    recorded: Recorded | None


def record_computed(*, actor: Actor, is_rehearsal: bool = True) -> ComputedFigures:
    """Which figures follow from others, for every indicator in force that says how it is computed?

    Each after those that it reads. Doing it again changes nothing; a new vintage of an input gives a new vintage.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    found: list[ComputedFigure] = []
    not_computed: list[NotComputed] = []
    order = in_computing_order(definitions_in_force())
    known = _figures_for(order)
    for definition in order:
        for one in compute_figures(definition, known):
            if isinstance(one, NotComputed):
                not_computed.append(one)
            else:
                found.append(one)
                known.setdefault(definition.slug, []).append(one.figure)
    recorded = None
    if found and not is_rehearsal:
        figures = tuple(one.figure for one in found)
        recorded = record_observations(RecordObservations(observations=figures), actor=actor)
    return ComputedFigures(tuple(found), tuple(not_computed), recorded)


def how_computed(slug: str, *, actor: Actor, areas: Collection[str] = ()) -> tuple[ComputedFigure, ...]:
    """From which counts and figures does each figure of this indicator follow? Nothing for one that is not computed.

    Arguments: `areas`, nothing given means all. Returns: by area, group and period. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    indicator = Indicator.objects.filter(slug=slug).first()
    if indicator is None:
        return ()
    definition = definition_of(indicator)
    known = _figures_for([definition], areas)
    found = compute_figures(definition, known)
    return tuple(one for one in found if isinstance(one, ComputedFigure))


def _figures_for(
    definitions: Collection[IndicatorDefinition], areas: Collection[str] = ()
) -> dict[str, list[Observation]]:
    """The figures that these definitions read, and what others published of the same."""
    read = {one.slug for definition in definitions if definition.computed for one in definition.computed.references}
    own = {definition.slug for definition in definitions if definition.computed}
    rows: Mapping[str, Indicator] = Indicator.objects.in_bulk(read | own, field_name="slug")
    known = {
        slug: list(read_figures(rows[slug], FigureQuery(slug, tuple(areas), ())))
        for slug in sorted(read - own)
        if slug in rows
    }
    published = published_figures([rows[slug] for slug in sorted(own) if slug in rows], breakdowns=())
    for slug, figures in published.items():
        known[slug] = [one for one in figures if one.source != COMPUTED_SOURCE and (not areas or one.area in areas)]
    return known
