"""Members and their roles, invitations, the organisation itself, and what was done."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations import actions, queries
from arbeidspact.organisations.commands import EndMembership, ResendInvitation, WithdrawInvitation
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.web.exports import csv_response
from arbeidspact.web.organisations.forms import InviteForm, OrganisationForm, RolesForm
from arbeidspact.web.requests import ActorRequest, permitted, posted

PER_PAGE = 25


@permitted(Permission.INVITE_MEMBER)
@require_safe
def members(request: ActorRequest) -> HttpResponse:
    return _members_page(request, InviteForm())


@permitted(Permission.INVITE_MEMBER)
@require_safe
def members_file(request: ActorRequest) -> HttpResponseBase:
    """The list of members with its filter, as CSV."""
    search, role = _filter(request)
    rows = (
        (
            str(membership.user),
            membership.user.email,
            ", ".join(grant.get_role_display() for grant in membership.grants.all()),
            timezone.localdate(membership.since).isoformat(),
        )
        for membership in queries.members_of(request.actor, search=search, role=role)
    )
    return csv_response("members.csv", (_("Name"), _("Mail address"), _("Roles"), _("Member since")), rows)


@permitted(Permission.INVITE_MEMBER)
@require_POST
def invite(request: ActorRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invitation = actions.invite_member(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            _say_whether_mailed(request, invitation.pk)
            return redirect("organisations:members")
    return _members_page(request, form, status=422)


@permitted(Permission.INVITE_MEMBER)
@require_POST
def resend(request: ActorRequest, invitation: int) -> HttpResponse:
    actions.resend_invitation(ResendInvitation(invitation=invitation), actor=request.actor)
    _say_whether_mailed(request, invitation)
    return redirect("organisations:members")


@permitted(Permission.INVITE_MEMBER)
@require_POST
def withdraw(request: ActorRequest, invitation: int) -> HttpResponse:
    actions.withdraw_invitation(WithdrawInvitation(invitation=invitation), actor=request.actor)
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("organisations:members")


@permitted(Permission.EDIT_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: ActorRequest, membership: int) -> HttpResponse:
    """Roles of one member, and the way out."""
    found = queries.member_of(request.actor, membership)
    held = [grant.role for grant in found.grants.all()]
    form = RolesForm(posted(request), membership=membership, initial={"roles": held})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_member_roles(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The roles are saved."))
            return redirect("organisations:members")
    context = {"membership": found, "form": form, "is_self": found.user == request.actor.user}
    return render(request, "organisations/member.html", context, status=422 if form.errors else 200)


@permitted(Permission.EDIT_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, membership: int) -> HttpResponse:
    """Asks first, then ends the membership."""
    found = queries.member_of(request.actor, membership)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            actions.end_membership(EndMembership(membership=membership), actor=request.actor)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("The membership has ended."))
            return redirect("home" if found.user == request.actor.user else "organisations:members")
    context = {"membership": found, "is_self": found.user == request.actor.user, "refusal": refusal}
    return render(request, "organisations/end_membership.html", context, status=409 if refusal else 200)


@permitted(Permission.EDIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ActorRequest) -> HttpResponse:
    organisation = request.actor.organisation
    assert organisation is not None
    initial = {"name": organisation.name, "enterprise_number": organisation.enterprise_number}
    form = OrganisationForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your organisation is saved."))
            return redirect("organisations:settings")
    context = {"organisation": organisation, "form": form}
    return render(request, "organisations/settings.html", context, status=422 if form.errors else 200)


@permitted(Permission.SEE_AUDIT_TRAIL)
@require_safe
def audit_trail(request: ActorRequest) -> HttpResponse:
    action = request.GET.get("action", "")
    kinds = queries.audit_actions(request.actor)
    everything = queries.audit_trail(request.actor)
    chosen = queries.audit_trail(request.actor, action=action) if action in dict(kinds) else everything
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(event, queries.words_of(event.action), _in_words(event.details)) for event in page],
        "query": _query(action=action if action in dict(kinds) else ""),
        "may_edit_organisation": may(request.actor, Permission.EDIT_ORGANISATION),
        "total": everything.count(),
        "kinds": kinds,
        "action": action if action in dict(kinds) else "",
    }
    return render(request, "organisations/audit_trail.html", context)


@permitted(Permission.SEE_AUDIT_TRAIL)
@require_safe
def audit_file(request: ActorRequest) -> HttpResponseBase:
    """The audit trail with its filter, as CSV."""
    rows = (
        (
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            str(event.user or _("The operator")),
            queries.words_of(event.action),
            event.subject_kind,
            event.subject_id,
            _in_words(event.details),
        )
        for event in queries.audit_trail(request.actor, action=request.GET.get("action", "")).iterator()
    )
    header = (_("When"), _("By"), _("What was done"), _("About"), _("Reference"), _("Details"))
    return csv_response("audit-trail.csv", header, rows)


def _members_page(request: ActorRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    search, role = _filter(request)
    chosen = queries.members_of(request.actor, search=search, role=role)
    now = timezone.now()
    invitations = [
        (invitation, isinstance(queries.state_of(invitation, now), queries.InvitationOpen))
        for invitation in queries.open_invitations(request.actor)
    ]
    context: dict[str, Any] = {
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "total": queries.members_of(request.actor).count(),
        "invitations": invitations,
        "invitation_count": len(invitations),
        "form": form,
        "search": search,
        "role": role.value if role else "",
        "role_label": role.label if role else "",
        "roles": queries.Role.choices,
        "query": _query(q=search, role=role.value if role else ""),
        "may_edit_members": may(request.actor, Permission.EDIT_MEMBER),
    }
    return render(request, "organisations/members.html", context, status=status)


def _filter(request: ActorRequest) -> tuple[str, queries.Role | None]:
    role = request.GET.get("role")
    return request.GET.get("q", "").strip()[:100], queries.Role(role) if role in queries.Role.values else None


def _in_words(details: dict[str, Any]) -> str:
    return "; ".join(
        f"{name.replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in details.items()
        if value not in ([], "", None)
    )


def _query(**parameters: str) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def _say_whether_mailed(request: ActorRequest, invitation: int) -> None:
    sent = queries.open_invitations(request.actor).filter(pk=invitation, mailed_at__isnull=False).exists()
    if sent:
        messages.success(request, _("The invitation is on its way."))
    else:
        messages.warning(
            request, _("The invitation is saved, but the mail could not be sent. Try again later: send it again.")
        )
