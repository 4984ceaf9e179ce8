"""A counsellor of the city, one of the employment service, and a person whom both accompany."""

from dataclasses import replace

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.models import Person
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory


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
def counsellor_of_vdab(vdab: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=vdab)


@pytest.fixture
def amina(werkpunt: Organisation, vdab: Organisation, counsellor: Actor) -> Person:
    person = PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=counsellor.user)
    AccompanimentFactory(person=person, organisation=vdab)
    return person


@pytest.fixture
def file(counsellor: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor, amina.reference)


@pytest.fixture
def opened(file: PersonFile) -> PersonFile:
    """The same file with its sensitive part open."""
    return replace(file, sees_sensitive=True)


@pytest.fixture
def file_at_vdab(counsellor_of_vdab: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor_of_vdab, amina.reference)
