"""Agreeing a step with a person, and saying what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.assessments.queries import remedy
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions import (
    agree_step,
    change_step,
    clear_hindrance,
    finish_step,
    give_up_step,
    note_hindrance,
    reopen_step,
)
from arbeidspact.pathways.commands import ClearHindrance, ReopenStep
from arbeidspact.pathways.queries import step_to_change, step_to_close
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.domains import visible_domains
from arbeidspact.vacancies.queries import vacancy_to_plan
from arbeidspact.web.pathways.forms import (
    AgreeStepForm,
    ChangeStepForm,
    FinishStepForm,
    GiveUpStepForm,
    HindranceForm,
)
from arbeidspact.web.pathways.panels import steps_panel
from arbeidspact.web.requests import ActorRequest, permitted, posted

LONGEST = 200


@sensitive_post_parameters()
@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def agree(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for a new step. It starts from a vacancy (`?vacancy=`), a remedy (`?remedy=`), a goal (`?goal=`), or from
    words and a part of life (`?what=&domain=`)."""
    file = open_file(request.actor, reference)
    vacancy = vacancy_to_plan(request.actor, request.GET.get("vacancy") or request.POST.get("vacancy") or "")
    initial = _start_of(request, file)
    if vacancy is not None:
        what = _("Apply for: %(title)s") % {"title": vacancy.title}
        initial = {"vacancy": vacancy.reference, "what": what[:LONGEST]}
    form = AgreeStepForm(posted(request), file=file, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            agree_step(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return _done(request, file, _("The step is agreed."))
    return _form_page(
        request,
        file,
        form,
        vacancy=vacancy,
        title=_("Agree a step"),
        lead=_("Say together who does what by when."),
        button=_("Agree this step"),
    )


@sensitive_post_parameters()
@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A form that changes an open step."""
    file = open_file(request.actor, reference)
    view = step_to_change(file, step)
    now = view.step
    initial = {
        "what": now.what,
        "owner": now.owner,
        "member": now.member_id or "",
        "partner": now.partner_id or "",
        "due_on": now.due_on,
        "place": now.place,
        "domain": now.domain,
        "goal": now.goal.reference if now.goal else "",
        "waits_on": now.waits_on.reference if now.waits_on else "",
        "note": now.note,
    }
    form = ChangeStepForm(posted(request), file=file, step=step, now=view, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_step(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return _done(request, file, _("The step is changed."))
    return _form_page(
        request,
        file,
        form,
        title=_("Change the step"),
        lead=_("Everybody sees in the history what changed."),
        button=_("Keep the change"),
    )


@sensitive_post_parameters()
@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def finish(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """The step was done, perhaps with a remark."""
    file = open_file(request.actor, reference)
    step_to_close(file, step)
    form = FinishStepForm(posted(request), step=step)
    if request.method == "POST" and form.is_valid():
        try:
            finish_step(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return _done(request, file, _("The step is done."))
    if request.htmx:
        context, template = steps_panel(request, file, refused=form)
        return render(request, template, context, status=422)
    return _form_page(
        request,
        file,
        form,
        title=_("The step is done"),
        lead=_("A few words about how it went help the next talk."),
        button=_("Done"),
    )


@sensitive_post_parameters()
@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def give_up(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """The step will not be done: why?"""
    file = open_file(request.actor, reference)
    step_to_close(file, step)
    form = GiveUpStepForm(posted(request), step=step)
    if request.method == "POST" and form.is_valid():
        try:
            give_up_step(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return _done(request, file, _("The step is closed as not done. Agree another one that does fit."))
    return _form_page(
        request,
        file,
        form,
        title=_("The step was not done"),
        lead=_("That happens. Saying why helps to find a step that does fit."),
        button=_("Close as not done"),
    )


@sensitive_post_parameters()
@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def hinder(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """Something stands in the way of a step: what?"""
    file = open_file(request.actor, reference)
    view = step_to_close(file, step)
    form = HindranceForm(posted(request), step=step, initial={"hindrance": view.step.hindrance})
    if request.method == "POST" and form.is_valid():
        try:
            note_hindrance(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return _done(request, file, _("It is noted what stands in the way."))
    return _form_page(
        request,
        file,
        form,
        title=_("This step is stuck"),
        lead=_("Say what stands in the way, so that somebody can help."),
        button=_("Note this"),
    )


@never_cache
@permitted(Permission.AGREE_STEP)
@require_POST
def go_on(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """What stood in the way of a step is gone."""
    file = open_file(request.actor, reference)
    clear_hindrance(ClearHindrance(step=step), file=file)
    return _done(request, file, _("The step can go on."))


@never_cache
@permitted(Permission.AGREE_STEP)
@require_POST
def reopen(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A step closed by mistake is open again."""
    file = open_file(request.actor, reference)
    reopen_step(ReopenStep(step=step), file=file)
    return _done(request, file, _("The step is open again."))


def _start_of(request: ActorRequest, file: PersonFile) -> dict[str, Any]:
    """What the address lets a new step start from; nothing of a domain that the actor does not see."""
    visible = visible_domains(sees_sensitive=file.sees_sensitive)
    known = remedy(request.GET.get("remedy", ""))
    if known is not None:
        if known.domain not in visible:
            return {}
        what = known.step.in_language(get_language() or "nl")
        return {"what": what[:LONGEST], "domain": known.domain.value}
    domain = request.GET.get("domain", "")
    return {
        "what": request.GET.get("what", "")[:LONGEST],
        "domain": domain if domain in {one.value for one in visible} else "",
        "goal": request.GET.get("goal", ""),
    }


def _form_page(request: ActorRequest, file: PersonFile, form: Any, **texts: Any) -> HttpResponse:
    context = {"file": file, "form": form, "vacancy": None, "next": _next(request), **texts}
    return render(request, "pathways/form_page.html", context, status=422 if form.errors else 200)


def _next(request: ActorRequest) -> str:
    """Where one came from: the page of the plan, or that of the person."""
    asked = request.POST.get("next") or request.GET.get("next")
    return "plan" if asked == "plan" else ""


def _done(request: ActorRequest, file: PersonFile, said: str) -> HttpResponse:
    """Back to where one came from, or the panel alone where htmx asked; with what was done."""
    if request.htmx:
        context, template = steps_panel(request, file, said=said)
        return render(request, template, context)
    messages.success(request, said)
    if _next(request):
        response = redirect("plans:plan", reference=file.reference)
    else:
        response = redirect("people:file", reference=file.reference)
        response["Location"] += "#steps"
    response.status_code = 303
    return response
