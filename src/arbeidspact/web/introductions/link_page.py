"""What an employer without an account sees and does behind a link: who is introduced, and the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.introductions.asking import answer_by_link, introduced_behind
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.web.introductions.forms import LinkAnswerForm
from arbeidspact.web.links.asked import has_asked, note_asked


def answer_page(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """First who asks and for which vacancy; then, once they press, who it is and what was sent; then the answer."""
    wanted = request.POST.get("do", "")
    if request.method == "POST" and wanted == "show":
        return note_asked(request, opened)
    form = LinkAnswerForm(request.POST if wanted == "answer" else None)
    if form.is_bound and form.is_valid():
        try:
            answer_by_link(form.command, opened)
        except DomainError as error:
            form.refuse(error)
        else:
            said = {"title": _("Your answer is in"), "organisation": opened.organisation.name}
            return render(request, "introductions/link_done.html", said)
    is_asked = has_asked(request, opened)
    context = {
        "shown": introduced_behind(opened, has_asked=is_asked),
        "has_asked": is_asked,
        "form": form,
    }
    return render(request, "introductions/link_answer.html", context, status=422 if form.errors else 200)
