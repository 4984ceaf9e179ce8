"""A counsellor at a screen, and a person whom the own organisation accompanies."""

import pytest
from django.test import Client

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory


def client_of(membership: Membership, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(membership.user)
    return client


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
def amina(werkpunt: Organisation, membership: Membership) -> Person:
    return PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=membership.user)


@pytest.fixture
def colleague(werkpunt: Organisation) -> Client:
    """A counsellor of the same organisation who does not accompany Amina."""
    return client_of(MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR], user__language="en"))


@pytest.fixture
def outreach(werkpunt: Organisation) -> Client:
    return client_of(MembershipFactory(organisation=werkpunt, roles=[Role.OUTREACH_WORKER], user__language="en"))
