"""Confirming an agreement: together on screen, through a link, on paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.agreements.actions import (
    confirm_on_paper,
    confirm_on_screen,
    offer_agreement,
    send_agreement_link,
)
from arbeidspact.agreements.commands import ConfirmOnScreen, OfferAgreement
from arbeidspact.agreements.phrases import phrases_in
from arbeidspact.agreements.queries import Act, AgreementPage, Party, agreement_to_change
from arbeidspact.agreements.scans import LARGEST_SCAN
from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web.agreements.forms import LinkForm, PaperForm
from arbeidspact.web.agreements.pages import address_of, done, form_page, refuse_page_unless
from arbeidspact.web.agreements.reading import reading_of
from arbeidspact.web.requests import ActorRequest, permitted

CONFIRMING = frozenset({Act.CONFIRM_PERSON, Act.CONFIRM_ORGANISATION})


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_POST
def offer(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """The draft is put to both."""
    file = open_file(request.actor, reference)
    version = _posted_version(request)
    offer_agreement(OfferAgreement(agreement=agreement, version=version), file=file)
    return done(request, file, agreement, _("Both can confirm the agreement now."))


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def together(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """One calm screen that both look at: the person presses a button, the counsellor another."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    if not CONFIRMING & page.may:
        raise Conflict(_("Nobody has to confirm this agreement now."), hint=_("Look at how it stands."))
    if not page.reads_all:
        raise Conflict(
            _("Part of this agreement is in the protected part of the file."),
            hint=_("Open that part first, so that everything can be read."),
        )
    if request.method == "POST":
        party = request.POST.get("party", "")
        if party not in set(Party):
            raise NotFound(_("Say who agrees."))
        command = ConfirmOnScreen(
            agreement=agreement,
            version=_posted_version(request),
            party=Party(party),
            present=request.POST.get("present", "")[:200],
        )
        confirm_on_screen(command, file=file)
        page = agreement_to_change(file, agreement)
        if not CONFIRMING & page.may:
            return done(request, file, agreement, _("Both agree. The agreement is in force."))
        response = redirect(request.path)
        response.status_code = 303
        return response
    return render(request, "agreements/together.html", _together(file, page, _language(request, page)))


@sensitive_post_parameters()
@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def send_link(request: ActorRequest, reference: UUID, agreement: UUID, channel: str) -> HttpResponse:
    """A link by mail or text message; the address is shown before it goes."""
    if channel not in {"email", "sms"}:
        raise NotFound(_("A link goes by mail or by text message."))
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.CONFIRM_PERSON)
    known = file.person.email if channel == "email" else file.person.phone
    form = LinkForm(
        request.POST or None,
        agreement=agreement,
        channel=channel,
        initial={"to": known, "version": page.version.number, "channel": channel},
    )
    if request.method == "POST" and form.is_valid():
        try:
            send_agreement_link(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The link is on its way. It works once."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("Send a link by mail") if channel == "email" else _("Send a link by text message"),
        lead=_(
            "The person reads the agreement on their own screen and says yes or no. The message tells nothing of it."
        ),
        button=_("Send the link"),
        preview=_preview(page),
    )


@sensitive_post_parameters()
@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def paper(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """The signed paper is attached."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    if not CONFIRMING & page.may:
        raise Conflict(_("Nobody has to confirm this agreement now."), hint=_("Look at how it stands."))
    missing = [party.value for party in page.line.missing]
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        agreement=agreement,
        missing=missing,
        initial={"version": page.version.number, "signed_on": timezone.localdate(), "parties": missing},
    )
    if request.method == "POST" and form.is_valid():
        try:
            confirm_on_paper(form.command, _read(form), file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The paper is kept with the agreement."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("Attach the signed paper"),
        lead=_("Print the agreement, sign it together, and attach a scan or a photo of every page."),
        button=_("Keep this paper"),
        is_upload=True,
    )


def _read(form: PaperForm) -> bytes:
    scan = form.cleaned_data["scan"]
    if scan.size > LARGEST_SCAN:
        raise InvalidValue(_("The file is larger than 10 megabytes."), hint=_("Scan it in grey."), field="scan")
    data: bytes = scan.read()
    return data


def _posted_version(request: ActorRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0


def _language(request: ActorRequest, page: AgreementPage) -> str:
    return request.GET.get("language") or page.version.language


def _together(file: PersonFile, page: AgreementPage, language: str) -> dict[str, Any]:
    agreed = {Party(one.party): timezone.localdate(one.at) for one in page.confirmations}
    reading = reading_of(
        phrases_in(language), page.version, page.line.promises, agreed, is_change=page.is_earlier_in_force
    )
    return {
        "file": file,
        "page": page,
        "reading": reading,
        "missing": {party.value for party in page.line.missing},
        "back": address_of(file, page.agreement.reference),
    }


def _preview(page: AgreementPage) -> str:
    return phrases_in(page.version.language).say(
        "message_text", organisation=page.agreement.organisation.name, day="...", link="..."
    )
