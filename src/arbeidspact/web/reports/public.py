"""Reports for anybody: those that were published, their files, and the key with which they are checked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.reports.queries import public_report, public_reports, published_key
from arbeidspact.web.reports.files import download_of, page_of
from arbeidspact.web.requests import ActorRequest, open_to_all


@open_to_all
@require_safe
def start(request: ActorRequest) -> HttpResponse:
    """The reports that are public, by release, and how to check them."""
    context = {"reports": list(public_reports()[:200]), "key": published_key()}
    return render(request, "reports/public.html", context)


@open_to_all
@require_safe
def read(request: ActorRequest, reference: UUID) -> HttpResponse:  # noqa: ARG001
    """The web page of a report, as it was made."""
    return page_of(public_report(reference))


@open_to_all
@require_safe
def file(request: ActorRequest, reference: UUID, name: str) -> HttpResponse:  # noqa: ARG001
    """A file of a report."""
    return download_of(public_report(reference), name)


@open_to_all
@require_safe
def key(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The public key, as PEM."""
    known = published_key()
    if known is None:
        raise NotFound("There is no key yet.")
    return HttpResponse(known.pem, content_type="application/x-pem-file")
