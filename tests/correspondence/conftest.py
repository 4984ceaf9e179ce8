"""A counsellor with a person, a mail server, a gateway for text messages, and a program that listens."""

import pytest

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from tests.correspondence.servers import http_server, mail_server
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import PersonFactory


@pytest.fixture
def counsellor():
    return Actor(UserFactory(), OrganisationFactory(), frozenset({Role.COUNSELLOR}))


@pytest.fixture
def person(counsellor):
    return PersonFactory(
        accompanied_by=counsellor.organisation, email="amina@mail.example", phone="0470 12 34 56", is_invented=True
    )


@pytest.fixture
def file(counsellor, person):
    return open_file(counsellor, person.reference)


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Arbeidspact <pact@city.example>"
        settings.BOUNCE_ADDRESS = "bounces@city.example"
        yield server


@pytest.fixture
def gateway(settings):
    with http_server() as server:
        server.answer = lambda call: (202, {"id": f"sms-{len(server.calls)}"}, {})
        settings.SMS_URL = server.address + "/v1/messages"
        settings.SMS_TOKEN, settings.SMS_SENDER = "a-token", "Gent"
        settings.SMS_CALLBACK_SECRET = "callback-secret"
        yield server


@pytest.fixture
def listener(settings):
    settings.WEBHOOKS_TO_PRIVATE_HOSTS = True
    with http_server() as server:
        yield server
