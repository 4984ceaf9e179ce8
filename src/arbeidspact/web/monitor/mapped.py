"""An indicator on a map: which areas, which period, as squares and by their borders, with a table beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from arbeidspact.indicators import Observation, Period
from arbeidspact.monitor.explorer import AreaKind, Located, figures_on_the_map, known_periods
from arbeidspact.monitor.queries import IndicatorCard
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.web.monitor.area_maps import area_maps
from arbeidspact.web.monitor.exploration import Exploration
from arbeidspact.web.monitor.explored import group_text
from arbeidspact.web.monitor.figures import language, period_text, value_text
from arbeidspact.web.monitor.map_drawing import MapArea
from arbeidspact.web.requests import ActorRequest

KINDS = (AreaKind.NEIGHBOURHOOD, AreaKind.MUNICIPALITY)


def mapped(
    request: ActorRequest,
    card: IndicatorCard,
    asked: Exploration,
    located: Mapping[str, Located],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """What the map of this indicator shows, with what else could be chosen. Areas without a figure are on it too."""
    chosen_kind = _kind_asked(request.GET.get("kind", ""), card, located)
    areas = [area for area in located.values() if area.kind == chosen_kind.value and area.latitude is not None]
    codes = [area.code for area in areas]
    breakdown = asked.breakdowns[0]
    periods = known_periods(card.definition.slug, actor=request.actor, areas=codes, breakdown=breakdown)
    period = _period_asked(request.GET.get("period", ""), periods)
    figures = (
        figures_on_the_map(
            card.definition.slug, period, codes, actor=request.actor, breakdown=breakdown, as_of=asked.as_of
        )
        if period
        else {}
    )
    context = {
        "kind": chosen_kind.value,
        "kinds": [(kind.value, kind.label) for kind in KINDS],
        "period": str(period) if period else "",
        "period_text": period_text(period) if period else "",
        "periods": [(str(one), f"{period_text(one)} ({count})") for one, count in periods],
        "count": len(areas),
        "rows": _rows(areas, figures, names, card),
        "maps": None,
        "may_import_shapes": may(request.actor, Permission.IMPORT_SHAPES),
    }
    if areas and period:
        shown = [_map_area(area, figures, names, asked, card) for area in areas]
        title = _title(card, period, breakdown)
        context["maps"] = area_maps(chosen_kind, areas, shown, title=title, unit=card.definition.unit)
    return context


def _kind_asked(asked: str, card: IndicatorCard, located: Mapping[str, Located]) -> AreaKind:
    """Neighbourhoods where there are figures of them, else municipalities, unless somebody chose."""
    if asked in {kind.value for kind in KINDS}:
        return AreaKind(asked)
    kinds = {located[area].kind for area in card.areas if area in located}
    return AreaKind.NEIGHBOURHOOD if AreaKind.NEIGHBOURHOOD.value in kinds else AreaKind.MUNICIPALITY


def _period_asked(asked: str, periods: Sequence[tuple[Period, int]]) -> Period | None:
    """The period that was chosen, else the newest of those for which most areas have a figure."""
    fullest = max((count for _period, count in periods), default=0)
    chosen = [period for period, _count in periods if str(period) == asked]
    return next(iter(chosen), next((period for period, count in periods if count == fullest), None))


def _title(card: IndicatorCard, period: Period, breakdown: str) -> str:
    name = card.definition.name.in_language(language())
    group = f", {group_text(breakdown, card.definition)}" if breakdown else ""
    return f"{name}{group}, {period_text(period)}"


def _map_area(
    area: Located, figures: Mapping[str, Observation], names: Mapping[str, str], asked: Exploration, card: IndicatorCard
) -> MapArea:
    figure = figures.get(area.code)
    text = value_text(figure.value, card.definition.unit) if figure else _("not published")
    href = f"?{asked.address(area=[area.code], shape='')}#figures-title"
    return MapArea(area.code, names[area.code], figure.value if figure else None, text, href)


def _rows(
    areas: Sequence[Located], figures: Mapping[str, Observation], names: Mapping[str, str], card: IndicatorCard
) -> list[dict[str, Any]]:
    """The map as a table, the highest value first, areas without a figure last."""
    found = []
    for area in areas:
        figure = figures.get(area.code)
        found.append(
            {
                "area": names[area.code],
                "value": value_text(figure.value, card.definition.unit) if figure else "",
                "sort": (figure is None, -figure.value if figure else 0, names[area.code]),
                "status": figure.status.value if figure else "",
                "source": figure.source if figure else "",
            }
        )
    return sorted(found, key=lambda row: row["sort"])
