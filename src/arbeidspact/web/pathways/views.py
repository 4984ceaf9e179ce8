"""Agreeing a step with a person, and saying what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions import agree_step, change_step, finish_step, give_up_step, reopen_step
from arbeidspact.pathways.commands import ReopenStep
from arbeidspact.pathways.queries import step_to_change
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.vacancies.queries import vacancy_to_plan
from arbeidspact.web.pathways.forms import AgreeStepForm, ChangeStepForm, FinishStepForm, GiveUpStepForm
from arbeidspact.web.pathways.panels import steps_panel
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def agree(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for a new step; with `?vacancy=` it starts from that vacancy."""
    file = open_file(request.actor, reference)
    vacancy = vacancy_to_plan(request.actor, request.GET.get("vacancy") or request.POST.get("vacancy") or "")
    initial = {}
    if vacancy is not None:
        what = _("Apply for: %(title)s") % {"title": vacancy.title}
        initial = {"vacancy": vacancy.reference, "what": what[:200]}
    form = AgreeStepForm(request.POST or None, actor=request.actor, initial=initial)
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


@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A form that changes an open step."""
    file = open_file(request.actor, reference)
    view = step_to_change(file, step)
    initial = {
        "what": view.step.what,
        "owner": view.step.owner,
        "member": view.step.member_id or "",
        "due_on": view.step.due_on,
        "note": view.step.note,
    }
    form = ChangeStepForm(request.POST or None, actor=request.actor, step=step, initial=initial)
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


@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def finish(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """The step was done, perhaps with a remark."""
    file = open_file(request.actor, reference)
    step_to_change(file, step)
    form = FinishStepForm(request.POST if request.method == "POST" else None, step=step)
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


@never_cache
@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def give_up(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """The step will not be done: why?"""
    file = open_file(request.actor, reference)
    step_to_change(file, step)
    form = GiveUpStepForm(request.POST or None, step=step)
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


@never_cache
@permitted(Permission.AGREE_STEP)
@require_POST
def reopen(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A step closed by mistake is open again."""
    file = open_file(request.actor, reference)
    reopen_step(ReopenStep(step=step), file=file)
    return _done(request, file, _("The step is open again."))


def _form_page(request: ActorRequest, file: PersonFile, form: Any, **texts: Any) -> HttpResponse:
    context = {"file": file, "form": form, "vacancy": None, **texts}
    return render(request, "pathways/form_page.html", context, status=422 if form.errors else 200)


def _done(request: ActorRequest, file: PersonFile, said: str) -> HttpResponse:
    """Back to the person's page, or the panel alone where htmx asked; with what was done."""
    if request.htmx:
        context, template = steps_panel(request, file, said=said)
        return render(request, template, context)
    messages.success(request, said)
    response = redirect("people:file", reference=file.reference)
    response["Location"] += "#steps"
    response.status_code = 303
    return response
