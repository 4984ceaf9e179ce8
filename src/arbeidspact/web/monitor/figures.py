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
from arbeidspact.monitor.queries import GoalState, NoDateWasSet, NumberNotLoaded, Target, TargetRule, plain
from arbeidspact.web.charts import Chart, Point, Series, line_chart
from arbeidspact.web.charts import Target as DrawnTarget

MOST_LINES = 5
MOST_LINES_OF_GOAL = 4
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
        case NotEnoughData(why=why, figures=known):
            return Verdict("warning", _("Cannot be judged yet"), _lack_words(why, known, unit, area_names))
        case NoDateWasSet():
            return Verdict("neutral", _("No date was set"), _no_date_words(progress, state.target, unit, area_names))
        case NumberNotLoaded():
            return Verdict(
                "warning",
                _("The number is not loaded"),
                _("The pact names a number for this goal, and it is not loaded. Import the file of targets."),
            )


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
    areas = [state.area, *state.areas_beside][:MOST_LINES_OF_GOAL]
    target = _chart_target(state)
    baseline = None
    if state.baseline is not None:
        period = Period.parse(state.baseline.period)
        baseline = Point(year_of(period), period_text(period), _drawn(state.baseline.value, state.definition.unit))
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
    target: DrawnTarget | None = None,
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


def _chart_target(state: GoalState) -> DrawnTarget | None:
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
    return DrawnTarget(_drawn(value, state.definition.unit), at)


def _sentence(figures: ProgressFigures, unit: Unit | str, area_names: Mapping[str, str]) -> str:
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
    if figures.past_due:
        parts.append(_("That day has passed."))
    elif figures.needed_per_year is not None and figures.gap > 0:
        parts.append(_("That asks for %(step)s a year.") % {"step": points_text(figures.needed_per_year, unit)})
    return " ".join(parts)


def _target_words(figures: ProgressFigures, unit: Unit | str, area_names: Mapping[str, str]) -> str:
    if figures.target.relative_to:
        return _("not worse than %(area)s (%(value)s)") % {
            "area": area_names.get(figures.target.relative_to, figures.target.relative_to),
            "value": value_text(figures.target_value, unit),
        }
    return rule_text(figures.target_value, figures.target.rule.value, unit)


def rule_text(value: Decimal, rule: str, unit: Unit | str) -> str:
    """How does a promised number read? "at least 70 %"."""
    words = _("at least %(value)s") if TargetRule(rule) == TargetRule.AT_LEAST else _("at most %(value)s")
    return words % {"value": value_text(value, unit)}


def target_text(target: Target, unit: Unit | str, area_names: Mapping[str, str]) -> str:
    """What was promised? "at least 70 %", "not worse than Flemish centre cities"."""
    if target.value is None:
        return _("not worse than %(area)s") % {"area": area_names.get(target.relative_to, target.relative_to)}
    return rule_text(plain(target.value), target.rule, unit)


def due_text(target: Target) -> str:
    """By when was it promised? "by 31 December 2025", "no date was set"."""
    return _("by %(day)s") % {"day": day_text(target.due)} if target.due else _("no date was set")


def _no_date_words(
    progress: NoDateWasSet, target: Target | None, unit: Unit | str, area_names: Mapping[str, str]
) -> str:
    parts = []
    if target is not None:
        parts.append(
            _("Promised: %(target)s, without a day to reach it by.") % {"target": target_text(target, unit, area_names)}
        )
    if progress.latest is not None:
        parts.append(
            _("Latest figure: %(value)s (%(period)s).")
            % {"value": value_text(progress.latest.value, unit), "period": period_text(progress.latest.period)}
        )
    if progress.is_met:
        parts.append(_("That meets it."))
    elif progress.gap is not None:
        parts.append(_("Still to go: %(gap)s.") % {"gap": points_text(progress.gap, unit)})
    return " ".join(parts)


def _lack_words(why: Lack, known: ProgressFigures | None, unit: Unit | str, area_names: Mapping[str, str]) -> str:
    words = _lacks()[why]
    if known is None or not known.past_due:
        return words
    if why is Lack.NO_FIGURE_AT_TARGET_DATE:
        return f"{words} {_sentence(known, unit, area_names)}"
    passed = _("The promised day, %(day)s, has passed.") % {"day": day_text(known.target.due)}
    return f"{words} {passed}"


def _lacks() -> dict[Lack, str]:
    return {
        Lack.NO_BASELINE: _("No starting point was published."),
        Lack.NO_FIGURE: _("No figure was loaded for this goal."),
        Lack.NO_FIGURE_AFTER_BASELINE: _("No figure after the starting point was loaded."),
        Lack.NO_COMPARISON_FIGURE: _("No newer figure was loaded of the area that this goal is compared with."),
        Lack.COUNTED_OTHERWISE: _(
            "The latest figure is counted otherwise than the starting point: they cannot be compared."
        ),
        Lack.NO_FIGURE_AT_TARGET_DATE: _("The target date has passed, and no figure for that date was loaded."),
    }
