"""Matching rounds: the history, starting one, following it, reading what came out, taking the matches along."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.rounds.actions import cancel_round, resume_round, start_round
from arbeidspact.rounds.commands import CancelRound, ResumeRound
from arbeidspact.rounds.figures import figures_of, meanings, trade_off_rows, trade_offs_of
from arbeidspact.rounds.policies import words_of
from arbeidspact.rounds.queries import (
    MatchingRound,
    RerankingName,
    RoundState,
    crowded_vacancies,
    has_answer,
    plan_of_round,
    round_of,
    rounds_of,
)
from arbeidspact.rounds.states import GOING, RESUMABLE
from arbeidspact.web.exports import csv_response
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.rounds.forms import StartRoundForm
from arbeidspact.web.rounds.words import badge_of, figure_text, line_of, share_text

PAGE_SIZE = 25


@permitted(Permission.RUN_ROUNDS)
@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    """Every round of the organisation, newest first, those in one state when asked."""
    asked = request.GET.get("state", "")
    state = RoundState(asked) if asked in set(RoundState) else None
    page = Paginator(rounds_of(request.actor, state), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line_of(one) for one in page],
        "total": rounds_of(request.actor).count(),
        "states": RoundState.choices,
        "state": state,
        "query": urlencode({"state": state.value}) if state else "",
    }
    return render(request, "rounds/list.html", context)


@permitted(Permission.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """What a round would cover, and the form that starts it."""
    form = StartRoundForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            round_ = start_round(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The round is starting. You may leave this page: it goes on by itself."))
            return redirect("rounds:detail", reference=round_.reference)
    context = {"form": form, "plan": plan_of_round(request.actor)}
    return render(request, "rounds/start.html", context, status=422 if form.errors else 200)


@permitted(Permission.RUN_ROUNDS)
@require_safe
def round_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One round: how far it is, or what came out."""
    round_ = round_of(request.actor, reference)
    badge = badge_of(round_)
    own = words_of(RerankingName(round_.reranking), round_.reranking_parameters)
    context = {
        **_progress_of(round_),
        "own": own,
        "is_resumable": badge.state in RESUMABLE and round_.files_removed_at is None,
        "may_export": may(request.actor, Permission.EXPORT_ROUND),
        "has_answer": has_answer(round_),
        "days_kept": settings.ROUND_FILES_DAYS,
        **(_outcome_of(round_) if badge.state is RoundState.FINISHED else {}),
    }
    return render(request, "rounds/detail.html", context)


@permitted(Permission.RUN_ROUNDS)
@require_safe
def progress(request: ActorRequest, reference: UUID) -> HttpResponse:
    """How far a round is, for the page that shows it; when it is over, that page loads anew."""
    round_ = round_of(request.actor, reference)
    if not request.htmx:
        return redirect("rounds:detail", reference=reference)
    if badge_of(round_).state not in GOING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "rounds/progress.html", _progress_of(round_))


@permitted(Permission.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Asks once more, and then cancels."""
    round_ = round_of(request.actor, reference)
    if request.method == "POST":
        cancel_round(CancelRound(round=reference), actor=request.actor)
        messages.success(request, _("The round is cancelled. What was done is kept: you can resume it."))
        return redirect("rounds:detail", reference=reference)
    return render(request, "rounds/cancel.html", {"round": round_})


@permitted(Permission.RUN_ROUNDS)
@require_POST
def resume(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Goes on where the round was."""
    resume_round(ResumeRound(round=reference), actor=request.actor)
    messages.success(request, _("The round goes on where it was."))
    return redirect("rounds:detail", reference=reference)


@permitted(Permission.RUN_ROUNDS)
@require_safe
def trade_offs(request: ActorRequest, reference: UUID) -> HttpResponseBase:
    """What each order of the lists costs and brings, as a file."""
    header, *rows = trade_off_rows(round_of(request.actor, reference))
    return csv_response("trade-offs.csv", header, rows)


@permitted(Permission.EXPORT_ROUND)
@require_safe
def matches_csv(request: ActorRequest, reference: UUID) -> HttpResponseBase:
    """Everybody's list, in references and numbers, as CSV."""
    from arbeidspact.rounds.answers import ANSWER_COLUMNS, AnswerFormat, answer_rows, export_round

    table = export_round(reference, AnswerFormat.CSV, actor=request.actor)
    return csv_response("matches.csv", ANSWER_COLUMNS, answer_rows(table))


@permitted(Permission.EXPORT_ROUND)
@require_safe
def matches_parquet(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The same as a Parquet file."""
    from arbeidspact.rounds.answers import AnswerFormat, answer_as_parquet, export_round

    content = answer_as_parquet(export_round(reference, AnswerFormat.PARQUET, actor=request.actor))
    headers = {"Content-Disposition": 'attachment; filename="matches.parquet"'}
    return HttpResponse(content, content_type="application/vnd.apache.parquet", headers=headers)


def _progress_of(round_: MatchingRound) -> dict[str, Any]:
    badge = badge_of(round_)
    return {
        "round": round_,
        "badge": badge,
        "is_going": badge.state in GOING,
        "percent": 100 * round_.done // round_.total if round_.total else 0,
    }


def _outcome_of(round_: MatchingRound) -> dict[str, Any]:
    orders = trade_offs_of(round_)
    return {
        "figures": [(figure, figure_text(figure)) for figure in figures_of(round_)],
        "orders": orders,
        "compared": [
            (figure, [(row.order, figure_text(row.figures[place])) for row in orders])
            for place, figure in enumerate(meanings())
        ],
        "crowded": [(one, share_text(one.price)) for one in crowded_vacancies(round_)],
    }
