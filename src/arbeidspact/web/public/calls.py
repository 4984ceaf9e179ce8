"""Calls of the project fund for anybody: which are open, what is asked, by when, and what was granted."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from arbeidspact.funding.queries.calls import CallState, granted_projects, public_call, public_calls, state_of_call
from arbeidspact.web.funding.calls import call_words
from arbeidspact.web.funding.words import badge_of, euro
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.public.keeping import for_anybody

CALLS_PER_PAGE = 25
STATES = [state for state in CallState if state is not CallState.DRAFT]


@for_anybody
def calls(request: HttpRequest) -> HttpResponse:
    """Every published call, those that take applications in front."""
    asked, text, now = request.GET.get("state", ""), request.GET.get("q", "").strip(), timezone.now()
    state = next((one for one in STATES if one.value == asked), None)
    page = Paginator(public_calls(state=state, text=text, now=now), CALLS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(request),
        "page": page,
        "rows": [{"call": one, "badge": badge_of(state_of_call(one, now)), "budget": euro(one.budget)} for one in page],
        "total": public_calls().count(),
        "states": [(one.value, one.label) for one in STATES],
        "state": state,
        "text": text,
        "filter_words": ", ".join(str(word) for word in (state.label if state else "", text) if word),
        "query": _query(request, state=state.value if state else "", q=text),
    }
    return render(request, "public/calls.html", context)


@for_anybody
def call(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One call: what is asked, by when, by which criteria, and what was granted."""
    found = public_call(reference)
    state = state_of_call(found, timezone.now())
    context = {
        **_frame(request),
        **call_words(found),
        "call": found,
        "state": state,
        "badge": badge_of(state),
        "criteria": found.criteria.order_by("order", "id"),
        "granted": [(one, euro(one.amount)) for one in granted_projects(found)],
    }
    return render(request, "public/call.html", context)


def _query(request: HttpRequest, **values: str) -> str:
    query = QueryDict(mutable=True)
    if request.GET.get("lang") == "en":
        query["lang"] = "en"
    query.update({name: value for name, value in values.items() if value})
    return query.urlencode()


def _frame(request: HttpRequest) -> dict[str, Any]:
    """What stands around a public page that no release holds."""
    is_english = language() == "en"
    other = request.GET.copy()
    other["lang"] = "nl" if is_english else "en"
    return {
        "release": None,
        "page_language": language(),
        "other_language_url": f"?{other.urlencode()}",
        "suffix": "?lang=en" if is_english else "",
    }
