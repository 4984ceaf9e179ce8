"""For jurors: their juries, an application once they declared, scores with arguments."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.funding.actions import declare_interest, save_scores
from arbeidspact.funding.commands import SaveScores, ScoreEntry
from arbeidspact.funding.queries.calls import CallState, questions_about, state_of_call
from arbeidspact.funding.queries.jury import (
    ToJudge,
    application_to_judge,
    applications_to_judge,
    juries_of,
    own_scores,
    scores_of_others,
)
from arbeidspact.funding.ranking import LeftOut
from arbeidspact.funding.wording import KEPT_OUT_WORDS
from arbeidspact.organisations.exceptions import DomainError, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.funding.application_forms import DeclareForm
from arbeidspact.web.funding.frozen import frozen_words
from arbeidspact.web.funding.pages import back_to, refused
from arbeidspact.web.funding.words import Badge, badge_of
from arbeidspact.web.requests import ActorRequest, permitted, posted


@permitted(Permission.JUDGE_APPLICATIONS)
@require_safe
def juries(request: ActorRequest) -> HttpResponse:
    """The calls that the actor judges, each with its applications and how far they are."""
    now = timezone.now()
    context = {
        "juries": [
            {
                "juror": juror,
                "call": juror.call,
                "badge": badge_of(state_of_call(juror.call, now)),
                "rows": [{"one": one, **_progress(one)} for one in applications_to_judge(juror)],
            }
            for juror in juries_of(request.actor)
        ]
    }
    return render(request, "funding/juries.html", context)


@permitted(Permission.JUDGE_APPLICATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One application: first the declaration; then what it says, and the scores. Who is kept out reads why."""
    one = application_to_judge(request.actor, reference)
    if one.why_not is LeftOut.NOT_DECLARED:
        context = {"one": one, "form": DeclareForm(application=reference), "call": one.application.call}
        return render(request, "funding/declare.html", context)
    if one.why_not is not None:
        return render(request, "funding/kept_out.html", {"one": one, "why": KEPT_OUT_WORDS[one.why_not]}, status=403)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            hand_in = "hand_in" in request.POST
            save_scores(_scores(one, request.POST, hand_in=hand_in), actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            problems.append({"href": f"#id_{error.field}" if error.field else "", "text": str(error)})
        else:
            said = (
                _("Your scores are handed in. You now see what others gave.") if hand_in else _("Your scores are kept.")
            )
            return back_to(request, said, "funding:judge", reference)
    context = {
        **frozen_words(one.submission, one.application.call),
        "one": one,
        "call": one.application.call,
        "application": one.application,
        "questions": questions_about(one.application),
        "criteria": _criteria(one, posted(request), problems),
        "problems": problems,
        "others": scores_of_others(one),
        "is_open": not one.is_handed_in and state_of_call(one.application.call, timezone.now()) is CallState.JUDGING,
    }
    return render(request, "funding/judge.html", context, status=422 if problems else 200)


@permitted(Permission.JUDGE_APPLICATIONS)
@require_POST
def declare(request: ActorRequest, reference: UUID) -> HttpResponse:
    """What the juror declares about their interest."""
    one = application_to_judge(request.actor, reference)
    form = DeclareForm(request.POST, application=reference)
    if form.is_valid():
        try:
            declare_interest(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            return back_to(request, _("Your declaration is kept."), "funding:judge", reference)
    context = {"one": one, "form": form, "call": one.application.call}
    return render(request, "funding/declare.html", context, status=422)


def _progress(one: ToJudge) -> dict[str, Any]:
    match one.why_not:
        case None if one.is_handed_in:
            return {"badge": Badge(_("Handed in"), "success"), "may_open": True}
        case None if one.sheet is not None:
            return {"badge": Badge(_("Begun"), "warning"), "may_open": True}
        case None:
            return {"badge": Badge(_("To be scored"), "info"), "may_open": True}
        case LeftOut.NOT_DECLARED:
            return {"badge": Badge(_("To be declared"), "info"), "may_open": True}
    return {"badge": Badge(_("Kept out"), "neutral"), "may_open": False, "why": KEPT_OUT_WORDS[one.why_not]}


def _scores(one: ToJudge, sent: QueryDict, *, hand_in: bool) -> SaveScores:
    entries = []
    for criterion in one.application.call.criteria.order_by("order", "id"):
        points = sent.get(f"points-{criterion.pk}", "").strip()
        if points and not (points.isascii() and points.isdigit() and int(points) <= criterion.scale):
            raise InvalidValue(
                _("Give whole points from 0 to %(scale)s.") % {"scale": criterion.scale},
                field=f"points-{criterion.pk}",
            )
        entries.append(
            ScoreEntry(
                criterion=criterion.pk,
                points=int(points) if points else None,
                argument=sent.get(f"argument-{criterion.pk}", "")[:20_000],
            )
        )
    return SaveScores(application=one.application.reference, scores=tuple(entries), hand_in=hand_in)


def _criteria(one: ToJudge, sent: QueryDict | None, problems: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Each criterion with what was typed, else what was kept."""
    kept = own_scores(one)
    wrong = {problem["href"]: problem["text"] for problem in problems}
    rows = []
    for criterion in one.application.call.criteria.order_by("order", "id"):
        score = kept.get(criterion.pk)
        points = "" if score is None or score.points is None else str(score.points)
        rows.append(
            {
                "criterion": criterion,
                "points": sent.get(f"points-{criterion.pk}", "") if sent is not None else points,
                "argument": sent.get(f"argument-{criterion.pk}", "")
                if sent is not None
                else (score.argument if score else ""),
                "points_errors": [text for href, text in wrong.items() if href == f"#id_points-{criterion.pk}"],
                "argument_errors": [text for href, text in wrong.items() if href == f"#id_argument-{criterion.pk}"],
            }
        )
    return rows
