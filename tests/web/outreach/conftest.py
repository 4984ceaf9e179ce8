"""An outreach worker at a screen, a team lead, and a place where people are met."""

import pytest
from django.test import Client

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import Place, Programme
from arbeidspact.outreach.programmes_file import read_programmes
from tests.organisations.factories import AreaFactory, MembershipFactory, OrganisationFactory
from tests.outreach.factories import PlaceFactory
from tests.web.pathways.conftest import client_of


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def membership(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.OUTREACH_WORKER], user__language="en")


@pytest.fixture
def worker(membership: Membership) -> Client:
    return client_of(membership)


@pytest.fixture
def team_lead(werkpunt: Organisation) -> Client:
    return client_of(MembershipFactory(organisation=werkpunt, roles=[Role.TEAM_LEAD], user__language="en"))


@pytest.fixture
def place(werkpunt: Organisation) -> Place:
    return PlaceFactory(organisation=werkpunt, name="Buurthuis De Muide", neighbourhood="muide")


@pytest.fixture
def jobteam(db: None) -> Programme:
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    return Programme.objects.get(slug="jobteam")
