"""A group of municipalities: the figures of its members side by side, and a total only where counts add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import TOTAL, IndicatorDefinition, Observation, Period, Unit
from arbeidspact.indicators.disclosure import shown_counts
from arbeidspact.monitor.explorer import AreaKind, Located, located_areas, members_of, newest_figures
from arbeidspact.monitor.figures import definition_of
from arbeidspact.monitor.models import Indicator, Series
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require

MOST_COLUMNS: Final = 6


@dataclass(frozen=True, slots=True)
class MemberFigure:
    """The newest figure of a member; None as value: too few people to be shown. No figure at all: not published."""

    figure: Observation
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class ClusterColumn:
    """An indicator for all members. `total` only where each member has a count for the same period.

    `of_group`: what was published of the group itself, which no sum or mean of ours replaces.
    """

    definition: IndicatorDefinition
    figures: Mapping[str, MemberFigure]
    of_group: Observation | None
    total: Decimal | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group with its members and the indicators asked; `offered`: every indicator with a figure of a member."""

    area: Located
    members: tuple[Located, ...]
    columns: tuple[ClusterColumn, ...]
    offered: tuple[IndicatorDefinition, ...]


def cluster_of(code: str, *, actor: Actor, indicators: Sequence[str] = ()) -> Cluster:
    """The members of this group side by side.

    Arguments: `indicators`, short names; nothing given means those that several members have, at most `MOST_COLUMNS`.
    Raises: `NotAllowed`; `NotFound` when there is no group of this code.
    """
    require(actor, Permission.SEE_INDICATORS)
    areas = located_areas()
    group = areas.get(code)
    if group is None or group.kind != AreaKind.GROUP.value:
        raise NotFound(_("There is no such group of municipalities."))
    members = members_of(code, areas.values())
    offered = _offered(members)
    wanted = [one for one, _members in offered if one.slug in set(indicators)]
    beside = [one for one, known in offered if known > 1] or [one for one, _members in offered]
    chosen = (wanted or beside)[:MOST_COLUMNS]
    keys = dict(Indicator.objects.filter(slug__in=[one.slug for one in chosen]).values_list("pk", "slug"))
    by_slug = {one.slug: one for one in chosen}
    newest = newest_figures({key: by_slug[slug] for key, slug in keys.items()}, areas={*members, code})
    return Cluster(
        area=group,
        members=tuple(areas[member] for member in members),
        columns=tuple(_column(one, newest.get(one.slug, {}), members, code) for one in chosen),
        offered=tuple(one for one, _members in offered),
    )


def _offered(members: Iterable[str]) -> list[tuple[IndicatorDefinition, int]]:
    """Indicators with how many members have a figure of it, those that most of them have first."""
    counts: dict[int, int] = {}
    series = Series.objects.filter(area__in=list(members), breakdown=TOTAL, figures__gt=0).order_by("pk")
    for indicator in series.values_list("indicator", flat=True):
        counts[indicator] = counts.get(indicator, 0) + 1
    known = Indicator.objects.in_bulk(list(counts))
    ordered = sorted(known.values(), key=lambda one: (-counts[one.pk], one.name_nl))
    return [(definition_of(one), counts[one.pk]) for one in ordered]


def _column(
    definition: IndicatorDefinition, newest: Mapping[str, Observation], members: Sequence[str], group: str
) -> ClusterColumn:
    own = {member: newest[member] for member in members if member in newest}
    periods = {figure.period for figure in own.values()}
    whole = len(own) == len(members) and len(periods) == 1
    adds_up = whole and definition.unit is Unit.COUNT and bool(own)
    return ClusterColumn(
        definition=definition,
        figures={member: MemberFigure(own[member], value) for member, value in _shown(definition, own).items()},
        of_group=newest.get(group),
        total=sum((figure.value for figure in own.values()), Decimal(0)) if adds_up else None,
        period=next(iter(periods)) if len(periods) == 1 else None,
    )


def _shown(definition: IndicatorDefinition, own: Mapping[str, Observation]) -> dict[str, Decimal | None]:
    """Counts too small to be shown are hidden, and with one alone the next smallest, that the total would give away."""
    values = [figure.value for figure in own.values()]
    if definition.unit is not Unit.COUNT or any(value < 0 or value % 1 for value in values):
        return {member: figure.value for member, figure in own.items()}
    shown = shown_counts([int(value) for value in values])
    return {member: None if count is None else Decimal(count) for member, count in zip(own, shown, strict=True)}
