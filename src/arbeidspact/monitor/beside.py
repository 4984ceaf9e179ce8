"""What a council asks: where does each figure stand now, against earlier years and against the other cities?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from arbeidspact.indicators import TOTAL, IndicatorDefinition, Observation, Period, Place, places
from arbeidspact.monitor.explorer import AreaKind, Located, located_areas, members_of
from arbeidspact.monitor.figures import definition_of, published_values
from arbeidspact.monitor.models import Indicator, Series
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.monitor.queries import GoalState
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Pact

__all__ = ["Compared", "Pact", "compared_figures", "years_beside"]

YEARS_BACK: Final = 2
"""So many years stand beside now, from that of the starting point."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of the pact's area now, earlier and beside others; None where nothing was published.

    `earlier`: the figure of each year asked, the last of that year where there is none of the whole. `place`: among the
    members of the group, of `members` in all, with a figure for `place_in`, the newest period for which others have
    one. `group`: what was published of the group. `wider`: where the area itself has no figure, the newest of a region.
    """

    goal: str
    definition: IndicatorDefinition
    now: Observation | None
    earlier: Mapping[int, Observation | None]
    place: Place | None
    place_in: Period | None
    members: int
    group: Observation | None
    wider: Observation | None


def years_beside(states: Iterable[GoalState], pact: Pact) -> tuple[int, ...]:
    """Beside which years does now stand? That of the first starting point, else of the pact, and the one after."""
    starts = [Period.parse(state.baseline.period).start.year for state in states if state.baseline is not None]
    first = min(starts, default=pact.starts_on.year if pact.starts_on else None)
    return () if first is None else tuple(range(first, first + YEARS_BACK))


def compared_figures(pact: Pact, states: Sequence[GoalState], *, actor: Actor) -> list[Compared]:
    """The figures of each goal, and those related to it, now against earlier years and the group of the pact's area.

    Returns: in the order of the goals, each with its own indicator first. Raises: `NotAllowed`.
    Cost: a fixed number of statements.
    """
    require(actor, Permission.SEE_INDICATORS)
    years = years_beside(states, pact)
    areas = located_areas()
    own = areas.get(pact.area)
    group = areas.get(own.part_of) if own else None
    members = members_of(group.code, areas.values()) if group and group.kind == AreaKind.GROUP.value else ()
    wide = [area.code for area in areas.values() if area.kind == AreaKind.REGION.value]
    named = {
        slug for state in states if state.definition for slug in (state.definition.slug, *state.definition.related)
    }
    definitions = {row.pk: definition_of(row) for row in Indicator.objects.filter(slug__in=named).order_by("pk")}
    figures = _figures(definitions, {pact.area, *members, *wide, *([group.code] if group else [])}, years)
    by_slug = {one.slug: one for one in definitions.values()}
    found = []
    for state in states:
        slugs = (state.definition.slug, *state.definition.related) if state.definition else ()
        for slug in (slug for slug in slugs if slug in by_slug):
            known = figures.get(slug, [])
            found.append(_compared(state.goal.slug, by_slug[slug], known, pact.area, group, members, wide, years))
    return found


def _figures(
    definitions: Mapping[int, IndicatorDefinition], areas: set[str], years: Sequence[int]
) -> dict[str, list[Observation]]:
    """The newest figures of these areas, those that end on the same days, and those of these years."""
    series = list(
        Series.objects.filter(indicator__in=definitions, breakdown=TOTAL, area__in=areas, figures__gt=0).order_by("pk")
    )
    wanted = Q(period_end__in={one.newest for one in series if one.newest})
    for year in years:
        wanted |= Q(period_end__gte=date(year, 1, 1), period_end__lte=date(year, 12, 31))
    rows = ObservationRow.objects.filter(wanted, series__in=[one.pk for one in series], stands=True)
    of = {one.pk: definitions[one.indicator_id] for one in series}
    found: dict[str, list[Observation]] = {}
    for figure in published_values(rows.order_by("period_end", "period_start", "pk"), of):
        found.setdefault(figure.indicator, []).append(figure)
    return found


def _compared(
    goal: str,
    definition: IndicatorDefinition,
    figures: Sequence[Observation],
    own: str,
    group: Located | None,
    members: Sequence[str],
    wide: Sequence[str],
    years: Sequence[int],
) -> Compared:
    mine = [figure for figure in figures if figure.area == own]
    now = mine[-1] if mine else None
    place_in = _place(figures, own, members)
    around = [figure for figure in figures if figure.area in wide]
    of_group = [figure for figure in figures if group and figure.area == group.code]
    return Compared(
        goal=goal,
        definition=definition,
        now=now,
        earlier={year: _of_year(mine, year) for year in years},
        place=place_in[0] if place_in else None,
        place_in=place_in[1] if place_in else None,
        members=len(members),
        group=of_group[-1] if of_group else None,
        wider=around[-1] if around and now is None else None,
    )


def _place(figures: Sequence[Observation], own: str, members: Sequence[str]) -> tuple[Place, Period] | None:
    for period in sorted({figure.period for figure in figures if figure.area == own}, reverse=True):
        known = {one.area: one.value for one in figures if one.period == period and one.area in members}
        if own in known and len(known) > 1:
            return next(place for place in places(known) if place.area == own), period
    return None


def _of_year(figures: Sequence[Observation], year: int) -> Observation | None:
    """The figure of the whole year, else the last one within it."""
    of_year = [figure for figure in figures if figure.period.end.year == year]
    whole = [figure for figure in of_year if figure.period == Period.year(year)]
    chosen = whole or of_year
    return chosen[-1] if chosen else None
