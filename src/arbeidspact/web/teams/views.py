"""The team of a person and the talks with them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import add_team_member, end_team_member
from arbeidspact.people.commands import EndTeamMember
from arbeidspact.teams.actions import (
    change_conversation,
    name_lead,
    note_conversation,
    restore_conversation,
    withdraw_conversation,
)
from arbeidspact.teams.commands import RestoreConversation
from arbeidspact.teams.queries import protected_talks, talk_in, talks_of, team_of
from arbeidspact.web.form_pages import form_page
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.teams.forms import ChangeTalkForm, ColleagueForm, LeadForm, NoteTalkForm, WithdrawTalkForm
from arbeidspact.web.teams.panels import team_panel


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def team(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Everybody around a person, with every talk."""
    return _team_page(request, open_file(request.actor, reference))


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_http_methods(["GET", "POST"])
def talk(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Notes a talk: from the panel on the person's page, or on a page of its own."""
    file = open_file(request.actor, reference)
    form = NoteTalkForm(posted(request), file=file, auto_id="id_talk_%s")
    if form.is_bound and form.is_valid():
        try:
            note_conversation(form.command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _noted(request, file, _("The talk is noted."))
    if request.htmx:
        context, template = team_panel(request, file, refused=form)
        return render(request, template, context, status=422)
    return _form_page(
        request,
        file,
        form,
        title=_("Note a talk"),
        lead=_("A few words are enough. So everybody around this person knows that somebody spoke with them."),
        button=_("Note the talk"),
    )


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_http_methods(["GET", "POST"])
def change_talk(request: ActorRequest, reference: UUID, talk: UUID) -> HttpResponse:
    """Puts right what was noted of a talk."""
    file = open_file(request.actor, reference)
    row = talk_in(file, talk).conversation
    initial = {
        "on": row.on,
        "how": row.how,
        "was_reached": row.was_reached,
        "domain": row.domain,
        "note": row.note,
        "next_contact_on": row.next_contact_on,
    }
    form = ChangeTalkForm(posted(request), file=file, talk=talk, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_conversation(form.command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _to_team(request, file, _("The talk is changed."))
    return _form_page(
        request,
        file,
        form,
        title=_("Change the note of a talk"),
        lead=_("Everybody around this person sees the day and the way; your organisation reads the note."),
        button=_("Keep the change"),
    )


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_http_methods(["GET", "POST"])
def withdraw_talk(request: ActorRequest, reference: UUID, talk: UUID) -> HttpResponse:
    """Takes back a talk that was noted by mistake."""
    file = open_file(request.actor, reference)
    talk_in(file, talk)
    form = WithdrawTalkForm(posted(request), talk=talk)
    if form.is_bound and form.is_valid():
        try:
            withdraw_conversation(form.command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _to_team(request, file, _("The talk is withdrawn. You can put it back below."))
    return _form_page(
        request,
        file,
        form,
        title=_("Withdraw the note of a talk"),
        lead=_("It counts no longer. Your organisation still sees it, and can put it back."),
        button=_("Withdraw"),
    )


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_POST
def restore_talk(request: ActorRequest, reference: UUID, talk: UUID) -> HttpResponse:
    """A withdrawn talk counts again."""
    file = open_file(request.actor, reference)
    restore_conversation(RestoreConversation(conversation=talk), file=file)
    return _to_team(request, file, _("The talk is back."))


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_POST
def add_colleague(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A colleague joins the team, for a purpose."""
    file = open_file(request.actor, reference)
    form = ColleagueForm(request.POST, file=file, team=team_of(file), auto_id="id_colleague_%s")
    if form.is_valid():
        try:
            add_team_member(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _to_team(request, file, _("Your colleague is in the team."))
    return _team_page(request, file, colleague_form=form)


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_POST
def end_colleague(request: ActorRequest, reference: UUID, user: int) -> HttpResponse:
    """A colleague leaves the team."""
    end_team_member(EndTeamMember(person=reference, user=user), actor=request.actor)
    return _to_team(request, open_file(request.actor, reference), _("Your colleague is no longer in the team."))


@never_cache
@permitted(Permission.EDIT_TEAM)
@require_POST
def lead(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Another organisation is in the lead."""
    file = open_file(request.actor, reference)
    form = LeadForm(request.POST, team=team_of(file), auto_id="id_lead_%s")
    if form.is_valid():
        try:
            name_lead(form.command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return _to_team(request, file, _("The lead is passed on."))
    return _team_page(request, file, lead_form=form)


def _team_page(
    request: ActorRequest,
    file: PersonFile,
    *,
    colleague_form: ColleagueForm | None = None,
    lead_form: LeadForm | None = None,
) -> HttpResponse:
    around = team_of(file)
    may_edit = may(request.actor, Permission.EDIT_TEAM)
    may_pass = may_edit and len(around.parts) > 1 and (around.lead is None or around.lead.is_own)
    context = {
        "file": file,
        "team": around,
        "page": talks_of(file, page=request.GET.get("page", 1)),
        "protected": protected_talks(file),
        "may_edit": may_edit,
        "may_hand_over": may(request.actor, Permission.HAND_OVER),
        "colleague_form": colleague_form or ColleagueForm(file=file, team=around, auto_id="id_colleague_%s"),
        "lead_form": (lead_form or LeadForm(team=around, auto_id="id_lead_%s")) if may_pass else None,
        "crumbs": _crumbs(file),
        "refused": colleague_form or lead_form,
    }
    return render(request, "teams/team.html", context, status=422 if colleague_form or lead_form else 200)


def _form_page(request: ActorRequest, file: PersonFile, form: Any, **texts: Any) -> HttpResponse:
    crumbs = [*_crumbs(file), {"url": reverse("teams:team", args=[file.reference]), "label": _("Team and talks")}]
    return form_page(request, form, back=reverse("teams:team", args=[file.reference]), crumbs=crumbs, **texts)


def _crumbs(file: PersonFile) -> list[dict[str, str]]:
    return [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[file.reference]), "label": file.full_name},
    ]


def _noted(request: ActorRequest, file: PersonFile, said: str) -> HttpResponse:
    """Back to the person's page, or the panel alone where htmx asked."""
    if request.htmx:
        context, template = team_panel(request, file, said=said)
        return render(request, template, context)
    messages.success(request, said)
    return _see(reverse("people:file", args=[file.reference]) + "#team")


def _to_team(request: ActorRequest, file: PersonFile, said: str) -> HttpResponse:
    messages.success(request, said)
    return _see(reverse("teams:team", args=[file.reference]))


def _see(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response
