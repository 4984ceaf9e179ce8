"""Making, changing, filling, cancelling and opening vacancies again."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arbeidspact.organisations.exceptions import DomainError, Message, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.proposals.actions import finish_reading
from arbeidspact.proposals.commands import FinishReading
from arbeidspact.proposals.queries import ReadingView, reading_view
from arbeidspact.vacancies.actions import (
    cancel_vacancy,
    create_vacancy,
    edit_vacancy,
    fill_vacancy,
    publish_vacancy,
    reopen_vacancy,
)
from arbeidspact.vacancies.queries import VacancyView, may_register_employer, vacancy_view
from arbeidspact.web.proposals.filling import accepted_values
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.vacancies.forms import (
    MORE_ROWS,
    CancelForm,
    CreateVacancyForm,
    EditVacancyForm,
    FillForm,
    PublishForm,
    ReopenForm,
    VacancyActionForm,
    VacancyForm,
    new_vacancy_values,
    proposed_values,
    rows_for,
    values_of,
)

F = TypeVar("F", bound=VacancyForm[Any])


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """A form for a new vacancy; with `?reading=`, what was accepted of a pasted text stands in it."""
    reading = _reading_asked(request)
    values = new_vacancy_values(request.GET.get("employer", ""))
    if reading is not None:
        values |= accepted_values(reading)
    form = _vacancy_form(request, CreateVacancyForm, values, None)
    if form.is_bound and form.is_valid():
        try:
            vacancy = create_vacancy(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            if reading is not None:
                finish_reading(FinishReading(reading=reading.reading.reference), actor=request.actor)
            messages.success(request, _("The vacancy is there."))
            return redirect("vacancies:detail", reference=vacancy.reference)
    return _form_page(request, form, _("New vacancy"), None)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that changes a vacancy."""
    view = _view_to_change(request, reference)
    form = _vacancy_form(request, EditVacancyForm, values_of(view), view)
    if form.is_bound and form.is_valid():
        try:
            edit_vacancy(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The vacancy is changed."))
            return redirect("vacancies:detail", reference=reference)
    return _form_page(request, form, _("Change the vacancy"), view)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Opens a vacancy on another day."""
    view = _view_to_change(request, reference)
    form = PublishForm(request.POST or None, vacancy=reference, initial={"closes_on": view.vacancy.closes_on})
    words = (_("Open on another day"), "", _("Save the dates"), _("The dates are saved."))
    return _act(request, view, form, publish_vacancy, words)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Says that positions were filled."""
    view = _view_to_change(request, reference)
    form = FillForm(request.POST or None, vacancy=reference, initial={"positions": view.line.positions_open})
    lead = _("With the last position the vacancy leaves the list of open vacancies.")
    words = (_("Positions were filled"), lead, _("Yes, filled"), _("The positions are filled."))
    return _act(request, view, form, fill_vacancy, words)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Says that the employer stops looking."""
    view = _view_to_change(request, reference)
    form = CancelForm(request.POST or None, vacancy=reference)
    lead = _("Nobody is matched with it any more. You can open it again later.")
    words = (_("Cancel the vacancy"), lead, _("Yes, cancel it"), _("The vacancy is cancelled."))
    return _act(request, view, form, cancel_vacancy, words)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Says that the employer looks again."""
    view = _view_to_change(request, reference)
    form = ReopenForm(request.POST or None, vacancy=reference)
    lead = _("It opens today, and people are matched with it again.")
    words = (_("Open the vacancy again"), lead, _("Yes, open it again"), _("The vacancy is open again."))
    return _act(request, view, form, reopen_vacancy, words)


def _reading_asked(request: ActorRequest) -> ReadingView | None:
    """The text that this vacancy is made of; a text that is gone by now does not stop anybody."""
    try:
        return reading_view(UUID(request.GET["reading"]), actor=request.actor)
    except (KeyError, ValueError, NotFound):
        return None


def _view_to_change(request: ActorRequest, reference: UUID) -> VacancyView:
    view = vacancy_view(request.actor, reference)
    if not view.may_change:
        raise NotAllowed(
            _("Another organisation keeps this vacancy: ask it to make the change."),
            hint=_("Its page says which organisation that is."),
        )
    return view


def _vacancy_form(request: ActorRequest, kind: type[F], values: dict[str, Any], view: VacancyView | None) -> F:
    """The form: empty, as sent, or with what was typed and more rows or the proposed competences added."""
    if request.method != "POST":
        return kind(initial=values, actor=request.actor, view=view, rows=rows_for(values))
    typed: dict[str, Any] = {**request.POST.dict(), "shifts": request.POST.getlist("shifts")}
    if "propose" in request.POST:
        typed = proposed_values(typed)
        return kind(initial=typed, actor=request.actor, view=view, rows=rows_for(typed))
    if "more" in request.POST:
        return kind(initial=typed, actor=request.actor, view=view, rows=rows_for(typed, more=MORE_ROWS))
    return kind(request.POST, actor=request.actor, view=view, rows=rows_for(typed))


def _form_page(request: ActorRequest, form: VacancyForm[Any], title: str, view: VacancyView | None) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "view": view,
        "may_register_employer": may_register_employer(request.actor),
    }
    return render(request, "vacancies/form.html", context, status=422 if form.errors else 200)


def _act(
    request: ActorRequest,
    view: VacancyView,
    form: VacancyActionForm[Any],
    action: Callable[..., Any],
    words: tuple[Message, Message, Message, Message],
) -> HttpResponse:
    title, lead, button, done = words
    if request.method == "POST" and form.is_valid():
        try:
            action(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, str(done))
            return redirect("vacancies:detail", reference=view.line.reference)
    context = {"form": form, "line": view.line, "title": title, "lead": lead, "button": button}
    return render(request, "vacancies/act.html", context, status=422 if form.errors else 200)
