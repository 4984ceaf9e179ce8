"""Is a promise being kept? Decisions are values that carry every figure they rest on.

Progress is never clamped: a value that moves the wrong way has a negative share and is said to move away, and one that
overshoots has a share above 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from .comparison import compared_values
from .observation import Observation, also_published, series
from .period import Period
from .required_path import PathPoint, height_on
from .running_total import running_totals
from .target import Baseline, Target, Waypoint

AT_RISK_FROM = Decimal("0.75")
"""Share of the progress required by now from which "off course" becomes "at risk": this product's convention, no
official one exists."""

DAYS_IN_YEAR = Decimal("365.25")


@dataclass(frozen=True, slots=True)
class ProgressFigures:
    """The figures behind a decision.

    `target_value` is the other area's value in the period of `latest` when the target is relative.
    """

    baseline: Baseline
    target: Target
    target_value: Decimal
    latest: Decimal
    latest_period: Period
    progress_share: Decimal | None
    """Part of the way from baseline to target, 0 to 1 and beyond both; None when the baseline met the target."""
    required_now: Decimal
    """Where the line from baseline over intermediate targets to target stands at the end of the latest period."""
    gap: Decimal
    """Still to go from latest to target, in the indicator's unit; zero or negative when met."""
    needed_per_year: Decimal | None
    """Change needed each year from the latest figure to the target; None when no time is left after that figure."""
    past_due: bool
    also_published: tuple[Decimal, ...] = ()
    """Other values published for the same period and area."""
    on_the_way: tuple["OnTheWay", ...] = ()
    """The intermediate targets, each with what became of it."""


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """An intermediate target and the first figure for its day or after it; None for both while there is none."""

    waypoint: Waypoint
    figure: Decimal | None
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class OnSchedule:
    """The latest figure is where the straight path asks it to be, or better."""

    state: ClassVar[str] = "on_schedule"
    figures: ProgressFigures


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Behind the straight path, but not by much: see `AT_RISK_FROM`."""

    state: ClassVar[str] = "at_risk"
    figures: ProgressFigures


@dataclass(frozen=True, slots=True)
class OffCourse:
    """Far behind the straight path, or the date has passed and the target was not met."""

    state: ClassVar[str] = "off_course"
    figures: ProgressFigures


@dataclass(frozen=True, slots=True)
class MovingAway:
    """Worse than at the start."""

    state: ClassVar[str] = "moving_away"
    figures: ProgressFigures


@dataclass(frozen=True, slots=True)
class Reached:
    """The latest figure meets the target."""

    state: ClassVar[str] = "reached"
    figures: ProgressFigures


@dataclass(frozen=True, slots=True)
class NoNumberWasSet:
    """The pact names the goal and never set a number: nothing can be measured against it."""

    state: ClassVar[str] = "no_number_was_set"
    latest: Observation | None = None


class Lack(StrEnum):
    """What is missing to judge progress."""

    NO_BASELINE = "no_baseline"
    NO_FIGURE = "no_figure"
    NO_FIGURE_AFTER_BASELINE = "no_figure_after_baseline"
    NO_COMPARISON_FIGURE = "no_comparison_figure"
    NO_FIGURE_AT_TARGET_DATE = "no_figure_at_target_date"
    COUNTED_OTHERWISE = "counted_otherwise"


@dataclass(frozen=True, slots=True)
class NotEnoughData:
    """Progress cannot be judged; `figures` holds what is known all the same, `latest` the last figure of any kind."""

    state: ClassVar[str] = "not_enough_data"
    why: Lack
    figures: ProgressFigures | None = None
    latest: Observation | None = None


Progress = OnSchedule | AtRisk | OffCourse | MovingAway | Reached | NoNumberWasSet | NotEnoughData


def assess_progress(
    baseline: Baseline | None,
    target: Target | None,
    observations: Sequence[Observation],
    *,
    area: str,
    today: date,
    breaks: Sequence[date] = (),
    at_risk_from: Decimal = AT_RISK_FROM,
) -> Progress:
    """Is the target on schedule, and why?

    Arguments: `baseline`, None when none was set; `target`, None when no number was set; `observations` of the
    indicator, all areas, any order; `area`, whose progress is asked; `breaks`, days from which figures are counted
    otherwise than before; `at_risk_from`, share of the required progress (0-1).
    Returns: one decision with its figures. A figure for the target date decides; when that date has passed without
    one, only "reached", "moving away" and "off course" are said of the last known figure, anything milder is not
    enough data.
    """
    figures_known = series(observations, area=area)
    last = figures_known[-1] if figures_known else None
    if target is None:
        return NoNumberWasSet(last)
    if baseline is None:
        return NotEnoughData(Lack.NO_BASELINE, latest=last)
    if target.is_cumulative:
        figures_known = running_totals(figures_known, since=baseline.period)
    compared: dict[Period, Decimal] | None = None
    if target.relative_to:
        compared = compared_values(observations, target.relative_to, target.members)
        if baseline.compared_with is None:
            baseline = replace(baseline, compared_with=compared.get(baseline.period))
        if baseline.compared_with is None:
            return NotEnoughData(Lack.NO_BASELINE, latest=last)
    newer = [figure for figure in figures_known if figure.period > baseline.period]
    usable = [figure for figure in newer if compared is None or figure.period in compared]
    if not usable:
        why = _why_not_usable(last, newer)
        return NotEnoughData(why, _figures_at_baseline(baseline, target, today), last)
    latest = usable[-1]
    target_value = compared[latest.period] if compared is not None else target.value
    assert target_value is not None
    others = () if target.is_cumulative else also_published(observations, latest)
    figures = replace(
        _figures(baseline, target, target_value, latest.value, latest.period, today),
        also_published=tuple(other.value for other in others),
        on_the_way=_on_the_way(target, usable),
    )
    if any(baseline.period.end < since <= latest.period.end for since in breaks):
        return NotEnoughData(Lack.COUNTED_OTHERWISE, figures, last)
    return _judge(figures, at_risk_from, last)


def _on_the_way(target: Target, figures: Sequence[Observation]) -> tuple[OnTheWay, ...]:
    passed = []
    for waypoint in target.via:
        figure = next((one.value for one in figures if one.period.end >= waypoint.due), None)
        passed.append(OnTheWay(waypoint, figure, None if figure is None else target.is_met(figure, waypoint.value)))
    return tuple(passed)


def _why_not_usable(last: Observation | None, newer: Sequence[Observation]) -> Lack:
    if last is None:
        return Lack.NO_FIGURE
    return Lack.NO_COMPARISON_FIGURE if newer else Lack.NO_FIGURE_AFTER_BASELINE


def _figures_at_baseline(baseline: Baseline, target: Target, today: date) -> ProgressFigures:
    known_target = target.value if target.value is not None else baseline.compared_with
    assert known_target is not None
    return _figures(baseline, target, known_target, baseline.value, baseline.period, today)


def _figures(
    baseline: Baseline,
    target: Target,
    target_value: Decimal,
    latest: Decimal,
    period: Period,
    today: date,
) -> ProgressFigures:
    """For a relative target the distance to the other area must shrink, so both ends are measured as distances."""
    at_start = baseline.compared_with if target.relative_to else target_value
    assert at_start is not None
    distance_at_start = target.still_to_go(baseline.value, at_start)
    distance_now = target.still_to_go(latest, target_value)
    distances = [PathPoint(baseline.period.end, distance_at_start)]
    distances += [PathPoint(via.due, target.still_to_go(via.value, target_value)) for via in target.via]
    required_distance = height_on([*distances, PathPoint(target.due, Decimal(0))], period.end)
    toward = 1 if target.still_to_go(Decimal(0), Decimal(1)) > 0 else -1
    years_left = Decimal((target.due - period.end).days) / DAYS_IN_YEAR
    return ProgressFigures(
        baseline=baseline,
        target=target,
        target_value=target_value,
        latest=latest,
        latest_period=period,
        progress_share=1 - distance_now / distance_at_start if distance_at_start > 0 else None,
        required_now=target_value - toward * required_distance,
        gap=distance_now,
        needed_per_year=toward * distance_now / years_left if years_left > 0 else None,
        past_due=today > target.due,
    )


def _judge(figures: ProgressFigures, at_risk_from: Decimal, last: Observation | None) -> Progress:
    target, share = figures.target, figures.progress_share
    if target.is_met(figures.latest, figures.target_value):
        return Reached(figures)
    if share is None or share < 0:
        return MovingAway(figures)
    if figures.latest_period.end >= target.due:
        return OffCourse(figures)
    gap_required = target.still_to_go(figures.required_now, figures.target_value)
    share_required = _required_share(figures, gap_required)
    if share < share_required * at_risk_from:
        return OffCourse(figures)
    if figures.past_due:
        return NotEnoughData(Lack.NO_FIGURE_AT_TARGET_DATE, figures, last)
    return OnSchedule(figures) if share >= share_required else AtRisk(figures)


def _required_share(figures: ProgressFigures, gap_required: Decimal) -> Decimal:
    at_start = figures.baseline.compared_with if figures.target.relative_to else figures.target_value
    assert at_start is not None
    return 1 - gap_required / figures.target.still_to_go(figures.baseline.value, at_start)
