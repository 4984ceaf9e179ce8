"""A counsellor with a colleague, a team lead, and a person whom two organisations accompany."""

import pytest
from django.test import Client

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
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
def colleague(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR], user__language="en")


@pytest.fixture
def counsellor(membership: Membership) -> Client:
    return client_of(membership)


@pytest.fixture
def team_lead(werkpunt: Organisation) -> Client:
    return client_of(MembershipFactory(organisation=werkpunt, roles=[Role.TEAM_LEAD], user__language="en"))


@pytest.fixture
def amina(werkpunt: Organisation, vdab: Organisation, membership: Membership) -> Person:
    person = PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=membership.user)
    AccompanimentFactory(person=person, organisation=vdab)
    return person
