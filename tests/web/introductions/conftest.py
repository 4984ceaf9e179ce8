"""A counsellor at a screen, a person whom the own organisation accompanies, and work that fits them."""

import pytest
from django.test import Client

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, VacancyFactory
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
def amina(werkpunt: Organisation) -> Person:
    return PersonFactory(
        accompanied_by=werkpunt,
        able_to=DRIVE_FORKLIFT,
        with_forklift=True,
        neighbourhood="muide",
        reachable_by_bicycle=True,
    )


@pytest.fixture
def warehouse(db: None) -> Vacancy:
    return VacancyFactory(forklift_night_shift=True)
