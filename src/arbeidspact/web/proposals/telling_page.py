"""The page behind a link on which a person tells what they can do, and says of each proposal whether it is right."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django_htmx.http import HttpResponseClientRefresh

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.organisations.exceptions import DomainError, InvalidValue
from arbeidspact.people.words import CEFR_WORDS
from arbeidspact.proposals.commands import AcceptSure, DecideProposal, FinishReading
from arbeidspact.proposals.profile import TITLES
from arbeidspact.proposals.queries import ProposalKind, ReadingView
from arbeidspact.proposals.telling import (
    accept_own_sure,
    count_attempt,
    decide_own,
    forget_own_text,
    own_text,
    read_own_text,
    send_told,
)
from arbeidspact.web.proposals.person_forms import OwnTextForm
from arbeidspact.web.proposals.readings import line_of

DECISIONS: Final = {"accept": "accepted", "reject": "rejected", "undo": None}


@sensitive_variables()
def telling_page(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """First a field to tell and one for a CV; once that is read, its proposals; then thanks, and the link is used."""
    try:
        view = own_text(opened)
    except DomainError as error:
        return _closed(request, error)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "read":
        return _read(request, opened)
    if view is None:
        # What was pressed was about a text that is gone: the page says so by showing where to begin.
        return _start(request, opened, OwnTextForm(), is_gone=bool(act))
    if not act:
        return _page(request, opened, view)
    try:
        return _act(request, opened, view, act)
    except DomainError as error:
        return _refused(request, opened, error)


def _act(request: HttpRequest, opened: OpenLink, view: ReadingView, act: str) -> HttpResponse:
    reading = view.reading.reference
    if act == "forget":
        forget_own_text(opened)
        return _again(request)
    if act == "send":
        count = send_told(FinishReading(reading=reading), opened)
        return render(request, "proposals/tell_thanks.html", {"count": count, "organisation": opened.organisation.name})
    if act == "sure":
        accept_own_sure(AcceptSure(reading=reading), opened)
        return _changed(request, opened, "reading")
    line = line_of(view, request.POST.get("proposal", ""))
    decide_own(DecideProposal(reading=reading, proposal=line.pk, **_answer(request, view, act)), opened)
    return _changed(request, opened, f"proposal-{line.pk}")


def _answer(request: HttpRequest, view: ReadingView, act: str) -> dict[str, Any]:
    """What was said of the proposal: yes, no, back, another level, or one of the other readings."""
    if act in DECISIONS:
        return {"decision": DECISIONS[act]}
    line = line_of(view, request.POST.get("proposal", ""))
    if act == "level" and line.kind == ProposalKind.LANGUAGE and request.POST.get("level") in CEFR_WORDS:
        language = line.proposal.value.partition(":")[0]
        return {"decision": "accepted", "chosen": f"{language}:{request.POST['level']}"}
    if act == "other" and request.POST.get("other") in {one.value for one in line.others}:
        return {"decision": "accepted", "chosen": request.POST["other"]}
    raise InvalidValue(_("Choose one of the answers."), hint=_("Use the buttons on this page."))


def _read(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    try:
        count_attempt(opened)
    except DomainError as error:
        # Nothing of it is read, not even whether it is a document; what was typed stays.
        unread = OwnTextForm(initial={"text": request.POST.get("text", "")})
        return _start(request, opened, unread, problem=f"{error.message} {error.hint}".strip())
    form = OwnTextForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            read_own_text(form.command, opened)
        except DomainError as error:
            form.refuse(error)
        else:
            return _again(request)
    return _start(request, opened, form)


def _start(
    request: HttpRequest, opened: OpenLink, form: OwnTextForm, *, is_gone: bool = False, problem: str = ""
) -> HttpResponse:
    if _is_part(request):
        return HttpResponseClientRefresh()
    context = {"form": form, "organisation": opened.organisation.name, "is_gone": is_gone, "problem": problem}
    return render(request, "proposals/tell_start.html", context, status=422 if form.errors or problem else 200)


def _page(
    request: HttpRequest, opened: OpenLink, view: ReadingView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "view": view,
        "reading": view.reading,
        "groups": [(group.kind, TITLES[ProposalKind(group.kind)], group.lines) for group in view.groups],
        "accepted": len(view.accepted),
        "levels": list(CEFR_WORDS.items()),
        "organisation": opened.organisation.name,
        "problem": problem,
    }
    template = "proposals/tell_reading.html" if _is_part(request) else "proposals/tell_review.html"
    # htmx shows an answer that says what is wrong only when it is a success.
    return render(request, template, context, status=200 if _is_part(request) else status)


def _changed(request: HttpRequest, opened: OpenLink, anchor: str) -> HttpResponse:
    """The part that changed when htmx asks; else back to the place on the page."""
    if _is_part(request) and (view := own_text(opened)) is not None:
        return _page(request, opened, view)
    return _again(request, f"#{anchor}")


def _refused(request: HttpRequest, opened: OpenLink, error: DomainError) -> HttpResponse:
    try:
        view = own_text(opened)
    except DomainError as refused:
        return _closed(request, refused)
    if view is None:
        return _start(request, opened, OwnTextForm(), is_gone=True)
    return _page(request, opened, view, problem=f"{error.message} {error.hint}".strip(), status=422)


def _closed(request: HttpRequest, error: DomainError) -> HttpResponse:
    context = {"closed": {"reason": error.message, "hint": error.hint}}
    return render(request, "links/closed.html", context, status=410)


def _again(request: HttpRequest, anchor: str = "") -> HttpResponse:
    """The page anew, so that loading it again sends nothing twice; in the language of the address."""
    response = HttpResponse(status=303)
    response["Location"] = request.get_full_path() + anchor
    return response


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
