"""Who works with vacancies, shared by the tests."""

import time

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.vacancies.models import Employer
from arbeidspact.vacancies.seen import CLOCK_STEP
from arbeidspact.vacancies.snapshot import snapshot_on
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.vacancies.factories import EmployerFactory


def settled_snapshot():
    """The vacancies as they are now, read so long after the last change that none can have been missed."""
    time.sleep(2 * CLOCK_STEP / 1_000_000)
    return snapshot_on(timezone.localdate())


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def account_manager(vdab: Organisation) -> Actor:
    AreaFactory(muide=True)
    return actor_with(Role.ACCOUNT_MANAGER, organisation=vdab)


@pytest.fixture
def company(db: None) -> Employer:
    AreaFactory(muide=True)
    return EmployerFactory(takes_part=True)


@pytest.fixture
def employer_contact(company: Employer) -> Actor:
    return actor_with(Role.EMPLOYER_CONTACT, organisation=company.organisation)
