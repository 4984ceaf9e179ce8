"""One vacancy, and the people who fit it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from arbeidspact.introductions.queries import introductions_to, people_under_way
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.vacancies.candidates import fitting_people
from arbeidspact.vacancies.queries import VacancyState, vacancy_view
from arbeidspact.web.requests import ActorRequest, permitted

PEOPLE_SHOWN = 10
INTRODUCTIONS_SHOWN = 10


@permitted(Permission.SEE_VACANCIES)
@require_GET
def detail(request: ActorRequest, reference: UUID) -> HttpResponse:
    """What a vacancy asks and offers. Who fits is looked up only when somebody asks: every look is recorded."""
    view = vacancy_view(request.actor, reference)
    context = {
        "view": view,
        "line": view.line,
        "states": VacancyState,
        "introductions": introductions_to(request.actor, reference, INTRODUCTIONS_SHOWN),
        "may_match": may(request.actor, Permission.MATCH_PEOPLE) and may(request.actor, Permission.OPEN_PERSON),
    }
    return render(request, "vacancies/detail.html", context)


@never_cache
@permitted(Permission.MATCH_PEOPLE)
@require_GET
def people(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The people of one's organisation who fit this vacancy; a part of its page when htmx asks."""
    view = vacancy_view(request.actor, reference)
    fitting = fitting_people(request.actor, reference, PEOPLE_SHOWN)
    shown = [one.pk for one in (*fitting.candidates, *fitting.near_misses)]
    context = {
        "view": view,
        "line": view.line,
        "fitting": fitting,
        "may_open": may(request.actor, Permission.OPEN_PERSON),
        "may_introduce": may(request.actor, Permission.INTRODUCE_PERSON),
        "introduced": people_under_way(request.actor, reference, shown),
    }
    template = "vacancies/people_panel.html" if request.htmx else "vacancies/people.html"
    return render(request, template, context)
