"""The page of a group of municipalities: its members side by side."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbeidspact.indicators import Observation, Unit, places
from arbeidspact.monitor.clusters import MOST_COLUMNS, Cluster, ClusterColumn, cluster_of
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.exports import csv_response
from arbeidspact.web.monitor.explored import name_of
from arbeidspact.web.monitor.figures import language, period_text, value_text
from arbeidspact.web.requests import ActorRequest, permitted


@permitted(Permission.SEE_INDICATORS)
@require_safe
def cluster(request: ActorRequest, code: str) -> HttpResponse:
    """The members of a group, each with its newest figures, and where counts add up their total."""
    chosen = request.GET.getlist("indicator")
    found = cluster_of(code, actor=request.actor, indicators=chosen)
    query = request.GET.urlencode()
    context = {
        "name": name_of(found.area),
        "members": len(found.members),
        "columns": [_heading(column) for column in found.columns],
        "rows": _rows(found),
        "foot": _foot(found),
        "offered": [
            (
                one.slug,
                one.name.in_language(language()),
                one.slug in {column.definition.slug for column in found.columns},
            )
            for one in found.offered
        ],
        "most_columns": MOST_COLUMNS,
        "too_many": len(chosen) > MOST_COLUMNS,
        "file_url": reverse("monitor:cluster-file", args=[code]) + (f"?{query}" if query else ""),
    }
    return render(request, "monitor/cluster.html", context)


@permitted(Permission.SEE_INDICATORS)
@require_safe
def cluster_file(request: ActorRequest, code: str) -> HttpResponseBase:
    """The figures of the page, as a file: one row a member and indicator."""
    found = cluster_of(code, actor=request.actor, indicators=request.GET.getlist("indicator"))
    header = [_("Area"), _("Indicator"), _("Period"), _("Value"), _("Unit"), _("Status"), _("Source")]
    lines: list[Sequence[object]] = []
    for member in found.members:
        for column in found.columns:
            lines.append([name_of(member), column.definition.slug, *_cells_of_file(column, member.code)])
    return csv_response(f"{code}-{timezone.localdate():%Y-%m-%d}.csv", header, lines)


def _cells_of_file(column: ClusterColumn, member: str) -> list[object]:
    found = column.figures.get(member)
    unit = column.definition.unit.value
    if found is None:
        return ["", _("not published"), unit, "", ""]
    value = _("too few to be shown") if found.value is None else f"{found.value:f}"
    return [str(found.figure.period), value, unit, found.figure.status.value, found.figure.source]


def _heading(column: ClusterColumn) -> dict[str, str]:
    return {
        "slug": column.definition.slug,
        "name": column.definition.name.in_language(language()),
        "period": period_text(column.period) if column.period else "",
    }


def _rows(found: Cluster) -> list[dict[str, Any]]:
    ranked = [_ranks(column) for column in found.columns]
    return [
        {
            "name": name_of(member),
            "cells": [_cell(column, member.code, ranks) for column, ranks in zip(found.columns, ranked, strict=True)],
        }
        for member in found.members
    ]


def _ranks(column: ClusterColumn) -> dict[str, str]:
    """The place of each member, of the highest value first; only where all figures are about one period."""
    known = {code: one.value for code, one in column.figures.items() if one.value is not None}
    if column.period is None or len(known) < 2 or len(known) < len(column.figures):
        return {}
    return {
        place.area: _("%(place)s of %(count)s") % {"place": place.place, "count": place.of} for place in places(known)
    }


def _cell(column: ClusterColumn, member: str, ranks: dict[str, str]) -> dict[str, str]:
    found = column.figures.get(member)
    label = column.definition.name.in_language(language())
    if found is None:
        return {"label": label, "value": "", "note": _("not published"), "status": ""}
    if found.value is None:
        return {"label": label, "value": "", "note": _("too few to be shown"), "status": ""}
    notes = [] if column.period else [period_text(found.figure.period)]
    notes += [ranks[member]] if member in ranks else []
    return {
        "label": label,
        "value": value_text(found.value, column.definition.unit),
        "note": ", ".join(notes),
        "status": "" if found.figure.status.value == "final" else found.figure.status.value,
    }


def _foot(found: Cluster) -> list[dict[str, str]]:
    """Under each column: the total where counts add up, what was published of the group, or why there is neither."""
    return [
        {
            "label": column.definition.name.in_language(language()),
            "total": value_text(column.total, column.definition.unit) if column.total is not None else "",
            "why": "" if column.total is not None else _why_no_total(column),
            "group": _group_text(column.of_group),
        }
        for column in found.columns
    ]


def _why_no_total(column: ClusterColumn) -> str:
    if column.definition.unit is not Unit.COUNT:
        return _("does not add up")
    return _("not of all members, or not of one period")


def _group_text(figure: Observation | None) -> str:
    return f"{value_text(figure.value, figure.unit)} ({period_text(figure.period)})" if figure else ""
