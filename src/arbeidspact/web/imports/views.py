"""Import: choose a file, see what it would do, confirm."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.exchange.people import PEOPLE_COLUMNS
from arbeidspact.exchange.people import REQUIRED as REQUIRED_OF_PEOPLE
from arbeidspact.exchange.report import PROBLEM_COLUMNS, ImportReport, problem_rows
from arbeidspact.exchange.tables import LARGEST_FILE
from arbeidspact.exchange.uploads import (
    PERMISSION_OF,
    ImportKind,
    Upload,
    check_upload,
    confirm_upload,
    forget_upload,
    kinds_for,
    upload_of,
)
from arbeidspact.exchange.vacancies import REQUIRED as REQUIRED_OF_VACANCIES
from arbeidspact.exchange.vacancies import VACANCY_COLUMNS
from arbeidspact.indicators import OBSERVATION_COLUMNS
from arbeidspact.organisations.exceptions import DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import require
from arbeidspact.web.exports import csv_response
from arbeidspact.web.imports.forms import KIND_WORDS, UploadForm
from arbeidspact.web.requests import ActorRequest, signed_in

PROBLEMS_SHOWN = 50
COLUMNS: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.VACANCIES: tuple(VACANCY_COLUMNS),
    ImportKind.PEOPLE: tuple(PEOPLE_COLUMNS),
    ImportKind.OBSERVATIONS: OBSERVATION_COLUMNS,
}
REQUIRED: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.VACANCIES: REQUIRED_OF_VACANCIES,
    ImportKind.PEOPLE: REQUIRED_OF_PEOPLE,
    ImportKind.OBSERVATIONS: ("indicator", "period", "area", "value", "unit", "status", "source"),
}
WHERE_IT_SHOWS: Mapping[ImportKind, str] = {
    ImportKind.VACANCIES: "vacancies:list",
    ImportKind.PEOPLE: "people:caseload",
    ImportKind.OBSERVATIONS: "monitor:indicators",
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Choose a file; it is checked at once and nothing is taken in yet."""
    kinds = kinds_for(request.actor)
    if not kinds:
        raise NotAllowed(_("None of your roles in this organisation lets you import."))
    if request.method != "POST":
        return _upload_page(request, kinds, UploadForm(kinds))
    form = UploadForm(kinds, request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_FILE:
                raise InvalidValue(_("The file is too large."), hint=_("Divide it into smaller files."))
            kept = check_upload(ImportKind(form.cleaned_data["kind"]), file.name, file.read(), actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("imports:check", token=kept.token)
    return _upload_page(request, kinds, form, status=422)


@signed_in
@require_safe
def check(request: ActorRequest, token: UUID) -> HttpResponse:
    """What would this file do, or what is wrong with it?"""
    return _check_page(request, upload_of(token, actor=request.actor))


@signed_in
@require_POST
def confirm(request: ActorRequest, token: UUID) -> HttpResponse:
    """Take the file in."""
    done = confirm_upload(token, actor=request.actor)
    if not done.report.is_clean:
        messages.error(request, _("Something changed since the check. Nothing was taken in."))
        return redirect("imports:check", token=token)
    messages.success(request, _words_of(done.report))
    return redirect(WHERE_IT_SHOWS[done.kind])


@signed_in
@require_POST
def forget(request: ActorRequest, token: UUID) -> HttpResponse:
    """Throw the file away."""
    forget_upload(token, actor=request.actor)
    messages.info(request, _("The file was thrown away. Nothing was taken in."))
    return redirect("imports:upload")


@signed_in
@require_safe
def problems(request: ActorRequest, token: UUID) -> HttpResponseBase:
    """Every problem of the file, as CSV."""
    report = upload_of(token, actor=request.actor).report
    return csv_response("problems.csv", PROBLEM_COLUMNS, problem_rows(report.problems))


@signed_in
@require_safe
def example(request: ActorRequest, kind: str) -> HttpResponseBase:
    """An empty file with the right header."""
    if kind not in set(ImportKind):
        raise NotFound(_("There is no import of this kind."))
    known = ImportKind(kind)
    require(request.actor, PERMISSION_OF[known])
    return csv_response(f"{known.value}.csv", COLUMNS[known], ())


def _upload_page(request: ActorRequest, kinds: list[ImportKind], form: UploadForm, status: int = 200) -> HttpResponse:
    described = [
        {"slug": kind.value, "name": KIND_WORDS[kind], "columns": COLUMNS[kind], "required": REQUIRED[kind]}
        for kind in kinds
    ]
    return render(request, "imports/upload.html", {"form": form, "kinds": described}, status=status)


def _check_page(request: ActorRequest, kept: Upload) -> HttpResponse:
    report = kept.report
    context: dict[str, Any] = {
        "crumbs": [{"url": reverse("imports:upload"), "label": _("Import")}],
        "upload": kept,
        "kind": KIND_WORDS[kept.kind],
        "report": report,
        "changes": report.created + report.updated,
        "shown": report.problems[:PROBLEMS_SHOWN],
        "most_shown": PROBLEMS_SHOWN,
    }
    return render(request, "imports/check.html", context)


def _words_of(report: ImportReport) -> str:
    created = ngettext("%(count)s new", "%(count)s new", report.created) % {"count": report.created}
    updated = ngettext("%(count)s changed", "%(count)s changed", report.updated) % {"count": report.updated}
    same = ngettext("%(count)s as it was", "%(count)s as they were", report.same) % {"count": report.same}
    return _("The file was taken in: %(created)s, %(updated)s, %(same)s.") % {
        "created": created,
        "updated": updated,
        "same": same,
    }
