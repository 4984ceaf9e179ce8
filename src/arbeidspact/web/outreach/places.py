"""Outreach locations and referrers: everybody of the organisation sees them, a team lead keeps them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.outreach.actions import (
    add_place,
    add_referrer,
    change_place,
    change_referrer,
    close_place,
    end_referrer,
    reopen_place,
    reopen_referrer,
)
from arbeidspact.outreach.commands import ClosePlace, EndReferrer, ReopenPlace, ReopenReferrer
from arbeidspact.outreach.queries import places, referrers
from arbeidspact.web.form_pages import form_page
from arbeidspact.web.outreach.forms import AddPlaceForm, AddReferrerForm, ChangePlaceForm, ChangeReferrerForm
from arbeidspact.web.people.choices import PageChoices
from arbeidspact.web.requests import ActorRequest, permitted, posted

A_PAGE = 50


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_GET
def place_list(request: ActorRequest) -> HttpResponse:
    """The places of the organisation, with how many people were met at each."""
    page = Paginator(places(request.actor), A_PAGE).get_page(request.GET.get("page"))
    choices = _choices(request)
    context = {
        "page": page,
        "rows": [(one, choices.area_name(one.neighbourhood) if one.neighbourhood else "") for one in page],
        "may_edit": may(request.actor, Permission.EDIT_PROGRAMMES),
    }
    return render(request, "outreach/places.html", context)


@permitted(Permission.EDIT_PROGRAMMES)
@require_http_methods(["GET", "POST"])
def place_add(request: ActorRequest) -> HttpResponse:
    """A form for a new place."""
    form = AddPlaceForm(posted(request), choices=_choices(request))
    if form.is_bound and form.is_valid():
        try:
            add_place(form.command, actor=request.actor)
        except DomainError as error:
            _refused(form, error)
        else:
            return _back(request, "outreach:places", _("The place is added."))
    return _form_page(request, form, title=_("Add a place"), back="outreach:places", crumb=_("Outreach locations"))


@permitted(Permission.EDIT_PROGRAMMES)
@require_http_methods(["GET", "POST"])
def place_change(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that changes a place."""
    place = places(request.actor).filter(reference=reference).first()
    if place is None:
        raise NotFound(_("Your organisation has no such place."))
    initial = {"name": place.name, "kind": place.kind, "neighbourhood": place.neighbourhood}
    form = ChangePlaceForm(posted(request), choices=_choices(request), place=reference, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_place(form.command, actor=request.actor)
        except DomainError as error:
            _refused(form, error)
        else:
            return _back(request, "outreach:places", _("The place is changed."))
    return _form_page(request, form, title=_("Change the place"), back="outreach:places", crumb=_("Outreach locations"))


@permitted(Permission.EDIT_PROGRAMMES)
@require_POST
def place_close(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The place is not offered any more; the list offers to open it again."""
    close_place(ClosePlace(place=reference), actor=request.actor)
    return _back(request, "outreach:places", _("The place is closed. Contacts met there keep it."))


@permitted(Permission.EDIT_PROGRAMMES)
@require_POST
def place_reopen(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The place is offered again."""
    reopen_place(ReopenPlace(place=reference), actor=request.actor)
    return _back(request, "outreach:places", _("The place is open again."))


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_GET
def referrer_list(request: ActorRequest) -> HttpResponse:
    """Who leads people to the organisation, and how many."""
    page = Paginator(referrers(request.actor), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_edit": may(request.actor, Permission.EDIT_PROGRAMMES)}
    return render(request, "outreach/referrers.html", context)


@permitted(Permission.EDIT_PROGRAMMES)
@require_http_methods(["GET", "POST"])
def referrer_add(request: ActorRequest) -> HttpResponse:
    """A form for a new referrer."""
    form = AddReferrerForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            add_referrer(form.command, actor=request.actor)
        except DomainError as error:
            _refused(form, error)
        else:
            return _back(request, "outreach:referrers", _("The referrer is added."))
    return _form_page(request, form, title=_("Add a referrer"), back="outreach:referrers", crumb=_("Referrers"))


@permitted(Permission.EDIT_PROGRAMMES)
@require_http_methods(["GET", "POST"])
def referrer_change(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that changes a referrer."""
    referrer = referrers(request.actor).filter(reference=reference).first()
    if referrer is None:
        raise NotFound(_("Your organisation has no such referrer."))
    initial = {"name": referrer.name, "kind": referrer.kind}
    form = ChangeReferrerForm(posted(request), referrer=reference, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_referrer(form.command, actor=request.actor)
        except DomainError as error:
            _refused(form, error)
        else:
            return _back(request, "outreach:referrers", _("The referrer is changed."))
    return _form_page(request, form, title=_("Change the referrer"), back="outreach:referrers", crumb=_("Referrers"))


@permitted(Permission.EDIT_PROGRAMMES)
@require_POST
def referrer_end(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The referrer is not offered any more; the list offers to bring them back."""
    end_referrer(EndReferrer(referrer=reference), actor=request.actor)
    return _back(request, "outreach:referrers", _("The referrer is not offered any more."))


@permitted(Permission.EDIT_PROGRAMMES)
@require_POST
def referrer_reopen(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The referrer is offered again."""
    reopen_referrer(ReopenReferrer(referrer=reference), actor=request.actor)
    return _back(request, "outreach:referrers", _("The referrer is offered again."))


def _refused(form: Any, error: DomainError) -> None:
    if isinstance(error, NotAllowed | NotFound):
        raise error
    form.refuse(error)


def _form_page(request: ActorRequest, form: Any, *, title: str, back: str, crumb: str) -> HttpResponse:
    crumbs = [{"url": reverse(back), "label": crumb}]
    return form_page(request, form, title=title, button=_("Save"), back=reverse(back), crumbs=crumbs)


def _back(request: ActorRequest, where: str, said: str) -> HttpResponse:
    messages.success(request, said)
    response = redirect(where)
    response.status_code = 303
    return response


def _choices(request: ActorRequest) -> PageChoices:
    return PageChoices(request.actor, get_language() or "nl")
