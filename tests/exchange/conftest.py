"""Who imports, shared by the tests."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def account_manager(werkpunt: Organisation) -> Actor:
    return actor_with(Role.ACCOUNT_MANAGER, organisation=werkpunt)
