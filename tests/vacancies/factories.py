"""Vacancies as situations: `VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)`."""

from datetime import date, time, timedelta
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

    class Params:
        forklift_night_shift = factory.Trait(
            title="Forklift driver, nights",
            occupation=FORKLIFT_DRIVER,
            shifts=["night"],
            asks=[DRIVE_FORKLIFT],
            needs_licence="forklift",
        )
        starting_at_half_past_five = factory.Trait(shifts=["early"], starts_at=time(5, 30), ends_at=time(13, 30))
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

    asks: tuple[str, ...] = ()
    would_like: tuple[str, ...] = ()
    needs_language: dict[str, str] = {}
    needs_licence = ""

    @classmethod
    def _create(cls, model_class: type[Vacancy], *args: Any, **values: Any) -> Vacancy:
        asks, would_like = values.pop("asks"), values.pop("would_like")
        languages, licence = values.pop("needs_language"), values.pop("needs_licence")
        vacancy = super()._create(model_class, *args, **values)
        for concepts, is_required in ((asks, True), (would_like, False)):
            for concept in concepts:
                VacancyCompetence.objects.create(vacancy=vacancy, concept=concept, is_required=is_required)
        for language, level in languages.items():
            VacancyLanguage.objects.create(vacancy=vacancy, language=language, level=level)
        if licence:
            VacancyLicence.objects.create(vacancy=vacancy, licence=licence)
        return vacancy
