"""The goals of a pact beside their figures: the state of each as a value with what it rests on."""

from datetime import date
from decimal import Decimal

from ninja import Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.indicators import ProgressFigures, Unit
from arbeidspact.monitor.queries import GoalState, goals_at_a_glance
from arbeidspact.pact.queries import pact_named, pacts

router = Router(tags=["pact"])


class PactValue(Schema):
    """A pact."""

    slug: str
    name_nl: str
    name_en: str
    area: str


class Pacts(Schema):
    """Every pact, by name."""

    items: list[PactValue]


class Figure(Schema):
    """A figure of a period."""

    value: float
    period: str


class TargetFigures(Schema):
    """What was promised and where it stands; `progress_share` is part of the way from baseline (0) to target (1)."""

    baseline: Figure
    target: float
    due: date
    latest: Figure
    progress_share: float | None
    required_now: float
    gap: float
    needed_per_year: float | None


class GoalValue(Schema):
    """A goal, and whether its promise is being kept: `state` is one of on_schedule, at_risk, off_course, moving_away,
    reached, no_number_was_set, not_enough_data; `lack` says what is missing for the last."""

    slug: str
    name_nl: str
    name_en: str
    indicator: str
    unit: Unit | None
    state: str
    lack: str | None
    latest: Figure | None
    figures: TargetFigures | None
    freshness: str


class Goals(Schema):
    """The goals of a pact, in its order."""

    pact: str
    items: list[GoalValue]


@router.get("/pacts", response=answers(Pacts), operation_id="list_pacts")
def list_pacts(request: ApiRequest) -> Pacts:
    """Which pacts are there?"""
    return Pacts(items=[_pact(pact) for pact in pacts(actor=request.auth)])


@router.get("/pacts/{slug}/goals", response=answers(Goals, 404), operation_id="list_goals")
def goals(request: ApiRequest, slug: str) -> Goals:
    """Is each goal of this pact on schedule, and what does that rest on?"""
    pact = pact_named(slug, actor=request.auth)
    return Goals(pact=pact.slug, items=[_goal(state) for state in goals_at_a_glance(pact, actor=request.auth)])


def _pact(pact: object) -> PactValue:
    return PactValue(**{name: getattr(pact, name) for name in PactValue.model_fields})


def _goal(state: GoalState) -> GoalValue:
    figures = getattr(state.progress, "figures", None)
    why = getattr(state.progress, "why", None)
    return GoalValue(
        slug=state.goal.slug,
        name_nl=state.goal.name_nl,
        name_en=state.goal.name_en,
        indicator=state.goal.indicator,
        unit=state.definition.unit if state.definition else None,
        state=state.progress.state,
        lack=str(why) if why else None,
        latest=Figure(value=float(state.latest.value), period=str(state.latest.period)) if state.latest else None,
        figures=_figures(figures) if figures else None,
        freshness=type(state.freshness).__name__,
    )


def _figures(figures: ProgressFigures) -> TargetFigures:
    return TargetFigures(
        baseline=Figure(value=float(figures.baseline.value), period=str(figures.baseline.period)),
        target=float(figures.target_value),
        due=figures.target.due,
        latest=Figure(value=float(figures.latest), period=str(figures.latest_period)),
        progress_share=_short(figures.progress_share),
        required_now=round(float(figures.required_now), 6),
        gap=float(figures.gap),
        needed_per_year=_short(figures.needed_per_year),
    )


def _short(value: Decimal | None) -> float | None:
    return round(float(value), 6) if value is not None else None
