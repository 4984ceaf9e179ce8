"""Vacancies as situations: `VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)`."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.taxonomy import active_taxonomy
from arbeidspact.vacancies.models import (
    Employer,
    Vacancy,
    VacancyCompetence,
    VacancyLanguage,
    VacancyLicence,
)
from tests.organisations.factories import AreaFactory, OrganisationFactory

FORKLIFT_DRIVER = "ap:occupation/forklift-driver"
OFFICE_CLEANER = "ap:occupation/office-cleaner"
DRIVE_FORKLIFT = "ap:competence/drive-forklift"


def essentials_of(occupation: str) -> tuple[str, ...]:
    """What this occupation asks, as the starter taxonomy says."""
    return active_taxonomy().competences_of(occupation).essential


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


class EmployerFactory(DjangoModelFactory[Employer]):
    class Meta:
        model = Employer

    class Params:
        takes_part = factory.Trait(organisation=factory.SubFactory(OrganisationFactory, employer=True))

    name = factory.Sequence(lambda n: f"Magazijn {n}")
    sector = "port-logistics"
    area = "muide"


class VacancyFactory(DjangoModelFactory[Vacancy]):
    class Meta:
        model = Vacancy
        skip_postgeneration_save = True

    class Params:
        forklift_night_shift = factory.Trait(
            title="Forklift driver, nights",
            occupation=FORKLIFT_DRIVER,
            shifts=["night"],
            asks=[DRIVE_FORKLIFT],
            needs_licence="forklift",
        )
        cleaning = factory.Trait(title="Office cleaner", occupation=OFFICE_CLEANER, asks=essentials_of(OFFICE_CLEANER))
        needs_dutch_b1 = factory.Trait(needs_language={"nl": "B1"})
        diploma_required = factory.Trait(education_required="upper_secondary")
        announced = factory.Trait(opens_on=factory.LazyFunction(lambda: days_ago(-10)))
        open_for_long = factory.Trait(opens_on=factory.LazyFunction(lambda: days_ago(120)))
        expired = factory.Trait(closes_on=factory.LazyFunction(lambda: days_ago(1)))
        filled = factory.Trait(filled_on=factory.LazyFunction(lambda: days_ago(2)), positions_filled=1)
        cancelled = factory.Trait(cancelled_on=factory.LazyFunction(lambda: days_ago(2)))
        in_zelzate = factory.Trait(area=factory.LazyFunction(lambda: AreaFactory(zelzate=True).code))

    employer = factory.SubFactory(EmployerFactory)
    title = "Forklift driver"
    occupation = FORKLIFT_DRIVER
    area = factory.LazyFunction(lambda: AreaFactory(muide=True).code)
    opens_on = factory.LazyFunction(lambda: days_ago(14))

    @factory.post_generation
    def asks(self, create: bool, extracted: list[str] | None, **_: Any) -> None:
        _add_competences(self, create, extracted, is_required=True)

    @factory.post_generation
    def would_like(self, create: bool, extracted: list[str] | None, **_: Any) -> None:
        _add_competences(self, create, extracted, is_required=False)

    @factory.post_generation
    def needs_language(self, create: bool, extracted: dict[str, str] | None, **_: Any) -> None:
        if create:
            for language, level in (extracted or {}).items():
                VacancyLanguage.objects.create(vacancy=self, language=language, level=level)

    @factory.post_generation
    def needs_licence(self, create: bool, extracted: str | None, **_: Any) -> None:
        if create and extracted:
            VacancyLicence.objects.create(vacancy=self, licence=extracted)


def _add_competences(vacancy: Vacancy, create: bool, concepts: list[str] | None, *, is_required: bool) -> None:
    if create:
        for concept in concepts or []:
            VacancyCompetence.objects.create(vacancy=vacancy, concept=concept, is_required=is_required)
