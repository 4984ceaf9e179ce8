"""Deliveries of figures: upload, see what is wrong or what would change, take in, withdraw."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.exchange.figure_files import plain_bytes
from arbeidspact.indicators.formats import FIGURE_COLUMNS
from arbeidspact.monitor.deliveries import (
    ForgetDelivery,
    TakeInDelivery,
    check_delivery,
    forget_delivery,
    receive_upload,
    take_in_delivery,
    withdraw_delivery,
)
from arbeidspact.monitor.delivery_queries import Delivery, DeliveryState, delivery_list, delivery_of
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.web.deliveries.changes import CHANGE_COLUMNS, change_rows, parts_of, problem_lines
from arbeidspact.web.deliveries.forms import FileForm, WithdrawForm
from arbeidspact.web.exports import csv_response
from arbeidspact.web.requests import ActorRequest, permitted, posted

A_PAGE = 25
PROBLEMS_SHOWN = 50
TONES = {
    DeliveryState.STAGED: "info",
    DeliveryState.PREVIEWED: "warning",
    DeliveryState.REFUSED: "danger",
    DeliveryState.TAKEN_IN: "success",
    DeliveryState.WITHDRAWN: "neutral",
}
OWN_HEADER = frozenset({"indicator", "period", "area", "value", "unit", "status", "source"})


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def deliveries(request: ActorRequest) -> HttpResponse:
    """Every file of figures that came, the newest first."""
    asked = request.GET.get("state", "")
    state = DeliveryState(asked) if asked in DeliveryState.values else None
    text = request.GET.get("q", "").strip()
    found = delivery_list(actor=request.actor, state=state, text=text)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [{"delivery": one, "tone": TONES[one.state]} for one in page],
        "total": delivery_list(actor=request.actor).count(),
        "states": DeliveryState.choices,
        "state": state,
        "text": text,
        "may_import_shapes": may(request.actor, Permission.IMPORT_SHAPES),
        "query": urlencode({name: value for name, value in (("state", asked), ("q", text)) if value}),
    }
    return render(request, "deliveries/list.html", context)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Choose a file; one with our own columns is checked at once, for another one says how it is read."""
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data, notes = plain_bytes(file.read(), sheet=form.cleaned_data["sheet"])
            delivery = receive_upload(data, file.name, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            for note in notes:
                messages.warning(request, note)
            if not _has_our_columns(data):
                return redirect("deliveries:reading", reference=delivery.reference)
            check_delivery(delivery, actor=request.actor)
            return redirect("deliveries:detail", reference=delivery.reference)
    context = {"crumbs": crumbs(), "form": form, "columns": FIGURE_COLUMNS, "required": sorted(OWN_HEADER)}
    return render(request, "deliveries/upload.html", context, status=422 if form.errors else 200)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def delivery(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One delivery: what is wrong with it, what it would change, what became of it."""
    found = delivery_of(reference, actor=request.actor)
    return _detail(request, found, WithdrawForm(reference))


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_POST
def check(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Check the file again, as it was read before."""
    found = delivery_of(reference, actor=request.actor)
    check_delivery(found, actor=request.actor)
    return redirect("deliveries:detail", reference=reference)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_POST
def take_in(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Take the figures in, as the page showed."""
    try:
        done = take_in_delivery(TakeInDelivery(delivery=reference), actor=request.actor)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    else:
        text = ngettext("%(count)s figure was taken in.", "%(count)s figures were taken in.", done.figures)
        messages.success(request, text % {"count": done.figures})
    return redirect("deliveries:detail", reference=reference)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_POST
def withdraw(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Take the figures out again, with the reason."""
    form = WithdrawForm(reference, request.POST)
    if form.is_valid():
        try:
            withdraw_delivery(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The figures are withdrawn. What counted before them counts again."))
            return redirect("deliveries:detail", reference=reference)
    return _detail(request, delivery_of(reference, actor=request.actor), form, status=422)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_POST
def forget(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Throw a file away of which nothing was taken in."""
    forget_delivery(ForgetDelivery(delivery=reference), actor=request.actor)
    messages.info(request, _("The file was thrown away. Nothing was taken in."))
    return redirect("deliveries:list")


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def problems_file(request: ActorRequest, reference: UUID) -> HttpResponseBase:
    """Every problem of the file, as CSV."""
    found = delivery_of(reference, actor=request.actor)
    rows = ((line.place, line.field, line.problem, line.fix) for line in problem_lines(found))
    return csv_response("problems.csv", ("place", "column", "problem", "fix"), rows)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def changes_file(request: ActorRequest, reference: UUID) -> HttpResponseBase:
    """What the file would change, as far as it is shown, as CSV."""
    return csv_response("changes.csv", CHANGE_COLUMNS, change_rows(delivery_of(reference, actor=request.actor)))


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def empty_file(request: ActorRequest) -> HttpResponseBase:
    """An empty file with our own columns."""
    require(request.actor, Permission.IMPORT_OBSERVATIONS)
    return csv_response("figures.csv", FIGURE_COLUMNS, ())


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of deliveries."""
    way = [(reverse("monitor:indicators"), _("Figures")), (reverse("deliveries:list"), _("Deliveries")), *more]
    return [{"url": url, "label": label} for url, label in way]


def _has_our_columns(data: bytes) -> bool:
    header = data[:20_000].decode("utf-8", "replace").lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    return {cell.strip(' "\r') for cell in header.split(delimiter)} >= OWN_HEADER


def _detail(request: ActorRequest, found: Delivery, form: WithdrawForm, status: int = 200) -> HttpResponse:
    lines = problem_lines(found)
    context: dict[str, Any] = {
        "crumbs": crumbs(),
        "delivery": found,
        "state": found.state,
        "tone": TONES[found.state],
        "mapping": found.mapping.get("title", ""),
        "counts": found.counts,
        "problems": lines[:PROBLEMS_SHOWN],
        "problem_count": len(lines),
        "most_shown": PROBLEMS_SHOWN,
        "parts": parts_of(found),
        "changes": sum(found.counts.get(name, 0) for name in ("new", "revised", "older", "same")),
        "form": form,
    }
    return render(request, "deliveries/detail.html", context, status=status)
