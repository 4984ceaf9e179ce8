"""The forms of vacancies and employers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError, Message
from arbeidspact.organisations.vocabulary import area_names, current_taxonomy
from arbeidspact.people.words import CEFR_WORDS, EDUCATION_WORDS, SHIFT_WORDS
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.vacancies.commands import (
    CancelVacancy,
    CreateVacancy,
    EditEmployer,
    EditVacancy,
    FillVacancy,
    PublishVacancy,
    RegisterEmployer,
    ReopenVacancy,
)
from arbeidspact.vacancies.queries import (
    SECTORS,
    Contract,
    VacancyView,
    concept_name,
    employers_to_offer_for,
    language_choices,
    licence_choices,
)
from arbeidspact.web.forms import C, CommandForm
from arbeidspact.web.people.concepts import candidates

EMPTY = ("", "-")
LEAST_ROWS = {"required": 5, "nice": 3, "language": 2, "licence": 2}
MORE_ROWS = 3
MOST_ROWS = 60
FIRST_ROW = {
    "competences_required": "required_0",
    "competences_nice": "nice_0",
    "languages": "language_0",
    "licences": "licence_0",
}


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """One field to pick a concept in: the id picked and the words typed."""

    name: str
    label: Message
    value: str
    text: str
    errors: list[str]


class VacancyForm(CommandForm[C]):
    """All that a vacancy says. Lists are numbered rows, of which empty ones are left out."""

    employer = forms.ChoiceField(label=_("Employer"))
    title = forms.CharField(label=_("Title"), max_length=200)
    occupation = forms.CharField(
        label=_("Occupation"),
        required=False,
        max_length=200,
        help_text=_("Type some letters and choose from the list."),
    )
    occupation_text = forms.CharField(required=False, max_length=200)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    contract = forms.ChoiceField(label=_("Contract"), choices=Contract.choices)
    positions = forms.IntegerField(label=_("Positions"), min_value=1, max_value=999)
    hours_min = forms.DecimalField(label=_("Hours a week, at least"), required=False, decimal_places=1, max_digits=4)
    hours_max = forms.DecimalField(label=_("Hours a week, at most"), required=False, decimal_places=1, max_digits=4)
    shifts = forms.MultipleChoiceField(
        label=_("Shifts that the work needs"),
        required=False,
        choices=list(SHIFT_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose only what is needed: whoever cannot work one of these is left out."),
    )
    starts_at = forms.TimeField(
        label=_("Starts at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Used to see whether somebody can be there in time with the transport they have."),
    )
    ends_at = forms.TimeField(
        label=_("Ends at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("A night shift ends on the next day. Where shifts take turns: give the earliest."),
    )
    education_required = forms.ChoiceField(
        label=_("Diploma required"),
        required=False,
        choices=[("", _("No diploma required")), *((k, v) for k, v in EDUCATION_WORDS.items() if k != "none")],
    )
    area = forms.ChoiceField(label=_("Workplace"))
    latitude = forms.FloatField(label=_("Latitude"), required=False)
    longitude = forms.FloatField(label=_("Longitude"), required=False)
    wage_min = forms.DecimalField(label=_("Gross wage a month, from"), required=False, decimal_places=2, max_digits=8)
    wage_max = forms.DecimalField(label=_("Gross wage a month, to"), required=False, decimal_places=2, max_digits=8)
    opens_on = forms.DateField(label=_("Open from"), widget=date_input())
    closes_on = forms.DateField(label=_("Open until"), required=False, widget=date_input())

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        view: VacancyView | None = None,
        rows: Mapping[str, int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self.rows = dict(rows or LEAST_ROWS)
        areas = sorted(area_names().items(), key=lambda area: area[1].casefold())
        self.fields["area"] = forms.ChoiceField(label=_("Workplace"), choices=[EMPTY, *areas])
        if view is None:
            offered = [(str(one.reference), one.name) for one in employers_to_offer_for(actor)]
            self.fields["employer"] = forms.ChoiceField(label=_("Employer"), choices=[EMPTY, *offered])
        else:
            del self.fields["employer"]
        self._add_rows()

    def _add_rows(self) -> None:
        for kind, label in (("required", _("Required competence")), ("nice", _("Nice-to-have competence"))):
            for number in range(self.rows[kind]):
                self.fields[f"{kind}_{number}"] = forms.CharField(label=label, required=False, max_length=200)
                self.fields[f"{kind}_{number}_text"] = forms.CharField(required=False, max_length=200)
        levels = [("", _("Level")), *CEFR_WORDS.items()]
        languages, licences = [EMPTY, *language_choices()], [EMPTY, *licence_choices()]
        for number in range(self.rows["language"]):
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language"), required=False, choices=languages
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("Level at least"), required=False, choices=levels
            )
        for number in range(self.rows["licence"]):
            self.fields[f"licence_{number}"] = forms.ChoiceField(
                label=_("Licence or certificate"), required=False, choices=licences
            )

    # What the template draws

    @property
    def occupation_row(self) -> ConceptRow:
        return self._concept_row("occupation")

    @property
    def required_rows(self) -> list[ConceptRow]:
        return [self._concept_row(f"required_{number}") for number in range(self.rows["required"])]

    @property
    def nice_rows(self) -> list[ConceptRow]:
        return [self._concept_row(f"nice_{number}") for number in range(self.rows["nice"])]

    @property
    def language_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"language_{number}"], self[f"level_{number}"]) for number in range(self.rows["language"])]

    @property
    def licence_rows(self) -> list[forms.BoundField]:
        return [self[f"licence_{number}"] for number in range(self.rows["licence"])]

    def _concept_row(self, name: str) -> ConceptRow:
        field, typed = self[name], self[f"{name}_text"]
        label = self.fields[name].label or name
        return ConceptRow(name, label, field.value() or "", typed.value() or "", [str(error) for error in field.errors])

    # From what was typed to a command

    def clean(self) -> dict[str, Any]:
        occupation = self._concept("occupation", ConceptKind.OCCUPATION)
        if not occupation and not self.has_error("occupation"):
            self.add_error("occupation", _("Choose the occupation."))
        self._lists = {
            "occupation": occupation,
            "competences_required": self._concepts("required"),
            "competences_nice": self._concepts("nice"),
            "languages": self._languages(),
            "licences": [
                value for number in range(self.rows["licence"]) if (value := self._value(f"licence_{number}"))
            ],
        }
        return super().clean()

    def command_values(self) -> dict[str, Any]:
        own = {*CreateVacancy.model_fields, *EditVacancy.model_fields}
        values = {name: value for name, value in super().command_values().items() if name in own}
        values |= self._lists
        # A longitude alone, or none, must be seen beside the latitude.
        values |= {name: self.cleaned_data.get(name) for name in ("latitude", "longitude")}
        if self.view is not None:
            values["vacancy"] = self.view.vacancy.reference
        return values

    def refuse(self, error: DomainError) -> None:
        field = FIRST_ROW.get(error.field or "", error.field)
        super().refuse(type(error)(error.message, hint=error.hint, field=field))

    def _add_problem(self, problem: Any) -> None:
        loc = problem["loc"]
        name = FIRST_ROW.get(str(loc[0]), str(loc[0])) if loc else None
        super()._add_problem({**problem, "loc": (name,) if name else ()})

    def _value(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    def _concepts(self, kind: str) -> list[str]:
        found = (self._concept(f"{kind}_{number}", ConceptKind.COMPETENCE) for number in range(self.rows[kind]))
        return [concept for concept in found if concept]

    def _concept(self, name: str, kind: ConceptKind) -> str:
        """The concept of this field: the one picked, as long as its name still stands there; else the one typed."""
        picked, typed = self._value(name), self._value(f"{name}_text")
        if not typed:
            return "" if f"{name}_text" in self.data else picked
        if picked and concept_name(picked).casefold() == typed.casefold():
            return picked
        found = candidates(typed, kind)
        exact = [one for one in found if typed.casefold() in {one.label.casefold(), one.hint.casefold()}]
        if exact:
            return exact[0].value
        if not found:
            self.add_error(name, _("Nothing is called “%(text)s”. Try another word.") % {"text": typed})
        else:
            names = ", ".join(f"“{one.label}”" for one in found[:5])
            self.add_error(name, _("Do you mean one of these? %(names)s. Type its full name.") % {"names": names})
        return ""

    def _languages(self) -> list[dict[str, str]]:
        asked = []
        for number in range(self.rows["language"]):
            language, level = self._value(f"language_{number}"), self._value(f"level_{number}")
            if language and not level:
                self.add_error(f"level_{number}", _("Choose the level that the work needs."))
            elif level and not language:
                self.add_error(f"language_{number}", _("Choose the language of this level."))
            elif language:
                asked.append({"language": language, "level": level})
        return asked


class CreateVacancyForm(VacancyForm[CreateVacancy]):
    command_class = CreateVacancy


class EditVacancyForm(VacancyForm[EditVacancy]):
    command_class = EditVacancy


def new_vacancy_values(employer: str = "") -> dict[str, Any]:
    """What stands in the form of a new vacancy."""
    return {"positions": 1, "contract": Contract.PERMANENT, "opens_on": timezone.localdate(), "employer": employer}


def values_of(view: VacancyView) -> dict[str, Any]:
    """What stands in the form of this vacancy."""
    vacancy = view.vacancy
    names = [*CreateVacancy.model_fields, "shifts"]
    values = {name: getattr(vacancy, name) for name in names if hasattr(vacancy, name) and name not in FIRST_ROW}
    values["occupation_text"] = concept_name(vacancy.occupation)
    asked = list(vacancy.competences.all())
    values |= concept_values("required", [row.concept for row in asked if row.is_required])
    values |= concept_values("nice", [row.concept for row in asked if not row.is_required])
    for number, row in enumerate(vacancy.languages.all()):
        values |= {f"language_{number}": row.language, f"level_{number}": row.level}
    for number, paper in enumerate(vacancy.licences.all()):
        values[f"licence_{number}"] = paper.licence
    return values


def concept_values(kind: str, concepts: Sequence[str]) -> dict[str, str]:
    """These concepts as numbered rows."""
    values: dict[str, str] = {}
    for number, concept in enumerate(concepts):
        values |= {f"{kind}_{number}": concept, f"{kind}_{number}_text": concept_name(concept)}
    return values


def proposed_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with the competences that the taxonomy names for the occupation, after those typed already."""
    taxonomy, occupation = current_taxonomy(), str(values.get("occupation") or "")
    if occupation not in taxonomy and values.get("occupation_text"):
        found = candidates(str(values["occupation_text"]), ConceptKind.OCCUPATION)
        occupation = found[0].value if found else ""
    if occupation not in taxonomy:
        return dict(values)
    asked = taxonomy.competences_of(occupation)
    proposed = {**values, "occupation": occupation, "occupation_text": concept_name(occupation)}
    for kind, concepts in (("required", asked.essential), ("nice", asked.optional[:8])):
        typed = {name: text for name, text in values.items() if name.startswith(f"{kind}_") and text}
        used = {str(text) for text in typed.values()}
        free = (number for number in range(MOST_ROWS) if not typed.get(f"{kind}_{number}_text"))
        for concept in concepts:
            if concept not in used:
                number = next(free)
                proposed |= {f"{kind}_{number}": concept, f"{kind}_{number}_text": concept_name(concept)}
    return proposed


def rows_for(values: Mapping[str, Any], *, more: int = 0) -> dict[str, int]:
    """How many rows of each kind these values need, an empty one and `more` included."""
    rows = {}
    for kind, least in LEAST_ROWS.items():
        used = [
            int(parts[1])
            for name, value in values.items()
            if (parts := name.split("_"))[0] == kind and len(parts) > 1 and parts[1].isdecimal() and value
        ]
        rows[kind] = min(MOST_ROWS, max(least, max(used, default=-1) + 2) + more)
    return rows


class VacancyActionForm(CommandForm[C]):
    """A form about one vacancy, which the address names."""

    def __init__(self, *args: Any, vacancy: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vacancy = vacancy

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "vacancy": self.vacancy}


class FillForm(VacancyActionForm[FillVacancy]):
    command_class = FillVacancy
    filled_on = forms.DateField(label=_("Filled on"), widget=date_input(), initial=timezone.localdate)
    positions = forms.IntegerField(label=_("How many positions"), min_value=1)


class CancelForm(VacancyActionForm[CancelVacancy]):
    command_class = CancelVacancy
    cancelled_on = forms.DateField(label=_("Cancelled on"), widget=date_input(), initial=timezone.localdate)


class ReopenForm(VacancyActionForm[ReopenVacancy]):
    command_class = ReopenVacancy
    positions = forms.IntegerField(label=_("How many positions"), min_value=1, initial=1)
    closes_on = forms.DateField(label=_("Open until"), required=False, widget=date_input())


class PublishForm(VacancyActionForm[PublishVacancy]):
    command_class = PublishVacancy
    opens_on = forms.DateField(label=_("Open from"), widget=date_input(), initial=timezone.localdate)
    closes_on = forms.DateField(label=_("Open until"), required=False, widget=date_input())


class EmployerForm(CommandForm[C]):
    """What is said of an employer."""

    name = forms.CharField(label=_("Name"), max_length=200)
    enterprise_number = forms.CharField(
        label=_("Enterprise number"), required=False, max_length=20, help_text=_("Ten digits, such as 0123.456.749.")
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    area = forms.ChoiceField(label=_("Municipality or neighbourhood"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors = sorted(((slug, str(name)) for slug, name in SECTORS.items()), key=lambda one: one[1])
        areas = sorted(area_names().items(), key=lambda area: area[1].casefold())
        self.fields["sector"] = forms.ChoiceField(label=_("Sector"), required=False, choices=[EMPTY, *sectors])
        self.fields["area"] = forms.ChoiceField(
            label=_("Municipality or neighbourhood"), required=False, choices=[EMPTY, *areas]
        )


class RegisterEmployerForm(EmployerForm[RegisterEmployer]):
    command_class = RegisterEmployer


class EditEmployerForm(EmployerForm[EditEmployer]):
    command_class = EditEmployer

    def __init__(self, *args: Any, employer: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employer = employer

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "employer": self.employer}
