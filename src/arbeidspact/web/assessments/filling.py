"""Filling in an assessment: start, page by page, review, finish, or throw the draft away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from arbeidspact.assessments.actions import (
    answer_page,
    discard_assessment,
    finish_assessment,
    judge_assessment,
    start_assessment,
)
from arbeidspact.assessments.commands import AnswerPage, DiscardAssessment, StartAssessment
from arbeidspact.assessments.queries import (
    Assessment,
    Page,
    Question,
    Questionnaire,
    answers_of,
    draft_in,
    finished_assessments,
    offered_questionnaires,
    overview_of,
    questionnaire_of,
    view_of_draft,
)
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web.assessments.crumbs import crumbs_of
from arbeidspact.web.assessments.forms import PageForm, ReviewForm, StartForm
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.ASSESS_PERSON)
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Chooses a questionnaire. With a draft there already, one goes on with that."""
    file = open_file(request.actor, reference)
    draft = overview_of(file).draft
    if draft is not None:
        return _to_page(file, draft, _next_number(file, draft))
    latest = finished_assessments(file).first()
    form = StartForm(
        request.POST if request.method == "POST" else None,
        offered=offered_questionnaires(),
        has_earlier=latest is not None,
        initial={"based_on": "based_on" in request.GET},
    )
    if request.method == "POST" and form.is_valid():
        takes_over = latest is not None and form.cleaned_data.get("based_on")
        command = StartAssessment(
            questionnaire=form.cleaned_data["questionnaire"],
            based_on=latest.reference if takes_over and latest is not None else None,
        )
        try:
            draft = start_assessment(command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return _to_page(file, draft, 1)
    context = {
        "file": file,
        "form": form,
        "offered": offered_questionnaires(),
        "latest": latest,
        "crumbs": crumbs_of(file),
    }
    return render(request, "assessments/start.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.ASSESS_PERSON)
@require_http_methods(["GET", "POST"])
def fill(request: ActorRequest, reference: UUID, assessment: UUID, number: int) -> HttpResponse:
    """One page of the questionnaire: kept when it is left, with htmx also when an answer opens another question."""
    file = open_file(request.actor, reference)
    draft = draft_in(file, assessment)
    questionnaire = questionnaire_of(draft.edition)
    page = _page_at(questionnaire, number)
    if questionnaire.is_sensitive(page.slug) and not file.sees_sensitive:
        return _closed_page(request, file, draft, questionnaire, number)
    answers = answers_of(draft, file)
    asked = [one for one in questionnaire.asked(answers) if one.page == page.slug]
    if request.method == "GET":
        form = PageForm(questions=asked, answers=answers)
        return _fill_page(request, file, draft, questionnaire, number, form)
    shown = set(request.POST.getlist("shown"))
    on_screen = [one for one in questionnaire.questions_of(page.slug) if one.slug in shown]
    form = PageForm(request.POST, questions=on_screen, answers=answers)
    is_drawn = request.htmx and "draw" in request.POST
    if form.is_valid():
        command = AnswerPage(assessment=draft.reference, page=page.slug, answers=form.answers(), is_done=not is_drawn)
        try:
            draft = answer_page(command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
    if form.errors:
        return _fill_page(request, file, draft, questionnaire, number, form, is_part=bool(is_drawn))
    answers = {**{slug: value for slug, value in answers.items() if slug not in shown}, **_known(form)}
    before = {one.slug for one in asked}
    asked = [one for one in questionnaire.asked(answers) if one.page == page.slug]
    fresh = [one for one in asked if one.slug not in shown | before]
    if is_drawn:
        drawn = PageForm(questions=asked, answers=answers)
        return _fill_page(request, file, draft, questionnaire, number, drawn, is_part=True, said=_said(fresh))
    if fresh and "leave" not in request.POST:
        messages.info(request, _said(fresh))
        return _to_page(file, draft, number)
    if "leave" in request.POST:
        messages.success(request, _("The draft is kept. Go on whenever you want."))
        return _see_other(reverse("people:file", args=[file.reference]) + "#assessment")
    following = _following(questionnaire, number)
    return _to_page(file, draft, following) if following else _to_review(file, draft)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.ASSESS_PERSON)
@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, reference: UUID, assessment: UUID) -> HttpResponse:
    """What the answers say, the assessor's own judgement, and the end of it."""
    file = open_file(request.actor, reference)
    draft = draft_in(file, assessment)
    view = view_of_draft(draft, file, answers_of(draft, file))
    form = ReviewForm(
        request.POST if request.method == "POST" else None,
        view=view,
        assessment=draft.reference,
        sees_sensitive=file.sees_sensitive and view.asks_protected,
        finishes="finish" in request.POST,
    )
    if request.method == "POST" and form.is_valid():
        try:
            if form.finishes:
                finish_assessment(form.finishing, file=file)
            else:
                judge_assessment(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            if form.finishes:
                messages.success(request, _("The assessment is finished."))
                return _see_other(reverse("assessments:detail", args=[file.reference, draft.reference]))
            messages.success(request, _("The draft is kept. Go on whenever you want."))
            return _see_other(reverse("people:file", args=[file.reference]) + "#assessment")
    context = {
        "file": file,
        "view": view,
        "form": form,
        "pages": _steps(file, draft, view.questionnaire, None),
        "back": len(view.questionnaire.pages),
        "crumbs": crumbs_of(file),
        "here": request.path,
    }
    return render(request, "assessments/review.html", context, status=422 if form.errors else 200)


@never_cache
@permitted(Permission.ASSESS_PERSON)
@require_http_methods(["GET", "POST"])
def discard(request: ActorRequest, reference: UUID, assessment: UUID) -> HttpResponse:
    """Asks whether a draft may go, and throws it away."""
    file = open_file(request.actor, reference)
    draft = draft_in(file, assessment)
    if request.method == "POST":
        discard_assessment(DiscardAssessment(assessment=draft.reference), file=file)
        messages.success(request, _("The draft is gone."))
        return _see_other(reverse("people:file", args=[file.reference]) + "#assessment")
    context = {"file": file, "draft": draft, "crumbs": crumbs_of(file)}
    return render(request, "assessments/discard.html", context)


def _fill_page(
    request: ActorRequest,
    file: PersonFile,
    draft: Assessment,
    questionnaire: Questionnaire,
    number: int,
    form: PageForm,
    *,
    is_part: bool = False,
    said: str = "",
) -> HttpResponse:
    context = {
        **_page_context(file, draft, questionnaire, number),
        "form": form,
        "branching": questionnaire.branching(),
        "said": said,
        "crumbs": crumbs_of(file),
    }
    template = "assessments/questions.html" if is_part else "assessments/fill.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _closed_page(
    request: ActorRequest, file: PersonFile, draft: Assessment, questionnaire: Questionnaire, number: int
) -> HttpResponse:
    """A page about health, debts or justice while that part is closed: open it, or go on without."""
    context = {
        **_page_context(file, draft, questionnaire, number),
        "following": _following(questionnaire, number),
        "here": request.path,
        "crumbs": crumbs_of(file),
    }
    return render(request, "assessments/closed_page.html", context)


def _page_context(file: PersonFile, draft: Assessment, questionnaire: Questionnaire, number: int) -> dict[str, Any]:
    return {
        "file": file,
        "draft": draft,
        "questionnaire": questionnaire,
        "page": questionnaire.pages[number - 1],
        "number": number,
        "previous": number - 1,
        "is_last": _following(questionnaire, number) is None,
        "pages": _steps(file, draft, questionnaire, number),
    }


def _steps(file: PersonFile, draft: Assessment, questionnaire: Questionnaire, here: int | None) -> list[dict[str, Any]]:
    return [
        {
            "number": place,
            "title": page.title,
            "is_here": place == here,
            "is_done": page.slug in draft.pages_done,
            "is_closed": questionnaire.is_sensitive(page.slug) and not file.sees_sensitive,
        }
        for place, page in enumerate(questionnaire.pages, start=1)
    ]


def _known(form: PageForm) -> dict[str, Any]:
    return {slug: value for slug, value in form.answers().items() if value is not None}


def _said(fresh: Sequence[Question]) -> str:
    if not fresh:
        return ""
    words = ngettext(
        "One more question, because of your answer.",
        "%(count)d more questions, because of your answers.",
        len(fresh),
    )
    return words % {"count": len(fresh)}


def _page_at(questionnaire: Questionnaire, number: int) -> Page:
    if not 1 <= number <= len(questionnaire.pages):
        raise NotFound(_("This questionnaire has no such page."))
    return questionnaire.pages[number - 1]


def _following(questionnaire: Questionnaire, number: int) -> int | None:
    """The next page; a protected one that is closed is passed by its own notice, not skipped in silence."""
    return number + 1 if number < len(questionnaire.pages) else None


def _next_number(file: PersonFile, draft: Assessment) -> int:
    """Where was this draft left: the first page not filled in, of those that may be."""
    questionnaire = questionnaire_of(draft.edition)
    fillable = {page.slug for page in questionnaire.pages_for(sees_sensitive=file.sees_sensitive)}
    left = (
        place
        for place, page in enumerate(questionnaire.pages, start=1)
        if page.slug in fillable and page.slug not in draft.pages_done
    )
    return next(left, len(questionnaire.pages))


def _to_page(file: PersonFile, draft: Assessment, number: int) -> HttpResponse:
    return _see_other(reverse("assessments:fill", args=[file.reference, draft.reference, number]))


def _to_review(file: PersonFile, draft: Assessment) -> HttpResponse:
    return _see_other(reverse("assessments:review", args=[file.reference, draft.reference]))


def _see_other(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response
