"""The guard applied: the figures of an indicator, decided together, beside all that was public before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.conf import settings

from arbeidspact.indicators import IndicatorDefinition, Observation, Publication, Unit
from arbeidspact.indicators.disclosure import (
    Cell,
    DisclosureRule,
    Known,
    Leak,
    Margin,
    Place,
    Reason,
    Shown,
    SmallChange,
    Suppressed,
    complete_margins,
    find_leaks,
    guard_rate,
    margins_of,
    protect,
    round_counts,
    small_changes,
)
from arbeidspact.publications.figures import OWN_SOURCES, PublicFigure, rounded, shown, suppressed

ROUNDING_BASE: Final = 10
NOW: Final = "now"
PUBLISHED: Final = "published"
GROUP: Final = "groep:"
RULE: Final = DisclosureRule()


def group_code(areas: Iterable[str]) -> str:
    """The code of areas that are published together: the same in every release."""
    return GROUP + "+".join(sorted(set(areas)))


@dataclass(frozen=True, slots=True)
class PlacedLeak:
    """A leak, with the places that its keys stand for; the rest of a total stands for no place."""

    leak: Leak
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another count that the guard looks at together with this one: all its values, what was decided about them in this
    release (nothing when it is not in it), and what is public of it by release. Keys: period, area, breakdown."""

    indicator: str
    counts: Mapping[tuple[str, str, str], int]
    decisions: Mapping[tuple[str, str, str], Shown | Suppressed] = field(default_factory=dict)
    earlier: Mapping[str, Sequence[PublicFigure]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartOf:
    """This count is a part of a whole ("met in time" of "due"): who is left, or is in the parts beside it, follows."""

    whole: Beside
    other_parts: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the guard knows beside an indicator's own figures.

    `members`: the areas inside each area. `groups`: the areas of each group that the maker chose; `old_groups`: those
    of earlier releases. `earlier`: what is public of this indicator by release. `elsewhere`: what others published.
    `part_of`: the wholes that it is a part of.
    """

    members: Mapping[str, frozenset[str]]
    groups: tuple[tuple[str, ...], ...] = ()
    old_groups: tuple[tuple[str, ...], ...] = ()
    earlier: Mapping[str, Sequence[PublicFigure]] = field(default_factory=dict)
    elsewhere: Sequence[Observation] = ()
    method: str = "hide"
    part_of: tuple[PartOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Guarded:
    """What leaves of one indicator, and what the guard has to say.

    `decisions` and `counts`: of counts by (period, area, breakdown), for the rates and the parts that rest on them.
    """

    figures: tuple[PublicFigure, ...]
    leaks: tuple[PlacedLeak, ...] = ()
    changes: tuple[tuple[SmallChange, Place], ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str, str], Shown | Suppressed] = field(default_factory=dict)
    counts: Mapping[tuple[str, str, str], int] = field(default_factory=dict)


def is_public_already(definition: IndicatorDefinition, observation: Observation) -> bool:
    """Did a source other than this platform publish this figure?"""
    return definition.publication is Publication.OPEN and not observation.source.startswith(OWN_SOURCES)


def guard_counts(definition: IndicatorDefinition, observations: Sequence[Observation], around: Surroundings) -> Guarded:
    """Which counts of this indicator leave, and what leaks beside earlier releases?

    Returns: a figure for each observation outside the chosen groups, and one for each group.
    """
    if all(is_public_already(definition, one) for one in observations):
        counts = {(str(one.period), one.area, one.breakdown): int(one.value) for one in observations if _is_count(one)}
        decided = {key: Shown(count, PUBLISHED) for key, count in counts.items()}
        return Guarded(tuple(shown(one) for one in observations), decisions=decided, counts=counts)
    whole = [one for one in observations if _is_count(one)]
    odd = [one for one in observations if not _is_count(one)]
    grouped = {area for group in around.groups for area in group}
    offered = {_place(one): one for one in whole}
    withheld = {place for place, one in offered.items() if one.area in grouped}
    members = dict(around.members)
    for group in (*around.groups, *around.old_groups):
        members[group_code(group)] = frozenset(group).union(*(around.members.get(area, frozenset()) for area in group))
    for is_chosen, groups in ((True, around.groups), (False, around.old_groups)):
        for group in groups:
            for place, one in _group_figures(group, whole).items():
                if place not in offered:
                    offered[place] = one
                    if not is_chosen:
                        withheld.add(place)
    public = {place for place, one in offered.items() if is_public_already(definition, one)}
    cells = [Cell(place.key, int(one.value), is_withheld=place in withheld) for place, one in offered.items()]
    tied_cells, ties, tied_known, tied_before = _tied(around.part_of, offered)
    cells, margins = complete_margins([*cells, *tied_cells], [*margins_of(offered, members=members), *ties])
    places = {place.key: place for place in offered}
    elsewhere = [Known(place.key, int(offered[place].value), offered[place].source) for place in sorted(public)]
    elsewhere += [
        Known(place.key, int(one.value), one.source)
        for one in around.elsewhere
        if _is_count(one) and (place := _place_of(one, definition.slug)).key in places
    ]
    elsewhere += tied_known
    kept = {place: one for place, one in offered.items() if place not in withheld}
    if around.method == "round":
        return _rounded(cells, margins, kept, public, _odd_figures(definition, odd))
    protection = protect(cells, margins, RULE, known=elsewhere)
    now = [Known(key, found.count, NOW) for key, found in protection.decisions.items() if isinstance(found, Shown)]
    before = [
        Known(_place_of_figure(one).key, int(one.value), release)
        for release, figures in around.earlier.items()
        for one in figures
        if one.value is not None and one.mark == "shown"
    ]
    before += tied_before
    leaks = find_leaks(cells, margins, RULE, known=[*before, *elsewhere, *now])
    changes = small_changes({known.key: known.count for known in now}, before, RULE)
    figures, reasons = _odd_figures(definition, odd), defaultdict[str, int](int)
    decisions: dict[tuple[str, str, str], Shown | Suppressed] = {}
    for place, one in kept.items():
        decision = protection.decisions[place.key]
        decisions[str(one.period), one.area, one.breakdown] = decision
        if isinstance(decision, Suppressed):
            reasons[decision.reason.value] += 1
            figures.append(suppressed(one))
        else:
            figures.append(shown(one))
    return Guarded(
        tuple(figures),
        tuple(PlacedLeak(leak, places) for leak in leaks),
        tuple((change, places[change.key]) for change in changes if change.key in places),
        dict(reasons),
        decisions,
        {(str(one.period), one.area, one.breakdown): int(one.value) for one in kept.values()},
    )


def _tied(
    part_of: Sequence[PartOf], offered: Iterable[Place]
) -> tuple[list[Cell], list[Margin], list[Known], list[Known]]:
    """The cells of wholes and of other parts at the same places, what ties them, and what is public of them: in this
    release, and before."""
    cells: dict[str, Cell] = {}
    ties: list[Margin] = []
    known: list[Known] = []
    before: list[Known] = []
    for tie in part_of:
        for place in offered:
            key = (place.table.split(" ", 1)[1], place.area, place.breakdown)
            if key not in tie.whole.counts:
                continue
            keys = []
            for one in (tie.whole, *(part for part in tie.other_parts if key in part.counts)):
                at = Place(f"{one.indicator} {key[0]}", place.area, place.breakdown).key
                is_shown = isinstance(one.decisions.get(key), Shown)
                cells[at] = Cell(at, one.counts[key], is_withheld=not is_shown)
                known += [Known(at, one.counts[key], NOW)] if is_shown else []
                keys.append(at)
            ties.append(Margin(keys[0], (place.key, *keys[1:])))
        for one in (tie.whole, *tie.other_parts):
            before += [
                Known(_place_of_figure(figure).key, int(figure.value), release)
                for release, figures in one.earlier.items()
                for figure in figures
                if figure.value is not None and figure.mark == "shown"
            ]
    return list(cells.values()), ties, known, before


def guard_rates(
    definition: IndicatorDefinition,
    observations: Sequence[Observation],
    *,
    numerators: Mapping[tuple[str, str, str], Shown | Suppressed],
    denominators: Mapping[tuple[str, str, str], int],
    sizes: Mapping[tuple[str, str, str], Shown | Suppressed] | None = None,
) -> Guarded:
    """Which guarded rates leave? Only those whose counts are known here and may be shown or tell nothing.

    Arguments: what was decided about the counts, and the people they are over, by (period, area, breakdown). `sizes`,
    what was decided about those, when it is not taken for granted that they are known: a number of people that stays
    inside would follow from the rate and its count. Of a median, which has no numerator, they decide alone.
    """
    figures, reasons = [], defaultdict[str, int](int)
    for one in observations:
        if is_public_already(definition, one):
            figures.append(shown(one))
            continue
        key = (str(one.period), one.area, one.breakdown)
        decision: Shown | Suppressed = Suppressed(Reason.SMALL_DENOMINATOR)
        if definition.summary is not None:
            decision = _median_decision(denominators.get(key, 0), (sizes or {}).get(key, decision))
        elif sizes is not None and not isinstance(sizes.get(key), Shown):
            decision = Suppressed(Reason.SMALL_DENOMINATOR)
        elif key in numerators and key in denominators:
            decision = guard_rate(
                one.value,
                numerator=numerators[key],
                denominator=denominators[key],
                rule=RULE,
                factor=definition.factor,
            )
        if isinstance(decision, Suppressed):
            reasons[decision.reason.value] += 1
            figures.append(suppressed(one))
        else:
            figures.append(shown(one))
    return Guarded(tuple(figures), reasons=dict(reasons))


def _median_decision(size: int, decided: Shown | Suppressed) -> Shown | Suppressed:
    """The middle of many says nothing of one of them: it leaves when they are many and their number may be told."""
    if isinstance(decided, Suppressed):
        return Suppressed(Reason.COUNT_FOLLOWS) if size >= RULE.smallest_denominator else decided
    return decided if size >= RULE.smallest_denominator else Suppressed(Reason.SMALL_DENOMINATOR)


def counts_people(definition: IndicatorDefinition) -> bool:
    """Is this a count, which the guard can decide about by itself?"""
    return definition.unit is Unit.COUNT


def _rounded(
    cells: Sequence[Cell],
    margins: Sequence[Margin],
    kept: Mapping[Place, Observation],
    public: set[Place],
    figures: list[PublicFigure],
) -> Guarded:
    offered = {place.key for place in kept}
    rounding = round_counts(
        [cell for cell in cells if cell.key in offered],
        [margin for margin in margins if {margin.total, *margin.parts} <= offered],
        base=ROUNDING_BASE,
        secret=settings.PUBLICATION_KEY.encode(),
    )
    figures += [
        shown(one) if place in public else rounded(one, rounding.counts[place.key].count) for place, one in kept.items()
    ]
    return Guarded(tuple(figures))


def _is_count(observation: Observation) -> bool:
    return observation.value >= 0 and observation.value == observation.value.to_integral_value()


def _odd_figures(definition: IndicatorDefinition, odd: Iterable[Observation]) -> list[PublicFigure]:
    """What no count of people is cannot be guarded: it is shown when it is public already, hidden when not."""
    return [shown(one) if is_public_already(definition, one) else suppressed(one) for one in odd]


def _place(observation: Observation) -> Place:
    return _place_of(observation, observation.indicator)


def _place_of(observation: Observation, indicator: str) -> Place:
    return Place(f"{indicator} {observation.period}", observation.area, observation.breakdown)


def _place_of_figure(figure: PublicFigure) -> Place:
    return Place(f"{figure.indicator} {figure.period}", figure.area, figure.breakdown)


def _group_figures(group: Sequence[str], observations: Iterable[Observation]) -> dict[Place, Observation]:
    """The sum over a group, for each period and breakdown that all its areas have."""
    found: dict[tuple[str, str], dict[str, Observation]] = defaultdict(dict)
    for one in observations:
        if one.area in group:
            found[str(one.period), one.breakdown][one.area] = one
    sums = {}
    for own in found.values():
        if len(own) < len(set(group)):
            continue
        parts = list(own.values())
        total = Observation(
            indicator=parts[0].indicator,
            period=parts[0].period,
            area=group_code(group),
            value=sum((part.value for part in parts), Decimal()),
            unit=parts[0].unit,
            status=max((part.status for part in parts), key=list(type(parts[0].status)).index),
            vintage=max((part.vintage for part in parts if part.vintage), default=None),
            source=parts[0].source,
            source_url=parts[0].source_url,
            flag_nl=next((part.flag_nl for part in parts if part.flag_nl), ""),
            flag_en=next((part.flag_en for part in parts if part.flag_en), ""),
            breakdown=parts[0].breakdown,
        )
        sums[_place(total)] = total
    return sums
