"""What people rejected or put right, as a list and as a file."""

from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from arbeidspact.organisations.permissions import Permission
from arbeidspact.proposals.waiting_queries import (
    FEEDBACK_COLUMNS,
    ProposalKind,
    TextKind,
    feedback_lines,
    feedback_list,
    feedback_rows,
)
from arbeidspact.web.exports import csv_response
from arbeidspact.web.requests import ActorRequest, permitted

PAGE_SIZE = 25


class FeedbackFilter(forms.Form):
    """Which feedback to show."""

    kind = forms.ChoiceField(
        label=_("What was proposed"), required=False, choices=[("", _("All")), *ProposalKind.choices]
    )
    text_kind = forms.ChoiceField(label=_("Kind of text"), required=False, choices=[("", _("All")), *TextKind.choices])

    def given(self) -> dict[str, str]:
        """What was filled in and is possible."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


@permitted(Permission.EXPORT_FEEDBACK)
@require_GET
def feedback(request: ActorRequest) -> HttpResponse:
    """The feedback of the own organisation, newest first."""
    form = FeedbackFilter(request.GET)
    given = form.given()
    page = Paginator(feedback_list(request.actor, **given), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": feedback_lines(list(page)),
        "total": feedback_list(request.actor).count(),
        "query": urlencode(given),
    }
    return render(request, "proposals/feedback.html", context)


@permitted(Permission.EXPORT_FEEDBACK)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = feedback_list(request.actor, **FeedbackFilter(request.GET).given())
    return csv_response(f"feedback-{timezone.localdate().isoformat()}.csv", FEEDBACK_COLUMNS, feedback_rows(found))
