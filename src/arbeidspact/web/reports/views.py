"""Reports for who makes them: the list, one button, how far it is, the files, and whether the public reads them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations.exceptions import Conflict, DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.reports.actions import build_report, build_report_again, publish_report, take_report_down
from arbeidspact.reports.commands import BuildReportAgain, PublishReport, TakeReportDown
from arbeidspact.reports.queries import (
    Report,
    ReportState,
    choices_of,
    published_key,
    releases_with_reports,
    report_named,
    reports_of,
)
from arbeidspact.reports.states import GOING, STARTABLE
from arbeidspact.web.reports.files import download_of, page_of
from arbeidspact.web.reports.forms import BuildReportForm
from arbeidspact.web.reports.words import badge_of, percent_of
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25


@permitted(Permission.BUILD_REPORT)
@require_safe
def reports(request: ActorRequest) -> HttpResponse:
    """Every report, newest first; of one release or in one state when asked."""
    asked, release = request.GET.get("state", ""), request.GET.get("release", "")
    state = ReportState(asked) if asked in set(ReportState) else None
    known = releases_with_reports(request.actor)
    release = release if release in known else ""
    page = Paginator(reports_of(request.actor, state, release=release), PAGE_SIZE).get_page(request.GET.get("page"))
    chosen = {"state": state.value if state else "", "release": release}
    context = {
        "page": page,
        "lines": [(one, badge_of(one)) for one in page],
        "total": reports_of(request.actor).count(),
        "states": ReportState.choices,
        "state": state,
        "releases": known,
        "release": release,
        "chosen": ", ".join(str(part) for part in (state.label if state else "", release) if part),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
    }
    return render(request, "reports/list.html", context)


@permitted(Permission.BUILD_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def build(request: ActorRequest) -> HttpResponse:
    """Which release, which review, which reports; one button makes them."""
    choices = choices_of(request.actor)
    form = BuildReportForm(posted(request), choices=choices)
    if form.is_bound and form.is_valid():
        made: list[Report] = []
        for command in form.commands:
            try:
                made.append(build_report(command, actor=request.actor))
            except Conflict as error:
                messages.info(request, f"{command.kind.label}: {error}")
            except DomainError as error:
                form.refuse(error)
                break
        if not form.errors:
            if made:
                words = ngettext(
                    "The report is being made. You may leave this page.",
                    "The reports are being made. You may leave this page.",
                    len(made),
                )
                messages.success(request, words)
            return redirect("reports:detail", made[0].reference) if len(made) == 1 else redirect("reports:list")
    context = {"form": form, "choices": choices}
    return render(request, "reports/build.html", context, status=422 if form.errors else 200)


@permitted(Permission.BUILD_REPORT)
@require_safe
def report_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One report: how far it is, or its files with their hashes."""
    report = report_named(reference, actor=request.actor)
    context = {
        **_progress_of(report),
        "is_startable": badge_of(report).state in STARTABLE,
        "may_publish": may(request.actor, Permission.PUBLISH_REPORT),
        "key": published_key(),
    }
    return render(request, "reports/detail.html", context)


@permitted(Permission.BUILD_REPORT)
@require_safe
def progress(request: ActorRequest, reference: UUID) -> HttpResponse:
    """How far a report is, for the page that shows it; when it is over, that page loads anew."""
    report = report_named(reference, actor=request.actor)
    if not request.htmx:
        return redirect("reports:detail", reference=reference)
    if badge_of(report).state not in GOING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "reports/progress.html", _progress_of(report))


@permitted(Permission.BUILD_REPORT)
@require_POST
def again(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A report that did not come about is begun anew."""
    build_report_again(BuildReportAgain(report=reference), actor=request.actor)
    messages.success(request, _("The report is being made. You may leave this page."))
    return redirect("reports:detail", reference=reference)


@permitted(Permission.PUBLISH_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks once more, and then makes the report public."""
    report = report_named(reference, actor=request.actor)
    if request.method == "POST":
        publish_report(PublishReport(report=reference), actor=request.actor)
        messages.success(request, _("Anybody can read this report from now."))
        return redirect("reports:detail", reference=reference)
    return render(request, "reports/publish.html", {"report": report})


@permitted(Permission.PUBLISH_REPORT)
@require_POST
def take_down(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The public no longer reads the report."""
    take_report_down(TakeReportDown(report=reference), actor=request.actor)
    messages.success(request, _("The report is no longer public."))
    return redirect("reports:detail", reference=reference)


@permitted(Permission.BUILD_REPORT)
@require_safe
def read(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The web page of a report, as it was made."""
    return page_of(report_named(reference, actor=request.actor))


@permitted(Permission.BUILD_REPORT)
@require_safe
def file(request: ActorRequest, reference: UUID, name: str) -> HttpResponse:
    """A file of a report."""
    return download_of(report_named(reference, actor=request.actor), name)


def _progress_of(report: Report) -> dict[str, Any]:
    badge = badge_of(report)
    return {"report": report, "badge": badge, "is_going": badge.state in GOING, "percent": percent_of(report)}
