"""Reviews on screen: the versions, preparing one, freezing it, and reading it beside today's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pact.queries import pact_named
from arbeidspact.steering import reviews as acts
from arbeidspact.steering.queries import AnswerKind, SignalState
from arbeidspact.steering.review_commands import DiscardReview, FreezeReview
from arbeidspact.steering.review_queries import ReviewView, beside_today, open_review, reviews_of
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.monitor.figures import day_text
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.steering import review_forms as forms
from arbeidspact.web.steering.review_words import (
    action_lines,
    action_rows,
    goal_lines,
    goal_rows,
    in_words,
    money_texts,
    state_of,
)


@permitted(Permission.SEE_STEERING)
@require_safe
def versions(request: ActorRequest, pact: str) -> HttpResponse:
    """The reviews of this pact: frozen versions, and the one that is being prepared."""
    found = pact_named(pact, actor=request.actor)
    rows = list(reviews_of(request.actor, pact))
    context = {
        "pact": found,
        "rows": rows,
        "has_draft": any(not row.is_frozen for row in rows),
        "may_freeze": may(request.actor, Permission.FREEZE_REVIEW),
        "crumbs": _crumbs(pact)[:1],
    }
    return render(request, "steering/reviews.html", context)


@permitted(Permission.FREEZE_REVIEW)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, pact: str) -> HttpResponse:
    """A review is started."""
    found = pact_named(pact, actor=request.actor)
    today = timezone.localdate()
    last = reviews_of(request.actor, pact).first()
    since = last.until if last else today.replace(year=today.year - 1, day=1)
    form = forms.StartForm(posted(request), pact=pact, initial={"since": since, "until": today})
    if form.is_bound and form.is_valid():
        try:
            review = acts.start_review(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The review is being prepared. Leads can comment on their actions now."))
            return _see(review.reference)
    context = {"pact": found, "form": form, "crumbs": _crumbs(pact)}
    return render(request, "steering/review_new.html", context, status=422 if form.errors else 200)


@permitted(Permission.SEE_STEERING)
@require_safe
def review(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One review: as it was frozen, or as it would be frozen now."""
    return _page(request, reference)


@permitted(Permission.SEE_STEERING)
@require_safe
def beside(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A frozen review beside today's: what changed since, for each goal and action."""
    view = open_review(request.actor, reference)
    found = beside_today(request.actor, view)
    goals, actions = goal_rows(found.goals), action_rows(found.actions)
    context = {
        "view": view,
        "review": view.review,
        "goals": goals,
        "actions": actions,
        "changed": sum(row["one"].change != "same" for row in [*goals, *actions]),
        "counted": len(goals) + len(actions),
        "today": timezone.localdate(),
        "crumbs": [
            *_crumbs(view.review.pact),
            {"url": reverse("steering:review", args=[reference]), "label": _span(view)},
        ],
    }
    return render(request, "steering/review_beside.html", context)


@permitted(Permission.SEE_STEERING)
@require_safe
def document(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The frozen document itself, byte for byte as its hash counts it."""
    view = open_review(request.actor, reference)
    if view.frozen is None:
        raise NotFound(_("This review is not frozen yet."))
    response = HttpResponse(view.frozen.document, content_type="application/json; charset=utf-8")
    name = f"{view.review.pact}-review-{view.review.until:%Y-%m-%d}-{view.frozen.sha256[:12]}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@permitted(Permission.TAKE_PART_IN_REVIEW)
@require_POST
def comment(request: ActorRequest, reference: UUID, action: str) -> HttpResponse:
    """A comment on an action in a draft."""
    form = forms.CommentForm(request.POST, review=reference, action=action, auto_id=f"id_{action}_%s")
    return _acted(request, reference, form, acts.comment_on_action, _("Your comment is kept."), action)


@permitted(Permission.FREEZE_REVIEW)
@require_POST
def conclusions(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The conclusions of the steering group."""
    form = forms.ConclusionsForm(request.POST, review=reference, auto_id="id_conclusions_%s")
    return _acted(request, reference, form, acts.write_conclusions, _("The conclusions are kept."), "conclusions")


@permitted(Permission.TAKE_PART_IN_REVIEW)
@require_POST
def sign(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A partner signs a frozen review."""
    form = forms.SignForm(request.POST, review=reference, auto_id="id_sign_%s")
    return _acted(request, reference, form, acts.sign_review, _("Your organisation signed this review."), "sign")


@permitted(Permission.FREEZE_REVIEW)
@require_POST
def freeze(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The draft is frozen for good."""
    try:
        acts.freeze_review(FreezeReview(review=reference), actor=request.actor)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The review is frozen. It stays readable as it is now."))
    return _see(reference)


@permitted(Permission.FREEZE_REVIEW)
@require_POST
def discard(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The draft goes."""
    view = open_review(request.actor, reference)
    acts.discard_review(DiscardReview(review=reference), actor=request.actor)
    messages.success(request, _("The draft is gone."))
    response = redirect("steering:reviews", pact=view.review.pact)
    response.status_code = 303
    return response


def _acted(
    request: ActorRequest, reference: UUID, form: CommandForm[Any], action: Callable[..., Any], said: str, name: str
) -> HttpResponse:
    if form.is_valid():
        try:
            action(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return _see(reference)
    return _page(request, reference, refused=(name, form))


def _page(request: ActorRequest, reference: UUID, refused: tuple[str, CommandForm[Any]] | None = None) -> HttpResponse:
    view = open_review(request.actor, reference)
    found = view.document
    name, refused_form = refused or ("", None)
    context = {
        "view": view,
        "review": view.review,
        "pact_name": in_words(found["pact"]["name"]),
        "span": _span(view),
        "conclusions": found["conclusions"],
        "goals": [
            {"slug": one["slug"], "name": in_words(one["name"]), "lines": goal_lines(one), **state_of(one)}
            for one in found["goals"]
        ],
        "actions": [_action(view, one, name, refused_form) for one in found["actions"]],
        "pact_money": money_texts(found["pact_money"]),
        "signals": [_signal(one) for one in found["signals"]],
        "answering": found["answering"],
        "decisions": [
            {**one, "title_text": in_words(one["title"]), "body_text": in_words(one["body"])}
            for one in found["decisions"]
        ],
        "conclusions_form": refused_form
        if name == "conclusions"
        else forms.ConclusionsForm(
            review=reference, initial={"text": view.review.conclusions}, auto_id="id_conclusions_%s"
        ),
        "sign_form": refused_form if name == "sign" else forms.SignForm(review=reference, auto_id="id_sign_%s"),
        "refused_form": refused_form,
        "crumbs": _crumbs(view.review.pact),
    }
    return render(request, "steering/review.html", context, status=422 if refused else 200)


def _action(view: ReviewView, one: dict[str, Any], name: str, refused: CommandForm[Any] | None) -> dict[str, Any]:
    slug = one["slug"]
    form: CommandForm[Any] | None = None
    if slug in view.commentable:
        kept = {"text": view.own_comments.get(slug, "")}
        form = forms.CommentForm(review=view.review.reference, action=slug, initial=kept, auto_id=f"id_{slug}_%s")
    if slug == name:
        form = refused
    return {
        "slug": slug,
        "name": in_words(one["name"]),
        "lines": action_lines(one),
        "comments": one.get("comments", []),
        "form": form,
        "is_open": slug == name,
    }


def _signal(one: dict[str, Any]) -> dict[str, Any]:
    kinds = dict(AnswerKind.choices)
    return {
        **one,
        "state_text": dict(SignalState.choices).get(one["state"], one["state"]),
        "answers": [{**answer, "kind_text": kinds.get(answer["kind"], answer["kind"])} for answer in one["answers"]],
    }


def _span(view: ReviewView) -> str:
    return _("%(since)s until %(until)s") % {
        "since": day_text(view.review.since),
        "until": day_text(view.review.until),
    }


def _crumbs(pact: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("steering:overview", args=[pact]), "label": _("Steering")},
        {"url": reverse("steering:reviews", args=[pact]), "label": _("Reviews")},
    ]


def _see(reference: UUID) -> HttpResponse:
    response = redirect("steering:review", reference=reference)
    response.status_code = 303
    return response
