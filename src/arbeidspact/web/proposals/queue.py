"""Vacancies from files of which it is not sure what the work is: a person says, one by one or many at once."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.permissions import Permission
from arbeidspact.proposals.commands import ChosenOccupation, ConfirmWaiting, DropWaiting
from arbeidspact.proposals.waiting import confirm_waiting, drop_waiting
from arbeidspact.proposals.waiting_queries import ProposalKind, waiting_lines, waiting_list, waiting_one
from arbeidspact.web.proposals.forms import ConceptChoice
from arbeidspact.web.requests import ActorRequest, permitted

PAGE_SIZE = 25


class WaitingFilter(forms.Form):
    """Which of the waiting vacancies to show."""

    text = forms.CharField(label=_("Title or employer"), required=False, max_length=100)
    likeliness = forms.ChoiceField(
        label=_("How likely"),
        required=False,
        choices=[("", _("All")), ("likely", _("One answer is likely")), ("unlikely", _("No answer is likely"))],
    )


@permitted(Permission.IMPORT_VACANCIES)
@require_GET
def waiting(request: ActorRequest) -> HttpResponse:
    """The vacancies that wait, a page at a time, each with what its work may be."""
    form = WaitingFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = waiting_list(request.actor, text=asked.get("text", ""), likeliness=asked.get("likeliness", ""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    given = {name: value for name, value in asked.items() if value}
    context = {
        "form": form,
        "page": page,
        "lines": waiting_lines(list(page)),
        "total": waiting_list(request.actor).count(),
        "query": urlencode(given),
        "is_filtered": bool(given),
    }
    return render(request, "proposals/waiting.html", context)


@permitted(Permission.IMPORT_VACANCIES)
@require_POST
def answer(request: ActorRequest) -> HttpResponse:
    """The ticked ones, or the likely ones of the page, get the occupation that stands chosen; or the ticked go."""
    name = "on_page" if request.POST.get("act") == "all" else "ticked"
    references = [UUID(one) for one in request.POST.getlist(name)[:500] if _is_reference(one)]
    back = redirect(f"{reverse('proposals:waiting')}?{request.POST.get('query', '')}")
    if not references:
        messages.warning(request, gettext("Tick at least one vacancy; none on this page is likely by itself."))
        return back
    if request.POST.get("act") == "drop":
        count = drop_waiting(DropWaiting(waiting=tuple(references)), actor=request.actor)
        words = ngettext("%(count)s vacancy is removed.", "%(count)s vacancies are removed.", count)
        messages.success(request, words % {"count": count})
        return back
    chosen = tuple(
        ChosenOccupation(waiting=one, occupation=occupation)
        for one in references
        if (occupation := request.POST.get(f"occupation-{one}", ""))
    )
    if chosen:
        _confirm(request, chosen)
    if left := len(references) - len(chosen):
        words = ngettext(
            "%(count)s has no occupation chosen: choose one, or open it and look for another.",
            "%(count)s have no occupation chosen: choose one, or open them and look for another.",
            left,
        )
        messages.warning(request, words % {"count": left})
    return back


@permitted(Permission.IMPORT_VACANCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One waiting vacancy with its whole text, and a field to look for its occupation."""
    line = waiting_one(request.actor, reference)
    form: ConceptChoice | None = None
    if request.method == "POST":
        picked = request.POST.get("other", "")
        form = ConceptChoice({"chosen": picked} if picked else request.POST, kind=ProposalKind.OCCUPATION)
        if form.is_valid():
            chosen = ChosenOccupation(waiting=reference, occupation=form.cleaned_data["chosen"])
            if _confirm(request, (chosen,)):
                return redirect("proposals:waiting")
    context = {"line": line, "form": form}
    return render(request, "proposals/waiting_one.html", context, status=422 if form and form.errors else 200)


def _confirm(request: ActorRequest, chosen: tuple[ChosenOccupation, ...]) -> int:
    done = confirm_waiting(ConfirmWaiting(chosen=chosen), actor=request.actor)
    if done.made:
        words = ngettext("%(count)s vacancy was made.", "%(count)s vacancies were made.", done.made)
        messages.success(request, words % {"count": done.made})
    for _reference, why in done.refused[:5]:
        messages.error(request, str(why))
    return done.made


def _is_reference(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
