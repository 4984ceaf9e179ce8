"""A counsellor at a screen, a person who speaks Turkish, and a folder of the test's own for scans."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import AccompanimentFactory, PersonFactory


@pytest.fixture(autouse=True)
def own_data_directory(tmp_path: Path) -> Iterator[None]:
    with override_settings(DATA_DIR=tmp_path):
        yield


@pytest.fixture
def werkpunt(db: None) -> Organisation:
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def membership(werkpunt: Organisation) -> Membership:
    return MembershipFactory(organisation=werkpunt, roles=[Role.COUNSELLOR], user__language="en")


@pytest.fixture
def actor(membership: Membership, werkpunt: Organisation) -> Actor:
    return Actor(user=membership.user, organisation=werkpunt, roles=frozenset({Role.COUNSELLOR}))


@pytest.fixture
def counsellor(membership: Membership) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(membership.user)
    return client


@pytest.fixture
def at_vdab(db: None, amina: Person) -> Client:
    vdab = OrganisationFactory(vdab=True)
    AccompanimentFactory(person=amina, organisation=vdab)
    client = Client(headers={"accept-language": "en"})
    client.force_login(MembershipFactory(organisation=vdab, user__language="en").user)
    return client


@pytest.fixture
def amina(werkpunt: Organisation, membership: Membership) -> Person:
    return PersonFactory(
        accompanied_by=werkpunt,
        accompanied_by__referent=membership.user,
        language="tr",
        email="amina@example.org",
        phone="0470 12 34 56",
    )


@pytest.fixture
def file(actor: Actor, amina: Person) -> PersonFile:
    return open_file(actor, amina.reference)


@pytest.fixture
def compartment(actor: Actor, amina: Person) -> None:
    """The counsellor opened the sensitive part of the file."""
    open_compartment(OpenCompartment(person=amina.reference, purpose="Samen de afspraak lezen"), actor=actor)
