"""What matching reads of one person, without a name; for the gate, which decides first. Two queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import DateField, Exists, F, IntegerField, Model, OuterRef, QuerySet, UUIDField, Value

from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.prepared import Given, Prepared
from arbeidspact.people.models import (
    Accompaniment,
    OccupationSought,
    Person,
    PersonCompetence,
    PersonLanguage,
    PersonLicence,
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What matching may know of somebody.

    `competences`: concept, evidence and level of each; `languages`: code and level; `licences`: each with the last day
    that it is valid, or None; `occupations_sought`: concepts. No order within these.
    """

    pk: int
    reference: UUID
    neighbourhood: str
    education: str
    hours_min: Decimal | None
    hours_max: Decimal | None
    shifts: tuple[str, ...]
    transport: tuple[str, ...]
    travel_minutes_max: int | None
    wage_wanted: Decimal | None
    competences: tuple[tuple[str, str, str], ...]
    languages: tuple[tuple[str, str], ...]
    licences: tuple[tuple[str, date | None], ...]
    occupations_sought: tuple[str, ...]


PLAIN_FIELDS: Final = (
    "pk",
    "reference",
    "neighbourhood",
    "education",
    "hours_min",
    "hours_max",
    "shifts",
    "transport",
    "travel_minutes_max",
    "wage_wanted",
)
"""The fields of a person's own row that matching reads, and what tells one from another."""


def profile_of(person: Person) -> Profile:
    """The profile of a person who was read already, with all that hangs on it; no query."""
    plain = {name: getattr(person, name) for name in PLAIN_FIELDS}
    return Profile(
        **plain | {"shifts": tuple(person.shifts), "transport": tuple(person.transport)},
        competences=tuple((one.concept, one.evidence, one.level) for one in person.competences.all()),
        languages=tuple((one.language, one.level) for one in person.languages.all()),
        licences=tuple((one.licence, one.valid_until) for one in person.licences.all()),
        occupations_sought=tuple(one.concept for one in person.occupations_sought.all()),
    )


def profile_and_accompaniment(reference: UUID, organisation: Organisation | None) -> tuple[Profile, bool] | None:
    """The profile of this person, and whether this organisation accompanies them now. None when there is nobody.

    For `people.access` alone, which decides whether it may be handed out.
    """
    rows = _PEOPLE.ask(reference=reference, organisation=None if organisation is None else organisation.pk)
    if not rows:
        return None
    *plain, is_accompanied = rows[0]
    known = dict(zip(PLAIN_FIELDS, plain, strict=True))
    held: dict[str, list[tuple[str, str, str, date | None]]] = {kind: [] for kind in _KINDS}
    for kind, name, level, evidence, until in _HELD.ask(person=known["pk"]):
        held[kind].append((name, level, evidence, until))
    profile = Profile(
        **known | {"shifts": tuple(known["shifts"]), "transport": tuple(known["transport"])},
        competences=tuple((name, evidence, level) for name, level, evidence, _until in held["competence"]),
        languages=tuple((name, level) for name, level, _evidence, _until in held["language"]),
        licences=tuple((name, until) for name, _level, _evidence, until in held["licence"]),
        occupations_sought=tuple(name for name, _level, _evidence, _until in held["occupation"]),
    )
    return profile, bool(is_accompanied)


def _people() -> "QuerySet[Any, Any]":
    ours = Accompaniment.objects.filter(
        person=OuterRef("pk"), organisation_id=Given("organisation", IntegerField()), until__isnull=True
    )
    rows = Person.objects.filter(reference=Given("reference", UUIDField())).annotate(is_ours=Exists(ours)).order_by()
    return rows.values_list(*PLAIN_FIELDS, "is_ours")


_KINDS: dict[str, tuple[type[Model], Any, Any, Any, Any]] = {
    # The first one tells the database and Django the type of each column.
    "licence": (PersonLicence, F("licence"), Value(""), Value(""), F("valid_until")),
    "language": (PersonLanguage, F("language"), F("level"), Value(""), Value(None, output_field=DateField())),
    "competence": (PersonCompetence, F("concept"), F("level"), F("evidence"), Value(None, output_field=DateField())),
    "occupation": (OccupationSought, F("concept"), Value(""), Value(""), Value(None, output_field=DateField())),
}


def _held() -> "QuerySet[Any, Any]":
    def rows(kind: str) -> "QuerySet[Any, Any]":
        model, name, level, evidence, until = _KINDS[kind]
        own: QuerySet[Any, Any] = model._default_manager.filter(person_id=Given("person", IntegerField())).order_by()
        return own.values_list(Value(kind), name, level, evidence, until)

    first, *others = map(rows, _KINDS)
    return first.union(*others, all=True)


_PEOPLE, _HELD = Prepared(_people), Prepared(_held)
