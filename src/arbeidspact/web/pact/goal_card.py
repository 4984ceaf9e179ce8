"""A goal as a page shows it: verdict, figures, what was decided, the path from here, the chart."""

from collections.abc import Mapping, Sequence
from typing import Any

from arbeidspact.indicators import Period, Unit
from arbeidspact.monitor.queries import GoalState, KnownFigure, plain
from arbeidspact.web.monitor.figures import (
    day_text,
    due_text,
    freshness_text,
    goal_chart,
    language,
    period_text,
    points_text,
    target_text,
    value_text,
    verdict_of,
)
from arbeidspact.web.monitor.promises import promise_rows


def goal_tile(state: GoalState, names: Mapping[str, str]) -> dict[str, Any]:
    """A goal in a few words. Arguments: `names`, of areas by code."""
    unit = state.definition.unit if state.definition else Unit.COUNT
    last, target = state.latest, state.target
    return {
        "goal": state.goal,
        "verdict": verdict_of(state, names),
        "freshness": freshness_text(state.freshness),
        "since": period_text(state.since) if state.since else "",
        "latest_status": last.status.value if last else "",
        "latest_source": last.source if last else "",
        "target_text": target_text(target, unit, names) if target else "",
        "latest_text": value_text(last.value, unit) if last else "",
        "latest_period": period_text(last.period) if last else "",
    }


def goal_card(state: GoalState, names: Mapping[str, str]) -> dict[str, Any]:
    """All that a page shows of a goal. Arguments: `names`, of areas by code."""
    unit = state.definition.unit if state.definition else Unit.COUNT
    last = state.latest
    baseline, target = state.baseline, state.target
    return {
        **goal_tile(state, names),
        "chart": goal_chart(state, names),
        "has_indicator": state.indicator is not None,
        "is_stale": state.freshness.state == "stale",
        "baseline_text": value_text(baseline.value, unit) if baseline else "",
        "baseline_period": period_text(Period.parse(baseline.period)) if baseline else "",
        "target": target,
        "target_due": due_text(target) if target else "",
        "target_value": _target_value(state, unit, names),
        "target_note": _target_note(state, unit, names),
        "latest_remark": last.flag(language()) if last else "",
        "promises": promise_rows([baseline] if baseline else [], [target] if target else [], unit, names),
        "is_rate": unit in (Unit.PERCENT, Unit.SHARE),
        "on_the_way": _way_rows(state, unit),
        "is_cumulative": bool(target and target.is_cumulative),
        "mean_of": [names.get(area, area) for area in target.members] if target else [],
        "path": path_rows(state, unit),
        "path_step": _path_step(state, unit),
        "has_run_out": state.has_run_out,
        "also_published": _also_published(state),
    }


def known_rows(known: Sequence[KnownFigure], names: Mapping[str, str]) -> list[dict[str, str]]:
    """What is known of the same thing where a goal has no number: one row an indicator."""
    return [
        {
            "slug": one.definition.slug,
            "name": one.definition.name.in_language(language()),
            "value": value_text(one.figure.value, one.definition.unit),
            "period": period_text(one.figure.period),
            "area": names.get(one.figure.area, one.figure.area),
            "source": one.figure.source,
        }
        for one in known
    ]


def path_rows(state: GoalState, unit: Unit) -> list[dict[str, str]]:
    """Where must the figure stand on which day, from the latest to the promised one? Empty when no time is left."""
    return [{"day": day_text(point.on), "value": value_text(point.value, unit)} for point in state.path]


def _way_rows(state: GoalState, unit: Unit) -> list[dict[str, str]]:
    """What was promised on the way to the target."""
    if state.target is None:
        return []
    return [
        {"day": day_text(one.due), "value": value_text(plain(one.value), unit), "source": one.source}
        for one in sorted(state.target.intermediate.all(), key=lambda one: one.due)
    ]


def _path_step(state: GoalState, unit: Unit) -> str:
    figures = state.figures
    if not state.path or figures is None or figures.needed_per_year is None or figures.gap <= 0:
        return ""
    return points_text(figures.needed_per_year, unit)


def _target_value(state: GoalState, unit: Unit, names: Mapping[str, str]) -> str:
    """The promised number; for a comparison the other area's number, where it is known."""
    if state.target is None:
        return ""
    if state.target.value is None and state.figures is not None:
        return value_text(state.figures.target_value, unit)
    return target_text(state.target, unit, names)


def _target_note(state: GoalState, unit: Unit, names: Mapping[str, str]) -> str:
    if state.target is None:
        return ""
    words = due_text(state.target)
    if state.target.value is None and state.figures is not None:
        return f"{target_text(state.target, unit, names)}, {words}"
    return words


def _also_published(state: GoalState) -> list[dict[str, str]]:
    """Other figures of the pact's own area, newest first: sources that contradict each other are all shown."""
    own = [figure for figure in state.observations if figure.area == state.area and figure != state.latest]
    return [
        {
            "period": period_text(figure.period),
            "value": value_text(figure.value, figure.unit),
            "source": figure.source,
            "flag": figure.flag(language()),
        }
        for figure in sorted(own, key=lambda figure: figure.period, reverse=True)
    ]
