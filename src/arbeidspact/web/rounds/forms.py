"""Asking for a matching round."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from arbeidspact.rounds.commands import MOST_PLACES, USUAL_WEIGHTS, StartRound
from arbeidspact.rounds.policies import USUAL_CAP, USUAL_PRICE_PERCENT, all_rerankings, configured_reranking
from arbeidspact.web.forms import CommandForm


class StartRoundForm(CommandForm[StartRound]):
    """How long the lists are, in which order, and what preferences weigh; everything is filled in."""

    command_class = StartRound

    k = forms.IntegerField(
        label=_("How many vacancies on everybody's list?"), initial=20, min_value=1, max_value=MOST_PLACES
    )
    reranking = forms.ChoiceField(label=_("In which order?"), widget=forms.RadioSelect)
    price_percent = forms.IntegerField(
        label=_("Crowding taken off, in percent"),
        help_text=_("For “Crowded work counts for less”."),
        initial=USUAL_PRICE_PERCENT,
        min_value=0,
        max_value=100,
        required=False,
    )
    cap = forms.IntegerField(
        label=_("Lists that one vacancy is on, at most"),
        help_text=_("For “A vacancy is on so many lists at most”."),
        initial=USUAL_CAP,
        min_value=1,
        max_value=100_000,
        required=False,
    )
    nice_percent = forms.IntegerField(label=_("A nice-to-have competence"))
    occupation_percent = forms.IntegerField(label=_("An occupation that the person seeks"))
    distance_percent = forms.IntegerField(label=_("A short journey"))
    hours_percent = forms.IntegerField(label=_("As many hours as the person wants"))
    wage_percent = forms.IntegerField(label=_("The wage that the person hopes for"))

    ORDER_NUMBERS = ("price_percent", "cap")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        order = self.fields["reranking"]
        assert isinstance(order, forms.ChoiceField)
        order.choices = [
            (one.name.value, format_html("<span><strong>{}</strong><br>{}</span>", one.label, one.sentence))
            for one in all_rerankings()
        ]
        order.initial = configured_reranking().value
        for name, usual in USUAL_WEIGHTS.items():
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, initial=usual, min_value=0, max_value=50, required=False
            )

    @property
    def order_numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ORDER_NUMBERS]

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in USUAL_WEIGHTS]

    @property
    def has_other_problems(self) -> bool:
        """Is something wrong with what is folded away?"""
        return any(field.errors for field in [*self.order_numbers, *self.weights])
