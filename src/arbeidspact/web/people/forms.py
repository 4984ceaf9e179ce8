"""The forms about one person, each making one command."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.people import commands
from arbeidspact.people.queries import Ground, StatusKind, TravelChoice
from arbeidspact.people.words import (
    CEFR_WORDS,
    COMPETENCE_LEVEL_WORDS,
    EDUCATION_WORDS,
    EVIDENCE_WORDS,
    LANGUAGE_WORDS,
    SHIFT_WORDS,
)
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.people.choices import PageChoices, options_of, with_empty
from arbeidspact.web.people.concepts import ConceptPicking


class DayInput(forms.DateInput):
    """A date picker of the browser, which wants the ISO form."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FileForm(CommandForm[commands.PersonCommand]):
    """A form in a person's file; `section` is the word in its address and the prefix of its ids."""

    section: ClassVar[str]
    button: ClassVar[Any] = _("Save")

    def __init__(self, *args: Any, person: UUID, choices: PageChoices, **kwargs: Any) -> None:
        self.person = person
        self.choices = choices
        kwargs.setdefault("auto_id", f"id_{self.section}_%s")
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: PageChoices) -> None:
        """Fills the options that depend on the installation or the organisation."""

    @property
    def button_id(self) -> str:
        """The id of its button, so that the focus can stay there when the form is shown anew."""
        return str(self.auto_id) % "send"

    @property
    def has_more(self) -> bool:
        """Is there something to fill in beside the concept?"""
        return bool(set(self.fields) - {"concept", "concept_text"})

    def command_values(self) -> dict[str, Any]:
        return {"person": self.person, **super().command_values()}


class IdentityForm(FileForm):
    section = "identity"
    command_class = commands.EditIdentity

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    birth_date = forms.DateField(label=_("Birth date"), required=False, widget=DayInput)


class ContactForm(FileForm):
    section = "contact"
    command_class = commands.EditContact

    phone = forms.RegexField(
        r"^[0-9+()./ \-]*$",
        label=_("Phone"),
        max_length=40,
        required=False,
        error_messages={"invalid": _("Write only digits, spaces and + in a phone number.")},
    )
    email = forms.EmailField(label=_("Mail address"), required=False)
    language = forms.ChoiceField(label=_("Language to speak with"), choices=options_of(LANGUAGE_WORDS))
    neighbourhood = forms.ChoiceField(label=_("Home neighbourhood"), required=False)

    def offer(self, choices: PageChoices) -> None:
        _choose(self, "neighbourhood").choices = with_empty(choices.homes, _("Not known"))


class NumberForm(FileForm):
    section = "number"
    command_class = commands.SetNationalNumber

    national_number = forms.CharField(
        label=_("National number"),
        max_length=30,
        help_text=_("Eleven digits. We keep only a fingerprint of it, to prevent a double file."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class AvailabilityForm(FileForm):
    section = "availability"
    command_class = commands.SetAvailability

    hours_min = forms.DecimalField(
        label=_("Hours a week, at least"), required=False, min_value=1, max_value=60, decimal_places=1, localize=True
    )
    hours_max = forms.DecimalField(
        label=_("Hours a week, at most"), required=False, min_value=1, max_value=60, decimal_places=1, localize=True
    )
    shifts = forms.MultipleChoiceField(
        label=_("Possible shifts"),
        required=False,
        choices=options_of(SHIFT_WORDS),
        widget=forms.CheckboxSelectMultiple,
    )
    transport = forms.MultipleChoiceField(
        label=_("How to get to work"),
        required=False,
        choices=TravelChoice.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    travel_minutes_max = forms.IntegerField(
        label=_("Travel time at most, in minutes"), required=False, min_value=5, max_value=180
    )
    wage_wanted = forms.DecimalField(
        label=_("Gross wage a month hoped for"),
        required=False,
        max_digits=8,
        decimal_places=2,
        localize=True,
        help_text=_(
            "In euro, before tax, for full-time work, as vacancies state it. Only a wish: it moves the order of "
            "fitting work a little and leaves nothing out."
        ),
    )


class EducationForm(FileForm):
    section = "education"
    command_class = commands.SetEducation

    education = forms.ChoiceField(
        label=_("Highest diploma"), required=False, choices=options_of(EDUCATION_WORDS, _("Not known"))
    )


class OccupationForm(ConceptPicking, FileForm):
    section = "occupations"
    command_class = commands.SeekOccupation
    button = _("Add")
    concept_kind = ConceptKind.OCCUPATION
    concept_question = _("Occupation sought")


class CompetenceForm(ConceptPicking, FileForm):
    section = "competences"
    command_class = commands.AddCompetence
    button = _("Add")
    concept_kind = ConceptKind.COMPETENCE
    concept_question = _("Competence")

    level = forms.ChoiceField(label=_("Level"), choices=options_of(COMPETENCE_LEVEL_WORDS), initial="independent")
    evidence = forms.ChoiceField(label=_("Evidence"), choices=options_of(EVIDENCE_WORDS), initial="self_declared")


class CompetenceChangeForm(FileForm):
    section = "competence"
    command_class = commands.ChangeCompetence

    concept = forms.CharField(max_length=200, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("Level"), choices=options_of(COMPETENCE_LEVEL_WORDS))
    evidence = forms.ChoiceField(label=_("Evidence"), choices=options_of(EVIDENCE_WORDS))


class LanguageForm(FileForm):
    section = "languages"
    command_class = commands.SetLanguage
    button = _("Add")

    language = forms.ChoiceField(label=_("Language"), choices=options_of(LANGUAGE_WORDS))
    level = forms.ChoiceField(label=_("Level"), choices=options_of(CEFR_WORDS))


class LicenceForm(FileForm):
    section = "licences"
    command_class = commands.AddLicence
    button = _("Add")

    licence = forms.ChoiceField(label=_("Licence or certificate"))
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput)

    def offer(self, choices: PageChoices) -> None:
        _choose(self, "licence").choices = with_empty(choices.licences, _("Choose"))


class StatusForm(FileForm):
    section = "statuses"
    command_class = commands.OpenStatus
    button = _("Add")

    kind = forms.ChoiceField(label=_("Status"), choices=StatusKind.choices)
    since = forms.DateField(label=_("Since"), widget=DayInput, initial=timezone.localdate)


class StatusEndForm(FileForm):
    section = "status-end"
    command_class = commands.CloseStatus
    button = _("Close")

    kind = forms.ChoiceField(choices=StatusKind.choices, widget=forms.HiddenInput)
    until = forms.DateField(label=_("Until"), widget=DayInput, initial=timezone.localdate)


class ReferentForm(FileForm):
    section = "referent"
    command_class = commands.SetReferent

    referent = forms.ChoiceField(label=_("Referent"), required=False)

    def offer(self, choices: PageChoices) -> None:
        _choose(self, "referent").choices = with_empty(choices.colleagues, _("Nobody"))


class EndAccompanimentForm(FileForm):
    section = "end"
    command_class = commands.EndAccompaniment
    button = _("Stop accompanying")


class IdentityCheckForm(forms.Form):
    """The first step of registering: enough to see whether there is a file already."""

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    birth_date = forms.DateField(
        label=_("Birth date"),
        required=False,
        widget=DayInput,
        help_text=_("With a birth date we can see whether another organisation already knows this person."),
    )
    national_number = forms.CharField(
        label=_("National number"),
        required=False,
        max_length=30,
        help_text=_("We keep only a fingerprint of it, to prevent a double file."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, may_hold_number: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hold_number:
            del self.fields["national_number"]


class RegisterForm(CommandForm[commands.RegisterPerson], IdentityCheckForm):
    """The second step: what accompanying asks, and the possible duplicates that are somebody else."""

    command_class = commands.RegisterPerson

    neighbourhood = forms.ChoiceField(label=_("Home neighbourhood"), required=False)
    language = forms.ChoiceField(label=_("Language to speak with"), choices=options_of(LANGUAGE_WORDS), initial="nl")
    ground = forms.ChoiceField(label=_("Ground for accompanying"), choices=Ground.choices)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)
    referent = forms.ChoiceField(label=_("Referent"), required=False)
    is_not = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, choices: PageChoices, is_not: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "neighbourhood").choices = with_empty(choices.homes, _("Not known"))
        _choose(self, "referent").choices = with_empty(choices.colleagues, _("Nobody"))
        _choose(self, "is_not").choices = [(key, key) for key in is_not]


class AccompanyForm(CommandForm[commands.StartAccompaniment]):
    """Accompany somebody of whom a file exists elsewhere."""

    command_class = commands.StartAccompaniment

    handle = forms.CharField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(label=_("Ground for accompanying"), choices=Ground.choices)
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For example: came to our desk today and asks for help.")
    )
    referent = forms.ChoiceField(label=_("Referent"), required=False)

    def __init__(self, *args: Any, choices: PageChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "referent").choices = with_empty(choices.colleagues, _("Nobody"))


def _choose(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field
