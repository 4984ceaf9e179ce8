"""How a file is read: for one delivery, and kept for the next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.formats import ColumnMapping, mapping_toml, shipped_mappings
from arbeidspact.monitor.deliveries import MapDelivery, check_delivery, map_delivery
from arbeidspact.monitor.delivery_queries import Delivery, delivery_of
from arbeidspact.monitor.delivery_sample import FileSample, sample_of, try_mapping
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.monitor.saved_mappings import (
    DeleteMapping,
    SaveMapping,
    delete_mapping,
    mapping_of,
    save_mapping,
    saved_mappings,
)
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.deliveries.forms import MappingTextForm, ReadingForm
from arbeidspact.web.deliveries.views import crumbs
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.requests import ActorRequest, permitted, posted


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Which column of this file says what? Shows its first rows, and on asking how they are read."""
    delivery = delivery_of(reference, actor=request.actor)
    if delivery.taken_in_at is not None:
        return redirect("deliveries:detail", reference=reference)
    chosen = request.GET.get("from", "")
    base = _base(request, delivery, chosen)
    asked = request.POST.get("header_row", "")
    row = int(asked) if asked.isdecimal() else int(base.get("header_row", 1))
    try:
        sample = sample_of(delivery, header_row=row)
    except InvalidFile as error:
        sample = FileSample((), (), {}, tuple(error.problems))
    base = base or dict(sample.guess)
    form = ReadingForm(base, sample.header, definitions_in_force(), language(), posted(request))
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("act") == "try":
                context["tried"] = try_mapping(delivery, form.mapping)
            else:
                return _check(request, delivery, form)
        except InvalidFile as error:
            form.refuse(error)
    context |= {
        "crumbs": crumbs((reverse("deliveries:detail", args=[reference]), delivery.file_name)),
        "delivery": delivery,
        "sample": sample,
        "form": form,
        "mappings": _choices(request),
        "chosen": chosen,
    }
    return render(request, "deliveries/reading.html", context, status=422 if form.errors else 200)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def mappings(request: ActorRequest) -> HttpResponse:
    """The mappings that are kept, and those that come with the platform."""
    context = {"crumbs": crumbs(), "saved": saved_mappings(actor=request.actor), "shipped": shipped_mappings()}
    return render(request, "deliveries/mappings.html", context)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_mapping(request: ActorRequest) -> HttpResponse:
    """A mapping as text, from nothing."""
    return _edit(request, None, "")


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: ActorRequest, slug: str) -> HttpResponse:
    """One mapping, as text that can be corrected; one that came with the platform is kept as one's own."""
    return _edit(request, mapping_of(slug, actor=request.actor), slug)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_POST
def delete(request: ActorRequest, slug: str) -> HttpResponse:
    """Delete a mapping that was kept."""
    delete_mapping(DeleteMapping(slug=slug), actor=request.actor)
    messages.success(request, _("The mapping is deleted. Deliveries keep the one they were read with."))
    return redirect("deliveries:mappings")


def _edit(request: ActorRequest, known: ColumnMapping | None, slug: str) -> HttpResponse:
    text = mapping_toml(known) if known is not None else EMPTY
    form = MappingTextForm(posted(request), initial={"text": text})
    if request.method == "POST" and form.is_valid():
        save_mapping(SaveMapping(mapping=form.mapping), actor=request.actor)
        messages.success(request, _("The mapping is saved."))
        return redirect("deliveries:mappings")
    context = {
        "crumbs": crumbs((reverse("deliveries:mappings"), _("Mappings"))),
        "title": known.title if known is not None else _("New mapping"),
        "form": form,
        "slug": slug if any(one.slug == slug for one in saved_mappings(actor=request.actor)) else "",
    }
    return render(request, "deliveries/mapping.html", context, status=422 if form.errors else 200)


def _base(request: ActorRequest, delivery: Delivery, chosen: str) -> dict[str, Any]:
    if chosen:
        try:
            return mapping_of(chosen, actor=request.actor).model_dump(mode="json")
        except NotFound as error:
            messages.error(request, str(error.message))
    return dict(delivery.mapping)


def _check(request: ActorRequest, delivery: Delivery, form: ReadingForm) -> HttpResponse:
    mapping = form.mapping
    if form.cleaned_data["keep"]:
        mapping = mapping.model_copy(update={"slug": slugify(mapping.title)[:80] or "mapping"})
        save_mapping(SaveMapping(mapping=mapping), actor=request.actor)
    mapped = map_delivery(MapDelivery(delivery=delivery.reference, mapping=mapping), actor=request.actor)
    check_delivery(mapped, actor=request.actor)
    return redirect("deliveries:detail", reference=delivery.reference)


def _choices(request: ActorRequest) -> list[tuple[str, str]]:
    saved = [(one.slug, one.title) for one in saved_mappings(actor=request.actor)]
    slugs = {slug for slug, _title in saved}
    return [*saved, *((one.slug, one.title) for one in shipped_mappings() if one.slug not in slugs)]


EMPTY = """slug = ""
title = ""
areas_by = "name"

[columns]
area = "Gemeente"
period = "Jaar"
value = "Aantal"

[constants]
indicator = ""
status = "final"
source = ""
"""
