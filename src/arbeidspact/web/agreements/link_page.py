"""The page of a link to confirm an agreement: the person reads it in their language and says yes or no."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from pydantic import ValidationError

from arbeidspact.agreements.actions import confirm_by_link, object_by_link
from arbeidspact.agreements.commands import ObjectByLink
from arbeidspact.agreements.linked import LinkedAgreement, agreement_of_link, state_by_link
from arbeidspact.agreements.phrases import phrases_in
from arbeidspact.agreements.queries import AgreementState, Party
from arbeidspact.correspondence.links import OpenLink
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.web.agreements.reading import Reading, reading_of
from arbeidspact.web.links.frame import FrameLanguage, LinkFrame


def agreement_link_page(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """Looking changes nothing; a press on a button confirms or objects, once."""
    try:
        linked = agreement_of_link(opened)
    except DomainError as error:
        return _closed(request, error)
    reading = _reading(linked, opened.language)
    _speak(request, reading)
    if request.method != "POST":
        return _page(request, linked, reading)
    try:
        if request.POST.get("answer") == "agree":
            confirm_by_link(opened)
            is_in_force = state_by_link(opened) == AgreementState.CONFIRMED
            return _thanks(request, reading, "thanks", "thanks_in_force" if is_in_force else "")
        object_by_link(ObjectByLink(words=request.POST.get("words", "")), opened)
    except ValidationError:
        return _page(request, linked, reading, is_objecting=True)
    except DomainError as error:
        return _closed(request, error)
    return _thanks(request, reading, "thanks_objection", "")


def _reading(linked: LinkedAgreement, language: str) -> Reading:
    agreed = {Party.ORGANISATION: linked.organisation_agreed_on} if linked.organisation_agreed_on else {}
    return reading_of(
        phrases_in(language), linked.version, linked.promises, agreed, is_change=linked.has_earlier_in_force
    )


def _speak(request: HttpRequest, reading: Reading) -> None:
    """The page speaks the language of the phrases, also where the product itself does not."""
    frame: LinkFrame = request.link_frame  # type: ignore[attr-defined]
    content = FrameLanguage(reading.language, reading.language, reading.direction, is_current=True)
    request.link_frame = replace(frame, content_language=content)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, linked: LinkedAgreement, reading: Reading, *, is_objecting: bool = False
) -> HttpResponse:
    context = {
        "reading": reading,
        "may_answer": linked.may_answer,
        "is_objecting": is_objecting,
        "words": request.POST.get("words", ""),
    }
    return render(request, "agreements/link.html", context, status=422 if is_objecting else 200)


def _thanks(request: HttpRequest, reading: Reading, thanks: str, more: str) -> HttpResponse:
    context = {"reading": reading, "thanks": reading.words[thanks], "more": reading.words[more] if more else ""}
    return render(request, "agreements/link_thanks.html", context)


def _closed(request: HttpRequest, error: DomainError) -> HttpResponse:
    context = {"closed": {"reason": error.message, "hint": error.hint}}
    return render(request, "links/closed.html", context, status=410)
