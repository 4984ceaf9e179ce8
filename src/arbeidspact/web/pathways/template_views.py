"""Plans to start from: choosing one, changing it, adopting it, and taking it back."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions import adopt_template, undo_adoption
from arbeidspact.pathways.commands import UndoAdoption
from arbeidspact.pathways.ladder import in_words
from arbeidspact.pathways.plan_templates import PlanTemplate, current_templates, template_called
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.web.pathways.plan_forms import AdoptionForm
from arbeidspact.web.pathways.plan_views import crumbs, to_plan
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_GET
def choose(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Which plan to start from?"""
    file = open_file(request.actor, reference)
    templates = [
        {
            "code": one.code,
            "name": in_words(one.name),
            "for_whom": in_words(one.for_whom),
            "steps": len(one.step),
            "goals": len(one.goal),
        }
        for one in current_templates()
    ]
    context = {"file": file, "templates": templates, "crumbs": crumbs(file, with_plan=True)}
    return render(request, "pathways/templates.html", context)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def template(request: ActorRequest, reference: UUID, code: str) -> HttpResponse:
    """A template with days from a start day: choose, change, adopt all at once."""
    file = open_file(request.actor, reference)
    chosen = template_called(code)
    if chosen is None:
        raise NotFound(_("There is no such template."))
    if request.method == "GET":
        form = AdoptionForm(template=chosen, file=file, starts_on=timezone.localdate())
        return _page(request, file, chosen, form)
    if "recompute" in request.POST:
        return _page(request, file, chosen, _with_new_days(request, chosen, file))
    form = AdoptionForm(request.POST, template=chosen, file=file, starts_on=_start(request))
    if form.is_valid():
        try:
            adoption = adopt_template(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            count = adoption.steps.count()
            said = ngettext("%(count)d step is agreed.", "%(count)d steps are agreed.", count) % {"count": count}
            return to_plan(request, file, said)
    return _page(request, file, chosen, form)


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_POST
def undo(request: ActorRequest, reference: UUID, adoption: UUID) -> HttpResponse:
    """What came with a template goes as it came."""
    file = open_file(request.actor, reference)
    undone = undo_adoption(UndoAdoption(adoption=adoption), file=file)
    said = ngettext("%(count)d step is taken back.", "%(count)d steps are taken back.", undone.steps_removed) % {
        "count": undone.steps_removed
    }
    if undone.steps_kept:
        said += " " + ngettext(
            "%(count)d step stays: somebody has worked on it since.",
            "%(count)d steps stay: somebody has worked on them since.",
            undone.steps_kept,
        ) % {"count": undone.steps_kept}
    return to_plan(request, file, said)


def _start(request: ActorRequest) -> date:
    try:
        return parse_date(request.POST.get("starts_on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _with_new_days(request: ActorRequest, chosen: PlanTemplate, file: PersonFile) -> AdoptionForm:
    """The form with the days counted anew; what was ticked and typed stays."""
    form = AdoptionForm(template=chosen, file=file, starts_on=_start(request))
    for name, field in form.fields.items():
        if name.startswith("due_"):
            continue
        field.initial = name in request.POST if name.startswith("take_") else request.POST.get(name, field.initial)
    return form


def _page(request: ActorRequest, file: PersonFile, chosen: PlanTemplate, form: AdoptionForm) -> HttpResponse:
    hidden = sum(step.domain in SENSITIVE for step in chosen.step)
    context = {
        "file": file,
        "form": form,
        "name": in_words(chosen.name),
        "for_whom": in_words(chosen.for_whom),
        "code": chosen.code,
        "protected": 0 if file.sees_sensitive else hidden,
        "crumbs": crumbs(file, with_plan=True),
    }
    return render(request, "pathways/template.html", context, status=422 if form.is_bound and form.errors else 200)
