"""A counsellor and a team lead of a Werkpunt at their screens, and somebody in the counsellor's queue."""

import pytest
from django.test import Client

from arbeidspact.followup.models import Line
from arbeidspact.organisations.models import Membership, Organisation, Role
from tests.followup.factories import LineFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.web.pathways.conftest import client_of


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def membership(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR], user__language="en")


@pytest.fixture
def counsellor(membership: Membership) -> Client:
    return client_of(membership)


@pytest.fixture
def lead(werkpunt: Organisation) -> Client:
    return client_of(MembershipFactory(organisation=werkpunt, roles=[Role.TEAM_LEAD], user__language="en"))


@pytest.fixture
def line(werkpunt: Organisation, membership: Membership) -> Line:
    person = PersonFactory(family_name="Wachtmans", accompanied_by=werkpunt, accompanied_by__referent=membership.user)
    return LineFactory(person=person, organisation=werkpunt, owner=membership.user)
