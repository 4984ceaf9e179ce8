"""What somebody with a link does about a handover: a partner without an account answers, the person confirms."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.handovers.actions import accept_by_link, confirm_by_link, deny_by_link, refuse_by_link
from arbeidspact.handovers.queries import handover_behind
from arbeidspact.handovers.wording import language_for, words_for
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.people.words import language_name
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.handovers.forms import LinkAcceptForm, LinkRefuseForm
from arbeidspact.web.links.asked import has_asked, note_asked


def answer_page(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """A partner without an account: first who asks, then (once they press) what travels, then the answer."""
    wanted = request.POST.get("answer", "")
    if request.method == "POST" and wanted == "show":
        return note_asked(request, opened)
    is_asked = has_asked(request, opened)
    accept = LinkAcceptForm(request.POST if wanted == "accept" else None, auto_id="id_accept_%s")
    refuse = LinkRefuseForm(request.POST if wanted == "refuse" else None, auto_id="id_refuse_%s")
    answers: tuple[tuple[CommandForm[Any], Callable[..., Any], str], ...] = (
        (accept, accept_by_link, _("Thank you. The sender hears that you accept.")),
        (refuse, refuse_by_link, _("Thank you for your answer. The sender reads why.")),
    )
    for form, act, said in answers:
        if form.is_bound and form.is_valid():
            try:
                act(form.command, opened)
            except DomainError as error:
                form.refuse(error)
            else:
                return render(
                    request,
                    "handovers/link_done.html",
                    {"title": _("Your answer is in"), "text": said, "code": "", "direction": ""},
                )
    handover, name, parts = handover_behind(opened, has_asked=is_asked)
    context = {
        "handover": handover,
        "has_asked": is_asked,
        "name": name,
        "speaks": language_name(handover.person.language) if is_asked else "",
        "parts": parts,
        "accept": accept,
        "refuse": refuse,
        "refused": accept if accept.errors else refuse if refuse.errors else None,
    }
    return render(request, "handovers/link_answer.html", context, status=422 if context["refused"] else 200)


def confirm_page(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """The person says, in their own language, whether they have met their new contact."""
    handover, _name, _parts = handover_behind(opened, has_asked=False)
    code = language_for(opened.language)
    words = words_for(code, sender=handover.sender.name, receiver=handover.receiver_name)
    # Every sentence of this page exists in the language of its frame: the page says nothing else.
    frame = cast("Any", request).link_frame
    cast("Any", request).link_frame = replace(frame, content_language=frame.language)
    context = {
        "words": words,
        "code": code,
        "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
        "error": "",
    }
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer in {"yes", "no"}:
        try:
            (confirm_by_link if answer == "yes" else deny_by_link)(opened)
        except DomainError as error:
            context["error"] = str(error)
            return render(request, "handovers/link_confirm.html", context, status=422)
        text = words["confirmed"] if answer == "yes" else words["denied"]
        return render(request, "handovers/link_done.html", {**context, "title": words["title"], "text": text})
    return render(request, "handovers/link_confirm.html", context)
