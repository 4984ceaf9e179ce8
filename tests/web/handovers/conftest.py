"""Counsellors of two organisations at a screen, and a person whom the first accompanies."""

import pytest
from django.test import Client

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.web.pathways.conftest import client_of


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def membership(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR], user__language="en")


@pytest.fixture
def counsellor(membership: Membership) -> Client:
    return client_of(membership)


@pytest.fixture
def at_vdab(vdab: Organisation) -> Client:
    return client_of(MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR], user__language="en"))


@pytest.fixture
def amina(werkpunt: Organisation, membership: Membership) -> Person:
    return PersonFactory(
        accompanied_by=werkpunt,
        accompanied_by__referent=membership.user,
        phone="0470 00 00 00",
        email="amina@example.org",
        language="fr",
    )
