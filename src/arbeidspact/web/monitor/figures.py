"""Figures in words and pictures: how a value reads, what a decision on progress says, the chart of some areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arbeidspact.indicators import (
    AtRisk,
    Fresh,
    Freshness,
    Lack,
    MovingAway,
    NoNumberWasSet,
    NotEnoughData,
    NothingYet,
    Observation,
    OffCourse,
    OnSchedule,
    Period,
    ProgressFigures,
    Reached,
    Unit,
    series,
)
from arbeidspact.monitor.queries import GoalState
from arbeidspact.web.charts import Chart, Point, Series, Target, line_chart

MOST_LINES = 5
DAYS_IN_YEAR = 366


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a goal: a word with a tone, and the sentence with the figures behind it."""

    tone: str
    word: str
    sentence: str


def language() -> str:
    """The language of the screen, as Babel names it."""
    return (get_language() or "nl").split("-")[0]


def value_text(value: Decimal | None, unit: Unit | str) -> str:
    """How does this value read, with its unit? "68,6 %"; "-" when there is none."""
    if value is None:
        return "-"
    number = value * 100 if unit == Unit.SHARE else value
    text = str(format_decimal(number, format="#,##0.##", locale=language()))
    signs = {Unit.PERCENT: "%", Unit.SHARE: "%", Unit.EURO: "euro", Unit.DAYS: _("days")}
    sign = signs.get(Unit(unit))
    return f"{text}\u00a0{sign}" if sign else text


def points_text(value: Decimal, unit: Unit | str) -> str:
    """How does a difference of values read? Percentages differ by percentage points."""
    if unit in {Unit.PERCENT, Unit.SHARE}:
        number = abs(value * 100 if unit == Unit.SHARE else value)
        number_text = format_decimal(number, format="#,##0.##", locale=language())
        return _("%(number)s percentage points") % {"number": number_text}
    return value_text(abs(value), unit)


def period_text(period: Period) -> str:
    """How does a period read? "2019", "third quarter of 2019", "November 2019"."""
    if period.kind == "month":
        return str(format_date(period.start, "MMMM y", locale=language()))
    if period.kind == "quarter":
        return str(format_date(period.start, "QQQQ y", locale=language()))
    if period.kind == "day":
        return day_text(period.start)
    return str(period)


def day_text(day: date) -> str:
    """How does a day read? "31 December 2025"."""
    return str(format_date(day, "d MMMM y", locale=language()))


def verdict_of(state: GoalState, area_names: Mapping[str, str]) -> Verdict:
    """Is the promise being kept? The decision of `indicators` in words, with its figures."""
    progress = state.progress
    unit = state.definition.unit if state.definition else Unit.COUNT
    match progress:
        case NoNumberWasSet():
            return Verdict(
                "neutral",
                _("No number was set"),
                _("The pact names this goal, but no number was ever set. It cannot be said whether it is on schedule."),
            )
        case Reached(figures=figures):
            return Verdict("success", _("Reached"), _sentence(figures, unit, area_names))
        case OnSchedule(figures=figures):
            return Verdict("success", _("On schedule"), _sentence(figures, unit, area_names))
        case AtRisk(figures=figures):
            return Verdict("warning", _("At risk"), _sentence(figures, unit, area_names))
        case OffCourse(figures=figures):
            return Verdict("danger", _("Off course"), _sentence(figures, unit, area_names))
        case MovingAway(figures=figures):
            return Verdict("danger", _("Moving away from the target"), _sentence(figures, unit, area_names))
        case NotEnoughData(why=why):
            return Verdict("warning", _("Cannot be judged yet"), _lack_words(why))


def freshness_text(freshness: Freshness) -> str:
    """How fresh is the latest figure, in words?"""
    match freshness:
        case NothingYet():
            return _("No figure was ever loaded.")
        case Fresh(next_due=None):
            return _("This figure is published only once.")
        case Fresh(next_due=next_due):
            return _("The next figure is expected on %(day)s.") % {"day": day_text(next_due)} if next_due else ""
        case _:
            return _("Out of date: a newer figure was expected on %(day)s and is not loaded.") % {
                "day": day_text(freshness.due_on)
            }


def goal_chart(state: GoalState, area_names: Mapping[str, str]) -> Chart | None:
    """The goal over time beside a few other areas, with starting point and target; None without any figure."""
    if state.definition is None or not state.observations:
        return None
    areas = state.areas[:MOST_LINES]
    target = _chart_target(state)
    baseline = None
    if state.baseline is not None:
        period = Period.parse(state.baseline.period)
        baseline = Point(year_of(period), period_text(period), float(state.baseline.value))
    return figures_chart(
        state.observations,
        areas,
        area_names,
        title=state.definition.name.in_language(language()),
        unit=state.definition.unit,
        target=target,
        baseline=baseline,
    )


def figures_chart(
    observations: Sequence[Observation],
    areas: Sequence[str],
    area_names: Mapping[str, str],
    *,
    title: str,
    unit: Unit,
    target: Target | None = None,
    baseline: Point | None = None,
) -> Chart | None:
    """These areas over time, one line each; None when none of them has a figure."""
    lines = [
        Series(
            area_names.get(area, area),
            tuple(
                Point(year_of(figure.period), period_text(figure.period), _drawn(figure.value, unit), figure.source)
                for figure in series(observations, area=area)
            ),
        )
        for area in areas
    ]
    lines = [line for line in lines if line.points]
    if not lines:
        return None
    sign = "%" if unit in {Unit.PERCENT, Unit.SHARE} else ""
    return line_chart(lines, title=title, language=language(), target=target, baseline=baseline, unit=sign)


def year_of(period: Period) -> float:
    """Where on an axis of years does this period stand? A year at its number, a shorter period at its first day."""
    if period.kind == "year":
        return float(period.start.year)
    return period.start.year + (period.start.timetuple().tm_yday - 1) / DAYS_IN_YEAR


def _drawn(value: Decimal, unit: Unit) -> float:
    return float(value * 100 if unit == Unit.SHARE else value)


def _chart_target(state: GoalState) -> Target | None:
    target = state.target
    if target is None or state.definition is None:
        return None
    value = target.value
    if value is None:
        compared = state.series_of(target.relative_to)
        value = compared[-1].value if compared else (state.baseline.compared_with if state.baseline else None)
    if value is None:
        return None
    at = float(target.due.year) if target.due else None
    return Target(_drawn(value, state.definition.unit), at)


def _sentence(figures: ProgressFigures, unit: Unit, area_names: Mapping[str, str]) -> str:
    parts = [
        _("From %(start)s (%(start_period)s) to %(latest)s (%(latest_period)s); promised: %(target)s by %(due)s.")
        % {
            "start": value_text(figures.baseline.value, unit),
            "start_period": period_text(figures.baseline.period),
            "latest": value_text(figures.latest, unit),
            "latest_period": period_text(figures.latest_period),
            "target": _target_words(figures, unit, area_names),
            "due": day_text(figures.target.due),
        }
    ]
    if figures.gap > 0:
        parts.append(_("Still to go: %(gap)s.") % {"gap": points_text(figures.gap, unit)})
    if figures.needed_per_year is not None and figures.gap > 0:
        parts.append(_("That asks for %(step)s a year.") % {"step": points_text(figures.needed_per_year, unit)})
    return " ".join(parts)


def _target_words(figures: ProgressFigures, unit: Unit, area_names: Mapping[str, str]) -> str:
    value = value_text(figures.target_value, unit)
    if figures.target.relative_to:
        return _("not worse than %(area)s (%(value)s)") % {
            "area": area_names.get(figures.target.relative_to, figures.target.relative_to),
            "value": value,
        }
    return value


def _lack_words(why: Lack) -> str:
    return {
        Lack.NO_BASELINE: _("No starting point was published."),
        Lack.NO_FIGURE: _("No figure was loaded for this goal."),
        Lack.NO_FIGURE_AFTER_BASELINE: _("No figure after the starting point was loaded."),
        Lack.NO_COMPARISON_FIGURE: _("No newer figure was loaded of the area that this goal is compared with."),
        Lack.NO_FIGURE_AT_TARGET_DATE: _("The target date has passed, and no figure for that date was loaded."),
    }[why]
