"""The mail server, the gateway and the listening program of the messages, and browsers that signed in."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from arbeidspact.organisations.models import Role
from tests.correspondence.conftest import gateway, listener, smtp
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory

__all__ = ["gateway", "listener", "smtp"]


@pytest.fixture
def client(django_capture_on_commit_callbacks):
    """A browser in English; what a page left for after its transaction is done when the page answers."""

    class Browser(Client):
        def request(self, **request: Any) -> HttpResponse:
            with django_capture_on_commit_callbacks(execute=True):
                return super().request(**request)

    return Browser(headers={"accept-language": "en"})


@pytest.fixture
def counsellor(db):
    return MembershipFactory(organisation=OrganisationFactory(werkpunt=True), roles=[Role.COUNSELLOR])


@pytest.fixture
def amina(counsellor):
    return PersonFactory(
        family_name="Verzonnen",
        accompanied_by=counsellor.organisation,
        email="amina@mail.example",
        phone="0470 12 34 56",
    )


@pytest.fixture
def browser(client, counsellor):
    client.force_login(counsellor.user)
    return client


@pytest.fixture
def administrator(counsellor):
    return MembershipFactory(organisation=counsellor.organisation, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def admin_browser(client, administrator):
    client.force_login(administrator.user)
    return client
