"""Agreeing a step with a person, changing it, and saying what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions import agree_step, change_step, finish_step, give_up_step, reopen_step
from arbeidspact.pathways.commands import FinishStep, ReopenStep
from arbeidspact.pathways.queries import step_in
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.vacancies.queries import vacancy_to_plan
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.pathways.forms import AgreeStepForm, ChangeStepForm, FinishStepForm, GiveUpStepForm
from arbeidspact.web.requests import ActorRequest, permitted


def _back_to(file: PersonFile) -> HttpResponse:
    response = redirect("people:file", reference=file.reference)
    response["Location"] += "#steps"
    return response


@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def agree(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for a new step; with `?vacancy=` it starts from that vacancy."""
    file = open_file(request.actor, reference)
    vacancy = vacancy_to_plan(request.actor, request.GET.get("vacancy") or request.POST.get("vacancy") or "")
    initial = {}
    if vacancy is not None:
        initial = {"vacancy": vacancy.reference, "what": _("Apply for: %(title)s") % {"title": vacancy.title}}
    form = AgreeStepForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            agree_step(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The step is agreed."))
            return _back_to(file)
    context = {"file": file, "form": form, "vacancy": vacancy}
    context |= {
        "title": _("Agree a step"),
        "lead": _("Say together who does what by when."),
        "button": _("Agree this step"),
    }
    return render(request, "pathways/form_page.html", context, status=422 if form.errors else 200)


@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A form that changes an open step."""
    file = open_file(request.actor, reference)
    view = step_in(file, step)
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
            messages.success(request, _("The step is changed."))
            return _back_to(file)
    context = {"file": file, "form": form, "vacancy": None}
    context |= {
        "title": _("Change the step"),
        "lead": _("Everybody sees in the history what changed."),
        "button": _("Keep the change"),
    }
    return render(request, "pathways/form_page.html", context, status=422 if form.errors else 200)


@permitted(Permission.AGREE_STEP)
@require_POST
def finish(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The step was done."""
    file = open_file(request.actor, reference)
    form = FinishStepForm(request.POST)
    if form.is_valid():
        finish_step(form.command, file=file)
        messages.success(request, _("Done. Well done together."))
    else:
        _say_problems(request, form)
    return _back_to(file)


@permitted(Permission.AGREE_STEP)
@require_http_methods(["GET", "POST"])
def give_up(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """The step will not be done: why?"""
    file = open_file(request.actor, reference)
    step_in(file, step)
    form = GiveUpStepForm(request.POST or None, initial={"step": step})
    if request.method == "POST" and form.is_valid():
        give_up_step(form.command, file=file)
        messages.success(request, _("The step is closed as not done. Agree a new one that does fit?"))
        return _back_to(file)
    context = {"file": file, "form": form, "vacancy": None}
    context |= {
        "title": _("The step was not done"),
        "lead": _("That happens. Saying why helps to find a step that does fit."),
        "button": _("Close as not done"),
    }
    return render(request, "pathways/form_page.html", context, status=422 if form.errors else 200)


@permitted(Permission.AGREE_STEP)
@require_POST
def reopen(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A step closed by mistake is open again."""
    file = open_file(request.actor, reference)
    reopen_step(ReopenStep(step=step), file=file)
    messages.success(request, _("The step is open again."))
    return _back_to(file)


def _say_problems(request: ActorRequest, form: CommandForm[FinishStep]) -> None:
    for problems in form.errors.values():
        for problem in problems:
            messages.error(request, problem)
