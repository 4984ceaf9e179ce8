"""A small city in which work crowds: three forklift drivers, one such job; somebody who fits nothing, or is unknown."""

from dataclasses import dataclass

from arbeidspact.organisations.models import Organisation
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, OFFICE_CLEANER, VacancyFactory, essentials_of

DRIVERS = 3


@dataclass(frozen=True)
class City:
    """Who and what is there."""

    drivers: tuple[Person, ...]
    cleaner: Person
    unknown: Person
    crowded: Vacancy
    cleaning: Vacancy

    @property
    def people(self) -> int:
        return len(self.drivers) + 2


def made_city(organisation: Organisation) -> City:
    """The city, its people accompanied by this organisation."""
    at_home = {"accompanied_by": organisation, "neighbourhood": "muide", "reachable_by_bicycle": True}
    return City(
        drivers=tuple(PersonFactory(able_to=DRIVE_FORKLIFT, **at_home) for _ in range(DRIVERS)),
        cleaner=PersonFactory(able_to=essentials_of(OFFICE_CLEANER)[0], **at_home),
        unknown=PersonFactory(**at_home),
        crowded=VacancyFactory(title="Forklift driver", asks=[DRIVE_FORKLIFT]),
        cleaning=VacancyFactory(cleaning=True, positions=4),
    )
