"""What the pages of agreements share: where they stand, a page with one form, the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from arbeidspact.agreements.queries import Act, AgreementPage
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.people.access import PersonFile
from arbeidspact.web import form_pages
from arbeidspact.web.requests import ActorRequest

Crumbs = list[dict[str, str]]


def crumbs_of(file: PersonFile, page: AgreementPage | None = None, *, in_list: bool = True) -> Crumbs:
    """Where a page about this person's agreements stands."""
    crumbs = [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[file.reference]), "label": file.full_name},
    ]
    if in_list:
        crumbs.append({"url": reverse("agreements:list", args=[file.reference]), "label": _("Agreements")})
    if page is not None:
        crumbs.append({"url": address_of(file, page.agreement.reference), "label": page.version.title})
    return crumbs


def address_of(file: PersonFile, agreement: UUID) -> str:
    """The page of one agreement."""
    return reverse("agreements:agreement", args=[file.reference, agreement])


def form_page(request: ActorRequest, file: PersonFile, page: AgreementPage, form: Any, **texts: Any) -> HttpResponse:
    """A page with one form about one agreement: title, lead, button and what else the template names."""
    standing = {"back": address_of(file, page.agreement.reference), "preview": "", **texts}
    return form_pages.form_page(
        request,
        form,
        eyebrow=file.full_name,
        crumbs=crumbs_of(file, page),
        template="agreements/form_page.html",
        file=file,
        page=page,
        **standing,
    )


def done(request: ActorRequest, file: PersonFile, agreement: UUID, said: str) -> HttpResponse:
    """Back to the agreement, with what was done."""
    messages.success(request, said)
    response = redirect(address_of(file, agreement))
    response.status_code = 303
    return response


def refuse_page_unless(page: AgreementPage, act: Act) -> None:
    """A page for something that cannot be done now is not shown. Raises: `Conflict`."""
    if act not in page.may:
        raise Conflict(
            _("This cannot be done with this agreement now."), hint=_("Look at the agreement to see how it stands.")
        )
