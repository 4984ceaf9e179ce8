"""What an employer without an account sees and does behind a link: who is introduced, and the answer."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.introductions.asking import answer_by_link, introduced_behind
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.web.introductions.forms import LinkAnswerForm

SESSION_ASKED: Final = "introduction_links_asked"


def answer_page(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """First who asks and for which vacancy; then, once they press, who it is and what was sent; then the answer."""
    asked = request.session.get(SESSION_ASKED, [])
    mark = str(opened.subject)
    wanted = request.POST.get("do", "")
    if request.method == "POST" and wanted == "show":
        request.session[SESSION_ASKED] = [*asked, mark][-20:]
        response = redirect(request.get_full_path())
        response.status_code = 303
        return response
    form = LinkAnswerForm(request.POST if wanted == "answer" else None)
    if form.is_bound and form.is_valid():
        try:
            answer_by_link(form.command, opened)
        except DomainError as error:
            form.refuse(error)
        else:
            said = {"title": _("Your answer is in"), "organisation": opened.organisation.name}
            return render(request, "introductions/link_done.html", said)
    context = {
        "shown": introduced_behind(opened, has_asked=mark in asked),
        "has_asked": mark in asked,
        "form": form,
    }
    return render(request, "introductions/link_answer.html", context, status=422 if form.errors else 200)
