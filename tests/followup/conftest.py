"""A Werkpunt with a counsellor, and people whom it accompanies."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, OrganisationKind, Role
from tests.organisations.factories import OrganisationFactory, UserFactory


@pytest.fixture
def werkpunt() -> Organisation:
    return OrganisationFactory(kind=OrganisationKind.CITY)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return Actor(UserFactory(), werkpunt, frozenset({Role.COUNSELLOR}))
