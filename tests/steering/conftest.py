"""A pact, a partner who signals, and a steering group that answers."""

import pytest

from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.pact.models import Pact
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.steering.factories import a_steered_pact


@pytest.fixture
def pact(db: None) -> Pact:
    return a_steered_pact()


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def partner_membership(vdab: Organisation) -> Membership:
    return MembershipFactory(organisation=vdab, roles=[Role.TEAM_LEAD], user__email="partner@vdab.example")


@pytest.fixture
def partner(partner_membership: Membership) -> Actor:
    return actor_of(partner_membership)


@pytest.fixture
def steering_membership(db: None) -> Membership:
    return MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True),
        roles=[Role.STEERING_MEMBER],
        user__email="schepen@stad.example",
        user__language="en",
    )


@pytest.fixture
def steering(steering_membership: Membership) -> Actor:
    return actor_of(steering_membership)


@pytest.fixture
def ocmw(db: None) -> Actor:
    return actor_of(MembershipFactory(organisation=OrganisationFactory(ocmw=True), roles=[Role.TEAM_LEAD]))
