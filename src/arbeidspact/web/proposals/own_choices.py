"""A person behind a link looks up an occupation or a competence: in place of a proposal, or beside all of them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.organisations.exceptions import Conflict, DomainError
from arbeidspact.proposals.queries import ProposalKind
from arbeidspact.proposals.telling import MINUTE_SECONDS, count_lookup
from arbeidspact.proposals.words import CONCEPTS
from arbeidspact.vacancies.queries import concept_name
from arbeidspact.web.people.concepts import PICKABLE, Candidate, candidates, options_response


class OwnChoice(forms.Form):
    """What the person means: one of the answers listed before (`other`), the one picked while typing (`chosen`), or the
    words typed. Words that are one name exactly are taken; otherwise `found` are there to choose from.
    """

    found: tuple[Candidate, ...] = ()

    other = forms.CharField(required=False, max_length=200)
    chosen = forms.CharField(required=False, max_length=200)
    chosen_text = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, kind: ProposalKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        typed, picked = values.get("chosen_text", ""), values.get("chosen", "")
        if values.get("other"):
            values["chosen"] = values["other"]
        elif not typed:
            self.add_error("chosen", _("Type what you mean."))
        elif not picked or concept_name(picked).casefold() != typed.casefold():
            self._look_up(typed, values)
        return values

    def _look_up(self, typed: str, values: dict[str, Any]) -> None:
        found = candidates(typed, CONCEPTS[self.kind])
        exact = [one for one in found if typed.casefold() in {one.label.casefold(), one.hint.casefold()}]
        if len(exact) == 1:
            values["chosen"] = exact[0].value
        elif found:
            self.found = tuple(found)
            self.add_error("chosen", _("Choose below what you mean, or try another word."))
        else:
            self.add_error("chosen", _("We found nothing for “%(text)s”. Try another word.") % {"text": typed})


def own_options(request: HttpRequest, opened: OpenLink) -> HttpResponse:
    """Suggestions for `?kind=occupation&q=` as the combobox reads them: names of the list, nothing of anybody."""
    try:
        count_lookup(opened)
    except Conflict as error:
        answer = refused_options(error.message, 429)
        answer["Retry-After"] = str(MINUTE_SECONDS)
        return answer
    except DomainError as error:
        return refused_options(error.message, 410)
    kind = PICKABLE.get(request.GET.get("kind", ""))
    if kind is None:
        return refused_options(_("This kind of concept cannot be searched."), 422)
    return options_response(candidates(request.GET.get("q", ""), kind))


def refused_options(reason: object, status: int) -> HttpResponse:
    """No suggestions, and why not."""
    return JsonResponse({"problem": str(reason)}, status=status)
