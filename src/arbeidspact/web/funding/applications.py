"""Applications of the own organisation: written, saved as one types, submitted, withdrawn, asked about."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.funding.actions import (
    answer_clarification,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from arbeidspact.funding.commands import StartApplication, SubmitApplication, WithdrawApplication
from arbeidspact.funding.queries.calls import (
    Application,
    ApplicationState,
    CallState,
    application_of,
    draft_of,
    own_applications,
    questions_about,
    state_of_call,
    views_of,
    what_is_missing,
)
from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.web.funding.application_forms import AnswerForm, DraftForm
from arbeidspact.web.funding.frozen import frozen_words, served_words
from arbeidspact.web.funding.pages import back_to, form_page, refused
from arbeidspact.web.funding.words import badge_of, budget_problem, euro, number
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25


@permitted(Permission.APPLY_TO_FUND)
@require_safe
def application_list(request: ActorRequest) -> HttpResponse:
    """What the own organisation applies for, last saved first."""
    found = own_applications(request.actor)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        {
            "view": view,
            "badge": badge_of(view.state),
            "asked": euro(view.submission.asked) if view.submission else "-",
        }
        for view in views_of(list(page), request.actor)
    ]
    return render(request, "funding/applications.html", {"page": page, "rows": rows})


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def apply(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Starts a draft for this call."""
    application = start_application(StartApplication(call=reference), actor=request.actor)
    return redirect("funding:edit", application.reference)


@permitted(Permission.SEE_FUND)
@require_safe
def application_page(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One application: where it is, what it says, what is missing, what was asked, what was decided."""
    view = application_of(request.actor, reference)
    application = view.application
    is_draft = view.state in {ApplicationState.DRAFT, ApplicationState.NOT_SUBMITTED}
    may_write = view.is_own and may(request.actor, Permission.APPLY_TO_FUND)
    context: dict[str, Any] = {
        "view": view,
        "application": application,
        "call": application.call,
        "badge": badge_of(view.state),
        "may_edit": may_write and is_draft,
        "may_withdraw": may_write and view.state is ApplicationState.SUBMITTED,
        "may_answer": may_write,
        "questions": questions_about(application),
        "contract": getattr(application, "contract", None),
        "granted": euro(view.decision.amount) if view.decision else "",
        "call_changed": may_write and is_draft and application.reading < application.call.version,
        "is_for_fund": not view.is_own and may(request.actor, Permission.EDIT_FUND),
    }
    if view.submission is not None:
        context |= frozen_words(view.submission, application.call)
    elif may_write:
        context |= _missing(draft_of(request.actor, reference))
    return render(request, "funding/application.html", context)


@permitted(Permission.APPLY_TO_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The draft as a form; saving keeps it as it is, complete or not."""
    application = draft_of(request.actor, reference)
    form = DraftForm(posted(request), application=application, actor=request.actor)
    if form.is_bound and form.is_valid():
        try:
            save_application(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
        else:
            if "more" in request.POST:
                return back_to(request, _("Saved. There is room for more lines."), "funding:edit", reference)
            if "submit" in request.POST:
                return _submitted(request, reference)
            return back_to(request, _("Your draft is saved."), "funding:application", reference)
    context = {
        "form": form,
        "application": application,
        "call": application.call,
        "is_open": state_of_call(application.call, timezone.now()) in {CallState.OPEN, CallState.ANNOUNCED},
        "call_changed": application.reading < application.call.version,
        "last_change": application.call.versions.order_by("-number").first(),
        "budget": form.rows["budget"],
        "milestones": form.rows["milestones"],
        **(_missing(application) if not form.is_bound else {}),
    }
    return render(request, "funding/edit.html", context, status=422 if form.errors else 200)


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def autosave(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The draft as it is typed now, for the page that stays open: says when it was saved, or why not."""
    application = draft_of(request.actor, reference)
    form = DraftForm(request.POST, application=application, actor=request.actor)
    if not request.htmx:
        return redirect("funding:edit", reference)
    if form.is_valid():
        try:
            save_application(form.command, actor=request.actor)
        except DomainError as error:
            refused(form, error)
    if form.errors:
        return render(request, "funding/not_saved.html", {"form": form}, status=422)
    saved = draft_of(request.actor, reference)
    context = {"application": saved, "now": timezone.now(), **_missing(saved)}
    return render(request, "funding/saved.html", context)


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def submit(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The saved draft goes to the fund."""
    return _submitted(request, reference)


@permitted(Permission.APPLY_TO_FUND)
@require_POST
def withdraw(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Takes back what was submitted, to go on with it or for good."""
    for_good = request.POST.get("for_good") == "yes"
    withdraw_application(WithdrawApplication(application=reference, for_good=for_good), actor=request.actor)
    if for_good:
        return back_to(request, _("The application is withdrawn."), "funding:applications")
    said = _("The application is a draft again. It does not count before you submit it anew.")
    return back_to(request, said, "funding:edit", reference)


@permitted(Permission.APPLY_TO_FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The answer to a question of the fund."""
    form = AnswerForm(posted(request), clarification=reference)
    for view in own_applications(request.actor).filter(clarifications__reference=reference):
        question = questions_about(view).get(reference=reference)
        if form.is_bound and form.is_valid():
            try:
                answer_clarification(form.command, actor=request.actor)
            except DomainError as error:
                refused(form, error)
            else:
                return back_to(request, _("Your answer is sent."), "funding:application", view.reference)
        return form_page(
            request,
            form,
            title=_("Answer a question"),
            lead=question.question,
            button=_("Send the answer"),
            back=reverse("funding:application", args=[view.reference]),
        )
    raise NotFound(_("There is no such question."))


def _submitted(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Submits; what stands in the way is said on the page of the draft, where the text is kept."""
    try:
        submit_application(SubmitApplication(application=reference), actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
        response = redirect("funding:application", reference)
        response.status_code = 303
        return response
    return back_to(request, _("Your application is submitted."), "funding:application", reference)


def _missing(application: Application) -> dict[str, Any]:
    complete = what_is_missing(application)
    return {
        "complete": complete,
        "missing": [one.message for one in complete.missing],
        "budget_problems": [budget_problem(one) for one in complete.budget.problems],
        "sums": [(source.label, euro(amount)) for source, amount in complete.budget.by_source],
        "sum": euro(complete.budget.total),
        "asked": euro(complete.budget.asked),
        "share": number(complete.budget.share_percent),
        "served": served_words(application),
    }
