"""Indicators with their definitions, and the figures that were published."""

from datetime import date
from typing import Any

from django.http import StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Line, Paging, page_of
from arbeidspact.exchange.exports import ExportFormat, export_observations
from arbeidspact.indicators import Direction, ObservationStatus, Unit
from arbeidspact.monitor.queries import definition_of, indicator_card, indicator_list, observations_of, plain

router = Router(tags=["indicators"])


class IndicatorLine(Schema):
    """An indicator in a list."""

    slug: str
    name_nl: str
    name_en: str
    version: int
    figures: int
    newest: date | None


class IndicatorPage(Schema):
    """One page of indicators, and how many there are in all."""

    count: int
    items: list[IndicatorLine]


class IndicatorValue(Schema):
    """An indicator with the definition in force."""

    slug: str
    version: int
    name_nl: str
    name_en: str
    unit: Unit
    direction: Direction
    source: str
    rhythm: str
    smallest_area: str
    definition: dict[str, Any]
    freshness: str
    areas: list[str]


class ObservationValue(Schema):
    """A figure, as one source published it."""

    indicator: str
    period: str
    period_start: date
    period_end: date
    area: str
    value: float
    unit: Unit
    status: ObservationStatus
    vintage: date | None
    source: str
    source_url: str
    printed_as: str
    flag_nl: str
    flag_en: str
    breakdown: str


class ObservationPage(Schema):
    """One page of figures, and how many there are in all."""

    count: int
    items: list[ObservationValue]


class IndicatorQuery(Paging):
    """Which indicators."""

    text: Line = Field("", description="A part of the name.")


class ObservationQuery(Paging):
    """Which figures; what is left out filters nothing."""

    area: Line = ""
    since: date | None = Field(None, description="Periods that end on this day or later.")
    until: date | None = Field(None, description="Periods that start on this day or earlier.")


@router.get("/indicators", response=answers(IndicatorPage, 422), operation_id="list_indicators")
def list_indicators(request: ApiRequest, asked: Query[IndicatorQuery]) -> IndicatorPage:
    """Which indicators are there, and how many figures has each?"""
    rows, count = page_of(indicator_list(actor=request.auth, text=asked.text), asked)
    return IndicatorPage(
        count=count,
        items=[IndicatorLine(**{name: getattr(row, name) for name in IndicatorLine.model_fields}) for row in rows],
    )


@router.get("/indicators/{slug}", response=answers(IndicatorValue, 404), operation_id="get_indicator")
def get(request: ApiRequest, slug: str) -> IndicatorValue:
    """What does this indicator measure, over what, for whom, and how fresh is it?"""
    card = indicator_card(slug, actor=request.auth)
    definition = card.definition
    return IndicatorValue(
        slug=definition.slug,
        version=definition.version,
        name_nl=definition.name.nl,
        name_en=definition.name.en,
        unit=definition.unit,
        direction=definition.direction,
        source=definition.source,
        rhythm=definition.rhythm.value,
        smallest_area=definition.smallest_area.value,
        definition=definition.model_dump(mode="json"),
        freshness=type(card.freshness).__name__,
        areas=sorted(card.areas),
    )


@router.get(
    "/indicators/{slug}/observations", response=answers(ObservationPage, 404, 422), operation_id="list_observations"
)
def observations(request: ApiRequest, slug: str, asked: Query[ObservationQuery]) -> ObservationPage:
    """Which figures of this indicator were published, by area, period and vintage?"""
    indicator_card(slug, actor=request.auth)
    found = observations_of(slug, actor=request.auth, areas=[asked.area] if asked.area else ())
    if asked.since is not None:
        found = found.filter(period_end__gte=asked.since)
    if asked.until is not None:
        found = found.filter(period_start__lte=asked.until)
    rows, count = page_of(found, asked)
    return ObservationPage(count=count, items=[_observation(row) for row in rows])


@router.get("/indicators/{slug}/observations.csv", response=answers(str, 404), operation_id="download_observations")
def download(request: ApiRequest, slug: str) -> StreamingHttpResponse:
    """All figures of this indicator as CSV, as the import of figures reads them."""
    indicator_card(slug, actor=request.auth)
    lines = export_observations(actor=request.auth, indicator=slug).lines(ExportFormat.CSV)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="observations.csv"'
    return response


def _observation(row: Any) -> ObservationValue:
    kept = {name: getattr(row, name) for name in ObservationValue.model_fields if hasattr(row, name)}
    extra = {
        "indicator": row.indicator.slug,
        "period": str(row.period),
        "unit": definition_of(row.indicator).unit,
        "value": plain(row.value),
    }
    return ObservationValue(**kept | extra)
