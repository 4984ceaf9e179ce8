"""Borders of areas for maps: upload a file, see what it changes, take it in, withdraw it."""

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

from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.monitor.shape_deliveries import (
    ForgetShapes,
    TakeInShapes,
    WithdrawShapes,
    forget_shapes,
    read_shapes_as,
    receive_shapes,
    take_in_shapes,
    withdraw_shapes,
)
from arbeidspact.monitor.shapes import (
    MAPPED_KINDS,
    SHAPE_STATES,
    DeliveryState,
    ShapeDelivery,
    change_of,
    picture_of,
    shape_delivery_of,
    shape_list,
    shapes_that_count,
)
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.deliveries.changes import problem_line
from arbeidspact.web.deliveries.shape_drawing import drawn_borders
from arbeidspact.web.deliveries.shape_forms import ReadShapesForm, ShapeFileForm
from arbeidspact.web.deliveries.views import A_PAGE, TONES, crumbs
from arbeidspact.web.exports import csv_response
from arbeidspact.web.requests import ActorRequest, permitted, posted


@permitted(Permission.IMPORT_SHAPES)
@require_safe
def shapes(request: ActorRequest) -> HttpResponse:
    """Which borders are on the maps, and every file of borders that came."""
    counting = shapes_that_count(actor=request.actor)
    asked = request.GET.get("state", "")
    state = DeliveryState(asked) if asked in dict(SHAPE_STATES) else None
    found = shape_list(actor=request.actor, state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    on_maps = {one.pk for one in counting.values()}
    context = {
        "crumbs": crumbs(),
        "kinds": [{"label": kind.label, "delivery": counting.get(kind.value)} for kind in MAPPED_KINDS],
        "page": page,
        "lines": [{"delivery": one, "tone": TONES[one.state], "is_on_maps": one.pk in on_maps} for one in page],
        "total": shape_list(actor=request.actor).count(),
        "states": SHAPE_STATES,
        "state": state,
        "query": urlencode({"state": asked} if state else {}),
    }
    return render(request, "deliveries/shapes.html", context)


@permitted(Permission.IMPORT_SHAPES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Choose a file of borders; it is read at once, and nothing comes on a map."""
    form = ShapeFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            delivery = receive_shapes(file.read(), file.name, form.cleaned_data["source"], actor=request.actor)
        except InvalidFile as error:
            form.refuse(error)
        else:
            return redirect("deliveries:shape-file", reference=delivery.reference)
    context = {"crumbs": crumbs(shapes_crumb()), "form": form}
    return render(request, "deliveries/shapes_upload.html", context, status=422 if form.errors else 200)


@permitted(Permission.IMPORT_SHAPES)
@require_http_methods(["GET", "HEAD", "POST"])
def shape_file(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One file of borders: how it is read, what it would change, what became of it."""
    delivery = shape_delivery_of(reference, actor=request.actor)
    form = ReadShapesForm(delivery, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            read_shapes_as(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.info(request, _("The file is read in another way. Nothing is on a map yet."))
            return redirect("deliveries:shape-file", reference=reference)
    return render(
        request, "deliveries/shape_file.html", _page(request, delivery, form), status=422 if form.errors else 200
    )


@permitted(Permission.IMPORT_SHAPES)
@require_safe
def features_file(request: ActorRequest, reference: UUID) -> HttpResponseBase:
    """What became of each feature, and which areas have none, as CSV."""
    delivery = shape_delivery_of(reference, actor=request.actor)
    names = area_names()
    without = change_of(delivery).without
    rows = [(number, text, code, names.get(code, "")) for number, text, code in delivery.lines]
    rows += [("", "", area.code, names.get(area.code, "")) for area in without]
    return csv_response("borders.csv", ("feature", "name in the file", "area", "name of the area"), rows)


@permitted(Permission.IMPORT_SHAPES)
@require_POST
def take_in(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Put the borders on the maps, as the page showed."""
    try:
        done = take_in_shapes(TakeInShapes(delivery=reference), actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "%(count)s area has a border on the maps now.", "%(count)s areas have a border on the maps now.", done.found
        )
        messages.success(request, text % {"count": done.found})
    return redirect("deliveries:shape-file", reference=reference)


@permitted(Permission.IMPORT_SHAPES)
@require_POST
def withdraw(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Take the borders off the maps; those before them come back."""
    try:
        done = withdraw_shapes(WithdrawShapes(delivery=reference), actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        before = shapes_that_count(actor=request.actor).get(done.kind)
        messages.success(
            request,
            _("The borders of “%(file)s” are on the maps again.") % {"file": before.file_name}
            if before is not None
            else _("The borders are withdrawn. Maps show squares again."),
        )
    return redirect("deliveries:shape-file", reference=reference)


@permitted(Permission.IMPORT_SHAPES)
@require_POST
def forget(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Throw a file away of which nothing is on a map."""
    try:
        forget_shapes(ForgetShapes(delivery=reference), actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("deliveries:shape-file", reference=reference)
    messages.info(request, _("The file was thrown away. Nothing of it is on a map."))
    return redirect("deliveries:shapes")


def shapes_crumb() -> tuple[str, str]:
    """The way to the list of borders."""
    return reverse("deliveries:shapes"), _("Borders for maps")


def _page(request: ActorRequest, delivery: ShapeDelivery, form: ReadShapesForm) -> dict[str, Any]:
    change, names = change_of(delivery), area_names()
    picture = picture_of(delivery, change.without)
    problems = [Problem(delivery.file_name, **one) for one in delivery.problems]
    counting = shapes_that_count(actor=request.actor).get(delivery.kind)
    return {
        "crumbs": crumbs(shapes_crumb()),
        "delivery": delivery,
        "state": delivery.state,
        "tone": TONES[delivery.state],
        "form": form,
        "problems": [problem_line(one) for one in problems],
        "unknown": [(number, text) for number, text, code in delivery.lines if not code],
        "without": [names.get(area.code, area.code) for area in change.without],
        "lost": [names.get(area.code, area.code) for area in change.lost],
        "map": drawn_borders(picture, names, title=delivery.file_name, without=len(change.without))
        if picture
        else None,
        "is_on_maps": counting == delivery,
        "on_maps": counting,
        "is_sparse": delivery.found * 2 < delivery.found + len(change.without),
    }
