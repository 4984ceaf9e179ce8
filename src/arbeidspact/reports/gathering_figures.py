"""The figures of a report: goals judged by what the release publishes, what is fresh, what is contested."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from arbeidspact.indicators import (
    Fresh,
    NotEnoughData,
    Observation,
    ObservationStatus,
    Period,
    Publication,
    Stale,
    Text,
    Unit,
    also_published,
    freshness,
    latest,
)
from arbeidspact.monitor.figures import far_areas, plain, published_figures
from arbeidspact.monitor.goals import GoalState, areas_in, goal_state
from arbeidspact.monitor.models import Indicator, Target
from arbeidspact.monitor.queries import word_of
from arbeidspact.pact.models import Goal, Pact
from arbeidspact.publications.figures import OWN_SOURCES, Mark, PublicFigure
from arbeidspact.publications.reading import PublicIndicator, figures_of_release, indicators_of_release
from arbeidspact.reports import content as says

MOST_LINES: Final = 4
MOST_KNOWN: Final = 6
NOT_PUBLISHED: Final = "not_published"


@dataclass
class Released:
    """The public figures of one release, read once each, without the far places that say nothing of this pact."""

    version: str
    pact: Pact
    day: date
    names: Mapping[str, says.Words]
    indicators: dict[str, PublicIndicator] = field(init=False)
    _figures: dict[str, tuple[PublicFigure, ...]] = field(default_factory=dict)
    _elsewhere: dict[str, tuple[Observation, ...]] | None = None

    def __post_init__(self) -> None:
        self.indicators = indicators_of_release(self.version)
        self.far = far_areas(self.pact.area)

    def figures(self, slug: str) -> tuple[PublicFigure, ...]:
        """The figures of this indicator over all groups together, with those that are hidden."""
        if slug not in self._figures:
            found = figures_of_release(self.version, slug, breakdowns=("",))
            self._figures[slug] = tuple(one for one in found if one.area not in self.far)
        return self._figures[slug]

    def observations(self, slug: str) -> tuple[Observation, ...]:
        """Those of them that are shown, as values that can be judged."""
        return tuple(_observation(one) for one in self.figures(slug) if one.value is not None)

    def elsewhere(self, slug: str) -> tuple[Observation, ...]:
        """Every figure that official sources printed of this open indicator; sources may contradict each other."""
        if self._elsewhere is None:
            open_ones = [
                slug for slug, one in self.indicators.items() if one.definition.publication is Publication.OPEN
            ]
            rows = list(Indicator.objects.filter(slug__in=open_ones).order_by("slug"))
            self._elsewhere = published_figures(rows, areas_left_out=self.far)
        return tuple(one for one in self._elsewhere.get(slug, ()) if not one.source.startswith(OWN_SOURCES))

    def name_of(self, area: str) -> says.Words:
        """The name of an area."""
        return self.names.get(area, says.Words(nl=area))

    def counter_values(self, chosen: Observation) -> tuple[Observation, ...]:
        """What other sources print for the same, each value once."""
        found = also_published(self.elsewhere(chosen.indicator), chosen)
        others = {(one.value, one.source): one for one in found if one.source != chosen.source}
        return tuple(others[key] for key in sorted(others))


def goals_of(released: Released) -> tuple[says.Goal, ...]:
    """Each goal of the pact, judged by the figures of the release on its day."""
    goals = list(released.pact.goals.order_by("order", "id"))
    targets = (
        Target.objects.select_related("baseline")
        .prefetch_related("intermediate")
        .in_bulk({goal.target for goal in goals}, field_name="slug")
    )
    return tuple(_goal(released, goal, targets.get(goal.target)) for goal in goals)


def measures_of(released: Released) -> tuple[says.Measure, ...]:
    """Each indicator of the release, by short name, with its newest figure and when the next one is due."""
    return tuple(_measure(released, one) for _slug, one in sorted(released.indicators.items()))


def contested_of(released: Released) -> tuple[says.Contested, ...]:
    """Figures that are marked as contested, and those of the pact's own area that sources give differently."""
    found = []
    for slug, known in sorted(released.indicators.items()):
        for figure in released.figures(slug):
            if figure.value is None:
                continue
            is_contested = figure.status is ObservationStatus.CONTESTED
            others = released.counter_values(_observation(figure))
            if is_contested or (others and figure.area == released.pact.area):
                found.append(
                    says.Contested(
                        name=_words(known.definition.name),
                        unit=known.definition.unit,
                        figure=_figure(released, figure),
                        beside=tuple(_figure_of(released, other) for other in others),
                    )
                )
    return tuple(found)


def _goal(released: Released, goal: Goal, target: Target | None) -> says.Goal:
    known = released.indicators.get(goal.indicator)
    definition = known.definition if known else None
    observations = released.observations(goal.indicator)
    row = Indicator(slug=goal.indicator, definition=definition.model_dump(mode="json")) if definition else None
    state = goal_state(goal, released.pact.area, row, target, {goal.indicator: observations}, released.day)
    figures, last = state.figures, state.latest
    is_judged = goal.indicator in released.indicators or target is None
    lack = state.progress.why.value if isinstance(state.progress, NotEnoughData) else ""
    return says.Goal(
        slug=goal.slug,
        name=says.Words(nl=goal.name_nl, en=goal.name_en),
        summary=says.Words(nl=goal.summary_nl, en=goal.summary_en),
        state=state.progress.state if is_judged else NOT_PUBLISHED,
        lack=lack if is_judged else "",
        unit=definition.unit if definition else Unit.COUNT,
        measured_by=_words(definition.name) if definition else None,
        start=_start(state) if definition else None,
        promise=_promise(released, target) if definition and target else None,
        latest=_figure_of(released, last) if last else None,
        target_value=figures.target_value if figures else None,
        required_now=figures.required_now if figures else None,
        gap=figures.gap if figures else getattr(state.progress, "gap", None),
        progress_share=figures.progress_share if figures else None,
        needed_per_year=figures.needed_per_year if figures else None,
        is_past_due=figures.past_due if figures else False,
        path=tuple(says.Height(on=one.on, value=one.value) for one in state.path),
        lines=_lines(released, state) if definition else (),
        also_published=tuple(_figure_of(released, one) for one in released.counter_values(last)) if last else (),
        known=_known(released, goal) if not last or target is None else (),
    )


def _lines(released: Released, state: GoalState) -> tuple[says.Line, ...]:
    areas = [state.area, *state.areas_beside][:MOST_LINES]
    figures = released.figures(state.goal.indicator)
    lines = []
    for area in areas:
        own = sorted((one for one in figures if one.area == area), key=lambda one: one.period)
        if own:
            lines.append(
                says.Line(area=area, name=released.name_of(area), figures=tuple(_figure(released, one) for one in own))
            )
    return tuple(lines)


def _known(released: Released, goal: Goal) -> tuple[says.Known, ...]:
    """What else the release publishes about the same matter: see `monitor.queries.known_instead`."""
    word = word_of(goal.indicator)
    found = []
    for slug, one in sorted(released.indicators.items()):
        if word not in slug or slug == goal.indicator:
            continue
        figure = _newest(released, slug)
        if figure is not None:
            found.append(
                says.Known(
                    name=_words(one.definition.name), unit=one.definition.unit, figure=_figure_of(released, figure)
                )
            )
    return tuple(found[:MOST_KNOWN])


def _measure(released: Released, known: PublicIndicator) -> says.Measure:
    definition = known.definition
    figure = _newest(released, definition.slug)
    state = freshness(figure.period if figure else None, definition.rhythm, definition.delay_days, released.day)
    next_due = state.next_due if isinstance(state, Fresh) else state.due_on if isinstance(state, Stale) else None
    own = released.figures(definition.slug)
    return says.Measure(
        slug=definition.slug,
        version=definition.version,
        name=_words(definition.name),
        counted=_words(definition.numerator),
        over=_words(definition.denominator) if definition.denominator else None,
        variant=_words(definition.variant) if definition.variant else None,
        pitfalls=tuple(_words(text) for text in definition.pitfalls),
        formula_reference=_words(definition.formula_reference),
        age_group=definition.age_group,
        unit=definition.unit,
        source=definition.source,
        source_url=definition.source_url,
        rhythm=definition.rhythm.value,
        latest=_figure_of(released, figure) if figure else None,
        freshness=state.state,
        next_due=next_due,
        figures=known.figures,
        hidden=known.suppressed,
        rounded=sum(one.mark is Mark.ROUNDED for one in own),
    )


def _newest(released: Released, slug: str) -> Observation | None:
    """The newest shown figure of the pact's own area, else of the area with most figures."""
    observations = released.observations(slug)
    areas = areas_in(observations, first=released.pact.area)
    return latest(observations, area=areas[0]) if areas else None


def _start(state: GoalState) -> says.Start | None:
    row = state.baseline
    return says.Start(value=plain(row.value), period=str(Period.parse(row.period)), source=row.source) if row else None


def _promise(released: Released, target: Target) -> says.Promise:
    return says.Promise(
        rule=target.rule,
        value=plain(target.value) if target.value is not None else None,
        relative_to=released.name_of(target.relative_to) if target.relative_to else None,
        due=target.due,
        printed_as=target.printed_as,
        source=target.source,
    )


def _observation(figure: PublicFigure) -> Observation:
    assert figure.value is not None
    return Observation(
        indicator=figure.indicator,
        period=figure.period,
        area=figure.area,
        value=figure.value,
        unit=figure.unit,
        status=figure.status,
        vintage=figure.vintage,
        source=figure.source,
        source_url=figure.source_url,
        printed_as=figure.printed_as,
        flag_nl=figure.flag_nl,
        flag_en=figure.flag_en,
        breakdown=figure.breakdown,
    )


def _figure_of(released: Released, one: Observation) -> says.Figure:
    """A figure that is shown; whether it was rounded, the release knows."""
    own = (each for each in released.figures(one.indicator) if each.value == one.value)
    twin = next((each for each in own if (each.period, each.area) == (one.period, one.area)), None)
    return _made(released, one, (twin.mark if twin else Mark.SHOWN).value)


def _figure(released: Released, one: PublicFigure) -> says.Figure:
    return _made(released, one, one.mark.value)


def _made(released: Released, one: PublicFigure | Observation, mark: str) -> says.Figure:
    return says.Figure(
        period=str(one.period),
        area=one.area,
        area_name=released.name_of(one.area),
        value=one.value,
        mark=mark,
        status=one.status.value,
        vintage=one.vintage,
        source=one.source,
        source_url=one.source_url,
        printed_as=one.printed_as,
        flag=says.Words(nl=one.flag_nl, en=one.flag_en),
    )


def _words(text: Text) -> says.Words:
    return says.Words(nl=text.nl, en=text.en)
