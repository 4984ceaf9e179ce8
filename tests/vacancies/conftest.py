"""Who works with vacancies, shared by the tests."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.vacancies.models import Employer
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.vacancies.factories import EmployerFactory


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
