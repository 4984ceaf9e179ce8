"""The queues that run the day, and what can be done with a line."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.followup.actions import escalate_line, reassign_line, snooze_line, wake_line
from arbeidspact.followup.commands import ReassignLine, WakeLine
from arbeidspact.followup.queries import (
    QueueFilter,
    RuleName,
    Scope,
    events_of,
    last_run,
    line_to_change,
    queue_counts,
    queue_of,
)
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.web.followup.forms import EscalateForm, LineForm, ReassignForm, SnoozeForm
from arbeidspact.web.followup.words import SCOPE_WORDS, row_of
from arbeidspact.web.form_pages import form_page
from arbeidspact.web.requests import ActorRequest, permitted, posted


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_GET
def queue(request: ActorRequest) -> HttpResponse:
    """What cannot wait: mine, my team's, nobody's, or everybody's; the most pressing first."""
    sees_all = may(request.actor, Permission.SEE_ALL_QUEUES)
    queue_filter = _filter_of(request, sees_all=sees_all)
    found = queue_of(request.actor, queue_filter, page=request.GET.get("page", 1))
    counts = queue_counts(request.actor)
    context = {
        "queue": found,
        "rows": [row_of(view, request.actor) for view in found.page.object_list],
        "filter": queue_filter,
        "scopes": [
            {
                "label": label,
                "count": counts[scope],
                "is_here": scope is queue_filter.scope,
                "url": _address(queue_filter, scope=scope.value, rule=""),
            }
            for scope, label in SCOPE_WORDS.items()
            if sees_all or scope not in {Scope.ORGANISATION, Scope.ESCALATED}
        ],
        "rules": [
            {
                "label": RuleName(name).label,
                "count": count,
                "is_here": name == queue_filter.rule,
                "url": _address(queue_filter, rule="" if name == queue_filter.rule else name),
            }
            for name, count in found.by_rule.items()
            if count or name == queue_filter.rule
        ],
        "rests_url": _address(queue_filter, resting=not queue_filter.resting),
        "query": _query(queue_filter),
        "last_run": last_run(),
    }
    return render(request, "followup/queue.html", context)


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_GET
def line(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One line: why, since when, what to do, and what happened to it."""
    view = line_to_change(request.actor, reference)
    return render(request, "followup/line.html", {**row_of(view, request.actor), "events": events_of(view)})


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_http_methods(["GET", "POST"])
def snooze(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Lets a line rest."""
    return _ask(request, reference, SnoozeForm, snooze_line, _("Let it rest"), _("The line rests until that day."))


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_http_methods(["GET", "POST"])
def reassign(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Gives a line to a colleague."""
    return _ask(request, reference, ReassignForm, reassign_line, _("Give it to a colleague"), _("The line is given."))


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_http_methods(["GET", "POST"])
def escalate(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Brings a line to the team lead."""
    return _ask(
        request, reference, EscalateForm, escalate_line, _("Bring it to the team lead"), _("The team lead sees it now.")
    )


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_POST
def take(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The one who presses takes the line."""
    if request.actor.user is None:
        raise NotAllowed(_("Sign in first."))
    command = ReassignLine(line=reference, owner=request.actor.user.pk, reason=_("Takes it over"))
    return _do(request, lambda: reassign_line(command, actor=request.actor), _("This line is yours now."))


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_POST
def wake(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A resting line comes back."""
    command = WakeLine(line=reference)
    return _do(request, lambda: wake_line(command, actor=request.actor), _("The line is back in the queue."))


def _ask(
    request: ActorRequest,
    reference: UUID,
    form_class: type[LineForm[Any]],
    action: Callable[..., object],
    title: str,
    said: str,
) -> HttpResponse:
    view = line_to_change(request.actor, reference)
    form = form_class(posted(request), line=reference, actor=request.actor)
    if form.is_valid():
        try:
            action(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return _back()
    crumbs = [
        {"url": reverse("followup:queue"), "label": _("What cannot wait")},
        {"url": reverse("followup:line", args=[view.line.reference]), "label": row_of(view, request.actor)["name"]},
    ]
    return form_page(
        request, form, title=title, button=title, back=reverse("followup:queue"), crumbs=crumbs, lead=view.why
    )


def _do(request: ActorRequest, action: Callable[[], object], said: str) -> HttpResponse:
    try:
        action()
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said)
    return _back()


def _back() -> HttpResponse:
    response = redirect("followup:queue")
    response.status_code = 303
    return response


def _filter_of(request: ActorRequest, *, sees_all: bool) -> QueueFilter:
    """The filter as asked; what does not exist, or is not for this actor, narrows nothing."""
    known = set(Scope) if sees_all else set(Scope) - {Scope.ORGANISATION, Scope.ESCALATED}
    scope, rule = request.GET.get("scope", ""), request.GET.get("rule", "")
    return QueueFilter(
        scope=Scope(scope) if scope in known else Scope.MINE,
        rule=rule if rule in RuleName.values else "",
        resting=request.GET.get("resting") == "yes",
    )


def _query(queue_filter: QueueFilter, **changed: Any) -> str:
    chosen = {"scope": queue_filter.scope.value, "rule": queue_filter.rule, "resting": queue_filter.resting} | changed
    chosen["resting"] = "yes" if chosen["resting"] else ""
    return urlencode({name: value for name, value in chosen.items() if value})


def _address(queue_filter: QueueFilter, **changed: Any) -> str:
    return f"{reverse('followup:queue')}?{_query(queue_filter, **changed)}"
