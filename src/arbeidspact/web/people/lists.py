"""Lists of people: "my people", and finding somebody by name."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from arbeidspact.followup.queries import ABOUT_CONTACTS, RuleName, people_waiting
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.pathways.queries import people_by_urgency
from arbeidspact.people.access import PersonLine, age_on
from arbeidspact.people.queries import (
    FoundPeople,
    PeopleFilter,
    ReferentFilter,
    StatusKind,
    caseload_sizes,
    export_rows,
    find_people,
    occupations_sought_within_reach,
)
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.folding import fold
from arbeidspact.web.exports import csv_response
from arbeidspact.web.pathways.panels import urgent_people
from arbeidspact.web.people.bulk import acts_for
from arbeidspact.web.people.choices import PageChoices, label_of, with_empty
from arbeidspact.web.people.concepts import SUGGESTIONS, Candidate, candidates, options_response
from arbeidspact.web.requests import ActorRequest, permitted
from arbeidspact.web.saved_views import views_of

LIST_NAME = "people"
SESSION_SEARCH = "people_search"
SHORTEST_SEARCH = 2
PARTS: Final[Mapping[ReferentFilter, Message]] = {
    ReferentFilter.MINE: gettext_lazy("I am the referent"),
    ReferentFilter.TEAM: gettext_lazy("I am in the team"),
    ReferentFilter.NONE: gettext_lazy("Nobody is the referent"),
    ReferentFilter.ALL: gettext_lazy("All of our people"),
}
Narrow = Callable[[Any], Any]


class PeopleFilterForm(forms.Form):
    """The filter of a list of people; it stands in the address, so it holds no name."""

    referent = forms.ChoiceField(
        label=gettext_lazy("Whose people"),
        required=False,
        choices=[
            (part.value, PARTS[part])
            for part in (ReferentFilter.ALL, ReferentFilter.MINE, ReferentFilter.TEAM, ReferentFilter.NONE)
        ],
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=with_empty(StatusKind.choices, gettext_lazy("Any status")),
    )
    waiting = forms.ChoiceField(
        label=gettext_lazy("What cannot wait"),
        required=False,
        choices=with_empty(
            [(name.value, name.label) for name in RuleName if name not in ABOUT_CONTACTS],
            gettext_lazy("Everybody, waiting or not"),
        ),
    )
    neighbourhood = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    occupation = forms.CharField(label=gettext_lazy("Occupation sought"), required=False, max_length=200)
    occupation_text = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: ActorRequest, choices: PageChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = request.actor
        self.fields["neighbourhood"] = forms.ChoiceField(
            label=self.fields["neighbourhood"].label,
            required=False,
            choices=with_empty(choices.homes, gettext_lazy("Any neighbourhood")),
        )

    def clean(self) -> dict[str, Any]:
        """The occupation picked, as long as its name still stands there; else the one that the words typed mean."""
        cleaned = super().clean() or self.cleaned_data
        picked, typed = str(cleaned.get("occupation", "")), str(cleaned.pop("occupation_text", ""))
        is_typed = "occupation_text" in self.data and label_of(picked).casefold() != typed.casefold()
        if is_typed:
            picked = next((one.value for one in occupations_sought(self._actor, typed)), "") if typed else ""
        if (typed and not picked) or (picked and picked not in current_taxonomy()):
            self.add_error("occupation", _("Nobody in your list seeks an occupation called this. Try another word."))
            picked = ""
        return {**cleaned, "occupation": picked}

    @property
    def occupation_words(self) -> str:
        """What stands in the field of the occupation."""
        picked = str(self.cleaned_data.get("occupation", ""))
        return label_of(picked) if picked else str(self.data.get("occupation_text", ""))[:200]

    def people_filter(self, text: str = "") -> PeopleFilter:
        """The filter as chosen; an option that does not exist narrows nothing and stays visible as an error."""
        self.is_valid()
        chosen = self.cleaned_data
        return PeopleFilter(
            text=text,
            neighbourhood=chosen.get("neighbourhood", ""),
            status=chosen.get("status", ""),
            referent=ReferentFilter(chosen.get("referent") or ReferentFilter.ALL),
            occupation=chosen.get("occupation", ""),
        )

    def narrow(self, actor: Actor) -> Narrow | None:
        """What keeps the list to those for whom a rule cannot wait; None when that is not asked."""
        rule = self.cleaned_data.get("waiting", "")
        return (lambda people: people_waiting(people, actor, rule)) if rule else None

    def in_words(self) -> str:
        """Which options narrow the list now, as read on screen."""
        words = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name == "occupation" and value:
                words.append(label_of(value))
            elif value and value != ReferentFilter.ALL:
                options: Any = self.fields[name]
                words.append(str(dict(options.choices)[value]))
        return ", ".join(words)

    def query(self) -> str:
        """The filter for the addresses of other pages of the list."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


def occupations_sought(actor: Actor, text: str) -> list[Candidate]:
    """Which occupations that people within reach seek are called like this? Most sought first."""
    sought = occupations_sought_within_reach(actor)
    wanted = fold(text).split()
    named = [concept for concept in sought if all(word in fold(label_of(concept)) for word in wanted)]
    also = [one.value for one in candidates(text, ConceptKind.OCCUPATION) if one.value in sought]
    return [
        Candidate(concept, label_of(concept), ngettext("%d person", "%d people", sought[concept]) % sought[concept])
        for concept in dict.fromkeys([*named, *also])
    ][:SUGGESTIONS]


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def sought_options(request: ActorRequest) -> HttpResponse:
    """Suggestions for `?q=` among the occupations that people within reach seek, as the combobox reads them."""
    return options_response(occupations_sought(request.actor, request.GET.get("q", "")))


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_GET
def caseload(request: ActorRequest) -> HttpResponse:
    """The people whom the organisation accompanies, those who cannot wait on top."""
    choices = PageChoices(request.actor, get_language() or "nl")
    asked = request.GET if set(request.GET) - {"page"} else {"referent": ReferentFilter.MINE.value}
    form = PeopleFilterForm(asked, request=request, choices=choices)
    people_filter = form.people_filter()
    by_urgency = partial(people_by_urgency, actor=request.actor)
    found = find_people(
        request.actor,
        people_filter,
        page=request.GET.get("page", 1),
        order=by_urgency,
        narrow=form.narrow(request.actor),
    )
    notes = urgent_people(request, [line.pk for line in found.page.object_list])
    context = _list_context(found, form, choices, notes)
    context["may_export"] = may(request.actor, Permission.EXPORT_PEOPLE)
    context["may_introduce"] = may(request.actor, Permission.INTRODUCE_PERSON)
    context["may_transfer"] = may(request.actor, Permission.TRANSFER_CASELOAD)
    context["bulk_acts"] = acts_for(request.actor)
    context["parts"] = _parts(request.actor, people_filter.referent)
    context |= views_of(request.actor, LIST_NAME, form.query())
    return render(request, "people/caseload.html", context)


@never_cache
@permitted(Permission.EXPORT_PEOPLE)
@require_GET
def caseload_export(request: ActorRequest) -> HttpResponseBase:
    """The filtered list as a file; every line is recorded as exported."""
    choices = PageChoices(request.actor, get_language() or "nl")
    form = PeopleFilterForm(request.GET, request=request, choices=choices)
    rows = [
        (
            line.reference,
            line.full_name,
            line.birth_date.isoformat() if line.birth_date else "",
            choices.area_name(line.neighbourhood),
            ", ".join(str(status.get_kind_display()) for status in line.statuses),
            line.referent,
        )
        for line in export_rows(request.actor, form.people_filter(), narrow=form.narrow(request.actor))
    ]
    header = [_("Reference"), _("Name"), _("Birth date"), _("Neighbourhood"), _("Statuses"), _("Referent")]
    return csv_response(f"people-{timezone.localdate().isoformat()}.csv", header, rows)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_http_methods(["GET", "POST"])
def find(request: ActorRequest) -> HttpResponse:
    """Finds somebody by name. The name travels in the body and waits in the session: never in an address."""
    choices = PageChoices(request.actor, get_language() or "nl")
    if request.method == "POST":
        request.session[SESSION_SEARCH] = request.POST.get("text", "").strip()[:100]
        form = PeopleFilterForm(request.POST, request=request, choices=choices)
        form.is_valid()
        query = form.query()
        response = redirect(f"{reverse('people:find')}?{query}" if query else reverse("people:find"))
        response.status_code = 303
        return response
    text = str(request.session.get(SESSION_SEARCH, ""))
    form = PeopleFilterForm(request.GET, request=request, choices=choices)
    people_filter = form.people_filter(text)
    has_searched = len(text) >= SHORTEST_SEARCH
    found = find_people(request.actor, people_filter, page=request.GET.get("page", 1)) if has_searched else None
    context = _list_context(found, form, choices)
    context |= {"text": text, "is_too_short": bool(text) and not has_searched}
    context["may_export"] = False
    context["may_register"] = may(request.actor, Permission.REGISTER_PERSON)
    return render(request, "people/find.html", context)


def _parts(actor: Actor, here: ReferentFilter) -> list[dict[str, Any]]:
    """The parts of the caseload with how many people each holds."""
    sizes, url = caseload_sizes(actor), reverse("people:caseload")
    return [
        {"label": label, "count": sizes[part], "is_here": part is here, "url": f"{url}?referent={part.value}"}
        for part, label in PARTS.items()
    ]


def _list_context(
    found: FoundPeople | None,
    form: PeopleFilterForm,
    choices: PageChoices,
    notes: Mapping[int, Message] | None = None,
) -> dict[str, Any]:
    return {
        "form": form,
        "found": found,
        "rows": [_row(line, choices, notes or {}) for line in found.page.object_list] if found else [],
        "query": form.query(),
        "filter_words": form.in_words(),
    }


def _row(line: PersonLine, choices: PageChoices, notes: Mapping[int, Message]) -> dict[str, Any]:
    return {
        "waits": notes.get(line.pk, ""),
        "pk": line.pk,
        "line": line,
        "age": age_on(line.birth_date, timezone.localdate()),
        "neighbourhood": choices.area_name(line.neighbourhood),
    }
