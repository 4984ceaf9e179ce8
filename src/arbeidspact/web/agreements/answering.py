"""An objection and its answer; withdrawing, ending and opening again."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.agreements.actions import (
    answer_objection,
    end_agreement,
    object_to_agreement,
    reopen_agreement,
    withdraw_agreement,
)
from arbeidspact.agreements.commands import ReopenAgreement
from arbeidspact.agreements.queries import Act, agreement_to_change
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import open_file
from arbeidspact.web.agreements.forms import AnswerForm, EndForm, ObjectionForm, WithdrawForm
from arbeidspact.web.agreements.pages import done, form_page, refuse_page_unless
from arbeidspact.web.requests import ActorRequest, permitted


@sensitive_post_parameters()
@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def object_to(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """The person tells the counsellor why not."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.OBJECT)
    form = ObjectionForm(request.POST or None, agreement=agreement, initial={"version": page.version.number})
    if request.method == "POST" and form.is_valid():
        try:
            object_to_agreement(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The objection is noted. Somebody answers it."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("The person does not agree"),
        lead=_("Write it as they say it. A yes that they gave before is taken back. Nothing else follows from it."),
        button=_("Note the objection"),
    )


@sensitive_post_parameters()
@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """Somebody answers the objection in words."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.ANSWER)
    objection = page.open_objection.reference if page.open_objection else None
    form = AnswerForm(request.POST or None, agreement=agreement, initial={"objection": objection})
    if request.method == "POST" and form.is_valid():
        try:
            answer_objection(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The answer is noted. Ask the person again whether they agree."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("Answer the objection"),
        lead=_("Is the person right? Then change the agreement instead: that answers the objection too."),
        button=_("Keep the answer"),
    )


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """It never came into force, and will not."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.WITHDRAW)
    form = WithdrawForm(request.POST or None, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_agreement(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The agreement is withdrawn. You can open it again."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("Withdraw the agreement"),
        lead=_("Nobody is asked to confirm it any more. Links that were sent stop working."),
        button=_("Withdraw"),
        tone="danger",
    )


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """It was in force, and is no longer."""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.END)
    form = EndForm(request.POST or None, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            end_agreement(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("The agreement has ended. You can open it again."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("End the agreement"),
        lead=_("What was promised and not done yet is no longer owed."),
        button=_("End it"),
        tone="danger",
    )


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_POST
def reopen(request: ActorRequest, reference: UUID, agreement: UUID) -> HttpResponse:
    """It was closed by mistake."""
    file = open_file(request.actor, reference)
    reopen_agreement(ReopenAgreement(agreement=agreement), file=file)
    return done(request, file, agreement, _("The agreement is as it was."))
