"""The list of vacancies, as a page and as a file, and the views of it that a user keeps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from arbeidspact.organisations.actions import forget_view, keep_view
from arbeidspact.organisations.commands import ForgetView, KeepView
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.queries import saved_views
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
    words = words_of_filters(filters)
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
        "query": query_without(request.GET, "page"),
        "saved_views": saved_views(request.actor, LIST_NAME),
        "may_export": may(request.actor, Permission.EXPORT_VACANCIES),
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


@permitted(Permission.SEE_VACANCIES)
@require_POST
def keep(request: ActorRequest) -> HttpResponse:
    """Keeps the filter that is on under a name."""
    query = query_without(QueryDict(request.POST.get("query", "")), "page")
    try:
        command = KeepView(list_name=LIST_NAME, name=request.POST.get("name", ""), query=query)
        keep_view(command, actor=request.actor)
    except ValidationError:
        messages.error(request, _("Give the view a name of at most 80 letters."))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This view of the list is kept."))
    return redirect(f"{reverse('vacancies:list')}?{query}")


@permitted(Permission.SEE_VACANCIES)
@require_POST
def forget(request: ActorRequest, view: int) -> HttpResponse:
    """Removes a kept view."""
    forget_view(ForgetView(view=view), actor=request.actor)
    messages.success(request, _("The saved view is removed."))
    return redirect("vacancies:list")
