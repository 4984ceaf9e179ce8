"""A partner and the steering group at a screen."""

import pytest
from django.test import Client

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.pact.models import Pact
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.steering.factories import a_steered_pact
from tests.web.pathways.conftest import client_of


@pytest.fixture
def pact(db: None) -> Pact:
    return a_steered_pact()


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def partner(vdab: Organisation) -> Client:
    return client_of(MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR], user__language="en"))


@pytest.fixture
def steering(db: None) -> Client:
    membership = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[Role.STEERING_MEMBER], user__language="en"
    )
    return client_of(membership)


@pytest.fixture
def employer(db: None) -> Client:
    return client_of(
        MembershipFactory(
            organisation=OrganisationFactory(employer=True), roles=[Role.EMPLOYER_CONTACT], user__language="en"
        )
    )
