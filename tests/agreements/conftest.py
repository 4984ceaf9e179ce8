"""A counsellor of the city who guides Amina, one of the employment service who does too, and her file at each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.models import Person
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory


@pytest.fixture(autouse=True)
def own_data_directory(tmp_path: Path) -> Iterator[None]:
    """Scans go into a folder of the test's own."""
    with override_settings(DATA_DIR=tmp_path):
        yield


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def vdab(db: None) -> Organisation:
    return OrganisationFactory(vdab=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=werkpunt)


@pytest.fixture
def counsellor_of_vdab(vdab: Organisation) -> Actor:
    return actor_with(Role.COUNSELLOR, organisation=vdab)


@pytest.fixture
def amina(werkpunt: Organisation, vdab: Organisation, counsellor: Actor) -> Person:
    person = PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=counsellor.user, language="tr")
    AccompanimentFactory(person=person, organisation=vdab)
    return person


@pytest.fixture
def file(counsellor: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor, amina.reference)


@pytest.fixture
def open_compartment_file(counsellor: Actor, amina: Person) -> PersonFile:
    open_compartment(OpenCompartment(person=amina.reference, purpose="Samen de afspraak lezen"), actor=counsellor)
    return open_file(counsellor, amina.reference)


@pytest.fixture
def file_at_vdab(counsellor_of_vdab: Actor, amina: Person) -> PersonFile:
    return open_file(counsellor_of_vdab, amina.reference)
