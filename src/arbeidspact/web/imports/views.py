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

from arbeidspact.exchange.choosing import Chosen
from arbeidspact.exchange.report import PROBLEM_COLUMNS, ImportReport, problem_rows
from arbeidspact.exchange.row_report import REPORT_COLUMNS, report_rows
from arbeidspact.exchange.tables import LARGEST_FILE
from arbeidspact.exchange.uploads import (
    PERMISSION_OF,
    ImportKind,
    Upload,
    check_upload,
    choose_rows,
    confirm_upload,
    forget_upload,
    kinds_for,
    upload_of,
)
from arbeidspact.exchange.workbook import Sheet
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.web.exports import csv_response, xlsx_response
from arbeidspact.web.imports.check_page import CHOICES_A_PAGE, CHOOSE, check_context, rows_of_part
from arbeidspact.web.imports.columns import MEANINGS, REQUIRED, columns_of, empty_sheets
from arbeidspact.web.imports.forms import KIND_WORDS, UploadForm
from arbeidspact.web.requests import ActorRequest, signed_in

CHOICE, REASON = "choice-", "reason-"
REASON_AT_MOST = 300
LONGEST_NAME = 20
FIGURES = "observations"
"""Files of figures went in here before they had deliveries of their own."""
WHERE_IT_SHOWS: Mapping[ImportKind, str] = {
    ImportKind.VACANCIES: "vacancies:list",
    ImportKind.PEOPLE: "people:caseload",
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Choose a file; it is checked at once and nothing is taken in yet."""
    kinds = kinds_for(request.actor)
    if not kinds and may(request.actor, Permission.IMPORT_OBSERVATIONS):
        return redirect("deliveries:upload")
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
            kept = check_upload(
                ImportKind(form.cleaned_data["kind"]),
                file.name,
                file.read(),
                actor=request.actor,
                instead_of=form.cleaned_data["instead_of"],
            )
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
def choose(request: ActorRequest, token: UUID) -> HttpResponse:
    """Keep what was chosen for the rows of one page; with the last one the file is checked again."""
    chosen = {
        int(name.removeprefix(CHOICE)): Chosen(
            str(value), request.POST.get(f"{REASON}{name.removeprefix(CHOICE)}", "").strip()[:REASON_AT_MOST]
        )
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and name.removeprefix(CHOICE).isdecimal() and len(name) < LONGEST_NAME
    }
    address = reverse("imports:check", args=[token])
    try:
        kept = choose_rows(token, chosen, actor=request.actor)
    except (InvalidValue, Conflict) as error:
        messages.error(request, str(error))
        return redirect(f"{address}?show={CHOOSE}")
    waiting = [one for one in rows_of_part(kept, CHOOSE) if kept.waits(one)]
    if not waiting:
        messages.success(request, _("What you chose is kept, and the file is checked with it."))
        return redirect(address)
    messages.info(
        request,
        ngettext(
            "What you chose is kept. %(count)s row still waits.",
            "What you chose is kept. %(count)s rows still wait.",
            len(waiting),
        )
        % {"count": len(waiting)},
    )
    page = rows_of_part(kept, CHOOSE).index(waiting[0]) // CHOICES_A_PAGE + 1
    return redirect(f"{address}?show={CHOOSE}&page={page}")


@signed_in
@require_POST
def confirm(request: ActorRequest, token: UUID) -> HttpResponse:
    """Take the file in."""
    done = confirm_upload(token, actor=request.actor)
    if not done.report.is_clean:
        messages.error(request, _("Something changed since the check. Nothing was taken in."))
    else:
        messages.success(request, _words_of(done.report))
    return redirect("imports:check", token=token)


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
def rows(request: ActorRequest, token: UUID, form: str) -> HttpResponseBase:
    """What became, or would become, of every row of the file."""
    report = upload_of(token, actor=request.actor).report
    if form == "csv":
        return csv_response("rows.csv", REPORT_COLUMNS, report_rows(report))
    return xlsx_response("rows.xlsx", [Sheet(_("Rows"), REPORT_COLUMNS, report_rows(report))])


@signed_in
@require_safe
def example(request: ActorRequest, kind: str, form: str) -> HttpResponseBase:
    """An empty file with the right header."""
    if kind == FIGURES:
        return redirect("deliveries:empty")
    if kind not in set(ImportKind):
        raise NotFound(_("There is no import of this kind."))
    known = ImportKind(kind)
    require(request.actor, PERMISSION_OF[known])
    if form == "csv":
        return csv_response(f"{known.value}.csv", tuple(MEANINGS[known]), ())
    return xlsx_response(f"{known.value}.xlsx", empty_sheets(known, KIND_WORDS[known]))


def _upload_page(request: ActorRequest, kinds: list[ImportKind], form: UploadForm, status: int = 200) -> HttpResponse:
    described = [
        {"slug": kind.value, "name": KIND_WORDS[kind], "columns": columns_of(kind), "required": REQUIRED[kind]}
        for kind in kinds
    ]
    return render(request, "imports/upload.html", {"form": form, "kinds": described}, status=status)


def _check_page(request: ActorRequest, kept: Upload) -> HttpResponse:
    context: dict[str, Any] = {
        "crumbs": [{"url": reverse("imports:upload"), "label": _("Import")}],
        "upload": kept,
        "kind": KIND_WORDS[kept.kind],
        "report": kept.report,
        "where": reverse(WHERE_IT_SHOWS[kept.kind]),
        "mended": UploadForm([kept.kind], initial={"instead_of": kept.token}),
    }
    context |= check_context(kept, request.actor, request.GET.get("show", ""), request.GET.get("page"))
    return render(request, "imports/check.html", context)


def _words_of(report: ImportReport) -> str:
    created = ngettext("%(count)s new", "%(count)s new", report.created) % {"count": report.created}
    linked = ngettext("%(count)s linked", "%(count)s linked", report.linked) % {"count": report.linked}
    updated = ngettext("%(count)s changed", "%(count)s changed", report.updated) % {"count": report.updated}
    same = ngettext("%(count)s as it was", "%(count)s as they were", report.same) % {"count": report.same}
    left_out = ngettext("%(count)s left out", "%(count)s left out", report.left_out) % {"count": report.left_out}
    waiting = ngettext("%(count)s waits for an occupation", "%(count)s wait for an occupation", report.waiting)
    told = [created, *([linked] if report.linked else []), updated, same, *([left_out] if report.left_out else [])]
    told += [waiting % {"count": report.waiting}] if report.waiting else []
    return _("The file was taken in: %(counts)s.") % {"counts": ", ".join(told)}
