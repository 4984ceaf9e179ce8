"""What the pages of the fund share: going back, refusing on the form, text of a filter."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.web.requests import ActorRequest


def refused(form: Any, error: DomainError) -> None:
    """What the action refused, on the form; who may not come here at all gets the page that says so."""
    if isinstance(error, NotAllowed | NotFound):
        raise error
    form.refuse(error)


def back_to(request: ActorRequest, said: str, where: str, *args: Any) -> HttpResponse:
    """To another page, which says what was done."""
    messages.success(request, said)
    response = redirect(where, *args)
    response.status_code = 303
    return response


def form_page(request: ActorRequest, form: Any, **context: Any) -> HttpResponse:
    """A page of one form: `title`, `lead`, `button`, and where `back` leads."""
    status = 422 if form.errors else 200
    return render(request, "funding/form.html", {"form": form, **context}, status=status)
