"""A rate in people: how many a target asks, over whom, and what a printed number of people takes for granted."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from arbeidspact.indicators import InvalidNumber, InvalidTarget, Unit, parse_value
from arbeidspact.monitor.people_meant import AgeGroup, age_groups, assumed_by, needed_for
from arbeidspact.monitor.queries import IndicatorCard, Target, indicator_card, plain
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.monitor.figures import language, period_text, points_text, value_text
from arbeidspact.web.requests import ActorRequest, permitted


class NumberField(forms.CharField):
    """A number as it is written here: 68,6 or 68.6, 178.571 with marks between thousands."""

    def __init__(self, unit: Unit, **options: Any) -> None:
        super().__init__(max_length=30, **options)
        self.unit = unit
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_value(_without_marks(text, self.unit), self.unit)
        except InvalidNumber as error:
            raise forms.ValidationError(
                _("This is no number that can stand here: %(text)s") % {"text": text}
            ) from error


def _without_marks(text: str, unit: Unit) -> str:
    """A count has no decimals, so every mark in it divides thousands."""
    return "".join(sign for sign in text if sign not in ". ,\u00a0\u202f") if unit is Unit.COUNT else text


class PeopleForm(forms.Form):
    """From which rate to which, and over whom."""

    start = NumberField(Unit.PERCENT, label=gettext_lazy("From (%)"))
    end = NumberField(Unit.PERCENT, label=gettext_lazy("To (%)"))
    group = forms.ChoiceField(label=gettext_lazy("Counted over"), required=False)
    residents = NumberField(Unit.COUNT, label=gettext_lazy("Or over so many residents"), required=False)
    later = NumberField(
        Unit.COUNT,
        label=gettext_lazy("Residents when the target is due"),
        required=False,
        help_text=gettext_lazy("When the population grows, more people are needed. Empty: as many as now."),
    )
    people = NumberField(
        Unit.COUNT,
        label=gettext_lazy("A number of people that was printed"),
        required=False,
        help_text=gettext_lazy("Shows over whom must have been counted."),
    )

    def __init__(self, *args: Any, groups: tuple[AgeGroup, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        if groups:
            self.fields["group"].choices = [(one.breakdown, _group_text(one)) for one in groups]  # type: ignore[attr-defined]
        else:
            del self.fields["group"]
            self.fields["residents"].label = _("Over so many residents")


@permitted(Permission.SEE_INDICATORS)
@require_safe
def people_meant(request: ActorRequest, slug: str) -> HttpResponse:
    """How many people does this rate mean, both ways?"""
    card = indicator_card(slug, actor=request.actor)
    definition = card.definition
    if definition.unit not in (Unit.PERCENT, Unit.SHARE):
        raise NotFound(_("Only a rate means a number of people."))
    target = next((one for one in card.targets if one.value is not None), None)
    area = request.GET.get("area") or (target.area if target else next(iter(card.areas), ""))
    groups = age_groups(definition, area, actor=request.actor)
    asked = request.GET.copy() if request.GET.get("start") else _defaults(card, target, groups)
    form = PeopleForm(asked, groups=groups)
    context = {
        "definition": definition,
        "name": definition.name.in_language(language()),
        "area": area,
        "area_name": area_names().get(area, area),
        "form": form,
        "groups": [(_group_text(group), group.is_of_the_rate, group.newest.source) for group in groups],
        **(_answers(form, groups) if form.is_valid() else {}),
    }
    return render(request, "monitor/people_meant.html", context)


def _defaults(card: IndicatorCard, target: Target | None, groups: tuple[AgeGroup, ...]) -> dict[str, str]:
    """What was decided, as the first question: from the baseline to the target, and the people that were printed."""
    baseline = target.baseline if target else None
    return {
        "start": _typed(baseline.value, card.definition.unit) if baseline else "",
        "end": _typed(target.value, card.definition.unit) if target and target.value is not None else "",
        "group": groups[0].breakdown if groups else "",
        "people": str(target.people) if target and target.people else "",
    }


def _typed(value: Decimal, unit: Unit) -> str:
    """A rate as somebody here would type it, in percent."""
    return str(
        format_decimal(plain(value * 100 if unit is Unit.SHARE else value), format="0.######", locale=language())
    )


def _answers(form: PeopleForm, groups: tuple[AgeGroup, ...]) -> dict[str, Any]:
    asked = form.cleaned_data
    chosen = next((group for group in groups if group.breakdown == asked.get("group")), None)
    residents = asked["residents"] or (chosen.newest.value if chosen else None)
    answers: dict[str, Any] = {"change": points_text(asked["end"] - asked["start"], Unit.PERCENT)}
    if residents is not None:
        try:
            needed = needed_for(
                Unit.PERCENT,
                start=asked["start"],
                end=asked["end"],
                residents=residents,
                residents_at_end=asked["later"],
            )
        except InvalidTarget:
            form.add_error(None, _("A rate lies between 0 and 100 %, over at least one resident: check the numbers."))
            return answers
        answers["needed"] = {
            "residents": value_text(residents, Unit.COUNT),
            "people": _people(needed.needed),
            "at_start": _people(needed.at_start),
            "at_end": _people(needed.at_end),
            "for_the_rate": _people(needed.for_the_rate),
            "for_the_growth": _people(needed.for_the_growth) if asked["later"] else "",
        }
    if asked["people"]:
        assumed = assumed_by(
            Unit.PERCENT, start=asked["start"], end=asked["end"], people=asked["people"], groups=groups
        )
        answers["printed"] = _people(asked["people"])
        answers["assumed"] = _people(assumed.population) if assumed else ""
        answers["nearest"] = _group_text(assumed.nearest) if assumed and assumed.nearest else ""
    return answers


def _people(value: Decimal) -> str:
    return value_text(value.to_integral_value(), Unit.COUNT)


def _group_text(group: AgeGroup) -> str:
    name = group.name_en if language() == "en" else group.name_nl
    return _("%(group)s: %(residents)s residents (%(period)s)") % {
        "group": name,
        "residents": value_text(group.newest.value, Unit.COUNT),
        "period": period_text(group.newest.period),
    }
