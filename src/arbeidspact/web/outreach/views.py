"""One contact: what is known, what followed, and where it goes from here."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.outreach.actions import (
    add_moment,
    change_contact,
    enrol_contact,
    leave_programme,
    remove_moment,
    reopen_contact,
    withdraw_contact,
)
from arbeidspact.outreach.actions.files import phone_and_mail
from arbeidspact.outreach.commands import LeaveProgramme, RemoveMoment, ReopenContact
from arbeidspact.outreach.queries import ContactView, contact_in, programmes_to_choose, referrers
from arbeidspact.people.words import language_name
from arbeidspact.web.outreach.forms import ChangeContactForm, EnrolContactForm, MomentForm, WithdrawForm
from arbeidspact.web.outreach.words import STATE_TONES, contact_name, programme_name
from arbeidspact.web.people.choices import PageChoices
from arbeidspact.web.requests import ActorRequest, permitted, posted


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_GET
def contact(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The page of a contact."""
    return _contact_page(request, contact_in(request.actor, reference))


@sensitive_post_parameters()
@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that changes what is known of a contact."""
    view = contact_in(request.actor, reference)
    row = view.contact
    form = ChangeContactForm(
        posted(request),
        actor=request.actor,
        choices=_choices(request),
        keep=row.place,
        contact=reference,
        initial={
            "place": str(row.place.reference),
            "given_name": row.given_name,
            "reach": row.reach,
            "met_on": row.met_on,
            "language": row.language,
            "neighbourhood": row.neighbourhood,
            "referred_by": row.referrer.name if row.referrer else row.referred_by,
            "note": row.note,
        },
    )
    if form.is_bound and form.is_valid():
        try:
            change_contact(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(request, reference, _("The contact is changed."))
    context = {
        "form": form,
        "view": view,
        "name": contact_name(row),
        "referrers": list(referrers(request.actor, only_open=True).values_list("name", flat=True)),
    }
    return render(request, "outreach/change.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_http_methods(["GET", "POST"])
def follow_up(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A follow-up is noted, from the page of the contact."""
    form = MomentForm(posted(request), contact=reference)
    if form.is_bound and form.is_valid():
        try:
            add_moment(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(request, reference, _("The follow-up is noted."))
    return _contact_page(request, contact_in(request.actor, reference), moment_form=form)


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_POST
def drop_follow_up(request: ActorRequest, reference: UUID, moment: UUID) -> HttpResponse:
    """A follow-up noted by mistake goes away."""
    remove_moment(RemoveMoment(contact=reference, moment=moment), actor=request.actor)
    return _back(request, reference, _("The follow-up is removed."))


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A contact is not followed up any more: why?"""
    view = contact_in(request.actor, reference)
    form = WithdrawForm(posted(request), contact=reference)
    if form.is_bound and form.is_valid():
        try:
            withdraw_contact(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(request, reference, _("The contact is withdrawn."))
    context = {"form": form, "view": view, "name": contact_name(view.contact)}
    return render(request, "outreach/withdraw.html", context, status=422 if form.errors else 200)


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_POST
def reopen(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A withdrawn contact is followed up again."""
    reopen_contact(ReopenContact(contact=reference), actor=request.actor)
    return _back(request, reference, _("The contact is open again."))


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_http_methods(["GET", "POST"])
def enrol(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The contact takes part in a programme, from its page."""
    view = contact_in(request.actor, reference)
    form = EnrolContactForm(posted(request), programmes=programmes_to_choose(request.actor), contact=reference)
    if form.is_bound and form.is_valid():
        try:
            enrol_contact(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(request, reference, _("The contact takes part in the programme."))
    return _contact_page(request, view, enrol_form=form)


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_POST
def leave(request: ActorRequest, reference: UUID, enrolment: int) -> HttpResponse:
    """The contact stops taking part in a programme."""
    view = contact_in(request.actor, reference)
    if enrolment not in {one.pk for one in view.enrolments}:
        raise NotFound(_("Nobody takes part in this programme by this entry."))
    leave_programme(LeaveProgramme(enrolment=enrolment), actor=request.actor)
    return _back(request, reference, _("The contact no longer takes part in the programme."))


def _contact_page(
    request: ActorRequest,
    view: ContactView,
    moment_form: MomentForm | None = None,
    enrol_form: EnrolContactForm | None = None,
) -> HttpResponse:
    row, choices = view.contact, _choices(request)
    taking_part = {one.programme.slug for one in view.enrolments if one.until is None}
    left = [one for one in programmes_to_choose(request.actor) if one.slug not in taking_part]
    moments = moment_form or MomentForm(contact=row.reference)
    moments.fields["on"].widget.attrs |= {
        "min": row.met_on.isoformat(),
        "max": timezone.localdate().isoformat(),
    }
    enrolling = enrol_form or EnrolContactForm(programmes=left, contact=row.reference)
    phone, email = phone_and_mail(row.reach)
    has_errors = bool(moments.errors or enrolling.errors)
    context: dict[str, Any] = {
        "view": view,
        "contact": row,
        "name": contact_name(row),
        "state": view.state.label,
        "tone": STATE_TONES[view.state],
        "place_area": choices.area_name(row.place.neighbourhood) if row.place.neighbourhood else "",
        "reach_url": f"tel:{re.sub(r'[^+0-9]', '', phone)}" if phone else f"mailto:{email}" if email else "",
        "home": choices.area_name(row.neighbourhood) if row.neighbourhood else "",
        "language": language_name(row.language) if row.language else "",
        "enrolments": [(one, programme_name(one.programme)) for one in view.enrolments],
        "moment_form": moments,
        "enrol_form": enrolling if left or enrolling.errors else None,
        "may_register": may(request.actor, Permission.REGISTER_PERSON),
        "may_open": may(request.actor, Permission.OPEN_PERSON),
    }
    return render(request, "outreach/contact.html", context, status=422 if has_errors else 200)


def _back(request: ActorRequest, reference: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    response = redirect("outreach:contact", reference=reference)
    response.status_code = 303
    return response


def _choices(request: ActorRequest) -> PageChoices:
    return PageChoices(request.actor, get_language() or "nl")
