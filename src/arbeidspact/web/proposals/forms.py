"""The forms of a pasted text and of what is proposed from it."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from arbeidspact.people.words import CEFR_WORDS
from arbeidspact.proposals.commands import ReadVacancyText
from arbeidspact.proposals.queries import ProposalKind
from arbeidspact.proposals.words import CONCEPTS
from arbeidspact.vacancies.queries import concept_name, language_choices, licence_choices
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.people.concepts import candidates

EMPTY = ("", "-")


class PasteForm(CommandForm[ReadVacancyText]):
    """A text of a vacancy, as it was copied."""

    command_class = ReadVacancyText
    # How long it may be is said with the text itself, tidied: a field that cuts off would lose words in silence.
    text = forms.CharField(
        label=_("Text of the vacancy"),
        help_text=_("Copy the whole vacancy and paste it here, in Dutch, French or English. A web page is fine."),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        error_messages={"required": _("There is no text. Paste the text of the vacancy.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The bytes of a file are refused with the text itself, in words that say what to do.
        field = self.fields["text"]
        field.validators = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]


class ConceptChoice(forms.Form):
    """A concept that a person picks: the one chosen from the list, or the one whose name was typed in full."""

    chosen = forms.CharField(required=False, max_length=200)
    chosen_text = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, kind: ProposalKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        picked, typed = values.get("chosen", ""), values.get("chosen_text", "")
        if picked and (not typed or concept_name(picked).casefold() == typed.casefold()):
            return values
        if not typed:
            self.add_error("chosen", _("Type some letters and choose from the list."))
            return values
        found = candidates(typed, CONCEPTS[self.kind])
        exact = [one for one in found if typed.casefold() in {one.label.casefold(), one.hint.casefold()}]
        if exact:
            values["chosen"] = exact[0].value
        elif found:
            names = ", ".join(f"“{one.label}”" for one in found[:5])
            self.add_error("chosen", _("Do you mean one of these? %(names)s. Type its full name.") % {"names": names})
        else:
            self.add_error("chosen", _("Nothing is called “%(text)s”. Try another word.") % {"text": typed})
        return values


class AddForm(forms.Form):
    """Something that the text asks and that was not proposed: a competence, a language or a licence."""

    what = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in (ProposalKind.COMPETENCE, ProposalKind.LANGUAGE)]
        + [(ProposalKind.LICENCE.value, ProposalKind.LICENCE.label), (ProposalKind.OCCUPATION.value, "")]
    )
    is_required = forms.ChoiceField(choices=[("yes", ""), ("no", "")], required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    level = forms.ChoiceField(label=_("Level at least"), required=False, choices=[EMPTY, *CEFR_WORDS.items()])
    licence = forms.ChoiceField(label=_("Licence or certificate"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[EMPTY, *language_choices()]
        )
        self.fields["licence"] = forms.ChoiceField(
            label=_("Licence or certificate"), required=False, choices=[EMPTY, *licence_choices()]
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        what = values.get("what")
        if what == ProposalKind.LANGUAGE:
            if not values.get("language"):
                self.add_error("language", _("Choose the language."))
            if not values.get("level"):
                self.add_error("level", _("Choose the level that the work needs."))
            values["value"] = f"{values.get('language')}:{values.get('level')}"
        elif what == ProposalKind.LICENCE:
            if not values.get("licence"):
                self.add_error("licence", _("Choose the licence or certificate."))
            values["value"] = values.get("licence")
        return values
