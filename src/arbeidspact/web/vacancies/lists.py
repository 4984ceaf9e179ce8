"""The list of vacancies, as a page and as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.proposals.waiting_queries import waiting_count
from arbeidspact.vacancies.queries import (
    VacancyFilters,
    concept_name,
    facets,
    vacancy_csv_rows,
    vacancy_lines,
    vacancy_list,
    words_of_filters,
)
from arbeidspact.web.exports import csv_response
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.saved_views import views_of
from arbeidspact.web.vacancies.filters import FilterForm, chips_of, choices_of, query_without

LIST_NAME = "vacancies"
PAGE_SIZE = 25


@permitted(Permission.SEE_VACANCIES)
@require_GET
def vacancies(request: ActorRequest) -> HttpResponse:
    """The vacancies that answer to the filter in the address, a page at a time."""
    today = timezone.localdate()
    form = FilterForm(request.GET)
    filters = form.filters()
    found = vacancy_list(request.actor, filters, today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    choices, more_choices = choices_of(form, filters, counts := facets(request.actor, filters, today))
    words, query = words_of_filters(filters), query_without(request.GET, "page")
    context = {
        "form": form,
        "page": page,
        "lines": vacancy_lines(page, today),
        "total": vacancy_list(request.actor, VacancyFilters(), today).count(),
        "occupation_text": concept_name(filters.occupation)
        if filters.occupation
        else form["occupation_text"].value() or "",
        "occupation": filters.occupation,
        "choices": choices,
        "more_choices": more_choices,
        "number_fields": [form["hours_from"], form["hours_to"], form["open_days"]],
        "without_diploma": counts.without_diploma,
        "chips": chips_of(words, request.GET),
        "filter_words": ", ".join(text for _field, text in words),
        "has_more_filters": any(request.GET.get(name) for name in MORE_FILTERS),
        "query": query,
        **views_of(request.actor, LIST_NAME, query),
        "may_export": may(request.actor, Permission.EXPORT_VACANCIES),
        "may_see_feedback": may(request.actor, Permission.EXPORT_FEEDBACK),
        "waiting_count": waiting_count(request.actor),
        "may_introduce": may(request.actor, Permission.INTRODUCE_PERSON),
        "may_create": may(request.actor, Permission.EDIT_VACANCY),
    }
    return render(request, "vacancies/list.html", context)


MORE_FILTERS = ("state", "contract", "licence", "order", "hours_from", "hours_to", "open_days", "occupation_text")


@permitted(Permission.EXPORT_VACANCIES)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered list as a file."""
    rows = vacancy_csv_rows(request.actor, FilterForm(request.GET).filters(), timezone.localdate())
    return csv_response(f"vacancies-{timezone.localdate().isoformat()}.csv", next(rows), rows)
