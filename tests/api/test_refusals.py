"""Who is let in, who is not, and how a refusal reads."""

import json
import re

import pytest
from django.test import Client

from arbeidspact.api.v1 import authentication
from arbeidspact.api.v1.interface import api
from arbeidspact.organisations.models import ApiToken, Role
from tests.api.reference_page import PAGE, api_page

OPERATIONS = [
    (method.upper(), re.sub(r"\{[^}]+\}", "00000000-0000-4000-8000-000000000000", path))
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method in operations
    if "/open-data/" not in path
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
@pytest.mark.parametrize("header", [None, "Bearer ap_wrong", "Bearer ", "Basic YTpi"])
def test_every_operation_refuses_whoever_has_no_token(method, path, header):
    client = Client(headers={"Authorization": header} if header else {})

    response = client.generic(method, path, b"{}", content_type="application/json")

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_session_in_a_browser_opens_nothing(client, program):
    client.force_login(ApiToken.objects.get().membership.user)

    assert client.get("/api/v1/vacancies").status_code == 401


def test_a_revoked_token_opens_nothing(program):
    from django.utils import timezone

    ApiToken.objects.update(revoked_at=timezone.now())

    assert program.get("/vacancies").status_code == 401


def test_an_analyst_may_not_have_people_ranked_and_is_told_why(program_of, city):
    response = program_of(Role.ANALYST).get(f"/matching/people/{city.person.reference}")

    assert response.status_code == 403
    assert response.json()["type"] == "/api/v1/docs#not-allowed"
    assert "roles" in response.json()["detail"]


def test_a_problem_names_field_detail_and_hint(program, city):
    response = program.send(
        "/vacancies",
        {
            "employer": str(city.employer.reference),
            "title": "Cleaner",
            "occupation": "cosmonaut",
            "area": "muide",
            "opens_on": "2026-11-01",
        },
    )

    problem = response.json()
    assert response.status_code == 422
    assert (problem["status"], problem["field"]) == (422, "occupation")
    assert problem["hint"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        pytest.param({}, {"employer", "title", "occupation", "area", "opens_on"}, id="nothing"),
        pytest.param({"positions": "2"}, {"positions"}, id="a number between quotes"),
        pytest.param({"opens_on": 5}, {"opens_on"}, id="a day as number"),
        pytest.param({"colour": "red"}, {"colour"}, id="an unknown name"),
        pytest.param({"hours_max": True}, {"hours_max"}, id="yes as number"),
        pytest.param({"starts_at": "5u30"}, {"starts_at"}, id="a time as it is said"),
        pytest.param({"starts_at": "05:30:00", "ends_at": 330}, {"starts_at", "ends_at"}, id="a time as anything else"),
        pytest.param({"languages": [{"language": "nl"}]}, {"languages.0.level"}, id="deeper"),
        pytest.param({"title": "a\x00bc"}, {"title"}, id="a sign no database keeps"),
    ],
)
def test_each_field_with_a_problem_is_named(program, body, fields):
    response = program.send("/vacancies", body)

    assert response.status_code == 422
    assert fields <= {one["field"] for one in response.json()["errors"]}


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b"null", b'"x"'])
def test_a_body_that_is_no_object_is_refused_in_words(program, body):
    response = program.send("/vacancies", body)

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/nothing", "", "/vacancies/1/2/3", "/taxonomy"])
def test_an_address_without_anything_is_told_as_a_problem(program, path):
    response = program.get(path)

    assert response.status_code in {404, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_a_refusal_says_nothing_of_a_person(program_of, city):
    city.person.accompaniments.all().delete()
    asking = program_of(Role.COUNSELLOR)

    for reference in (city.person.reference, "00000000-0000-4000-8000-000000000000", "Zebediah"):
        text = asking.get(f"/matching/people/{reference}").content.decode()
        assert "Quagmire" not in text
        assert "Zebediah" not in text


def test_a_token_that_asks_too_much_waits(program, monkeypatch):
    monkeypatch.setattr(authentication, "REQUESTS_A_MINUTE", 2)

    statuses = [program.get("/pacts").status_code for _ in range(3)]
    last = program.get("/pacts")

    assert statuses == [200, 200, 429]
    assert 0 < int(last["Retry-After"]) <= 60


def test_the_description_names_every_refusal_and_stays_stable():
    schema = api.get_openapi_schema()
    ids = [operation["operationId"] for operations in schema["paths"].values() for operation in operations.values()]

    assert len(ids) == len(set(ids)) == 47
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert {401, 403, 429} <= set(operation["responses"])
            assert operation["description"]
    assert json.dumps(schema)


def test_the_reference_page_shows_every_operation_and_nothing_from_elsewhere(client):
    response = client.get("/api/v1/docs", headers={"Accept-Language": "en"})
    text = response.content.decode()

    assert response.status_code == 200
    assert all(path in text for path in api.get_openapi_schema()["paths"])
    assert not re.search(r"""(src|href)=["']https?://""", text)


def test_the_page_of_the_documentation_says_what_the_description_says():
    assert PAGE.read_text(encoding="utf-8") == api_page(), "run python -m tests.api.reference_page"
