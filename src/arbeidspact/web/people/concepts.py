"""Occupations and competences by what people type: suggestions while typing, and the choice without JavaScript."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import current_reader, current_taxonomy
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.taxonomy.exceptions import TextProblem
from arbeidspact.taxonomy.search import MAX_QUERY_LENGTH
from arbeidspact.taxonomy.understanding import Reading
from arbeidspact.web.people.choices import label_of
from arbeidspact.web.requests import ActorRequest, permitted

SUGGESTIONS = 10
# Below this, no name holds most of what was typed.
GOOD_HIT = 0.8
# How likely a meaning must be to be offered, and to stand before names that are merely alike.
LEAST_SCORE, LIKELY = 0.03, 0.5
FEWEST_WORDS = 3
PICKABLE = {ConceptKind.OCCUPATION.value: ConceptKind.OCCUPATION, ConceptKind.COMPETENCE.value: ConceptKind.COMPETENCE}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that what was typed may mean. `hint`, the other name that was found."""

    value: str
    label: str
    hint: str


def candidates(text: str, kind: ConceptKind) -> list[Candidate]:
    """Which concepts may be meant, best first?

    A whole job title ("poetshulp met dienstencheques") is read for what it means, before or beside what is named so.
    """
    language = (get_language() or "nl").split("-")[0]
    meant = _meant(text, language) if kind is ConceptKind.OCCUPATION else ((), False)
    named: list[tuple[str, str]] = [(one.concept_id, one.label) for one in meant[0]]
    if not meant[1]:
        hits = current_taxonomy().search(text, language=language, kind=kind, limit=SUGGESTIONS)
        found = [(hit.concept_id, hit.label) for hit in hits]
        is_good = bool(hits) and hits[0].score >= GOOD_HIT
        first = 0 if meant[0] and meant[0][0].score >= LIKELY else SUGGESTIONS // 2
        named = found if is_good else [*found[:first], *named, *found[first:]]
    once: dict[str, Candidate] = {}
    for concept, name in named:
        label = label_of(concept)
        once.setdefault(concept, Candidate(concept, label, "" if name == label else name))
    return list(once.values())[:SUGGESTIONS]


def _meant(text: str, language: str) -> tuple[Sequence[Reading], bool]:
    """What this title may mean, and whether that is sure; nothing for what is short: it is still being typed."""
    if len(text.split()) < FEWEST_WORDS:
        return (), False
    try:
        read = current_reader().normalise_title(text[:MAX_QUERY_LENGTH], language, limit=SUGGESTIONS)
    except TextProblem:
        return (), False
    best = read.readings[0].score if read.readings else 0.0
    likely = [one for one in read.readings if one.score >= max(LEAST_SCORE, best / 3)]
    return likely, read.is_confident


@permitted(Permission.SEARCH_TAXONOMY)
def concept_options(request: ActorRequest) -> HttpResponse:
    """Suggestions for `?kind=occupation&q=`, as the combobox reads them."""
    kind = PICKABLE.get(request.GET.get("kind", ""))
    if kind is None:
        raise InvalidValue(
            _("This kind of concept cannot be searched."), hint=_("Use occupation or competence."), field="kind"
        )
    return options_response(candidates(request.GET.get("q", ""), kind))


def options_response(found: Iterable[Candidate]) -> HttpResponse:
    """These candidates as the combobox reads them."""
    return JsonResponse({"options": [{"value": c.value, "label": c.label, "hint": c.hint} for c in found]})


class ConceptPicking(forms.Form):
    """Fields with which a form asks for a concept: the id where one was picked, else the words typed.

    Words that mean one concept exactly are taken; otherwise `concept_candidates` are there to choose from.
    """

    concept_kind: ConceptKind
    concept_question: Any
    concept_candidates: tuple[Candidate, ...] = ()

    concept = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    concept_text = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concept"].label = self.concept_question

    @property
    def concept_url(self) -> str:
        return f"{reverse('people:concepts')}?kind={self.concept_kind.value}"

    def clean_concept(self) -> str:
        """Runs before `clean_concept_text`, so the words come straight from what was sent."""
        chosen = str(self.cleaned_data["concept"])
        typed = self.data.get(self.add_prefix("concept_text"), "").strip()[:200]
        if chosen:
            return chosen
        if not typed:
            raise forms.ValidationError(_("Type some letters and choose from the list."))
        found = candidates(typed, self.concept_kind)
        exact = [one for one in found if typed.casefold() in {one.label.casefold(), one.hint.casefold()}]
        if len(exact) == 1:
            return exact[0].value
        if not found:
            raise forms.ValidationError(_("Nothing found. Try another word."))
        self.concept_candidates = tuple(found)
        raise forms.ValidationError(_("Choose which one you mean."))

    def command_values(self) -> dict[str, Any]:
        values: dict[str, Any] = super().command_values()  # type: ignore[misc]
        values.pop("concept_text", None)
        return values
