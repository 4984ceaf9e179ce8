"""How long handovers take between organisations, on screen and as a file."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from arbeidspact.handovers.lead_times import SMALLEST_GROUP, Median, PairTimes, lead_times
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.web.exports import csv_response
from arbeidspact.web.handovers.forms import PeriodForm
from arbeidspact.web.requests import ActorRequest, permitted


@permitted(Permission.SEE_FUNNEL)
@require_GET
def times(request: ActorRequest) -> HttpResponse:
    """The median days of each stage, for each pair of organisations."""
    form = PeriodForm(request.GET)
    rows = _rows(request, form)
    context = {
        "form": form,
        "rows": rows,
        "row_count": len(rows),
        "smallest": SMALLEST_GROUP,
        "query": request.GET.urlencode() if form.is_valid() else "",
        "crumbs": [{"url": reverse("handovers:list"), "label": _("Handovers")}]
        if may(request.actor, Permission.HAND_OVER)
        else [],
    }
    return render(request, "handovers/lead_times.html", context, status=200 if form.is_valid() else 422)


@permitted(Permission.SEE_FUNNEL)
@require_GET
def times_export(request: ActorRequest) -> HttpResponseBase:
    """The same figures as a file; what may not be told is an empty cell."""
    header = [
        _("From"),
        _("To"),
        _("Sent"),
        _("Refused"),
        _("Median days until accepted"),
        _("Accepted"),
        _("Median days until met"),
        _("Met"),
        _("Median days until confirmed"),
        _("Confirmed"),
    ]
    rows = [
        (
            one.sender,
            one.receiver or _("Partners without an account"),
            _cell(one.sent),
            _cell(one.refused),
            *_cells(one.accepting),
            *_cells(one.meeting),
            *_cells(one.confirming),
        )
        for one in _rows(request, PeriodForm(request.GET))
    ]
    return csv_response("handover-lead-times.csv", header, rows)


def _rows(request: ActorRequest, form: PeriodForm) -> list[PairTimes]:
    form.is_valid()
    return lead_times(request.actor, since=form.cleaned_data.get("since"), until=form.cleaned_data.get("until"))


def _cells(median: Median) -> tuple[object, object]:
    return _cell(median.days), _cell(median.count)


def _cell(value: float | None) -> object:
    return "" if value is None else value
