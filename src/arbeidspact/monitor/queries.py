"""Figures to read: each goal of a pact against what was promised, and every indicator with its observations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import Freshness, IndicatorDefinition, Observation, Period, freshness, latest
from arbeidspact.monitor.figures import definition_of, far_areas, plain, published_figures
from arbeidspact.monitor.goals import (
    GoalState,
    NoDateWasSet,
    NumberNotLoaded,
    areas_in,
    goal_state,
)
from arbeidspact.monitor.models import Baseline, Indicator, Promise, Series, Target, TargetRule
from arbeidspact.monitor.models import Observation as ObservationRow
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Goal, Pact

__all__ = [
    "Baseline",
    "GoalState",
    "NoDateWasSet",
    "NumberNotLoaded",
    "ObservationRow",
    "Promise",
    "Target",
    "TargetRule",
    "areas_in",
    "definition_of",
    "plain",
]


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator with its definition, which figures it has, its promises and how fresh it is.

    `series`: those that have figures, of every area and group; the figures themselves are read by `monitor.explorer`.
    """

    indicator: Indicator
    definition: IndicatorDefinition
    series: tuple[Series, ...]
    baselines: tuple[Baseline, ...]
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...]
    freshness: Freshness

    @property
    def areas(self) -> list[str]:
        """The areas with figures, those with most of them first."""
        counts: dict[str, int] = {}
        for one in self.series:
            counts[one.area] = counts.get(one.area, 0) + one.figures
        return sorted(counts, key=lambda area: (-counts[area], area))

    @property
    def breakdowns(self) -> list[str]:
        """The groups with figures, everybody first."""
        return sorted({one.breakdown for one in self.series})


def goals_at_a_glance(pact: Pact, *, actor: Actor, today: date | None = None) -> list[GoalState]:
    """Is each goal of this pact on schedule, and why? In the order of the goals. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_INDICATORS)
    day = today or timezone.localdate()
    goals = list(pact.goals.order_by("order", "id"))
    indicators = Indicator.objects.in_bulk({goal.indicator for goal in goals}, field_name="slug")
    with_all = Target.objects.select_related("baseline").prefetch_related("intermediate")
    targets = with_all.in_bulk({goal.target for goal in goals}, field_name="slug")
    figures = published_figures(indicators.values(), areas_left_out=far_areas(pact.area))
    return [
        goal_state(goal, pact.area, indicators.get(goal.indicator), targets.get(goal.target), figures, day)
        for goal in goals
    ]


def indicator_list(*, actor: Actor, text: str = "") -> QuerySet[Indicator]:
    """Which indicators are there, with `figures` (how many) and `newest` (the last day that a figure is about)?

    Arguments: `text`, to keep to indicators whose name holds it. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    found = Indicator.objects.annotate(figures=Coalesce(Sum("series__figures"), 0), newest=Max("series__newest"))
    if text:
        found = found.filter(Q(name_nl__icontains=text) | Q(name_en__icontains=text) | Q(slug__icontains=text))
    return found.order_by("name_nl", "id")


@dataclass(frozen=True, slots=True)
class FiguresCount:
    """How many indicators there are, how many never had a figure, and of how many the newest is over a year old."""

    total: int
    without_figures: int
    older_than_a_year: int


def figures_count(*, actor: Actor, today: date) -> FiguresCount:
    """How up to date are the figures as a whole? Raises: `NotAllowed`."""
    require(actor, Permission.SEE_INDICATORS)
    newest = Indicator.objects.annotate(newest=Max("series__newest"))
    return FiguresCount(
        total=newest.count(),
        without_figures=newest.filter(newest=None).count(),
        older_than_a_year=newest.filter(newest__lt=today - timedelta(days=365)).count(),
    )


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """An indicator with its latest figure."""

    definition: IndicatorDefinition
    figure: Observation


def known_instead(goal: Goal, area: str, *, actor: Actor) -> list[KnownFigure]:
    """For a goal without a number or a figure: what else was published about the same thing?

    Arguments: `area`, whose figures are wanted most.
    Returns: the other indicators whose short name holds the same word (`word_of`), each with its latest figure of this
    area, or of the area with most figures. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    others = Indicator.objects.filter(slug__contains=word_of(goal.indicator)).exclude(slug=goal.indicator)
    known = list(others.order_by("name_nl", "id"))
    figures = published_figures(known, areas_left_out=far_areas(area))
    found = []
    for indicator in known:
        observations = figures.get(indicator.slug, ())
        areas = areas_in(observations, first=area)
        figure = latest(observations, area=areas[0]) if areas else None
        if figure is not None:
            found.append(KnownFigure(definition_of(indicator), figure))
    return found


def word_of(slug: str) -> str:
    """By which word are the relatives of this indicator found? The first of its short name, without its ending, so
    that `vacancy-fill-rate` finds `open-vacancies`."""
    first = slug.split("-", maxsplit=1)[0]
    return first[:-1] if len(first) > 4 else first


def indicator_card(slug: str, *, actor: Actor, today: date | None = None) -> IndicatorCard:
    """What is known of one indicator, without its figures: there may be millions. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.SEE_INDICATORS)
    indicator = Indicator.objects.filter(slug=slug).first()
    if indicator is None:
        raise NotFound(_("There is no such indicator."))
    definition = definition_of(indicator)
    known = tuple(Series.objects.filter(indicator=indicator, figures__gt=0).order_by("breakdown", "area"))
    last = max((one.newest for one in known if one.newest is not None), default=None)
    newest = Period.of_days(last, last) if last else None
    return IndicatorCard(
        indicator=indicator,
        definition=definition,
        series=known,
        baselines=tuple(indicator.baselines.order_by("slug")),
        targets=tuple(indicator.targets.select_related("baseline").prefetch_related("intermediate").order_by("slug")),
        goals=tuple(Goal.objects.filter(indicator=slug).select_related("pact").order_by("order", "id")),
        freshness=freshness(newest, definition.rhythm, definition.delay_days, today or timezone.localdate()),
    )


def observations_of(
    slug: str | None = None, *, actor: Actor, areas: Sequence[str] = (), indicators: Sequence[str] | None = None
) -> QuerySet[ObservationRow]:
    """Which figures were published: of this indicator or of `indicators` (None: of all), of these areas (none given:
    of all)?

    Returns: rows by indicator, area, group, period and vintage. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_INDICATORS)
    rows = ObservationRow.objects.select_related("series__indicator", "origin", "remark")
    if slug is not None:
        rows = rows.filter(series__indicator__slug=slug)
    if indicators is not None:
        rows = rows.filter(series__indicator__slug__in=indicators)
    if areas:
        rows = rows.filter(series__area__in=areas)
    return rows.order_by(
        "series__indicator__slug", "series__area", "series__breakdown", "period_start", "vintage", "id"
    )


def definitions_in_force() -> dict[str, IndicatorDefinition]:
    """Every definition in force, by its short name."""
    return {indicator.slug: definition_of(indicator) for indicator in Indicator.objects.order_by("slug")}
