"""The terms of one person: what must happen by when, pauses, exemptions, and what is noted by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.terms.actions import (
    exempt_from_term,
    note_fact,
    pause_term,
    resume_term,
    revoke_term_event,
    withdraw_fact,
)
from arbeidspact.terms.commands import ResumeTerm, RevokeTermEvent, WithdrawFact
from arbeidspact.terms.queries import EventView, TermEventKind, terms_of
from arbeidspact.web.form_pages import form_page
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.terms.forms import ExemptForm, NoteForm, PauseForm
from arbeidspact.web.terms.panels import event_name, terms_panel
from arbeidspact.web.terms.wording import fact_text, term_card


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def person(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Every term of this person, with why this date, and everything that was noted about them."""
    file = open_file(request.actor, reference)
    found = terms_of(file)
    context = {
        "file": file,
        "crumbs": _crumbs(file),
        "followed": [term_card(view) for view in found.followed],
        "informative": [term_card(view) for view in found.informative],
        "settled": [term_card(view) for view in found.settled],
        "settled_count": len(found.settled),
        "events": [_event_card(view) for view in found.events],
        "facts": [{"view": view, "fact": fact_text(view.fact.fact)} for view in found.facts],
        "protected_reasons": found.protected_reasons,
        "may_pause": found.may_pause,
    }
    return render(request, "terms/person.html", context)


@sensitive_post_parameters("reason")
@never_cache
@permitted(Permission.PAUSE_TERM)
@require_http_methods(["GET", "POST"])
def pause(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that lets a term stand still."""
    file = open_file(request.actor, reference)
    form = PauseForm(posted(request), file=file, initial={"rule": request.GET.get("rule", "")})
    return _acted(request, file, form, pause_term, _("The term stands still.")) or _form_page(
        request,
        file,
        form,
        title=_("Pause a term"),
        lead=_("The due day moves by the days of the pause. Everybody who opens this file sees who paused it."),
        button=_("Pause"),
    )


@sensitive_post_parameters("reason")
@never_cache
@permitted(Permission.PAUSE_TERM)
@require_http_methods(["GET", "POST"])
def exempt(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form that says that a term does not hold for this person."""
    file = open_file(request.actor, reference)
    form = ExemptForm(posted(request), file=file, initial={"rule": request.GET.get("rule", "")})
    return _acted(request, file, form, exempt_from_term, _("This person is exempt from the term.")) or _form_page(
        request,
        file,
        form,
        title=_("Exempt from a term"),
        lead=_("The term does not hold for this person any more. For a while only? Then pause it."),
        button=_("Exempt"),
    )


@never_cache
@permitted(Permission.PAUSE_TERM)
@require_http_methods(["GET", "POST"])
def note(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A form for what nothing else in the file tells."""
    file = open_file(request.actor, reference)
    form = NoteForm(posted(request), initial={"on": timezone.localdate()})
    return _acted(request, file, form, note_fact, _("It is noted.")) or _form_page(
        request,
        file,
        form,
        title=_("Note what happened"),
        lead=_("Registrations, assessments and agreements start or meet a term by themselves. This is for the rest."),
        button=_("Note it"),
    )


@never_cache
@permitted(Permission.PAUSE_TERM)
@require_POST
def resume(request: ActorRequest, reference: UUID, event: UUID) -> HttpResponse:
    """The term runs again from today on."""
    file = open_file(request.actor, reference)
    try:
        resume_term(ResumeTerm(event=event), file=file)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        return _refused(request, file, error)
    return _done(request, file, _("The term runs again."))


@never_cache
@permitted(Permission.PAUSE_TERM)
@require_http_methods(["GET", "POST"])
def revoke(request: ActorRequest, reference: UUID, event: UUID) -> HttpResponse:
    """Asks whether a pause or an exemption was a mistake, and takes it back."""
    file = open_file(request.actor, reference)
    found = next((view for view in terms_of(file).events if view.event.reference == event), None)
    if found is None:
        raise NotFound(_("There is no such pause or exemption in this file."))
    if request.method == "POST":
        try:
            revoke_term_event(RevokeTermEvent(event=event), file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            return _refused(request, file, error)
        return _done(request, file, _("It is taken back."))
    is_pause = found.event.kind == TermEventKind.PAUSE
    context = {
        "title": _("Take the pause back") if is_pause else _("Take the exemption back"),
        "about": _event_card(found)["name"],
        "lead": _(
            "As if it had not been: the due day is counted anew. That it was noted, and by whom, stays on record."
        ),
    }
    return render(request, "terms/confirm.html", {"file": file, "crumbs": _crumbs(file, with_terms=True), **context})


@never_cache
@permitted(Permission.PAUSE_TERM)
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, reference: UUID, fact: UUID) -> HttpResponse:
    """Asks whether a note was a mistake, and takes it back."""
    file = open_file(request.actor, reference)
    found = next((view for view in terms_of(file).facts if view.fact.reference == fact), None)
    if found is None:
        raise NotFound(_("There is no such note in this file."))
    if request.method == "POST":
        try:
            withdraw_fact(WithdrawFact(fact=fact), file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            return _refused(request, file, error)
        return _done(request, file, _("It is taken back."))
    context = {
        "title": _("Take the note back"),
        "about": fact_text(found.fact.fact),
        "lead": _("Terms that it started or met are counted anew. That it was noted, and by whom, stays on record."),
    }
    return render(request, "terms/confirm.html", {"file": file, "crumbs": _crumbs(file, with_terms=True), **context})


def _acted(
    request: ActorRequest, file: PersonFile, form: CommandForm[Any], action: Callable[..., Any], said: str
) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        action(form.command, file=file)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        form.refuse(error)
        return None
    return _done(request, file, said)


def _form_page(request: ActorRequest, file: PersonFile, form: CommandForm[Any], **texts: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        back=reverse("terms:person", args=[file.reference]),
        crumbs=_crumbs(file, with_terms=True),
        eyebrow=file.full_name,
        template="terms/form_page.html",
        has_terms="rule" not in form.fields or bool(form.fields["rule"].choices),  # type: ignore[attr-defined]
        **texts,
    )


def _event_card(view: EventView) -> dict[str, Any]:
    return {"view": view, "event": view.event, "name": event_name(view)}


def _crumbs(file: PersonFile, *, with_terms: bool = False) -> list[dict[str, str]]:
    crumbs = [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[file.reference]), "label": file.full_name},
    ]
    if with_terms:
        crumbs.append({"url": reverse("terms:person", args=[file.reference]), "label": _("Terms")})
    return crumbs


def _refused(request: ActorRequest, file: PersonFile, error: DomainError) -> HttpResponse:
    if request.htmx:
        context, template = terms_panel(request, file, problem=str(error))
        return render(request, template, context, status=422)
    messages.error(request, str(error))
    return _back(file)


def _done(request: ActorRequest, file: PersonFile, said: str) -> HttpResponse:
    """Back to the terms of this person, or the panel alone where htmx asked; with what was done."""
    if request.htmx:
        context, template = terms_panel(request, file, said=said)
        return render(request, template, context)
    messages.success(request, said)
    return _back(file)


def _back(file: PersonFile) -> HttpResponse:
    response = redirect("terms:person", reference=file.reference)
    response.status_code = 303
    return response
