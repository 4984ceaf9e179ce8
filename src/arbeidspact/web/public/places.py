"""Areas of one kind side by side in one period, as the public reads them: a table, and a map where it says more."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from arbeidspact.indicators import IndicatorDefinition, Period
from arbeidspact.monitor.explorer import AreaKind, Located
from arbeidspact.monitor.shapes import MAPPED_KINDS
from arbeidspact.publications.queries import Mark, PublicFigure
from arbeidspact.web.monitor.area_maps import AreaMaps, area_maps
from arbeidspact.web.monitor.explored import group_text, name_of
from arbeidspact.web.monitor.figures import language, period_text, value_text
from arbeidspact.web.monitor.map_drawing import MapArea
from arbeidspact.web.public.showing import mark_text

FEWEST_ON_MAP: Final = 3
"""With fewer figures a table says more than a map."""


@dataclass(frozen=True, slots=True)
class Places:
    """The areas of one kind in one period, with what else could be chosen; `figures`, of all groups that are asked."""

    kind: AreaKind
    period: Period
    kinds: tuple[AreaKind, ...]
    periods: tuple[tuple[Period, int], ...]
    figures: tuple[PublicFigure, ...]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Areas side by side: the groups are its columns."""

    groups: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]]


def places_of(
    figures: Iterable[PublicFigure], located: Mapping[str, Located], *, kind: str = "", period: str = ""
) -> Places | None:
    """Which areas stand side by side? Of the kind and the period asked for, where there are several; else of the first
    kind, in the period that most of them have a figure of, and the newest of those. None: no area has one beside it.
    """
    known = [one for one in figures if one.area in located]
    counts = Counter((located[area].kind, when) for area, when in {(one.area, one.period) for one in known})
    several = {key: count for key, count in counts.items() if count > 1}
    kinds = _in_order({of for of, _when in several})
    if not kinds:
        return None
    chosen = next((one for one in kinds if one.value == kind), kinds[0])
    periods = sorted(((when, count) for (of, when), count in several.items() if of == chosen.value), reverse=True)
    fullest = max(count for _when, count in periods)
    asked = [when for when, _count in periods if str(when) == period]
    shown = next(iter(asked), next(when for when, count in periods if count == fullest))
    own = tuple(one for one in known if one.period == shown and located[one.area].kind == chosen.value)
    return Places(chosen, shown, kinds, tuple(periods), own)


def place_table(
    definition: IndicatorDefinition, places: Places, groups: Sequence[str], located: Mapping[str, Located]
) -> PlaceTable:
    """The areas that have a figure, by name, with a column for each group."""
    known = {(one.area, one.breakdown): one for one in places.figures}
    names = {one.area: name_of(located[one.area]) for one in places.figures}
    titles = [group_text(group, definition) for group in groups]
    return PlaceTable(
        titles,
        [
            (
                names[code],
                [(title, _cell(known.get((code, group)))) for title, group in zip(titles, groups, strict=True)],
            )
            for code in sorted(names, key=lambda code: names[code])
        ],
    )


def place_map(
    definition: IndicatorDefinition,
    places: Places,
    group: str,
    located: Mapping[str, Located],
    address_of: Callable[[str], str],
) -> AreaMaps | None:
    """Every area of the kind on a map, also those without a figure or with a hidden one, for one group of people.

    Arguments: `address_of`, where a click on an area goes. Returns: None where a table says more.
    """
    if places.kind not in MAPPED_KINDS:
        return None
    areas = [one for one in located.values() if one.kind == places.kind.value and one.latitude is not None]
    figures = {one.area: one for one in places.figures if one.breakdown == group}
    shown = [_map_area(area, figures.get(area.code), address_of) for area in areas]
    if sum(one.value is not None for one in shown) < FEWEST_ON_MAP:
        return None
    who = f", {group_text(group, definition)}" if group else ""
    title = f"{definition.name.in_language(language())}{who}, {period_text(places.period)}"
    return area_maps(places.kind, areas, shown, title=title, unit=definition.unit)


def _in_order(kinds: set[str]) -> tuple[AreaKind, ...]:
    """Municipalities in front, if they are among them: a council asks for those first."""
    return tuple(
        sorted((kind for kind in AreaKind if kind.value in kinds), key=lambda kind: kind != AreaKind.MUNICIPALITY)
    )


def _map_area(area: Located, figure: PublicFigure | None, address_of: Callable[[str], str]) -> MapArea:
    name, href = name_of(area), address_of(area.code)
    if figure is None:
        return MapArea(area.code, name, None, _("not published"), href)
    if figure.value is None:
        return MapArea(area.code, name, None, mark_text(figure.mark), href, is_hidden=figure.mark is Mark.SUPPRESSED)
    return MapArea(
        area.code, name, figure.value, value_text(figure.value, figure.unit), href, note=mark_text(figure.mark)
    )


def _cell(one: PublicFigure | None) -> str:
    if one is None:
        return _("not published")
    value = value_text(one.value, one.unit) if one.value is not None else ""
    return " ".join(part for part in (value, mark_text(one.mark)) if part)
