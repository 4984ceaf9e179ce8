"""Who looked at whom: the page of the data-protection officer."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.looks import lookers, looks_at
from arbeidspact.people.queries import Purpose
from arbeidspact.web.exports import csv_response
from arbeidspact.web.people.choices import with_empty
from arbeidspact.web.people.forms import DayInput
from arbeidspact.web.requests import ActorRequest, permitted

LOOKS_A_PAGE = 50


class LooksFilterForm(forms.Form):
    """Which looks to show. A person is named by the reference alone."""

    person = forms.UUIDField(
        label=gettext_lazy("Reference of the person"),
        required=False,
        error_messages={
            "invalid": gettext_lazy(
                "This is not a reference. Copy the whole reference from the file or from this list."
            )
        },
    )
    user = forms.TypedChoiceField(label=gettext_lazy("Who looked"), required=False, coerce=int, empty_value=None)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        required=False,
        choices=with_empty(Purpose.choices, gettext_lazy("Any purpose")),
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput)

    def __init__(self, *args: Any, users: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options: Any = self.fields["user"]
        options.choices = with_empty([(str(key), name) for key, name in users], gettext_lazy("Everyone"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", gettext_lazy("This day comes before the first one. Exchange the two days."))
        return cleaned

    def narrowing(self) -> dict[str, Any]:
        """The arguments for the query; None where nothing was chosen."""
        chosen = {name: value or None for name, value in self.cleaned_data.items()}
        if chosen.get("purpose"):
            chosen["purpose"] = Purpose(str(chosen["purpose"]))
        return chosen


@never_cache
@permitted(Permission.SEE_ACCESS_LOG)
@require_GET
def looks(request: ActorRequest) -> HttpResponse:
    """Every look of the organisation's members, narrowed by person, user, purpose and days."""
    form = LooksFilterForm(request.GET, users=lookers(request.actor))
    is_right = form.is_valid()
    events = looks_at(request.actor, **form.narrowing()) if is_right else looks_at(request.actor).none()
    page = Paginator(events, LOOKS_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)})
    return render(
        request,
        "people/looks.html",
        {"form": form, "page": page, "query": query, "is_narrowed": bool(query)},
        status=200 if is_right else 422,
    )


@never_cache
@permitted(Permission.SEE_ACCESS_LOG)
@require_GET
def looks_export(request: ActorRequest) -> HttpResponseBase:
    """The narrowed looks as a file, newest first; with a filter that cannot be, the page that says so."""
    form = LooksFilterForm(request.GET, users=lookers(request.actor))
    if not form.is_valid():
        return looks(request)
    rows = [
        (
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            str(event.user) if event.user else "",
            event.person.reference,
            event.get_purpose_display(),
            event.get_look_display(),
            _("yes") if event.was_refused else _("no"),
        )
        for event in looks_at(request.actor, **form.narrowing())
    ]
    header = [_("When"), _("Who looked"), _("Reference of the person"), _("Purpose"), _("What was seen"), _("Refused")]
    return csv_response(f"looks-{timezone.localdate().isoformat()}.csv", header, rows)
