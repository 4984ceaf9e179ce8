"""Agreements of a person: the list, one of them, making and changing it, comparing versions, the print."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from arbeidspact.agreements.actions import change_agreement, make_agreement
from arbeidspact.agreements.comparison import compared
from arbeidspact.agreements.phrases import has_phrases, languages, phrases_in
from arbeidspact.agreements.printing import NotPrintable, Sheet, agreement_as_pdf
from arbeidspact.agreements.queries import (
    Act,
    AgreementPage,
    agreement_in,
    agreement_pages,
    agreement_to_change,
    scan_in,
    version_in,
)
from arbeidspact.correspondence.sms import sms_is_offered
from arbeidspact.organisations.exceptions import Conflict, DomainError, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web.agreements.forms import AgreementForm, row_of, typed_rows
from arbeidspact.web.agreements.pages import address_of, crumbs_of, done, refuse_page_unless
from arbeidspact.web.requests import ActorRequest, permitted

AGREEMENTS_A_PAGE = 10


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def agreements(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Every agreement of this person, open ones first."""
    file = open_file(request.actor, reference)
    number = request.GET.get("page", "1")
    paginator, lines = agreement_pages(file, number, size=AGREEMENTS_A_PAGE)
    context = {
        "file": file,
        "lines": lines,
        "page": paginator.get_page(number),
        "crumbs": crumbs_of(file, in_list=False),
        "may_make": may(request.actor, Permission.MAKE_AGREEMENT),
    }
    return render(request, "agreements/list.html", context)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def agreement(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """One agreement: how it stands, who promised what, what can be done."""
    file = open_file(request.actor, reference)
    page = agreement_in(file, agreement)
    language = page.version.language
    context = {
        "file": file,
        "page": page,
        "line": page.line,
        "acts": {act.value for act in page.may},
        "may_mark": Act.MARK in page.may,
        "may_send": may(request.actor, Permission.SEND_MESSAGE),
        "offers_sms": sms_is_offered(),
        "has_protected": any(one.is_protected for one in page.line.promises) or page.line.protected > 0,
        "closed_objections": [one for one in page.objections if one.answered_at is not None],
        "may_step": may(request.actor, Permission.AGREE_STEP),
        "crumbs": crumbs_of(file),
        "language_name": languages().get(language, language),
        "has_translation": has_phrases(language) and language != "nl",
    }
    return render(request, "agreements/agreement.html", context)


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def make(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A new agreement with its promises."""
    file = open_file(request.actor, reference)
    language = file.person.language if has_phrases(file.person.language) else "nl"
    if request.method != "POST":
        return _form(request, file, AgreementForm(file=file, initial={"language": language}))
    if (changed := _changed_rows(request, file)) is not None:
        return _form(request, file, changed)
    form = AgreementForm(request.POST, file=file)
    command = form.make(is_draft=_is_draft(request)) if form.is_valid() else None
    if command is not None:
        try:
            made = make_agreement(command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            said = _("The draft is kept.") if command.is_draft else _("The agreement is made. Confirm it together now.")
            return done(request, file, made.reference, said)
    return _form(request, file, form, status=422)


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """The next version; with `?from=1` it starts from version 1."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.CHANGE)
    if request.method != "POST":
        return _form(request, file, _form_from(request, file, page), page)
    if (changed := _changed_rows(request, file)) is not None:
        return _form(request, file, changed, page)
    form = AgreementForm(request.POST, file=file)
    command = form.change(agreement, is_draft=_is_draft(request)) if form.is_valid() else None
    if command is not None:
        try:
            change_agreement(command, file=file)
        except Conflict as error:
            return _form(request, file, _typed_again(request, file, page, error), page, command.based_on, status=422)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The new version is made. Both confirm it again."))
    return _form(request, file, form, page, status=422)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def compare(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """Two versions of an agreement beside each other; the newest and the one before unless others are asked for."""
    file = open_file(request.actor, reference)
    page = agreement_in(file, agreement)
    newest = page.version.number
    before = _version_number(request, "before", max(newest - 1, 1))
    after = _version_number(request, "after", newest)
    first, second = (version_in(file, agreement, number) for number in sorted((before, after)))
    context = {
        "file": file,
        "page": page,
        "crumbs": crumbs_of(file, page),
        "comparison": compared(first[:2], second[:2]),
        "protected": max(first[2], second[2]),
        "languages": languages(),
    }
    return render(request, "agreements/compare.html", context)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def print_agreement(
    request: ActorRequest, reference: UUID, agreement: UUID, version: int, language: str
) -> HttpResponse:
    """One version as an accessible PDF, in Dutch or in another language that has phrases."""
    file = open_file(request.actor, reference)
    page = agreement_in(file, agreement)
    if not has_phrases(language):
        raise NotFound(_("The agreement is not translated into this language."), hint=_("Print it in Dutch."))
    printed, promises, protected = version_in(file, agreement, version)
    is_newest = version == page.version.number
    sheet = Sheet(
        person=file.full_name,
        version=printed,
        state=page.state,
        is_replaced=not is_newest,
        promises=promises,
        protected=protected,
        confirmations=page.confirmations if is_newest else (),
    )
    try:
        pdf = agreement_as_pdf(sheet, language)
    except NotPrintable as error:
        raise NotFound(
            _("No font here has the letters of this language."),
            hint=_("Print it in Dutch, or ask who keeps the installation to add a font."),
        ) from error
    return _attachment(pdf, "application/pdf", f"{phrases_in(language).language}-{agreement}-{version}.pdf")


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def scan(request: ActorRequest, reference: UUID, scan: UUID) -> HttpResponse:
    """The scan of a signed paper, to keep and not to show in the browser."""
    file = open_file(request.actor, reference)
    found, data, suffix = scan_in(file, scan)
    return _attachment(data, found.media_type, f"{found.reference}{suffix}")


def _attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_draft(request: ActorRequest) -> bool:
    return request.POST.get("save") == "draft"


def _changed_rows(request: ActorRequest, file: PersonFile) -> AgreementForm | None:
    """The form with one row more or less, and what was typed; None when it was sent to be kept."""
    add, remove = "add_row" in request.POST, request.POST.get("remove_row", "")
    if not (add or remove):
        return None
    heading = {name: request.POST.get(name, "") for name in ("title", "kind", "language", "based_on")}
    return AgreementForm(file=file, rows=typed_rows(request.POST, add=add, remove=remove), initial=heading)


def _form_from(request: ActorRequest, file: PersonFile, page: AgreementPage) -> AgreementForm:
    version, views = page.version, list(page.line.promises)
    if "from" in request.GET:
        version, views, _protected = version_in(
            file, page.agreement.reference, _version_number(request, "from", version.number)
        )
    known = {one.promise.key for one in page.line.promises if one.outcome is not None}
    initial = {
        "title": version.title,
        "kind": version.kind,
        "language": version.language if has_phrases(version.language) else "nl",
        "based_on": page.version.number,
    }
    rows = [row_of(view) for view in views if view.promise.key not in known]
    return AgreementForm(file=file, rows=rows, initial=initial)


def _typed_again(request: ActorRequest, file: PersonFile, page: AgreementPage, error: Conflict) -> AgreementForm:
    """What was typed, now based on the version that a colleague made meanwhile: keeping it is a choice."""
    data = request.POST.copy()
    data["based_on"] = str(page.version.number)
    form = AgreementForm(data, file=file)
    form.is_valid()
    form.refuse(error)
    return form


def _version_number(request: ActorRequest, name: str, otherwise: int) -> int:
    written = request.GET.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else otherwise


def _form(
    request: ActorRequest,
    file: PersonFile,
    form: AgreementForm,
    page: AgreementPage | None = None,
    typed_over: int | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "file": file,
        "form": form,
        "page": page,
        "typed_over": typed_over,
        "kept": [one for one in page.line.promises if one.outcome is not None] if page else [],
        "crumbs": crumbs_of(file, page),
        "back": address_of(file, page.agreement.reference) if page else "",
    }
    return render(request, "agreements/form.html", context, status=status)
