"""Open data: releases and their figures, for anybody, without a token."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Line, Paging, page_of
from arbeidspact.indicators import ObservationStatus, Unit
from arbeidspact.publications.queries import (
    Mark,
    PublicFigure,
    Release,
    ReleaseStatus,
    files_of,
    public_description,
    public_figure_page,
    public_release,
    public_releases,
    public_row_page,
)

router = Router(tags=["open data"])


class ReleaseLine(Schema):
    """A release in a list."""

    version: str
    status: ReleaseStatus
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str
    notes: str


class FileValue(Schema):
    """A file of a release: where it is, how large, and its hash."""

    path: str
    address: str
    bytes: int
    sha256: str


class ReleaseValue(ReleaseLine):
    """A release with its files and what changed since the one before; without files when it was withdrawn."""

    files: list[FileValue]
    changes: dict[str, Any]


class ReleasePage(Schema):
    """One page of releases, and how many there are in all."""

    count: int
    items: list[ReleaseLine]


class PublicFigureValue(Schema):
    """A figure as it was published; `value` is null when `mark` is `suppressed`."""

    indicator: str
    period: str
    period_start: date
    period_end: date
    area: str
    breakdown: str
    value: float | None
    unit: Unit
    mark: Mark
    status: ObservationStatus
    vintage: date | None
    source: str
    source_url: str
    flag_nl: str
    flag_en: str


class PublicFigurePage(Schema):
    """One page of figures, and how many there are in all."""

    count: int
    items: list[PublicFigureValue]


class TableName(StrEnum):
    """A table of a release beside its figures."""

    VACANCIES = "vacancies"
    PLANS = "plans"
    ACTIONS = "actions"
    MILESTONES = "milestones"
    CONTRIBUTIONS = "contributions"
    NUMBERS = "numbers"
    LEDGER = "ledger"
    BUDGET = "budget"
    AREAS = "areas"


class RowPage(Schema):
    """One page of a table, and how many rows there are in all. A cell without a value is null or empty."""

    count: int
    items: list[dict[str, Any]]


class RowsQuery(Paging):
    """Which rows; what is left out filters nothing. Only tables of the action plan have a pact and an action."""

    pact: Line = ""
    action: Line = ""


class FiguresQuery(Paging):
    """Which figures; what is left out filters nothing."""

    indicator: Line
    area: Line = ""


@router.get("/open-data/releases", response=answers(ReleasePage, 422), operation_id="list_releases", auth=None)
def list_releases(request: HttpRequest, asked: Query[Paging]) -> ReleasePage:  # noqa: ARG001 - ninja wants it
    """Which releases are or were public, the newest first?"""
    rows, count = page_of(public_releases(), asked)
    return ReleasePage(count=count, items=[ReleaseLine(**_line(row)) for row in rows])


@router.get("/open-data/releases/{version}", response=answers(ReleaseValue, 404), operation_id="get_release", auth=None)
def get(request: HttpRequest, version: str) -> ReleaseValue:  # noqa: ARG001 - ninja wants it
    """Which files has this release, and what changed? `latest` is the newest that is public."""
    release = public_release(version)
    is_public = release.status == ReleaseStatus.PUBLISHED
    files = [
        FileValue(
            path=one.path,
            address=f"/open-data/releases/{release.version}/{one.path}",
            bytes=one.bytes,
            sha256=one.sha256,
        )
        for one in (files_of(release) if is_public else ())
    ]
    return ReleaseValue(**_line(release), files=files, changes=release.changes if is_public else {})


@router.get(
    "/open-data/releases/{version}/figures",
    response=answers(PublicFigurePage, 404, 422),
    operation_id="list_public_figures",
    auth=None,
)
def figures(request: HttpRequest, version: str, asked: Query[FiguresQuery]) -> PublicFigurePage:  # noqa: ARG001 - ninja wants it
    """The figures of one indicator in this release, by area, group and period."""
    found, count = public_figure_page(
        asked.indicator,
        version=version,
        areas=[asked.area] if asked.area else (),
        first=(asked.page - 1) * asked.page_size,
        most=asked.page_size,
    )
    return PublicFigurePage(count=count, items=[_figure(one) for one in found])


@router.get(
    "/open-data/releases/{version}/tables/{table}",
    response=answers(RowPage, 404, 422),
    operation_id="list_public_rows",
    auth=None,
)
def rows(request: HttpRequest, version: str, table: TableName, asked: Query[RowsQuery]) -> RowPage:  # noqa: ARG001 - ninja wants it
    """The rows of a table of this release, in the order of its files. What its columns mean: `csv-metadata.json`."""
    found, count = public_row_page(
        table.value,
        version=version,
        only={name: text for name, text in (("pact", asked.pact), ("action", asked.action)) if text},
        first=(asked.page - 1) * asked.page_size,
        most=asked.page_size,
    )
    return RowPage(count=count, items=found)


@router.get(
    "/open-data/releases/{version}/description",
    response=answers(dict[str, Any], 404),
    operation_id="describe_release",
    auth=None,
)
def description(request: HttpRequest, version: str) -> dict[str, Any]:  # noqa: ARG001 - ninja wants it
    """The release as DCAT-AP in JSON-LD."""
    return public_description(version)


def _line(release: Release) -> dict[str, Any]:
    return {name: getattr(release, name) for name in ReleaseLine.model_fields}


def _figure(one: PublicFigure) -> PublicFigureValue:
    kept = {name: getattr(one, name) for name in PublicFigureValue.model_fields if hasattr(one, name)}
    return PublicFigureValue(
        **kept
        | {
            "period": str(one.period),
            "period_start": one.period.start,
            "period_end": one.period.end,
            "value": None if one.value is None else float(one.value),
        }
    )
