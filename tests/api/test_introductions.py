"""Introductions for programs: which wait, how one stands, and the answer of an employer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from arbeidspact.organisations.actions import issue_api_token
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.commands import IssueApiToken
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people.models import AccessEvent
from tests.api.conftest import Program
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def made(city):
    return IntroductionFactory(person=city.person, organisation=city.organisation, vacancy=city.vacancy)


@pytest.fixture
def program_of_vdab(city):
    """Of a partner that accompanies the person too."""
    vdab = OrganisationFactory(vdab=True)
    AccompanimentFactory(person=city.person, organisation=vdab)
    membership = MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR])
    return Program(issue_api_token(IssueApiToken(name="test"), actor=actor_of(membership)).raw)


def test_the_list_holds_references_and_no_names(program, made, city):
    listed = program.get("/introductions")

    (one,) = listed.json()["items"]
    assert (one["reference"], one["person"]) == (str(made.reference), str(city.person.reference))
    assert (one["vacancy"], one["employer"]) == (str(city.vacancy.reference), str(city.employer.reference))
    assert (one["state"], one["is_late"], one["days"], one["answer"]) == ("introduced", False, 3, None)
    assert listed["Cache-Control"] == "private, no-store"
    assert "Quagmire" not in listed.content.decode()
    assert made.motivation not in listed.content.decode()


def test_the_list_is_narrowed_and_paged(program, city, made):
    own = {"organisation": city.organisation}
    late = IntroductionFactory(late=True, **own)
    IntroductionFactory(not_now=True, **own)
    IntroductionFactory()

    def found(query):
        return [one["reference"] for one in program.get(f"/introductions?{query}").json()["items"]]

    assert found("") == [str(late.reference), str(made.reference)]
    assert found("state=late") == [str(late.reference)]
    assert found(f"employer={city.employer.reference}&state=all") == [str(made.reference)]
    assert found(f"vacancy={late.vacancy.reference}") == [str(late.reference)]
    paged = program.get("/introductions?state=all&page_size=2").json()
    assert (paged["count"], len(paged["items"])) == (3, 2)
    assert program.get("/introductions?state=gone").status_code == 422
    assert program.get("/introductions?name=Quagmire").status_code == 422


def test_who_is_not_accompanied_any_more_has_no_reference_and_no_detail(program, city):
    gone = PersonFactory(accompanied_by=city.organisation, accompanied_by__ended=True)
    kept = IntroductionFactory(person=gone, organisation=city.organisation)

    (one,) = program.get("/introductions").json()["items"]

    assert (one["reference"], one["person"]) == (str(kept.reference), None)
    assert program.get(f"/introductions/{kept.reference}").status_code == 403


def test_the_detail_names_the_person_and_the_look_is_recorded(program, made, city):
    AccessEvent.objects.all().delete()

    read = program.get(f"/introductions/{made.reference}").json()

    assert (read["full_name"], read["motivation"]) == ("Zebediah Quagmire", made.motivation)
    assert AccessEvent.objects.filter(person=city.person).exists()


def test_an_answer_is_recorded_and_put_right(program, made):
    address = f"/introductions/{made.reference}/answer"
    today = TODAY().isoformat()

    first = program.send(address, {"answer": "not_now", "reason": "hours", "answered_on": today})
    assert (first.status_code, first.json()["state"], first.json()["reason"]) == (200, "not_now", "hours")
    second = program.send(address, {"answer": "invited", "answered_on": today})
    assert (second.json()["state"], second.json()["reason"]) == ("invited", None)
    assert AuditEvent.objects.filter(action="record-employer-answer").count() == 2
    made.refresh_from_db()
    assert not made.is_by_link


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"answer": "not_now"}, 422, "reason"),
        ({"reason": "hours"}, 422, "reason"),
        ({"answer": "perhaps"}, 422, None),
        ({"answered_on": (TODAY() + timedelta(days=1)).isoformat()}, 422, "answered_on"),
        ({"answered_on": (TODAY() - timedelta(days=9)).isoformat()}, 422, "answered_on"),
        ({"why": "too old"}, 422, None),
    ],
)
def test_an_answer_that_cannot_be_is_refused_as_a_problem(program, made, changes, status, field):
    body = {"answer": "invited", "answered_on": TODAY().isoformat(), **changes}

    answer = program.send(f"/introductions/{made.reference}/answer", body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert field is None or answer.json()["field"] == field
    made.refresh_from_db()
    assert made.answer == ""


def test_a_withdrawn_introduction_takes_no_answer(program, city):
    over = IntroductionFactory(person=city.person, organisation=city.organisation, withdrawn=True)
    body = {"answer": "invited", "answered_on": TODAY().isoformat()}

    assert program.send(f"/introductions/{over.reference}/answer", body).status_code == 409


def test_a_partner_reads_what_another_organisation_introduced_and_notes_nothing(program_of_vdab, made):
    body = {"answer": "invited", "answered_on": TODAY().isoformat()}

    assert program_of_vdab.get("/introductions").json()["count"] == 0
    assert program_of_vdab.get(f"/introductions/{made.reference}").json()["organisation"] == made.organisation.slug
    assert program_of_vdab.send(f"/introductions/{made.reference}/answer", body).status_code == 403


def test_others_get_nothing(program, program_of, made):
    manager = program_of(Role.ACCOUNT_MANAGER)

    for address in ("/introductions", f"/introductions/{made.reference}"):
        assert manager.get(address).status_code == 403
    assert program.get(f"/introductions/{IntroductionFactory().reference}").status_code == 403
    assert program.get(f"/introductions/{made.vacancy.reference}").status_code == 404


def test_a_long_list_takes_as_many_queries_as_a_short_one(program, city, made):
    program.get("/introductions")
    with CaptureQueriesContext(connection) as for_one:
        program.get("/introductions")
    for _each in range(9):
        IntroductionFactory(organisation=city.organisation, person=PersonFactory(accompanied_by=city.organisation))

    with CaptureQueriesContext(connection) as for_many:
        assert program.get("/introductions").json()["count"] == 10

    assert len(for_many) == len(for_one)
