"""The organisations and people at work that the tests of people share."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from tests.organisations.factories import OrganisationFactory, actor_with


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
