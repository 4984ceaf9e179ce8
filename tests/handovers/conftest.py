"""A counsellor of the city who hands over to the employment service, and a person whom the city accompanies."""

from datetime import date

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.models import Person
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory


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
def stranger(db: None) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=OrganisationFactory(ocmw=True))


@pytest.fixture
def amina(werkpunt: Organisation, counsellor: Actor) -> Person:
    return PersonFactory(
        accompanied_by=werkpunt,
        accompanied_by__referent=counsellor.user,
        accompanied_by__since=date(2025, 1, 6),
        phone="0470 00 00 00",
        language="fr",
        full_time=True,
        reachable_by_bicycle=True,
    )


@pytest.fixture
def file(counsellor: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor, amina.reference)
