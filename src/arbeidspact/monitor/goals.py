"""A goal of a pact beside its figures: what was promised, what is known, and is the promise being kept?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from arbeidspact.indicators import Baseline as BaselineValue
from arbeidspact.indicators import (
    Freshness,
    IndicatorDefinition,
    NoNumberWasSet,
    NotEnoughData,
    NothingYet,
    Observation,
    PathPoint,
    Period,
    Progress,
    ProgressFigures,
    Reached,
    Waypoint,
    assess_progress,
    compared_values,
    freshness,
    latest,
    path_needed,
    series,
)
from arbeidspact.indicators import Target as TargetValue
from arbeidspact.indicators import TargetRule as Rule
from arbeidspact.monitor.figures import definition_of, plain
from arbeidspact.monitor.models import Baseline, Indicator, Target
from arbeidspact.pact.models import Goal


@dataclass(frozen=True, slots=True)
class NoDateWasSet:
    """A number was promised and no day to reach it by: it can be met or not, never late.

    `value` is the promised number, or that of the other area in the period of `latest`; None when that is not known.
    `gap` is what is still to go, zero or negative when met, None when there is nothing to compare.
    """

    state: ClassVar[str] = "no_date_was_set"
    value: Decimal | None
    latest: Observation | None
    gap: Decimal | None

    @property
    def is_met(self) -> bool:
        """Does the latest figure meet the number?"""
        return self.gap is not None and self.gap <= 0


@dataclass(frozen=True, slots=True)
class NumberNotLoaded:
    """The pact names a target that is not loaded: its number exists, and is not known here."""

    state: ClassVar[str] = "number_not_loaded"
    target: str
    latest: Observation | None


GoalProgress = Progress | NoDateWasSet | NumberNotLoaded


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal of the pact beside its figures: what was promised, what is known, is the promise being kept."""

    goal: Goal
    indicator: Indicator | None
    definition: IndicatorDefinition | None
    baseline: Baseline | None
    target: Target | None
    progress: GoalProgress
    freshness: Freshness
    observations: tuple[Observation, ...]
    area: str
    today: date

    @property
    def latest(self) -> Observation | None:
        """The most recent figure of the pact's own area."""
        return latest(self.observations, area=self.area)

    def series_of(self, area: str) -> tuple[Observation, ...]:
        """One figure for each period of this area, the oldest first."""
        return series(self.observations, area=area)

    @property
    def areas(self) -> list[str]:
        """The areas with figures: the pact's own first, then those with most figures."""
        return areas_in(self.observations, first=self.area)

    @property
    def areas_beside(self) -> list[str]:
        """The areas that say something beside the pact's own: the one it is compared with first.

        Left out are areas whose figures all end before those of the pact's own area begin.
        """
        own = self.series_of(self.area)
        compared = self.target.relative_to if self.target else ""
        since = own[0].period.start if own else date.min
        telling = {figure.area for figure in self.observations if figure.period.end >= since}
        others = [area for area in self.areas if area in telling and area not in {self.area, compared}]
        return ([compared] if compared in telling else []) + others

    @property
    def figures(self) -> ProgressFigures | None:
        """The figures behind the decision, where it rests on any."""
        if isinstance(self.progress, NoNumberWasSet | NoDateWasSet | NumberNotLoaded):
            return None
        return self.progress.figures

    @property
    def since(self) -> Period | None:
        """Since which figure does the promise stand as it stands now? None where nothing can be judged."""
        target, figures = self.target, self.figures
        if target is None or figures is None or isinstance(self.progress, NotEnoughData):
            return None
        since = None
        for one in reversed(self.series_of(self.area)):
            if one.period.end > figures.latest_period.end:
                continue
            known = [other for other in self.observations if other.period.end <= one.period.end]
            baseline = _baseline_value(target.baseline) if target.baseline else None
            day = min(self.today, one.period.end)
            then = assess_progress(baseline, _target_value(target), known, area=self.area, today=day)
            if then.state != self.progress.state and one.period != figures.latest_period:
                break
            since = one.period
        return since

    @property
    def has_run_out(self) -> bool:
        """Has the day by which it was promised passed?"""
        return self.target is not None and self.target.due is not None and self.target.due < self.today

    @property
    def path(self) -> tuple[PathPoint, ...]:
        """Which values does the straight path ask for, from the latest figure to the promised one?

        Empty when it was reached, when its day has passed, and when no number or no day was set.
        """
        figures = self.figures
        if figures is None or self.has_run_out or isinstance(self.progress, Reached):
            return ()
        return path_needed(
            start=figures.latest_period.end,
            value=figures.latest,
            due=figures.target.due,
            target=figures.target_value,
            via=figures.target.via,
        )


def goal_state(
    goal: Goal,
    area: str,
    indicator: Indicator | None,
    target: Target | None,
    figures: Mapping[str, tuple[Observation, ...]],
    day: date,
) -> GoalState:
    """Is this goal on schedule on this day, and why?

    Arguments: `area`, of the pact; `figures`, all observations by the short name of their indicator.
    """
    definition = definition_of(indicator) if indicator else None
    observations = figures.get(goal.indicator, ())
    last = latest(observations, area=area)
    breaks = [one.since for one in definition.breaks] if definition else []
    return GoalState(
        goal=goal,
        indicator=indicator,
        definition=definition,
        baseline=target.baseline if target else None,
        target=target,
        progress=_progress(goal, target, observations, area, day, breaks),
        freshness=freshness(last.period if last else None, definition.rhythm, definition.delay_days, day)
        if definition
        else NothingYet(),
        observations=observations,
        area=area,
        today=day,
    )


def areas_in(observations: Iterable[Observation], *, first: str = "") -> list[str]:
    """The areas that these figures are about: `first` in front, then those with most figures, then by name."""
    counts: dict[str, int] = {}
    for observation in observations:
        counts[observation.area] = counts.get(observation.area, 0) + 1
    return sorted(counts, key=lambda area: (area != first, -counts[area], area))


def _progress(
    goal: Goal,
    target: Target | None,
    observations: Sequence[Observation],
    area: str,
    day: date,
    breaks: Sequence[date],
) -> GoalProgress:
    if target is None:
        last = latest(observations, area=area)
        return NumberNotLoaded(goal.target, last) if goal.target else NoNumberWasSet(last)
    if target.due is None:
        return _without_a_date(target, observations, area)
    baseline = _baseline_value(target.baseline) if target.baseline else None
    return assess_progress(baseline, _target_value(target), observations, area=area, today=day, breaks=breaks)


def _without_a_date(target: Target, observations: Sequence[Observation], area: str) -> NoDateWasSet:
    own = series(observations, area=area)
    last = own[-1] if own else None
    value = plain(target.value) if target.value is not None else None
    if target.relative_to:
        compared = compared_values(observations, target.relative_to, target.members)
        last = next((figure for figure in reversed(own) if figure.period in compared), last)
        value = compared.get(last.period) if last else None
    gap = None
    if value is not None and last is not None:
        gap = value - last.value if Rule(target.rule) is Rule.AT_LEAST else last.value - value
    return NoDateWasSet(value=value, latest=last, gap=gap)


def _baseline_value(row: Baseline) -> BaselineValue:
    compared = plain(row.compared_with) if row.compared_with is not None else None
    return BaselineValue(plain(row.value), Period.parse(row.period), row.source, compared)


def _target_value(row: Target) -> TargetValue:
    assert row.due is not None
    value = plain(row.value) if row.value is not None else None
    return TargetValue(
        row.due,
        Rule(row.rule),
        row.source,
        value,
        row.relative_to or None,
        via=tuple(Waypoint(one.due, plain(one.value)) for one in row.intermediate.all()),
        members=tuple(row.members),
        is_cumulative=row.is_cumulative,
    )
