"""Signals on screen: the list and its file, raising one, and everything that happens to it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pact.queries import pact_named
from arbeidspact.steering.actions import raise_signal
from arbeidspact.steering.decision_queries import decisions_about
from arbeidspact.steering.decisions import SIGNAL
from arbeidspact.steering.queries import (
    SignalLine,
    answer_times,
    open_signal,
    signal_lines,
    signal_list,
    signal_rows,
    signalling_organisations,
)
from arbeidspact.steering.states import RULE, answer_rule
from arbeidspact.steering.subjects import subjects_of
from arbeidspact.web.acts import form_of
from arbeidspact.web.exports import csv_response
from arbeidspact.web.forms import carry_out
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.steering import forms
from arbeidspact.web.steering.acts import ACTS, acts_of
from arbeidspact.web.steering.words import subject_text, subject_url, term_text, term_tone, title_of
from arbeidspact.web.terms.wording import length_text, status_text, why_this_date


@permitted(Permission.SEE_STEERING)
@require_safe
def signals(request: ActorRequest, pact: str) -> HttpResponse:
    """The signals about this pact; those that wait for an answer, due first in front, unless another is asked."""
    found_pact = pact_named(pact, actor=request.actor)
    form = _filter_form(request, pact)
    only_overdue = request.GET.get("overdue") == "yes"
    found = signal_list(request.actor, form.narrowed(pact, only_overdue=only_overdue), page=request.GET.get("page", 1))
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    if only_overdue:
        chosen["overdue"] = "yes"
    words = [form.in_words(), _("past their day") if only_overdue else ""]
    context = {
        "pact": found_pact,
        "form": form,
        "found": found,
        "rows": [signal_row(line) for line in found.page.object_list],
        "filter_words": ", ".join(word for word in words if word),
        "query": urlencode(chosen),
        "times": answer_times(request.actor, pact=pact),
        "may_raise": may(request.actor, Permission.RAISE_SIGNAL),
        "crumbs": _crumbs(pact)[:1],
    }
    return render(request, "steering/signals.html", context)


@permitted(Permission.SEE_STEERING)
@require_safe
def signals_file(request: ActorRequest, pact: str) -> HttpResponseBase:
    """The chosen signals as a file."""
    pact_named(pact, actor=request.actor)
    narrowed = _filter_form(request, pact).narrowed(pact, only_overdue=request.GET.get("overdue") == "yes")
    lines = signal_lines(list(signal_rows(request.actor, narrowed)), timezone.localdate())
    header = [_("Signal"), _("Raised by"), _("Raised on"), _("Since when"), _("Whom it touches"), _("About")]
    header += [_("Urgency"), _("Status"), _("Answer by"), _("Term"), _("Co-signed by"), _("What happens")]
    header += [_("Suggestion"), _("Invented")]
    rows = (
        [
            line.signal.title,
            line.signal.organisation.name,
            timezone.localtime(line.signal.raised_at).date(),
            line.signal.since,
            line.signal.whom,
            subject_text(line.subject),
            line.signal.get_urgency_display(),
            line.signal.get_state_display(),
            line.signal.due_on,
            term_text(line.term, line.days_left),
            line.cosigned,
            line.signal.what,
            line.signal.suggestion,
            _("yes") if line.signal.is_invented else "",
        ]
        for line in lines
    )
    return csv_response(f"{pact}-signals-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.RAISE_SIGNAL)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, pact: str) -> HttpResponse:
    """Raises a signal."""
    found_pact = pact_named(pact, actor=request.actor)
    about = request.GET.get("about", "")
    form = forms.RaiseForm(posted(request), pact=pact, subjects=subjects_of(found_pact), initial={"about": about})
    if done := carry_out(form, lambda command: raise_signal(command, actor=request.actor)):
        messages.success(request, _("The signal is with the steering group."))
        return _see(done.value.reference)
    rule = answer_rule()
    context = {
        "pact": found_pact,
        "form": form,
        "length": length_text(rule.versions_on(timezone.localdate())[0].length) if rule else "",
        "rule_url": reverse("terms:rule", args=[RULE]),
        "crumbs": _crumbs(pact),
    }
    return render(request, "steering/signal_new.html", context, status=422 if form.errors else 200)


@permitted(Permission.SEE_STEERING)
@require_safe
def signal(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One signal: what it says, by when the answer is due and why, what can be done, and its log."""
    return _page(request, reference)


@permitted(Permission.SEE_STEERING)
@require_POST
def act(request: ActorRequest, reference: UUID, name: str) -> HttpResponse:
    """Something happens to a signal; what is refused comes back in its place, with what was typed."""
    known = ACTS.get(name)
    if known is None:
        raise NotFound(_("This cannot be done with a signal."))
    form = form_of(known, name, request.POST, signal=reference)
    if carry_out(form, lambda command: known.action(command, actor=request.actor)):
        messages.success(request, str(known.said))
        return _see(reference)
    return _page(request, reference, refused=(name, form))


def signal_row(line: SignalLine) -> dict[str, Any]:
    """A signal as a list shows it."""
    return {
        "line": line,
        "signal": line.signal,
        "about": subject_text(line.subject),
        "term": term_text(line.term, line.days_left),
        "tone": term_tone(line.term),
    }


def _page(
    request: ActorRequest, reference: UUID, refused: tuple[str, forms.SignalForm[Any]] | None = None
) -> HttpResponse:
    view = open_signal(request.actor, reference)
    rule = answer_rule()
    version = view.due.version if view.due else None
    context = {
        "view": view,
        "signal": view.signal,
        "about": subject_text(view.subject),
        "about_url": subject_url(view.subject, view.signal.pact),
        "term": term_text(view.term, view.days_left),
        "tone": term_tone(view.term),
        "why": why_this_date(rule, view.due) if rule and view.due else (),
        "rule_status": status_text(version) if version else None,
        "rule_source": str(version.reference) if version else "",
        "rule_flag": version.flag.in_language(language()) if version and version.flag else "",
        "decisions": [
            {"line": line, "title": title_of(line.version)}
            for line in decisions_about(request.actor, view.signal.pact, (SIGNAL, str(reference)))
        ],
        "may_record": may(request.actor, Permission.RECORD_DECISION),
        "acts": acts_of(view, refused),
        "refused_form": refused[1] if refused else None,
        "crumbs": _crumbs(view.signal.pact),
    }
    return render(request, "steering/signal.html", context, status=422 if refused else 200)


def _filter_form(request: ActorRequest, pact: str) -> forms.SignalFilterForm:
    return forms.SignalFilterForm(
        request.GET,
        subjects=subjects_of(pact_named(pact, actor=request.actor)),
        organisations=signalling_organisations(request.actor),
    )


def _crumbs(pact: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("steering:overview", args=[pact]), "label": _("Steering")},
        {"url": reverse("steering:signals", args=[pact]), "label": _("Signals")},
    ]


def _see(reference: UUID) -> HttpResponse:
    response = redirect("steering:signal", reference=reference)
    response.status_code = 303
    return response
