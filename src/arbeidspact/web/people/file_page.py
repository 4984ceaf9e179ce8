"""What stands on a person's page: the file in words, and a form for each part that may be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.access import PersonFile
from arbeidspact.people.completeness import Completeness
from arbeidspact.people.queries import TravelChoice, completeness_of_file
from arbeidspact.people.words import (
    CEFR_WORDS,
    COMPETENCE_LEVEL_WORDS,
    EDUCATION_WORDS,
    EVIDENCE_WORDS,
    SHIFT_WORDS,
    language_name,
)
from arbeidspact.taxonomy.scales import EvidenceKind
from arbeidspact.vacancies.queries import wage_words
from arbeidspact.web.people import forms
from arbeidspact.web.people.choices import PageChoices, label_of

# Which part of the page answers each question of the completeness meter.
ANCHORS = {
    "neighbourhood": "contact",
    "transport": "availability",
    "travel": "availability",
    "hours": "availability",
    "shifts": "availability",
    "evidence": "competences",
    "birth_date": "identity",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a part of the file: what it is, a remark, and what removes it."""

    key: str
    label: Message
    note: Message = ""
    evidence: Message = ""
    vouched_by: str = ""
    tone: str = "neutral"
    since: date | None = None
    until: date | None = None
    form: forms.FileForm | None = None


@dataclass(frozen=True, slots=True)
class FilePage:
    """Everything the template shows of a person, in words."""

    file: PersonFile
    completeness: Completeness
    neighbourhood: str
    speaks: Message
    occupations: list[Row]
    competences: list[Row]
    languages: list[Row]
    licences: list[Row]
    statuses: list[Row]
    past_statuses: list[Row]
    education: Message
    hours: str
    shifts: list[Message]
    transport: list[Message]
    wage_wanted: str
    forms: Mapping[str, forms.FileForm]
    referent: str
    has_number: bool

    @property
    def next_question(self) -> Any:
        return next(iter(self.completeness.next_questions), None)

    @property
    def next_anchor(self) -> str:
        question = self.next_question
        return ANCHORS.get(question.field, question.field) if question else ""


def page_of(file: PersonFile, choices: PageChoices, refused: forms.FileForm | None = None) -> FilePage:
    """The page of this file. `refused`, the form that was just sent and not accepted, with what was typed."""
    person = file.person
    return FilePage(
        file=file,
        completeness=completeness_of_file(file),
        neighbourhood=choices.area_name(person.neighbourhood),
        speaks=language_name(person.language),
        occupations=_sorted(Row(one.concept, label_of(one.concept)) for one in person.occupations_sought.all()),
        competences=_competences(file, choices, refused),
        languages=[
            Row(one.language, language_name(one.language), CEFR_WORDS[one.level]) for one in person.languages.all()
        ],
        licences=_licences(file, choices),
        statuses=_statuses(file, choices, refused),
        past_statuses=[
            Row(one.kind, one.get_kind_display(), since=one.since, until=one.until)
            for one in person.statuses.all()
            if one.until is not None
        ],
        education=EDUCATION_WORDS.get(person.education, ""),
        hours=_hours(file),
        shifts=[SHIFT_WORDS[shift] for shift in person.shifts if shift in SHIFT_WORDS],
        transport=[TravelChoice(mode).label for mode in person.transport if mode in TravelChoice.values],
        wage_wanted=wage_words(person.wage_wanted, person.wage_wanted),
        forms=_forms(file, choices, refused) if file.may_edit else {},
        referent=_referent(file),
        has_number=person.national_number_hash is not None,
    )


def _competences(file: PersonFile, choices: PageChoices, refused: forms.FileForm | None) -> list[Row]:
    rows = []
    for place, one in enumerate(file.person.competences.all()):
        seen = one.evidence != EvidenceKind.SELF_DECLARED
        rows.append(
            Row(
                one.concept,
                label_of(one.concept),
                COMPETENCE_LEVEL_WORDS[one.level],
                evidence=EVIDENCE_WORDS[one.evidence],
                vouched_by=one.noted_by.name if one.noted_by else "",
                tone="success" if seen else "neutral",
                since=one.noted_on,
                form=_kept(refused, forms.CompetenceChangeForm, "concept", one.concept)
                or forms.CompetenceChangeForm(
                    person=file.reference,
                    choices=choices,
                    auto_id=f"id_competence_{place}_%s",
                    initial={"concept": one.concept, "level": one.level, "evidence": one.evidence},
                ),
            )
        )
    return _sorted(rows)


def _licences(file: PersonFile, choices: PageChoices) -> list[Row]:
    names, today = dict(choices.licences), timezone.localdate()
    return _sorted(
        Row(
            one.licence,
            names.get(one.licence, one.licence),
            tone="warning" if one.valid_until is not None and one.valid_until < today else "neutral",
            until=one.valid_until,
        )
        for one in file.person.licences.all()
    )


def _statuses(file: PersonFile, choices: PageChoices, refused: forms.FileForm | None) -> list[Row]:
    return [
        Row(
            one.kind,
            one.get_kind_display(),
            since=one.since,
            form=_kept(refused, forms.StatusEndForm, "kind", one.kind)
            or forms.StatusEndForm(
                person=file.reference,
                choices=choices,
                auto_id=f"id_status_{one.kind}_%s",
                initial={"kind": one.kind},
            ),
        )
        for one in file.open_statuses
    ]


def _kept(
    refused: forms.FileForm | None, form_class: type[forms.FileForm], field: str, key: str
) -> forms.FileForm | None:
    """The form that was refused, where it stands in this row."""
    return refused if isinstance(refused, form_class) and refused.data.get(field) == key else None


def _forms(file: PersonFile, choices: PageChoices, refused: forms.FileForm | None) -> dict[str, forms.FileForm]:
    person = file.person
    initial: dict[type[forms.FileForm], dict[str, Any]] = {
        forms.IdentityForm: {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "birth_date": person.birth_date,
        },
        forms.ContactForm: {
            "phone": person.phone,
            "email": person.email,
            "language": person.language,
            "neighbourhood": person.neighbourhood,
        },
        forms.AvailabilityForm: {
            "hours_min": person.hours_min,
            "hours_max": person.hours_max,
            "shifts": person.shifts,
            "transport": person.transport,
            "travel_minutes_max": person.travel_minutes_max,
            "wage_wanted": person.wage_wanted,
        },
        forms.EducationForm: {"education": person.education},
        forms.OccupationForm: {},
        forms.CompetenceForm: {},
        forms.LanguageForm: {},
        forms.LicenceForm: {},
        forms.StatusForm: {},
        forms.ReferentForm: {"referent": _own_referent(file)},
    }
    if file.may_hold_national_number:
        initial[forms.NumberForm] = {}
    return {
        form_class.section: refused
        if type(refused) is form_class and refused is not None
        else form_class(person=file.reference, choices=choices, initial=values)
        for form_class, values in initial.items()
    }


def _own_referent(file: PersonFile) -> str:
    own = (link for link in file.accompaniments if link.organisation == file.actor.organisation)
    return next((str(link.referent_id) for link in own if link.referent_id), "")


def _referent(file: PersonFile) -> str:
    own = (link for link in file.accompaniments if link.organisation == file.actor.organisation)
    return next((str(link.referent) for link in own if link.referent), "")


def _hours(file: PersonFile) -> str:
    least, most = file.person.hours_min, file.person.hours_max
    return " - ".join(f"{hours.normalize():f}" for hours in dict.fromkeys((least, most)) if hours is not None)


def _sorted(rows: Any) -> list[Row]:
    return sorted(rows, key=lambda row: str(row.label).casefold())
