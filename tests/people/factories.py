"""People as situations: `PersonFactory(job_seeker=True, with_forklift=True, accompanied_by=werkpunt)`."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.organisations.models import Organisation
from arbeidspact.people.models import (
    Accompaniment,
    Ground,
    OccupationSought,
    Person,
    PersonCompetence,
    PersonLanguage,
    PersonLicence,
    PersonStatus,
    StatusKind,
)
from arbeidspact.taxonomy import ConceptKind, active_taxonomy
from arbeidspact.taxonomy.scales import CefrLevel, CompetenceLevel, EvidenceKind

FORKLIFT = "forklift"


def some_occupation(place: int = 0) -> str:
    """The id of an occupation that every installation knows."""
    return active_taxonomy().ids(ConceptKind.OCCUPATION)[place]


def some_competence(place: int = 0) -> str:
    """The id of a competence that every installation knows."""
    return active_taxonomy().ids(ConceptKind.COMPETENCE)[place]


class AccompanimentFactory(DjangoModelFactory[Accompaniment]):
    class Meta:
        model = Accompaniment

    class Params:
        ended = factory.Trait(until=factory.LazyFunction(timezone.localdate))

    ground = Ground.STATUTORY_TASK
    since = date(2026, 1, 5)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    class Params:
        child_of_2000s = factory.Trait(birth_date=date(2003, 4, 5))
        reachable_by_bicycle = factory.Trait(transport=["walk", "bicycle"], travel_minutes_max=45)
        full_time = factory.Trait(hours_min=30, hours_max=38, shifts=["day", "early", "late"])

    given_name = "Amina"
    family_name = factory.Sequence(lambda n: f"Testpersoon{n}")
    birth_date = date(1988, 3, 14)
    language = "nl"

    @factory.post_generation
    def accompanied_by(self, create: bool, extracted: Organisation | None, **extra: Any) -> None:
        if create and extracted is not None:
            AccompanimentFactory(person=self, organisation=extracted, **extra)

    @factory.post_generation
    def job_seeker(self, create: bool, extracted: bool, **_: Any) -> None:
        _with_status(self, create and extracted, StatusKind.JOB_SEEKER, days=90)

    @factory.post_generation
    def long_term(self, create: bool, extracted: bool, **_: Any) -> None:
        _with_status(self, create and extracted, StatusKind.JOB_SEEKER, days=800)

    @factory.post_generation
    def newcomer(self, create: bool, extracted: bool, **_: Any) -> None:
        _with_status(self, create and extracted, StatusKind.NEWCOMER, days=60)
        if create and extracted:
            PersonLanguage.objects.create(person=self, language="nl", level=CefrLevel.A1)

    @factory.post_generation
    def with_forklift(self, create: bool, extracted: bool, **_: Any) -> None:
        if create and extracted:
            PersonLicence.objects.create(person=self, licence=FORKLIFT)

    @factory.post_generation
    def seeking(self, create: bool, extracted: str | None, **_: Any) -> None:
        if create and extracted:
            OccupationSought.objects.create(person=self, concept=extracted)

    @factory.post_generation
    def able_to(self, create: bool, extracted: str | None, **extra: Any) -> None:
        if create and extracted:
            PersonCompetence.objects.create(
                person=self,
                concept=extracted,
                level=extra.get("level", CompetenceLevel.INDEPENDENT),
                evidence=extra.get("evidence", EvidenceKind.SELF_DECLARED),
                noted_on=date(2026, 6, 1),
                noted_by=extra.get("noted_by"),
            )


def _with_status(person: Person, wanted: bool, kind: StatusKind, *, days: int) -> None:
    if wanted:
        PersonStatus.objects.create(person=person, kind=kind, since=timezone.localdate() - timedelta(days=days))
