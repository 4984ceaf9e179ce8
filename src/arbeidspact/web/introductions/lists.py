"""The introductions of the organisation, as a page and as a file."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from arbeidspact.introductions.exports import introduction_csv_rows
from arbeidspact.introductions.queries import ANSWER_DAYS, introduction_list
from arbeidspact.organisations.permissions import Permission
from arbeidspact.vacancies.queries import vacancy_view
from arbeidspact.web.exports import csv_response
from arbeidspact.web.introductions.forms import FilterForm
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.INTRODUCE_PERSON)
@require_GET
def introductions(request: ActorRequest) -> HttpResponse:
    """The introductions of the organisation that answer to the filter in the address, the longest waiting first."""
    form = FilterForm(request.GET, actor=request.actor)
    narrowed = form.narrowed()
    found = introduction_list(request.actor, narrowed, page=request.GET.get("page", 1))
    vacancy = vacancy_view(request.actor, narrowed.vacancy).line if narrowed.vacancy else None
    of_vacancy = _("for “%(title)s”") % {"title": vacancy.title} if vacancy else ""
    context = {
        "form": form,
        "found": found,
        "lines": list(found.page.object_list),
        "vacancy": vacancy,
        "crumbs": [{"url": reverse("people:caseload"), "label": _("My people")}],
        "answer_days": ANSWER_DAYS,
        "is_narrowed": form.is_narrowed,
        "filter_words": form.in_words(of_vacancy),
        "query": form.query(),
    }
    return render(request, "introductions/list.html", context)


@permitted(Permission.INTRODUCE_PERSON)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered list as a file, without anything about a person."""
    narrowed = FilterForm(request.GET, actor=request.actor).narrowed()
    rows = introduction_csv_rows(request.actor, narrowed)
    return csv_response(f"introductions-{timezone.localdate().isoformat()}.csv", next(rows), rows)
