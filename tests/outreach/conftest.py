"""An outreach worker of the city with a place to meet people, the team lead, and a colleague of the welfare centre."""

import pytest

from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import Place, Programme
from arbeidspact.outreach.programmes_file import read_programmes
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.outreach.factories import PlaceFactory


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def ocmw(db: None) -> Organisation:
    return OrganisationFactory(ocmw=True)


@pytest.fixture
def worker(werkpunt: Organisation) -> Actor:
    return actor_with(Role.OUTREACH_WORKER, organisation=werkpunt)


@pytest.fixture
def team_lead(werkpunt: Organisation) -> Actor:
    return actor_with(Role.TEAM_LEAD, organisation=werkpunt)


@pytest.fixture
def worker_of_ocmw(ocmw: Organisation) -> Actor:
    return actor_with(Role.OUTREACH_WORKER, organisation=ocmw)


@pytest.fixture
def place(werkpunt: Organisation) -> Place:
    return PlaceFactory(organisation=werkpunt, name="Buurthuis De Muide", neighbourhood="muide")


@pytest.fixture
def jobteam(db: None) -> Programme:
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    return Programme.objects.get(slug="jobteam")
