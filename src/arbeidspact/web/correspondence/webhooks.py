"""The webhooks of one's organisation: added, tried, changed, ended; and the log of what was sent to each."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.correspondence import webhooks as actions
from arbeidspact.correspondence.commands import EndWebhook, ResendNotice, TestWebhook
from arbeidspact.correspondence.webhook_queries import (
    EVENT_WORDS,
    NoticeState,
    NoticeView,
    notice_of,
    notices_of,
    webhook_of,
    webhooks_of,
)
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.correspondence.forms import AddWebhookForm, ChangeWebhookForm
from arbeidspact.web.form_pages import form_page
from arbeidspact.web.requests import ActorRequest, permitted, posted


@never_cache
@permitted(Permission.EDIT_WEBHOOKS)
@require_GET
def webhooks(request: ActorRequest) -> HttpResponse:
    """Which programs hear of what, and how it goes."""
    found = webhooks_of(request.actor)
    return render(request, "correspondence/webhooks.html", {"webhooks": found, "webhook_count": len(found)})


@never_cache
@permitted(Permission.EDIT_WEBHOOKS)
@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """A new webhook; its secret is shown in the answer to the form itself, so it is stored nowhere in clear."""
    form = AddWebhookForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            added = actions.add_webhook(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            return render(request, "correspondence/webhook_added.html", {"added": added})
    return form_page(
        request,
        form,
        title=_("Add a webhook"),
        lead=_("You then get a secret, with which the other side checks that a notice comes from us."),
        button=_("Add it"),
        back=reverse("webhooks:list"),
        crumbs=[{"url": reverse("webhooks:list"), "label": _("Webhooks")}],
    )


@never_cache
@permitted(Permission.EDIT_WEBHOOKS)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, webhook: UUID) -> HttpResponse:
    """Another name or other events."""
    view = webhook_of(request.actor, webhook)
    initial = {"name": view.webhook.name, "events": view.webhook.events}
    form = ChangeWebhookForm(posted(request), webhook=webhook, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.change_webhook(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The webhook is changed."))
            return _to_log(webhook)
    its_log = reverse("webhooks:log", args=[webhook])
    return form_page(
        request,
        form,
        title=_("Change the webhook"),
        lead=_("The address and the secret stay. For another address, add another webhook."),
        button=_("Keep the change"),
        back=its_log,
        crumbs=[
            {"url": reverse("webhooks:list"), "label": _("Webhooks")},
            {"url": its_log, "label": view.webhook.name},
        ],
    )


@never_cache
@permitted(Permission.EDIT_WEBHOOKS)
@require_GET
def log(request: ActorRequest, webhook: UUID) -> HttpResponse:
    """Everything that was sent to this webhook, each attempt with its answer."""
    event = request.GET.get("event", "")
    state = request.GET.get("state", "")
    page = notices_of(request.actor, webhook, event=event, state=state, page=request.GET.get("page"))
    narrowing = {name: value for name, value in (("event", event), ("state", state)) if value}
    context = {
        "view": webhook_of(request.actor, webhook),
        "page": page,
        "event": event,
        "state": state,
        "query": urlencode(narrowing),
        "events": EVENT_WORDS.items(),
        "states": NoticeState.choices,
        "is_narrowed": bool(narrowing),
    }
    return render(request, "correspondence/webhook_log.html", context)


@permitted(Permission.EDIT_WEBHOOKS)
@require_POST
def try_it(request: ActorRequest, webhook: UUID) -> HttpResponse:
    """Sends a notice without meaning, and says what was answered."""
    notice = actions.try_webhook(TestWebhook(webhook=webhook), actor=request.actor)
    _say_what_was_answered(request, notice_of(request.actor, notice.reference))
    return _to_log(webhook)


@permitted(Permission.EDIT_WEBHOOKS)
@require_POST
def end(request: ActorRequest, webhook: UUID) -> HttpResponse:
    """Nothing is sent there any more."""
    actions.end_webhook(EndWebhook(webhook=webhook), actor=request.actor)
    messages.success(request, _("The webhook has ended. Nothing is sent there any more."))
    response = redirect("webhooks:list")
    response.status_code = 303
    return response


@permitted(Permission.EDIT_WEBHOOKS)
@require_POST
def resend(request: ActorRequest, webhook: UUID, notice: UUID) -> HttpResponse:
    """Sends a notice once more, and says what was answered."""
    actions.resend_notice(ResendNotice(notice=notice), actor=request.actor)
    _say_what_was_answered(request, notice_of(request.actor, notice))
    return _to_log(webhook)


def _say_what_was_answered(request: ActorRequest, view: NoticeView) -> None:
    if view.state == NoticeState.DELIVERED:
        messages.success(request, _("The other side has heard it."))
    elif view.tries:
        unheard = _("The other side has not heard it.")
        messages.error(request, f"{unheard} {view.tries[-1].problem}")
    else:
        messages.info(request, _("The notice waits to be sent."))


def _to_log(webhook: UUID) -> HttpResponse:
    response = redirect("webhooks:log", webhook=webhook)
    response.status_code = 303
    return response
