"""A counsellor of the city with a colleague, one of the employment service, and a person whom both accompany."""

from datetime import date

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
def colleague(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def team_lead(werkpunt: Organisation) -> Actor:
    return actor_with(Role.TEAM_LEAD, organisation=werkpunt)


@pytest.fixture
def counsellor_of_vdab(vdab: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=vdab)


@pytest.fixture
def amina(werkpunt: Organisation, vdab: Organisation, counsellor: Actor, counsellor_of_vdab: Actor) -> Person:
    person = PersonFactory(
        accompanied_by=werkpunt,
        accompanied_by__referent=counsellor.user,
        accompanied_by__since=date(2025, 1, 6),
    )
    AccompanimentFactory(person=person, organisation=vdab, referent=counsellor_of_vdab.user, since=date(2025, 6, 2))
    return person


@pytest.fixture
def file(counsellor: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor, amina.reference)


@pytest.fixture
def file_at_vdab(counsellor_of_vdab: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor_of_vdab, amina.reference)
