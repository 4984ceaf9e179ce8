"""The API keeps the promises of its own description, whatever a program sends: no network, in this process."""

import warnings

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test.utils import override_settings
from hypothesis import HealthCheck, Phase

from arbeidspact.api.v1 import authentication
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Role
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from tests.handovers.factories import HandoverFactory
from tests.introductions.factories import IntroductionFactory
from tests.steering.factories import SignalFactory

with warnings.catch_warnings():
    # schemathesis and what it builds on warn of their own use of each other.
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        negative_data_rejection,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
application = get_wsgi_application()
with override_settings(ALLOWED_HOSTS=["*"]):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:schemathesis"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:jsonschema"),
]


@pytest.fixture(autouse=True)
def the_connection_of_the_test_stays_open():
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(program_of, figures, monkeypatch) -> str:
    monkeypatch.setattr(authentication, "REQUESTS_A_MINUTE", 1_000_000)
    return program_of(Role.COUNSELLOR, Role.ACCOUNT_MANAGER).token


@pytest.fixture
def release(figures, settings, tmp_path) -> str:
    settings.DATA_DIR = tmp_path
    version = make_release(MakeRelease(), actor=operator()).version
    publish_release(PublishRelease(version=version), actor=operator())
    return version


@schema.parametrize()
@hypothesis.settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_to_its_description(case, token, city, figures, release):
    """Half of the time with what is really there, so that more than refusals is tried."""
    known = {
        "reference": _reference(case, city),
        "slug": _slug(case),
        "concept": city.vacancy.occupation,
        "version": release,
    }
    known["action"] = "jobteam"
    for name, value in known.items():
        if name in (case.path_parameters or {}) and case.meta is not None and case.meta.generation.mode.is_positive:
            case.path_parameters[name] = value

    response = case.call(headers={"Authorization": f"Bearer {token}"})

    case.validate_response(response, checks=CHECKS)


def _reference(case, city) -> str:
    if "referrals" in case.path:
        return str(HandoverFactory(receiver=city.organisation).reference)
    if "introductions" in case.path:
        return str(IntroductionFactory(person=city.person, organisation=city.organisation).reference)
    if "signals" in case.path:
        return str(SignalFactory(pact="ghent", about_kind="pact", about="").reference)
    return str(city.person.reference if "people" in case.path else city.vacancy.reference)


def _slug(case) -> str:
    return "ghent" if "pacts" in case.path else "employment-rate"
