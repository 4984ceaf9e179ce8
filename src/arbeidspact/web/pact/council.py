"""The question of a council, as rows: each figure now, in earlier years, and beside the other cities."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from arbeidspact.indicators import Direction, Observation
from arbeidspact.monitor.beside import Compared, Pact, compared_figures
from arbeidspact.monitor.queries import GoalState
from arbeidspact.organisations.actor import Actor
from arbeidspact.web.monitor.figures import language, period_text, value_text


def council(pact: Pact, states: Sequence[GoalState], names: Mapping[str, str], *, actor: Actor) -> dict[str, Any]:
    """What page one shows of the council's question. Arguments: `states`, of the goals; `names`, of areas by code."""
    compared = compared_figures(pact, states, actor=actor)
    groups = {one.group.area for one in compared if one.group is not None}
    return {
        "council": council_rows(compared, names),
        "council_years": list(compared[0].earlier) if compared else [],
        "group_name": names.get(next(iter(groups)), "") if groups else "",
    }


def council_rows(compared: Iterable[Compared], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row an indicator. Arguments: `names`, of areas by code."""
    return [
        {
            "goal": one.goal,
            "slug": one.definition.slug,
            "name": one.definition.name.in_language(language()),
            "now": _cell(one.now),
            "earlier": [{"year": year, **_cell(figure)} for year, figure in one.earlier.items()],
            "change": _change(one),
            "place": _place_text(one),
            "group": _cell(one.group),
            "wider": _wider_text(one.wider, names),
        }
        for one in compared
    ]


def _cell(figure: Observation | None) -> dict[str, str]:
    if figure is None:
        return {"value": "", "period": "", "status": "", "source": "", "flag": ""}
    return {
        "value": value_text(figure.value, figure.unit),
        "period": period_text(figure.period),
        "status": figure.status.value,
        "source": figure.source,
        "flag": figure.flag(language()),
    }


def _change(one: Compared) -> str:
    """Whether it went up or down since the first year that is known, and whether that is better, in words."""
    first = next((figure for figure in one.earlier.values() if figure is not None), None)
    if one.now is None or first is None or one.now.period == first.period:
        return ""
    if one.now.value == first.value:
        return _("as in %(period)s") % {"period": period_text(first.period)}
    is_up = one.now.value > first.value
    words = _("higher than in %(period)s") if is_up else _("lower than in %(period)s")
    text = words % {"period": period_text(first.period)}
    direction = one.definition.direction
    if direction is Direction.NEUTRAL:
        return text
    is_better = is_up == (direction is Direction.HIGHER_IS_BETTER)
    judged = _("better") if is_better else _("worse")
    return f"{text}: {judged}"


def _place_text(one: Compared) -> str:
    """Which place from the highest value, in which period, and how many of the group are not published?"""
    if one.place is None or one.place_in is None:
        return ""
    text = _("number %(place)s from the highest, of the %(known)s published for %(period)s") % {
        "place": one.place.place,
        "known": one.place.of,
        "period": period_text(one.place_in),
    }
    missing = one.members - one.place.of
    unknown = _("%(count)s are not published") % {"count": missing}
    return f"{text}; {unknown}" if missing > 0 else text


def _wider_text(figure: Observation | None, names: Mapping[str, str]) -> str:
    if figure is None:
        return ""
    area = names.get(figure.area, figure.area)
    return f"{area}: {value_text(figure.value, figure.unit)} ({period_text(figure.period)})"
