"""What became of a promise."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.agreements.actions import make_step_of_promise, mark_promise, unmark_promise
from arbeidspact.agreements.commands import MakeStepOfPromise, UnmarkPromise
from arbeidspact.agreements.queries import Act, AgreementPage, PromiseView, agreement_to_change
from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import open_file
from arbeidspact.web.agreements.forms import MarkForm
from arbeidspact.web.agreements.pages import done, form_page, refuse_page_unless
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_http_methods(["GET", "POST"])
def mark(request: ActorRequest, reference: UUID, agreement: UUID, promise: UUID) -> HttpResponse:
    """Was it kept?"""
    file = open_file(request.actor, reference)
    page = agreement_to_change(file, agreement)
    refuse_page_unless(page, Act.MARK)
    view = _promise(page, promise)
    initial = {"on": timezone.localdate(), "was_kept": "yes" if request.GET.get("kept") == "yes" else ""}
    form = MarkForm(request.POST or None, agreement=agreement, promise=promise, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            mark_promise(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, file, agreement, _("It is noted what became of this promise."))
    return form_page(
        request,
        file,
        page,
        form,
        title=_("What became of this promise?"),
        lead=view.promise.what,
        button=_("Note this"),
    )


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_POST
def unmark(request: ActorRequest, reference: UUID, agreement: UUID, promise: UUID) -> HttpResponse:
    """It was noted by mistake."""
    file = open_file(request.actor, reference)
    unmark_promise(UnmarkPromise(agreement=agreement, promise=promise), file=file)
    return done(request, file, agreement, _("What was noted about this promise is taken back."))


@never_cache
@permitted(Permission.MAKE_AGREEMENT)
@require_POST
def make_step(request: ActorRequest, reference: UUID, agreement: UUID, promise: UUID) -> HttpResponse:
    """The promise becomes a step of the plan."""
    file = open_file(request.actor, reference)
    make_step_of_promise(MakeStepOfPromise(agreement=agreement, promise=promise), file=file)
    return done(request, file, agreement, _("The promise is a step of the plan now."))


def _promise(page: AgreementPage, key: UUID) -> PromiseView:
    views = page.in_force_promises if page.is_earlier_in_force else page.line.promises
    found = next((view for view in views if view.promise.key == key), None)
    if found is None:
        raise NotFound(_("There is no such promise in this agreement."))
    return found
