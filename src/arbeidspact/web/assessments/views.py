"""Finished assessments: one, all of a person, two side by side."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from arbeidspact.assessments.queries import (
    answered_questions,
    assessment_in,
    comparison_of,
    finished_assessments,
    overview_of,
    remedies_of,
    views_of,
)
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import open_file
from arbeidspact.web.assessments.crumbs import crumbs_of
from arbeidspact.web.assessments.panels import step_address
from arbeidspact.web.requests import ActorRequest, permitted

A_PAGE = 20
MOST_CHOICES = 50


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def detail(request: ActorRequest, reference: UUID, assessment: UUID) -> HttpResponse:
    """One finished assessment: what it says, from what, and what may help."""
    file = open_file(request.actor, reference)
    view = assessment_in(file, assessment)
    remedies = [(line, [(one, step_address(file, one)) for one in found]) for line, found in remedies_of(view) if found]
    context = {
        "file": file,
        "view": view,
        "remedies": remedies,
        "answered": answered_questions(view.assessment, file),
        "may_agree": may(request.actor, Permission.AGREE_STEP),
        "may_assess": may(request.actor, Permission.ASSESS_PERSON),
        "may_open_compartment": may(request.actor, Permission.OPEN_COMPARTMENT),
        "crumbs": crumbs_of(file, below_history=True),
        "here": request.path,
    }
    return render(request, "assessments/detail.html", context)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def history(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Every finished assessment of this person, newest first, by whichever organisation."""
    file = open_file(request.actor, reference)
    page = Paginator(finished_assessments(file), A_PAGE).get_page(request.GET.get("page"))
    overview = overview_of(file)
    context = {
        "file": file,
        "page": page,
        "views": views_of(list(page.object_list), file),
        "newest": overview.latest,
        "draft": overview.draft,
        "may_assess": may(request.actor, Permission.ASSESS_PERSON),
        "crumbs": crumbs_of(file),
    }
    return render(request, "assessments/history.html", context)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def compare(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Two assessments side by side: the two newest, or those that the address names."""
    file = open_file(request.actor, reference)
    choices = list(finished_assessments(file)[:MOST_CHOICES])
    newest = [one.reference for one in choices[:2]]
    chosen = [_reference(request.GET.get(name, "")) for name in ("one", "other")]
    wanted = [one for one in chosen if one is not None] if all(chosen) else newest
    context = {
        "file": file,
        "choices": choices,
        "crumbs": crumbs_of(file, below_history=True),
        "problem": "",
        "rows": [],
        "earlier": None,
        "later": None,
    }
    if len(wanted) == 2 and wanted[0] == wanted[1]:
        context["problem"] = _("Choose two different assessments.")
    elif len(wanted) == 2:
        earlier, later = comparison_of(file, *wanted)
        before = {line.domain: line for line in earlier.lines}
        context["rows"] = [(line, before.get(line.domain)) for line in later.lines]
        context["earlier"], context["later"] = earlier, later
    return render(request, "assessments/compare.html", context, status=422 if context["problem"] else 200)


def _reference(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
