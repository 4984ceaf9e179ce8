"""For whoever runs a call: the jury, the order of the applications, questions, decisions."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from arbeidspact.funding.actions import appoint_juror, ask_clarification, decide_application, end_juror
from arbeidspact.funding.commands import EndJuror
from arbeidspact.funding.money import to_cents
from arbeidspact.funding.queries.calls import (
    CallState,
    DecisionOutcome,
    application_of,
    own_call,
    state_of_call,
)
from arbeidspact.funding.queries.jury import (
    RankedApplication,
    Ranking,
    declarations_of,
    jurors_of,
    ranking_for,
)
from arbeidspact.funding.ranking import Place
from arbeidspact.funding.wording import LEFT_OUT_WORDS
from arbeidspact.organisations.exceptions import DomainError, InvalidValue
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.exports import csv_response
from arbeidspact.web.funding.call_forms import AppointJurorForm, AskForm, DecideForm
from arbeidspact.web.funding.frozen import frozen_words
from arbeidspact.web.funding.pages import back_to, form_page, refused
from arbeidspact.web.funding.words import badge_of, euro, money_number, number, place_words
from arbeidspact.web.requests import ActorRequest, permitted, posted

OUTCOME_TONES = {
    DecisionOutcome.GRANTED: "success",
    DecisionOutcome.RESERVE: "warning",
    DecisionOutcome.REFUSED: "danger",
}


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def jury(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Who judges; a form that appoints somebody."""
    call = own_call(request.actor, reference)
    form = AppointJurorForm(posted(request), call=reference)
    if form.is_bound and form.is_valid():
        try:
            appoint_juror(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The juror is appointed and gets a mail."), "funding:call-jury", reference)
    context = {
        "call": call,
        "form": form,
        "jurors": jurors_of(call),
        "is_over": state_of_call(call, timezone.now()) in {CallState.CANCELLED, CallState.DECIDED},
    }
    return render(request, "funding/jury_of_call.html", context, status=422 if form.errors else 200)


@permitted(Permission.EDIT_FUND)
@require_POST
def juror_end(request: ActorRequest, reference: UUID, juror: int) -> HttpResponse:
    """Somebody leaves the jury, with a reason."""
    try:
        command = EndJuror(call=reference, juror=juror, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        raise InvalidValue(_("Say why the juror leaves, in a few words.")) from error
    end_juror(command, actor=request.actor)
    return back_to(request, _("The juror is not in the jury any more."), "funding:call-jury", reference)


@permitted(Permission.EDIT_FUND)
@require_safe
def ranking(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The applications in their order, with what each place rests on, and what is left of the budget."""
    call = own_call(request.actor, reference)
    found = ranking_for(call, request.actor)
    state = state_of_call(call, timezone.now())
    context = {
        "call": call,
        "badge": badge_of(state),
        "is_closed": state in {CallState.JUDGING, CallState.DECIDED},
        "criteria": found.criteria,
        "rows": [_row(found, line) for line in found.lines],
        "budget": money_number(call.budget),
        "granted": money_number(found.granted),
        "left": money_number(found.left),
        "asked": money_number(sum((line.submission.asked for line in found.lines), 0 * call.budget)),
    }
    return render(request, "funding/ranking.html", context)


@permitted(Permission.EDIT_FUND)
@require_safe
def ranking_file(request: ActorRequest, reference: UUID) -> HttpResponseBase:
    """The same as a file."""
    call = own_call(request.actor, reference)
    found = ranking_for(call, request.actor)
    header = [_("Place"), _("Applicant"), _("Project"), _("Asked"), _("Score"), _("Jurors that count"), _("Decision")]
    header += [_("Granted")]
    rows = (
        [
            "" if line.is_hidden else place_words(line.ranked),
            line.application.organisation.name,
            line.application.title,
            line.submission.asked,
            "" if line.is_hidden or line.ranked.shown_score is None else line.ranked.shown_score,
            "" if line.is_hidden else len(line.ranked.counted),
            line.decision.get_outcome_display() if line.decision else "",
            line.decision.amount if line.decision else "",
        ]
        for line in found.lines
    )
    return csv_response(f"ranking-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A question to the applicant."""
    view = application_of(request.actor, reference)
    form = AskForm(posted(request), application=reference)
    if form.is_bound and form.is_valid():
        try:
            ask_clarification(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The question is sent."), "funding:application", reference)
    return form_page(
        request,
        form,
        title=_("Ask the applicant something"),
        lead=view.application.title,
        button=_("Send the question"),
        back=reverse("funding:application", args=[reference]),
    )


@permitted(Permission.EDIT_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One application with its scores and the trace, and the form of the decision."""
    view = application_of(request.actor, reference)
    call = own_call(request.actor, view.application.call.reference)
    found = ranking_for(call, request.actor)
    line = next(one for one in found.lines if one.application.reference == reference)
    form = DecideForm(
        posted(request), application=reference, initial={"amount": line.submission.asked, "outcome": "granted"}
    )
    if form.is_bound and form.is_valid():
        try:
            decide_application(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("The decision is kept, and mailed."), "funding:ranking", call.reference)
    context = {
        **frozen_words(line.submission, call),
        "form": form,
        "call": call,
        "application": view.application,
        "row": _row(found, line),
        "declarations": declarations_of(view.application),
        "left": euro(found.left),
        "badge": badge_of(view.state),
        "is_decidable": not line.is_hidden
        and (line.decision is None or line.decision.outcome != DecisionOutcome.GRANTED),
        "decisions": view.application.decisions.select_related("decided_by").order_by("-decided_at", "-id"),
    }
    return render(request, "funding/decide.html", context, status=422 if form.errors else 200)


def _row(found: Ranking, line: RankedApplication) -> dict[str, Any]:
    names = {one.pk: one for one in found.criteria}
    outcome = DecisionOutcome(line.decision.outcome) if line.decision else None
    row: dict[str, Any] = {
        "line": line,
        "application": line.application,
        "asked": euro(line.submission.asked),
        "is_hidden": line.is_hidden,
        "decision": str(outcome.label) if outcome else "",
        "tone": OUTCOME_TONES[outcome] if outcome else "",
        "amount": euro(line.decision.amount) if line.decision and line.decision.amount else "",
    }
    if line.is_hidden:
        return row
    return row | {
        "place": place_words(line.ranked),
        "has_place": isinstance(line.ranked.outcome, Place),
        "score": number(line.ranked.shown_score),
        "means": [
            {
                "criterion": names[mean.criterion],
                "mean": number(to_cents(mean.mean)),
                "is_below": mean.is_below_minimum,
            }
            for mean in line.ranked.means
        ],
        "counted": [found.jurors[key] for key in line.ranked.counted],
        "left_out": [(found.jurors[key], LEFT_OUT_WORDS[why]) for key, why in line.ranked.left_out],
    }
