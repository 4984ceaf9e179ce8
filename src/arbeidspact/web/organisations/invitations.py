"""The page behind the link in an invitation."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arbeidspact.organisations import actions, queries
from arbeidspact.organisations.commands import AcceptInvitation
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.web.middleware import SESSION_MEMBERSHIP
from arbeidspact.web.organisations.forms import NewAccountForm
from arbeidspact.web.requests import ActorRequest, open_to_all, posted

SESSION_TOKEN = "invitation"  # noqa: S105


@open_to_all
@require_safe
def open_invitation(request: ActorRequest, token: str) -> HttpResponse:
    """Takes the token out of the address bar, so that it stays out of histories and of addresses passed on."""
    request.session[SESSION_TOKEN] = token[:200]
    return redirect("organisations:accept-invitation")


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: ActorRequest) -> HttpResponse:
    """Accepts as the user who is signed in, or makes an account; a closed invitation is said in words."""
    token = request.session.get(SESSION_TOKEN, "")
    invitation, state = queries.invitation_for_token(token)
    if invitation is None or isinstance(state, queries.InvitationClosed):
        return render(request, "organisations/invitation_closed.html", {"state": state}, status=410)
    if request.user.is_authenticated:
        if request.user.email.lower() != invitation.email.lower():
            return render(request, "organisations/invitation_for_another.html", {"invitation": invitation}, status=403)
        return _accept_as_user(request, invitation, token)
    if queries.invitation_is_for_known_user(invitation):
        return render(request, "organisations/invitation_sign_in.html", {"invitation": invitation})
    return _accept_as_new(request, invitation, token)


def _accept_as_user(request: ActorRequest, invitation: object, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "organisations/invitation_confirm.html", {"invitation": invitation})
    membership = actions.accept_invitation(AcceptInvitation(token=token), actor=request.actor)
    _forget_and_switch(request, membership.pk)
    messages.success(request, _("You now work for %(organisation)s.") % {"organisation": membership.organisation.name})
    return redirect("home")


def _accept_as_new(request: ActorRequest, invitation: object, token: str) -> HttpResponse:
    initial = {"language": (get_language() or "nl").split("-")[0]}
    form = NewAccountForm(posted(request), token=token, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.accept_invitation(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            response: HttpResponse = perform_login(request, membership.user, redirect_url=None)
            record_authentication(request, membership.user, "password", reauthenticated=True)
            _forget_and_switch(request, membership.pk)
            return response
    context = {"invitation": invitation, "form": form}
    return render(request, "organisations/invitation_new_account.html", context, status=422 if form.errors else 200)


def _forget_and_switch(request: ActorRequest, membership: int) -> None:
    request.session.pop(SESSION_TOKEN, None)
    request.session[SESSION_MEMBERSHIP] = membership
