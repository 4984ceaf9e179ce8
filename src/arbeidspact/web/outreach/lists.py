"""The contacts of one's organisation, and the same list as a file."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from arbeidspact.followup.thresholds import thresholds
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.outreach.queries import (
    ContactFilter,
    ContactLine,
    ContactState,
    contact_counts,
    export_rows,
    find_contacts,
    places,
    programmes_to_choose,
    workers,
)
from arbeidspact.people.words import language_name
from arbeidspact.web.exports import csv_response
from arbeidspact.web.outreach.registering import phone_page
from arbeidspact.web.outreach.words import STATE_TONES, contact_name, programme_name
from arbeidspact.web.people.choices import PageChoices, with_empty
from arbeidspact.web.people.forms import DayInput
from arbeidspact.web.requests import ActorRequest, permitted

MINE, TEAM = "mine", "team"


class ContactFilterForm(forms.Form):
    """The filter of a list of contacts; it stands in the address, so it holds no name of somebody who was met."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose contacts"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    since = forms.DateField(label=gettext_lazy("Met from"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Met until"), required=False, widget=DayInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        colleagues = [(str(one.pk), str(one)) for one in workers(actor) if one != actor.user]
        states: list[tuple[str, Message]] = [("open", _("Open")), *ContactState.choices]
        for name, options in (
            ("whose", [(TEAM, _("Everybody's")), (MINE, _("Mine")), *colleagues]),
            ("state", with_empty(states, _("Any state"))),
            ("place", with_empty([(str(one.reference), one.name) for one in places(actor)], _("Any place"))),
            (
                "programme",
                with_empty(
                    [(one.slug, programme_name(one)) for one in programmes_to_choose(actor)], _("Any programme")
                ),
            ),
        ):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, required=False, choices=options)

    def contact_filter(self) -> ContactFilter:
        """The filter as chosen; an option that does not exist narrows nothing and stays visible as an error."""
        self.is_valid()
        chosen = self.cleaned_data
        whose = chosen.get("whose") or TEAM
        place = chosen.get("place")
        return ContactFilter(
            worker=self._worker(whose),
            state=chosen.get("state", ""),
            place=UUID(place) if place else None,
            programme=chosen.get("programme", ""),
            since=chosen.get("since"),
            until=chosen.get("until"),
        )

    def in_words(self) -> str:
        """Which options narrow the list now, as read on screen."""
        words = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, forms.ChoiceField) and value and value != TEAM:
                options: Any = field.choices
                words.append(str(dict(options)[value]))
            elif isinstance(value, date):
                words.append(f"{field.label} {value:%d/%m/%Y}".lower())
        return ", ".join(words)

    def query(self) -> str:
        """The filter for the addresses of other pages of the list."""
        return urlencode({name: str(value) for name, value in self.cleaned_data.items() if value})

    def _worker(self, whose: str) -> int | None:
        if whose == MINE:
            return self.actor.user.pk if self.actor.user else None
        return int(whose) if whose != TEAM else None


@never_cache
@permitted(Permission.REGISTER_CONTACT)
@require_GET
def contacts(request: ActorRequest) -> HttpResponse:
    """The contacts of the organisation; to begin with, one's own open ones."""
    asked = request.GET if set(request.GET) - {"page"} else {"whose": MINE, "state": "open"}
    form = ContactFilterForm(asked, actor=request.actor)
    found = find_contacts(request.actor, form.contact_filter(), page=request.GET.get("page", 1))
    context = {
        "form": form,
        "found": found,
        "rows": [_row(line) for line in found.page.object_list],
        "query": form.query(),
        "filter_words": form.in_words(),
        "counts": contact_counts(request.actor, days=thresholds().contact_waiting_days),
        "waiting_days": thresholds().contact_waiting_days,
        "may_export": may(request.actor, Permission.EXPORT_PEOPLE),
        **phone_page(request),
    }
    return render(request, "outreach/list.html", context)


@never_cache
@permitted(Permission.EXPORT_PEOPLE)
@require_GET
def export(request: ActorRequest) -> HttpResponseBase:
    """The filtered list as a file; that it was taken is recorded."""
    form = ContactFilterForm(request.GET, actor=request.actor)
    choices = PageChoices(request.actor, get_language() or "nl")
    rows = [
        (
            line.contact.reference,
            line.contact.met_on.isoformat(),
            line.contact.place.name,
            choices.area_name(line.contact.place.neighbourhood),
            line.contact.given_name,
            line.contact.reach,
            language_name(line.contact.language) if line.contact.language else "",
            line.state.label,
            line.last_on.isoformat(),
            ", ".join(programme_name(one) for one in line.programmes),
            line.contact.referrer.name if line.contact.referrer else line.contact.referred_by,
            line.contact.registered_by or "",
        )
        for line in export_rows(request.actor, form.contact_filter())
    ]
    header = [
        _("Reference"),
        _("Met on"),
        _("Place"),
        _("Neighbourhood of the place"),
        _("First name"),
        _("How to reach them"),
        _("Language"),
        _("State"),
        _("Last follow-up"),
        _("Programmes"),
        _("Referrer"),
        _("Registered by"),
    ]
    return csv_response(f"contacts-{timezone.localdate().isoformat()}.csv", header, rows)


def _row(line: ContactLine) -> dict[str, Any]:
    days = (timezone.localdate() - line.last_on).days
    is_open = line.state in {ContactState.MET, ContactState.IN_CONTACT}
    waits = is_open and days >= thresholds().contact_waiting_days
    return {
        "line": line,
        "contact": line.contact,
        "name": contact_name(line.contact),
        "tone": STATE_TONES[line.state],
        "state": line.state.label,
        "programmes": ", ".join(programme_name(one) for one in line.programmes),
        "waits": days if waits and (line.contact.given_name or line.contact.reach) else 0,
    }
