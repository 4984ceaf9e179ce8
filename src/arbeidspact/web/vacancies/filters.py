"""The filter of the list of vacancies: from the address to a question, and back to what the page offers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.vacancies.queries import (
    ORDER_WORDS,
    Contract,
    FacetCount,
    Facets,
    VacancyFilters,
    VacancyState,
    concept_name,
    isco_name,
    licence_name,
    sector_name,
    shift_name,
)
from arbeidspact.web.people.concepts import candidates

ANY_STATE = "any"
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
SHIFTS = ("day", "early", "late", "night", "weekend", "split")


class FilterForm(forms.Form):
    """Reads the filter from an address; a part that cannot be read is left out and named."""

    text = forms.CharField(required=False, max_length=100, label=_("Title or employer"))
    state = forms.ChoiceField(
        required=False, label=_("State"), choices=[*VacancyState.choices, (ANY_STATE, _("In any state"))]
    )
    isco = forms.RegexField(r"^\d{1,4}$", required=False, label=_("Group of occupations"))
    occupation = forms.CharField(required=False, max_length=200, label=_("Occupation"))
    occupation_text = forms.CharField(required=False, max_length=200)
    sector = forms.SlugField(required=False, max_length=60, label=_("Sector"))
    area = forms.SlugField(required=False, max_length=60, label=_("Workplace"))
    contract = forms.ChoiceField(required=False, label=_("Contract"), choices=Contract.choices)
    shift = forms.ChoiceField(required=False, label=_("Shift"), choices=[(shift, shift) for shift in SHIFTS])
    language_level = forms.ChoiceField(
        required=False, label=_("Languages at most"), choices=[(level, level) for level in LEVELS]
    )
    no_diploma = forms.BooleanField(required=False, label=_("No diploma required"))
    licence = forms.SlugField(required=False, max_length=60, label=_("Licence or certificate"))
    hours_from = forms.DecimalField(required=False, min_value=0, max_value=60, label=_("Hours a week, from"))
    hours_to = forms.DecimalField(required=False, min_value=0, max_value=60, label=_("Hours a week, up to"))
    open_days = forms.IntegerField(required=False, min_value=0, max_value=3650, label=_("Open for at least (days)"))
    employer = forms.UUIDField(required=False, label=_("Employer"))
    order = forms.ChoiceField(required=False, label=_("Order"), choices=list(ORDER_WORDS.items()))

    def filters(self) -> VacancyFilters:
        """The question that this address asks."""
        self.is_valid()
        values: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        values.pop("occupation_text", None)
        if occupation := self._occupation():
            values["occupation"] = occupation
        else:
            values.pop("occupation", None)
        if values.get("state") == ANY_STATE:
            values["state"] = None
        return VacancyFilters(**values)

    def _occupation(self) -> str:
        """The occupation picked, as long as its name still stands there; else what the words typed mean best."""
        picked, typed = str(self.cleaned_data.get("occupation", "")), str(self.cleaned_data.get("occupation_text", ""))
        if "occupation_text" not in self.data or (typed and concept_name(picked).casefold() == typed.casefold()):
            return picked
        if not typed:
            return ""
        found = candidates(typed, ConceptKind.OCCUPATION)
        if not found:
            self.add_error("occupation", _("No occupation is called this. Try another word."))
            return ""
        return found[0].value


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice, with how many vacancies it would show (None: not counted)."""

    value: str
    label: Message
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the filter bar."""

    name: str
    label: Message
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, in words, with the address of the list without it."""

    words: str
    query: str


def choices_of(form: FilterForm, filters: VacancyFilters, counts: Facets) -> tuple[list[Choice], list[Choice]]:
    """What can be chosen: in the bar, and behind "more filters"."""
    areas = area_names()
    state = filters.state.value if filters.state else ANY_STATE
    states: dict[str, Message] = dict(VacancyState.choices)
    first = [
        _choice(form, "area", counts.areas, {f.value: areas.get(f.value, f.value) for f in counts.areas}, filters.area),
        _choice(
            form, "sector", counts.sectors, {f.value: sector_name(f.value) for f in counts.sectors}, filters.sector
        ),
        _choice(
            form, "isco", counts.isco_groups, {f.value: isco_name(f.value) for f in counts.isco_groups}, filters.isco
        ),
        _choice(form, "shift", counts.shifts, {shift: shift_name(shift) for shift in SHIFTS}, filters.shift or ""),
        _choice(
            form,
            "language_level",
            counts.language_levels,
            {level: level for level in LEVELS},
            filters.language_level or "",
        ),
    ]
    more = [
        Choice(
            "state",
            _("State"),
            (
                *(Option(f.value, states[f.value], f.count, f.value == state) for f in _with(counts.states, state)),
                Option(ANY_STATE, _("In any state"), None, state == ANY_STATE),
            ),
        ),
        _choice(form, "contract", counts.contracts, dict(Contract.choices), filters.contract or ""),
        _choice(
            form, "licence", counts.licences, {f.value: licence_name(f.value) for f in counts.licences}, filters.licence
        ),
        Choice(
            "order",
            _("Order"),
            tuple(Option(order.value, words, None, order is filters.order) for order, words in ORDER_WORDS.items()),
        ),
    ]
    return first, more


def query_without(address: QueryDict, *names: str) -> str:
    """The query of this address without these parameters, nor empty ones."""
    kept = QueryDict(mutable=True)
    for name, values in address.lists():
        for value in values:
            if value and name not in names:
                kept.appendlist(name, value)
    return kept.urlencode()


def chips_of(words: Iterable[tuple[str, str]], address: QueryDict) -> list[Chip]:
    """What is on, each with the way to take it off."""
    return [Chip(text, query_without(address, name, f"{name}_text", "page")) for name, text in words]


def _choice(
    form: FilterForm, name: str, counts: tuple[FacetCount, ...], labels: Mapping[str, Message], chosen: str
) -> Choice:
    label = form.fields[name].label or name
    options = [Option("", _("All"), None, not chosen)]
    found = [facet for facet in counts if facet.value in labels]
    options += [Option(facet.value, labels[facet.value], facet.count, facet.value == chosen) for facet in found]
    if chosen and all(facet.value != chosen for facet in found):
        options.append(Option(chosen, labels.get(chosen, concept_name(chosen)), 0, is_chosen=True))
    return Choice(name, label, tuple(options))


def _with(counts: tuple[FacetCount, ...], chosen: str) -> tuple[FacetCount, ...]:
    if chosen == ANY_STATE or any(facet.value == chosen for facet in counts):
        return counts
    return (*counts, FacetCount(chosen, 0))
