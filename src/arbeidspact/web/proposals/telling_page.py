"""The page behind a link on which a person tells what they can do, and says of each proposal whether it is right."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django_htmx.http import HttpResponseClientRefresh

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.organisations.exceptions import DomainError, InvalidValue
from arbeidspact.people.words import CEFR_WORDS
from arbeidspact.proposals.commands import AcceptSure, AddOwn, DecideProposal, FinishReading
from arbeidspact.proposals.profile import TITLES
from arbeidspact.proposals.queries import ProposalKind, ProposalLine, ReadingView
from arbeidspact.proposals.telling import (
    accept_own_sure,
    add_own_thing,
    count_attempt,
    count_lookup,
    decide_own,
    forget_own_text,
    own_text,
    read_own_text,
    send_told,
)
from arbeidspact.proposals.words import CONCEPTS
from arbeidspact.web.proposals.own_choices import OwnChoice
from arbeidspact.web.proposals.person_forms import OwnTextForm
from arbeidspact.web.proposals.readings import line_of

DECISIONS: Final = {"accept": "accepted", "reject": "rejected", "undo": None}
OWN: Final = "own"
"""The place on the page where something is added."""


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
    if act == "add":
        return _add(request, opened, view)
    line = line_of(view, request.POST.get("proposal", ""))
    if act == "look" and line.is_concept:
        choice = _looked_up(request, opened, ProposalKind(line.kind))
        if not choice.is_valid():
            return _page(request, opened, view, choice=choice, choosing=line.pk, status=422)
        values: dict[str, Any] = {"decision": "accepted", "chosen": choice.cleaned_data["chosen"]}
    else:
        values = _answer(request, line, act)
    decide_own(DecideProposal(reading=reading, proposal=line.pk, **values), opened)
    if line.is_added and act in DECISIONS:
        return _changed(request, opened, OWN, focus=OWN)
    # A button that is there before and after keeps the focus; of any other the proposal itself takes it over.
    return _changed(request, opened, f"proposal-{line.pk}", focus="" if act in DECISIONS else line.pk)


def _add(request: HttpRequest, opened: OpenLink, view: ReadingView) -> HttpResponse:
    """Something that the text does not say."""
    kind = next((one for one in CONCEPTS if one == request.POST.get("kind")), None)
    if kind is None:
        raise InvalidValue(_("Choose one of the answers."), hint=_("Use the buttons on this page."))
    choice = _looked_up(request, opened, kind)
    if not choice.is_valid():
        return _page(request, opened, view, choice=choice, choosing=kind.value, status=422)
    command = AddOwn(reading=view.reading.reference, kind=kind, value=choice.cleaned_data["chosen"])
    added = add_own_thing(command, opened)
    return _changed(request, opened, f"proposal-{added.pk}", focus=added.pk)


def _looked_up(request: HttpRequest, opened: OpenLink, kind: ProposalKind) -> OwnChoice:
    count_lookup(opened)
    return OwnChoice(request.POST, kind=kind)


def _answer(request: HttpRequest, line: ProposalLine, act: str) -> dict[str, Any]:
    """What was said of the proposal: yes, no, back, another level, or another occupation or competence."""
    if act in DECISIONS:
        return {"decision": DECISIONS[act]}
    if act == "level" and line.kind == ProposalKind.LANGUAGE and request.POST.get("level") in CEFR_WORDS:
        language = line.proposal.value.partition(":")[0]
        return {"decision": "accepted", "chosen": f"{language}:{request.POST['level']}"}
    if act == "other" and line.is_concept and request.POST.get("other"):
        return {"decision": "accepted", "chosen": request.POST["other"][:200]}
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
    request: HttpRequest,
    opened: OpenLink,
    view: ReadingView,
    *,
    problem: str = "",
    choice: OwnChoice | None = None,
    choosing: int | str = "",
    focus: int | str = "",
    status: int = 200,
) -> HttpResponse:
    """Arguments: `choice`, words that were not clear, and `choosing` for what: the number of a proposal, or a kind of
    thing to add; `focus`, where the keyboard goes on: a proposal or `OWN`."""
    context = {
        "view": view,
        "reading": view.reading,
        "groups": [(group.kind, TITLES[ProposalKind(group.kind)], group.lines) for group in view.groups],
        "accepted": len(view.accepted),
        "levels": list(CEFR_WORDS.items()),
        "organisation": opened.organisation.name,
        "problem": problem,
        "choice": choice,
        "choosing": choosing,
        "focus": focus,
        "look_url": f"{reverse('links:concepts', args=[opened.raw])}?language={get_language()}&kind=",
    }
    template = "proposals/tell_reading.html" if _is_part(request) else "proposals/tell_review.html"
    # htmx shows an answer that says what is wrong only when it is a success.
    return render(request, template, context, status=200 if _is_part(request) else status)


def _changed(request: HttpRequest, opened: OpenLink, anchor: str, *, focus: int | str = "") -> HttpResponse:
    """The part that changed when htmx asks; else back to the place on the page."""
    if _is_part(request) and (view := own_text(opened)) is not None:
        return _page(request, opened, view, focus=focus)
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
