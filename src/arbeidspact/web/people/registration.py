"""Registering somebody in two steps: is there a file already, and if not, what accompanying asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import SecretStr

from arbeidspact.organisations.exceptions import Conflict, DomainError
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.actions import PossibleDuplicates, register_person, start_accompaniment
from arbeidspact.people.duplicates import DuplicateElsewhere, Likeness, PossibleDuplicate, possible_duplicates
from arbeidspact.web.people.choices import PageChoices
from arbeidspact.web.people.forms import AccompanyForm, IdentityCheckForm, RegisterForm
from arbeidspact.web.people.lists import SESSION_SEARCH
from arbeidspact.web.requests import ActorRequest, permitted

LIKENESS_WORDS = {
    Likeness.NUMBER: gettext_lazy("The national number is the same."),
    Likeness.NAME_AND_BIRTH_DATE: gettext_lazy("Name and birth date are the same."),
    Likeness.SIMILAR_NAME_AND_BIRTH_DATE: gettext_lazy("The name looks alike, the birth date is the same."),
    Likeness.NAME_AND_ALMOST_BIRTH_DATE: gettext_lazy("The name is the same, the birth date nearly."),
    Likeness.NAME_ONLY: gettext_lazy("The name is the same; a birth date is not known."),
}


@sensitive_post_parameters()
@never_cache
@permitted(Permission.REGISTER_PERSON)
@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Step one asks who it is and shows possible files; step two makes the file."""
    if request.method == "GET":
        given, _space, family = str(request.session.get(SESSION_SEARCH, "")).title().partition(" ")
        check = _check_form(request, initial={"given_name": given, "family_name": family})
        return _check_page(request, check)
    if request.POST.get("step") == "register":
        return _register(request)
    check = _check_form(request, data=request.POST)
    if not check.is_valid():
        return _check_page(request, check)
    try:
        found = _duplicates(request, check)
    except DomainError as error:
        check.add_error(error.field if error.field in check.fields else None, str(error))
        return _check_page(request, check)
    own = request.actor.user.pk if request.actor.user else ""
    return _register_page(
        request, _register_form(request, found, initial=check.cleaned_data | {"referent": own}), found
    )


@never_cache
@permitted(Permission.REGISTER_PERSON)
@require_POST
def accompany(request: ActorRequest) -> HttpResponse:
    """Starts to accompany somebody of whom another organisation has a file; the handle comes in the body."""
    form = AccompanyForm(
        request.POST if "ground" in request.POST else None,
        choices=_choices(request),
        initial={"handle": request.POST.get("handle", ""), "referent": request.actor.user and request.actor.user.pk},
    )
    if form.is_bound and form.is_valid():
        try:
            link = start_accompaniment(form.command, actor=request.actor)
        except Conflict as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your organisation now accompanies this person."))
            return redirect("people:file", reference=link.person.reference)
    return render(request, "people/accompany.html", {"form": form}, status=422 if form.errors else 200)


def _register(request: ActorRequest) -> HttpResponse:
    form = _register_form(request, None, data=request.POST)
    found: list[PossibleDuplicate] = []
    if form.is_valid():
        try:
            person = register_person(form.command, actor=request.actor)
        except PossibleDuplicates as refused:
            found = list(refused.duplicates)
            form = _register_form(request, found, data=request.POST)
            form.refuse(refused)
        except DomainError as error:
            form.refuse(error)
        else:
            request.session.pop(SESSION_SEARCH, None)
            messages.success(request, _("The file is made. Ask the next question, or look for work at once."))
            return redirect("people:file", reference=person.reference)
    return _register_page(request, form, found)


def _duplicates(request: ActorRequest, check: IdentityCheckForm) -> list[PossibleDuplicate]:
    who = check.cleaned_data
    number = who.get("national_number")
    return possible_duplicates(
        request.actor,
        who["given_name"],
        who["family_name"],
        who["birth_date"],
        SecretStr(number) if number else None,
    )


def _check_form(request: ActorRequest, **kwargs: Any) -> IdentityCheckForm:
    return IdentityCheckForm(may_hold_number=may(request.actor, Permission.HOLD_NATIONAL_NUMBER), **kwargs)


def _register_form(request: ActorRequest, found: list[PossibleDuplicate] | None, **kwargs: Any) -> RegisterForm:
    """`found`, the possible duplicates on the page; None, take the keys as sent: the action compares them."""
    sent = request.POST.getlist("is_not")
    keys = sent if found is None else [*sent, *(one.key for one in found)]
    return RegisterForm(
        may_hold_number=may(request.actor, Permission.HOLD_NATIONAL_NUMBER),
        choices=_choices(request),
        is_not=keys,
        **kwargs,
    )


def _check_page(request: ActorRequest, form: IdentityCheckForm) -> HttpResponse:
    return render(request, "people/check.html", {"form": form}, status=422 if form.errors else 200)


def _register_page(request: ActorRequest, form: RegisterForm, found: list[PossibleDuplicate]) -> HttpResponse:
    dismissed = set(request.POST.getlist("is_not"))
    rows = [
        {
            "duplicate": one,
            "is_elsewhere": isinstance(one, DuplicateElsewhere),
            "likeness": LIKENESS_WORDS[one.likeness],
            "may_dismiss": one.likeness is not Likeness.NUMBER,
            "is_dismissed": one.key in dismissed,
        }
        for one in found
    ]
    seen = {one.key for one in found}
    context = {
        "form": form,
        "rows": rows,
        "is_blocked": any(not row["may_dismiss"] for row in rows),
        "kept": [key for key in dismissed if key not in seen],
    }
    return render(request, "people/register.html", context, status=422 if form.errors else 200)


def _choices(request: ActorRequest) -> PageChoices:
    return PageChoices(request.actor, get_language() or "nl")
