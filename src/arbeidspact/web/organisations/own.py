"""What concerns oneself: the organisation one works for now, a name and a language, API tokens, saved views."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as choose_language
from pydantic import ValidationError

from arbeidspact.organisations import actions, queries
from arbeidspact.organisations.commands import EndMembership, ForgetView, RevokeApiToken, SetLanguage
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.accounts import remember_language
from arbeidspact.web.middleware import SESSION_MEMBERSHIP
from arbeidspact.web.organisations.forms import ProfileForm, TokenForm
from arbeidspact.web.requests import ActorRequest, open_to_all, permitted, posted, signed_in

LONGEST_KEY = 18


@signed_in
@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    """Works for another of one's organisations from now on; every list follows it."""
    wanted = request.POST.get("organisation", "")[:LONGEST_KEY]
    membership = queries.membership_to_act_for(request.actor, int(wanted) if wanted.isdecimal() else 0)
    request.session[SESSION_MEMBERSHIP] = membership.pk
    messages.success(request, _("You now work for %(organisation)s.") % {"organisation": membership.organisation.name})
    return redirect(_next_page(request))


@open_to_all
@require_POST
def language(request: ActorRequest) -> HttpResponse:
    """Shows the platform in another language, and remembers it on the user."""
    response = choose_language(request)
    if request.user.is_authenticated:
        with suppress(ValidationError):
            actions.set_language(SetLanguage(language=request.POST.get("language", "")), actor=request.actor)
    return response


@open_to_all
def closed(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001
    """Pages of the sign-in library that this product does not use: there is no such page."""
    raise Http404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    user = request.actor.user
    initial = {name: getattr(user, name) for name in ("first_name", "last_name", "language")}
    form = ProfileForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = actions.edit_own_profile(form.command, actor=request.actor)
        with translation.override(saved.language):
            messages.success(request, _("Your name and language are saved."))
        response = redirect("organisations:profile")
        remember_language(response, saved.language)
        return response
    memberships = queries.memberships_of(request.actor.user) if request.actor.user else []
    context = {"form": form, "memberships": memberships}
    return render(request, "organisations/profile.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ActorRequest) -> HttpResponse:
    """Asks first, then ends one's own membership of the organisation one works for now."""
    organisation = request.actor.organisation
    if organisation is None:
        return redirect("organisations:profile")
    refusal: DomainError | None = None
    if request.method == "POST":
        membership = queries.membership_to_act_for(request.actor, organisation.pk)
        try:
            actions.end_membership(EndMembership(membership=membership.pk), actor=request.actor)
        except DomainError as error:
            refusal = error
        else:
            request.session.pop(SESSION_MEMBERSHIP, None)
            messages.success(request, _("You no longer work for this organisation."))
            return redirect("organisations:profile")
    context = {"organisation": organisation, "refusal": refusal}
    return render(request, "organisations/leave.html", context, status=409 if refusal else 200)


@permitted(Permission.HOLD_API_TOKEN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: ActorRequest) -> HttpResponse:
    """One's tokens. A new one is shown in the answer to the form itself, so it is stored nowhere in clear."""
    form = TokenForm(posted(request))
    issued: actions.IssuedToken | None = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.issue_api_token(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            form = TokenForm()
    now = timezone.now()
    mine = [
        (token, token.revoked_at is None and token.expires_at > now) for token in queries.api_tokens_of(request.actor)
    ]
    context = {"form": form, "tokens": mine, "token_count": len(mine), "raw": issued.raw if issued else ""}
    return render(request, "organisations/tokens.html", context, status=422 if form.errors else 200)


@permitted(Permission.HOLD_API_TOKEN)
@require_POST
def revoke_token(request: ActorRequest, token: int) -> HttpResponse:
    actions.revoke_api_token(RevokeApiToken(token=token), actor=request.actor)
    messages.success(request, _("The token no longer works."))
    return redirect("organisations:tokens")


@signed_in
@require_POST
def forget_view(request: ActorRequest, view: int) -> HttpResponse:
    actions.forget_view(ForgetView(view=view), actor=request.actor)
    messages.success(request, _("The saved view is removed."))
    return redirect(_next_page(request))


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and is_ours else "home"
