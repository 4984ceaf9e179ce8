"""Places on the ladder of work."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions import change_placement, end_placement, place_on_rung, remove_placement
from arbeidspact.pathways.commands import RemovePlacement
from arbeidspact.pathways.ladder import rung_name
from arbeidspact.pathways.queries import placement_to_change
from arbeidspact.people.access import open_file
from arbeidspact.web.pathways.plan_forms import ChangePlacementForm, EndPlacementForm, PlacementForm
from arbeidspact.web.pathways.plan_views import crumbs, form_page, to_plan
from arbeidspact.web.requests import ActorRequest, permitted, posted


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Somebody stands on a rung: since when and where?"""
    file = open_file(request.actor, reference)
    form = PlacementForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            place_on_rung(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return to_plan(request, file, _("The place on the ladder is noted."))
    texts = {
        "title": _("Note a place on the ladder"),
        "lead": _("A rung on which this person stands, stood or will stand. A start of work counts for after-care."),
        "button": _("Note this place"),
    }
    return form_page(request, file, form, **texts)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, reference: UUID, placement: UUID) -> HttpResponse:
    """What was noted about a place is put right."""
    file = open_file(request.actor, reference)
    now = placement_to_change(file, placement)
    initial = {name: getattr(now, name) for name in ("rung", "since", "until", "where", "source")}
    form = ChangePlacementForm(posted(request), placement=placement, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_placement(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return to_plan(request, file, _("The place on the ladder is changed."))
    texts = {
        "title": _("Change the place on the ladder"),
        "lead": _("Everybody sees in the history what changed."),
        "button": _("Keep the change"),
    }
    return form_page(request, file, form, **texts)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, reference: UUID, placement: UUID) -> HttpResponse:
    """The place has a last day."""
    file = open_file(request.actor, reference)
    now = placement_to_change(file, placement, only_ours=False)
    form = EndPlacementForm(posted(request), placement=placement)
    if request.method == "POST" and form.is_valid():
        try:
            end_placement(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return to_plan(request, file, _("The place on the ladder has an end."))
    texts = {"title": _("End the place on the ladder"), "lead": rung_name(now.rung), "button": _("Save")}
    return form_page(request, file, form, **texts)


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def remove(request: ActorRequest, reference: UUID, placement: UUID) -> HttpResponse:
    """Asks whether the place was noted by mistake, and removes it."""
    file = open_file(request.actor, reference)
    now = placement_to_change(file, placement)
    if request.method == "POST":
        remove_placement(RemovePlacement(placement=placement), file=file)
        return to_plan(request, file, _("The place on the ladder is removed. The history keeps that it stood there."))
    context = {
        "file": file,
        "placement": now,
        "rung": rung_name(now.rung),
        "crumbs": crumbs(file, with_plan=True),
    }
    return render(request, "pathways/remove_place.html", context)
