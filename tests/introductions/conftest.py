"""A counsellor of the city with a person, a colleague at VDAB who accompanies them too, and an open vacancy."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.vacancies.factories import VacancyFactory


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def amina(werkpunt: Organisation, vdab: Organisation) -> Person:
    person: Person = PersonFactory(accompanied_by=werkpunt)
    AccompanimentFactory(person=person, organisation=vdab)
    return person


@pytest.fixture
def file(counsellor: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor, amina.reference)


@pytest.fixture
def file_at_vdab(vdab: Organisation, amina: Person) -> PersonFile:
    return open_file(actor_with(Role.COUNSELLOR, organisation=vdab), amina.reference)


@pytest.fixture
def warehouse(db: None) -> Vacancy:
    return VacancyFactory(forklift_night_shift=True)
