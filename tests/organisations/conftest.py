"""Organisations and their people, as the stories need them."""

import pytest

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import Membership, Organisation, Role
from tests.organisations.factories import MembershipFactory, OrganisationFactory


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def administrator_membership(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def administrator(administrator_membership: Membership) -> Actor:
    return actor_of(administrator_membership)


@pytest.fixture
def counsellor_membership(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR])


@pytest.fixture
def counsellor(counsellor_membership: Membership) -> Actor:
    return actor_of(counsellor_membership)
