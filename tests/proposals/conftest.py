"""An account manager who has a text read, and a counsellor with a person."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import Person
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.people.factories import PersonFactory


@pytest.fixture
def vdab(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(vdab=True)


@pytest.fixture
def account_manager(vdab: Organisation) -> Actor:
    return actor_with(Role.ACCOUNT_MANAGER, organisation=vdab)


@pytest.fixture
def colleague(vdab: Organisation) -> Actor:
    return actor_with(Role.ACCOUNT_MANAGER, organisation=vdab)


@pytest.fixture
def counsellor(vdab: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=vdab)


@pytest.fixture
def amina(vdab: Organisation, counsellor: Actor) -> Person:
    return PersonFactory(accompanied_by=vdab, accompanied_by__referent=counsellor.user)
