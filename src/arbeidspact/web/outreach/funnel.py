"""The programmes with their funnels: how many people were reached, and how far they came."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from babel.numbers import format_decimal
from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.outreach.funnel import (
    Funnel,
    FunnelQuestion,
    SplitBy,
    funnel,
    in_language,
    stages_of,
    years_with_contacts,
)
from arbeidspact.outreach.queries import Programme, places, programmes
from arbeidspact.pact.queries import PlannedFor, planned_for
from arbeidspact.web.bar_charts import Bar, bar_chart
from arbeidspact.web.exports import csv_response
from arbeidspact.web.outreach.words import is_english, programme_name, programme_summary
from arbeidspact.web.people.choices import PageChoices, with_empty
from arbeidspact.web.requests import ActorRequest, permitted

OWN: Final = "own"
SPLIT_WORDS: Final[dict[SplitBy, Message]] = {
    SplitBy.PLACE: gettext_lazy("Place"),
    SplitBy.NEIGHBOURHOOD: gettext_lazy("Neighbourhood"),
    SplitBy.ORGANISATION: gettext_lazy("Organisation"),
    SplitBy.YEAR: gettext_lazy("Year"),
}


class FunnelForm(forms.Form):
    """Which people the funnel counts."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Met in"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Met by"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    neighbourhood = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    split = forms.ChoiceField(label=gettext_lazy("Rows of the table"), required=False)

    def __init__(self, *args: Any, actor: Actor, choices: PageChoices, offered: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        own_places = list(places(actor)) if may(actor, Permission.REGISTER_CONTACT) else []
        for name, options in (
            ("programme", [(one.slug, programme_name(one)) for one in offered]),
            ("year", with_empty([(str(year), str(year)) for year in years_with_contacts(actor)], _("Any year"))),
            ("whose", [("", _("Every organisation")), (OWN, _("Our organisation"))]),
            ("place", with_empty([(str(one.reference), one.name) for one in own_places], _("Any place"))),
            ("neighbourhood", with_empty(choices.homes, _("Any neighbourhood"))),
            ("split", with_empty([(kind.value, word) for kind, word in SPLIT_WORDS.items()], _("No rows"))),
        ):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, required=False, choices=options)
        if not own_places:
            del self.fields["place"]

    def question(self) -> FunnelQuestion:
        """What is asked; an option that does not exist narrows nothing and stays visible as an error."""
        self.is_valid()
        chosen = self.cleaned_data
        year = int(chosen["year"]) if chosen.get("year") else None
        return FunnelQuestion(
            programme=chosen.get("programme") or self.offered[0].slug,
            since=date(year, 1, 1) if year else None,
            until=date(year, 12, 31) if year else None,
            place=UUID(chosen["place"]) if chosen.get("place") else None,
            neighbourhood=chosen.get("neighbourhood", ""),
            only_own=chosen.get("whose") == OWN,
            split_by=SplitBy(chosen.get("split", "")),
        )

    def query(self) -> str:
        """The question, for the address of the file."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage as the page shows it."""

    name: str
    definition: str
    text: str
    share: str
    planned: tuple[str, ...]


@permitted(Permission.SEE_FUNNEL)
@require_safe
def programme_list(request: ActorRequest) -> HttpResponse:
    """The programmes in force: what each is, who takes part, which stages it counts."""
    rows = [
        {
            "programme": one,
            "name": programme_name(one),
            "summary": programme_summary(one),
            "stages": [in_language(stage) for stage in stages_of(one)],
        }
        for one in programmes(request.actor)
    ]
    return render(request, "outreach/programmes.html", {"rows": rows, **_places_to_go(request.actor)})


@never_cache
@permitted(Permission.SEE_FUNNEL)
@require_safe
def funnel_page(request: ActorRequest) -> HttpResponse:
    """The funnel of a programme as chart and table, beside what the pact set out to reach."""
    offered = programmes(request.actor)
    if not offered:
        return render(request, "outreach/funnel.html", {"has_programmes": False, **_places_to_go(request.actor)})
    choices = PageChoices(request.actor, get_language() or "nl")
    form = FunnelForm(request.GET, actor=request.actor, choices=choices, offered=offered)
    question = form.question()
    found = funnel(request.actor, question)
    name = programme_name(found.programme)
    stages = _stage_rows(found, _planned(request.actor, question, found))
    context = {
        "form": form,
        "has_programmes": True,
        "query": form.query(),
        "name": name,
        "summary": programme_summary(found.programme),
        "stages": stages,
        "chart": _chart(found, stages, name),
        "has_people": any(one.count != 0 for one in found.stages),
        "rows": [(_row_name(row.key, question.split_by, choices), _texts(stages, row.counts)) for row in found.rows],
        "split_word": SPLIT_WORDS.get(question.split_by, ""),
        "as_of": found.as_of,
        "is_invented": found.is_invented,
        **_places_to_go(request.actor),
    }
    return render(request, "outreach/funnel.html", context)


@never_cache
@permitted(Permission.SEE_FUNNEL)
@require_safe
def funnel_file(request: ActorRequest) -> HttpResponseBase:
    """The same counts as a file; what is too small stays empty, with a remark."""
    choices = PageChoices(request.actor, get_language() or "nl")
    offered = programmes(request.actor)
    header = [_("Row"), _("Stage"), _("Definition"), _("People"), _("Remark")]
    lines: list[tuple[object, ...]] = []
    if offered:
        form = FunnelForm(request.GET, actor=request.actor, choices=choices, offered=offered)
        question = form.question()
        found = funnel(request.actor, question)
        stages = [one.stage for one in found.stages]
        parts = [(_("Everybody"), [one.count for one in found.stages])]
        parts += [(_row_name(row.key, question.split_by, choices), list(row.counts)) for row in found.rows]
        for row, counts in parts:
            for stage, count in zip(stages, counts, strict=True):
                name, definition = in_language(stage)
                lines.append((row, name, definition, "" if count is None else count, _small() if count is None else ""))
    return csv_response(f"funnel-{timezone.localdate().isoformat()}.csv", header, lines)


def _places_to_go(actor: Actor) -> dict[str, bool]:
    return {"may_register_contact": may(actor, Permission.REGISTER_CONTACT)}


def _planned(actor: Actor, question: FunnelQuestion, found: Funnel) -> dict[str, list[PlannedFor]]:
    """What the pact set out to reach, by indicator; only beside the count of the whole programme."""
    is_whole = question == FunnelQuestion(question.programme, split_by=question.split_by)
    if not is_whole or not may(actor, Permission.SEE_PACT):
        return {}
    return planned_for([one.stage.indicator for one in found.stages if one.stage.indicator], actor=actor)


def _stage_rows(found: Funnel, planned: dict[str, list[PlannedFor]]) -> list[StageRow]:
    reached = found.stages[0].count
    rows = []
    for one in found.stages:
        name, definition = in_language(one.stage)
        share = f"{_number(100 * one.count / reached, '#,##0')} %" if one.count is not None and reached else ""
        words = tuple(_planned_words(number) for number in planned.get(one.stage.indicator, ()))
        rows.append(StageRow(name, definition, _text(one.count), share, words))
    return rows


def _planned_words(number: PlannedFor) -> str:
    low, high = _number(number.low), _number(number.high) if number.high is not None else ""
    values = {"low": low, "high": high, "action": number.action_en if is_english() else number.action_nl}
    if high:
        return _("The pact planned %(low)s to %(high)s (%(action)s).") % values
    return _("The pact planned %(low)s (%(action)s).") % values


def _chart(found: Funnel, stages: list[StageRow], name: str) -> Any:
    if not any(one.count for one in found.stages):
        return None
    bars = [Bar(row.name, one.count, row.text, row.share) for row, one in zip(stages, found.stages, strict=True)]
    return bar_chart(
        bars,
        title=_("%(programme)s: how far people came") % {"programme": name},
        language=get_language() or "nl",
        columns=(_("Stage"), _("Of those reached"), _("People")),
    )


def _row_name(key: str, split_by: SplitBy, choices: PageChoices) -> str:
    if not key:
        return _("No neighbourhood") if split_by is SplitBy.NEIGHBOURHOOD else _("Not at a place")
    return choices.area_name(key) if split_by is SplitBy.NEIGHBOURHOOD else key


def _texts(stages: list[StageRow], counts: tuple[int | None, ...]) -> list[tuple[str, str]]:
    return [(stage.name, _text(count)) for stage, count in zip(stages, counts, strict=True)]


def _text(count: int | None) -> str:
    return _small() if count is None else _number(count)


def _small() -> str:
    return _("not shown")


def _number(value: float | Decimal, pattern: str = "#,##0.##") -> str:
    return str(format_decimal(value, format=pattern, locale=(get_language() or "nl").split("-")[0]))
