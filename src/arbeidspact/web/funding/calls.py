"""Calls of the fund: the list, one call, and for whoever runs it making, changing, publishing, cancelling."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.funding.actions import cancel_call, change_call, prepare_call, publish_call
from arbeidspact.funding.commands import PublishCall
from arbeidspact.funding.queries.calls import (
    Call,
    CallState,
    call_of,
    calls,
    granted_projects,
    may_run,
    own_applications,
    own_call,
    state_of_call,
    versions_of,
    views_of,
)
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.queries import OrganisationKind
from arbeidspact.web.funding.call_forms import ChangeCallForm, PrepareCallForm, ReasonForm
from arbeidspact.web.funding.pages import back_to, form_page, refused
from arbeidspact.web.funding.words import badge_of, euro, number
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25


@permitted(Permission.SEE_FUND)
@require_safe
def call_list(request: ActorRequest) -> HttpResponse:
    """Every call, the one that closes last first."""
    asked, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    state = CallState(asked) if asked in set(CallState) else None
    page = Paginator(calls(request.actor, state=state, text=text), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "rows": [{"call": one, "badge": badge_of(state_of_call(one, now)), "budget": euro(one.budget)} for one in page],
        "total": calls(request.actor).count(),
        "states": CallState.choices,
        "state": state,
        "text": text,
        "filter_words": ", ".join(str(word) for word in (state.label if state else "", text) if word),
        "query": urlencode({name: value for name, value in (("state", asked if state else ""), ("q", text)) if value}),
        "may_edit": may(request.actor, Permission.EDIT_FUND),
    }
    return render(request, "funding/calls.html", context)


@permitted(Permission.SEE_FUND)
@require_safe
def call_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One call: what is asked, by when, by which criteria; what it granted; how to apply or run it."""
    call = call_of(request.actor, reference)
    state = state_of_call(call, timezone.now())
    own = []
    if may(request.actor, Permission.APPLY_TO_FUND):
        own = [
            {"view": view, "badge": badge_of(view.state)}
            for view in views_of(list(own_applications(request.actor).filter(call=call)), request.actor)
        ]
    runs = may_run(request.actor, call)
    context = {
        **call_words(call),
        "call": call,
        "state": state,
        "badge": badge_of(state),
        "criteria": call.criteria.order_by("order", "id"),
        "versions": versions_of(call),
        "granted": [(one, euro(one.amount)) for one in granted_projects(call)],
        "own": own,
        "runs": runs,
        "submitted": call.applications.filter(submitted_at__isnull=False).count() if runs else 0,
        "may_apply": may(request.actor, Permission.APPLY_TO_FUND)
        and state in {CallState.ANNOUNCED, CallState.OPEN}
        and request.actor.kind in call.for_kinds
        and call.organisation != request.actor.organisation,
        "not_for_us": may(request.actor, Permission.APPLY_TO_FUND) and request.actor.kind not in call.for_kinds,
    }
    return render(request, "funding/call.html", context)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request: ActorRequest) -> HttpResponse:
    """A form for a new call, which nobody else sees before it is published."""
    form = PrepareCallForm(posted(request), actor=request.actor)
    if form.is_bound and form.is_valid():
        try:
            call = prepare_call(form.command, actor=request.actor)  # type: ignore[arg-type]
        except DomainError as error:
            refused(form, error)
        else:
            said = _("The call is kept. Look it over, and publish it.")
            return back_to(request, said, "funding:call", call.reference)
    return _call_form(request, form, title=_("New call"), back=reverse("funding:calls"))


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def call_change(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that changes a call."""
    call = own_call(request.actor, reference)
    form = ChangeCallForm(posted(request), actor=request.actor, call=call)
    if form.is_bound and form.is_valid():
        try:
            change_call(form.command, actor=request.actor)  # type: ignore[arg-type]
        except DomainError as error:
            refused(form, error)
        else:
            said = _("The call is changed. Everybody with an application gets a mail.")
            if call.published_at is None:
                said = _("The call is changed.")
            return back_to(request, said, "funding:call", reference)
    return _call_form(
        request, form, title=_("Change the call"), back=reverse("funding:call", args=[reference]), call=call
    )


@permitted(Permission.EDIT_FUND)
@require_POST
def call_publish(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Everybody sees the call from now."""
    publish_call(PublishCall(call=reference), actor=request.actor)
    return back_to(request, _("The call is published."), "funding:call", reference)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def call_cancel(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks why, and then cancels."""
    call = own_call(request.actor, reference)
    form = ReasonForm(posted(request), call=reference)
    if form.is_bound and form.is_valid():
        try:
            cancel_call(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The call is cancelled."), "funding:call", reference)
    return form_page(
        request,
        form,
        title=_("Cancel the call"),
        lead=call.title_nl,
        button=_("Cancel the call"),
        back=reverse("funding:call", args=[reference]),
    )


def call_words(call: Call) -> dict[str, Any]:
    """The facts of a call in words."""
    kinds = dict(OrganisationKind.choices)
    return {
        "budget": euro(call.budget),
        "max_amount": euro(call.max_amount) if call.max_amount is not None else _("no limit beside the budget"),
        "max_share": f"{number(call.max_share)}\u00a0%",
        "kinds": ", ".join(str(kinds[kind]) for kind in call.for_kinds),
        "links": [line.split(maxsplit=1) for line in call.links.splitlines() if line.strip()],
    }


def _call_form(request: ActorRequest, form: PrepareCallForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "rows": form.rows["criteria"]}
    return render(request, "funding/call_form.html", context, status=422 if form.errors else 200)
