"""The forms of terms: pause, exemption, what is noted by hand, and the calculators of a rule."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from arbeidspact.statutes import BonusRule
from arbeidspact.terms.commands import ExemptFromTerm, NoteFact, PauseTerm
from arbeidspact.terms.queries import FACT_WORDS, NOTED_BY_HAND, PauseGround, rules_to_pause
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.pathways.forms import DayInput


class TermEventForm(CommandForm[C]):
    """What a pause and an exemption share."""

    rule = forms.ChoiceField(label=_("Which term?"))
    starts_on = forms.DateField(label=_("From which day on?"), widget=DayInput)
    ground = forms.ChoiceField(label=_("Why?"), choices=PauseGround.choices)
    reason = forms.CharField(label=_("In a few words"), min_length=3, max_length=300)
    domain = forms.ChoiceField(
        label=_("Do these words say something about health, debts or justice?"),
        required=False,
        choices=[("", _("No")), *((domain.value, domain.label) for domain in LifeDomain if domain in SENSITIVE)],
        help_text=_("Then they stand in the protected part of the file."),
    )

    takes_all = False

    def __init__(self, *args: Any, file: PersonFile, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"].setdefault("starts_on", timezone.localdate())
        super().__init__(*args, **kwargs)
        names = {term.rule.slug: term.rule.name.in_language(language()) for term in rules_to_pause(file)}
        choices = [("all", _("All terms of this person"))] if self.takes_all else []
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*names.items(), *choices]

    def command_values(self) -> dict[str, Any]:
        values = super().command_values()
        return {**values, "rule": ""} if values.get("rule") == "all" else values


class PauseForm(TermEventForm[PauseTerm]):
    """A term stands still."""

    command_class = PauseTerm
    takes_all = True
    ends_on = forms.DateField(
        label=_("Until and including which day?"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: until you let it run again."),
    )
    field_order = ("rule", "starts_on", "ends_on", "ground", "reason", "domain")


class ExemptForm(TermEventForm[ExemptFromTerm]):
    """A term does not hold for this person."""

    command_class = ExemptFromTerm


class NoteForm(CommandForm[NoteFact]):
    """Something that starts or meets a term happened."""

    command_class = NoteFact
    fact = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[(fact, FACT_WORDS[fact]) for fact in NOTED_BY_HAND],
    )
    on = forms.DateField(label=_("On which day?"), widget=DayInput)


class CalculatorForm(forms.Form):
    """When would a term be due that starts on this day?"""

    since = forms.DateField(label=_("Starts on"), widget=DayInput)
    pause_from = forms.DateField(label=_("Paused from"), required=False, widget=DayInput)
    pause_until = forms.DateField(label=_("Paused until and including"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("pause_from"), cleaned.get("pause_until")
        if start and end and end < start:
            self.add_error("pause_until", _("A pause cannot end before it starts."))
        if end and not start:
            self.add_error("pause_from", _("From which day on?"))
        return cleaned


class BonusForm(forms.Form):
    """What would somebody with this wage get?"""

    wage = forms.DecimalField(
        label=_("Gross wage a month, full time, in euro"),
        min_value=Decimal(0),
        max_value=Decimal(99999),
        decimal_places=2,
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, rule: BonusRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({version.reference_year for version in rule.versions if version.reference_year}, reverse=True)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in [max(years, default=timezone.localdate().year) + 1, *years]]
