"""Employers: who they are and what they offer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arbeidspact.organisations.exceptions import DomainError, NotAllowed
from arbeidspact.organisations.permissions import Permission
from arbeidspact.vacancies.employers import edit_employer, register_employer
from arbeidspact.vacancies.queries import employer_view, may_offer_for, may_register_employer, vacancy_lines
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.vacancies.forms import EditEmployerForm, RegisterEmployerForm
from arbeidspact.web.vacancies.lists import PAGE_SIZE


@permitted(Permission.SEE_VACANCIES)
@require_GET
def detail(request: ActorRequest, reference: UUID) -> HttpResponse:
    """An employer with its vacancies, the newest first."""
    view = employer_view(request.actor, reference)
    page = Paginator(view.vacancies, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "page": page,
        "lines": vacancy_lines(page, timezone.localdate()),
        "may_create": may_offer_for(request.actor, view.employer),
    }
    return render(request, "vacancies/employer.html", context)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """A form for an employer that is not known yet; then on to its first vacancy."""
    if not may_register_employer(request.actor):
        raise NotAllowed(_("An account manager of the city or the employment service registers employers."))
    form = RegisterEmployerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            employer = register_employer(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The employer is registered."))
            return redirect("vacancies:employer", reference=employer.reference)
    context = {"form": form, "title": _("New employer"), "view": None}
    return render(request, "vacancies/employer_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.EDIT_VACANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that changes what is said of an employer."""
    view = employer_view(request.actor, reference)
    if not view.may_change:
        raise NotAllowed(_("You may not change this employer."), hint=_("Ask the company, or an account manager."))
    initial = {name: getattr(view.employer, name) for name in ("name", "enterprise_number", "sector", "area")}
    form = EditEmployerForm(request.POST or None, employer=reference, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_employer(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The employer is changed."))
            return redirect("vacancies:employer", reference=reference)
    context = {"form": form, "title": _("Change the employer"), "view": view}
    return render(request, "vacancies/employer_form.html", context, status=422 if form.errors else 200)
