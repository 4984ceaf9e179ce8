"""The promises of a pact beside the figures of a release: what the public sees of whether it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from arbeidspact.indicators import Observation
from arbeidspact.monitor.figures import far_areas
from arbeidspact.monitor.goals import GoalState, goal_state
from arbeidspact.monitor.models import Indicator, Target
from arbeidspact.organisations.models import Area
from arbeidspact.pact.models import Pact
from arbeidspact.publications.figures import PublicFigure
from arbeidspact.publications.queries import public_figures, public_indicators


@dataclass(frozen=True, slots=True)
class PublicPact:
    """A pact with its goals, each beside the figures of the release and no others."""

    pact: Pact
    goals: tuple[GoalState, ...]


def public_pacts(version: str, *, today: date) -> tuple[PublicPact, ...]:
    """Is each promise being kept, as far as this release says? Open to anybody: promises were published, and so were
    these figures. Raises: `NotFound` when no such release is published."""
    known = public_indicators(version)
    return tuple(_with_goals(pact, known.keys(), version, today) for pact in Pact.objects.order_by("slug"))


def as_observations(figures: Iterable[PublicFigure]) -> tuple[Observation, ...]:
    """Those figures of a release that have a value."""
    return tuple(
        Observation(
            indicator=one.indicator,
            period=one.period,
            area=one.area,
            value=one.value,
            unit=one.unit,
            status=one.status,
            vintage=one.vintage,
            source=one.source,
            source_url=one.source_url,
            printed_as=one.printed_as,
            flag_nl=one.flag_nl,
            flag_en=one.flag_en,
            breakdown=one.breakdown,
        )
        for one in figures
        if one.value is not None
    )


def _with_goals(pact: Pact, known: Iterable[str], version: str, today: date) -> PublicPact:
    goals = list(pact.goals.order_by("order", "id"))
    indicators = Indicator.objects.in_bulk({goal.indicator for goal in goals}, field_name="slug")
    with_all = Target.objects.select_related("baseline").prefetch_related("intermediate")
    targets = with_all.in_bulk({goal.target for goal in goals}, field_name="slug")
    far = far_areas(pact.area)
    near = [code for code in Area.objects.order_by("code").values_list("code", flat=True) if code not in far]
    public = set(known)
    figures = {
        slug: as_observations(public_figures(slug, version=version, areas=near).figures)
        for slug in indicators
        if slug in public
    }
    return PublicPact(
        pact=pact,
        goals=tuple(
            goal_state(goal, pact.area, indicators.get(goal.indicator), targets.get(goal.target), figures, today)
            for goal in goals
        ),
    )
