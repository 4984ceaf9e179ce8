"""Views of a list that a user keeps under a name: the filter in the address, of any list that offers it."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from arbeidspact.organisations.actions import forget_view, keep_view
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.commands import ForgetView, KeepView
from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.organisations.queries import saved_views
from arbeidspact.web.requests import ActorRequest, signed_in

LISTS: Final[Mapping[str, str]] = {
    "people": "people:caseload",
    "vacancies": "vacancies:list",
    "pact-actions": "pact:all-actions",
}
"""Which lists offer it: their name, and where they are."""


def views_of(actor: Actor, list_name: str, query: str) -> dict[str, Any]:
    """What `components/saved_views.html` and `components/keep_view.html` show. `query`: the filter that is on now."""
    return {
        "saved_views": saved_views(actor, list_name),
        "view_list": list_name,
        "view_url": reverse(LISTS[list_name]),
        "view_query": query,
    }


@signed_in
@require_POST
def keep(request: ActorRequest, list_name: str) -> HttpResponse:
    """Keeps the filter that is on under a name."""
    address, query = _address_of(list_name), _without_page(request.POST.get("query", ""))
    try:
        command = KeepView(list_name=list_name, name=request.POST.get("name", ""), query=query)
        keep_view(command, actor=request.actor)
    except ValidationError:
        messages.error(request, _("Give the view a name of at most 80 letters."))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This view of the list is kept."))
    return redirect(f"{address}?{query}")


@signed_in
@require_POST
def forget(request: ActorRequest, view: int) -> HttpResponse:
    """Removes a kept view."""
    list_name = forget_view(ForgetView(view=view), actor=request.actor)
    messages.success(request, _("The saved view is removed."))
    return redirect(_address_of(list_name))


def _address_of(list_name: str) -> str:
    if list_name not in LISTS:
        raise NotFound(_("There is no such list."))
    return reverse(LISTS[list_name])


def _without_page(query: str) -> str:
    kept = QueryDict(query, mutable=True)
    kept.pop("page", None)
    return kept.urlencode()


urlpatterns = [
    path("<slug:list_name>/keep/", keep, name="keep-view"),
    path("<int:view>/forget/", forget, name="forget-view"),
]
