"""Referrals for programs: out, in, the status, and what each side may know."""

import pytest
from django.utils import timezone

from arbeidspact.handovers.models import Handover, HandoverState
from arbeidspact.organisations.actions import issue_api_token
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.commands import IssueApiToken
from arbeidspact.organisations.models import Role
from arbeidspact.people.models import AccessEvent, Purpose
from tests.api.conftest import Program
from tests.handovers.factories import HandoverFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def vdab():
    return OrganisationFactory(vdab=True)


@pytest.fixture
def program_of_vdab(vdab):
    membership = MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR])
    return Program(issue_api_token(IssueApiToken(name="test"), actor=actor_of(membership)).raw)


@pytest.fixture
def body(city, vdab):
    return {
        "person": str(city.person.reference),
        "receiver": "vdab",
        "why": "Zoekt werk in de haven",
        "parts": ["competences"],
    }


def test_a_referral_goes_out_comes_in_and_is_met(program, program_of_vdab, body, city):
    made = program.send("/referrals", body)
    address = f"/referrals/{made.json()['reference']}"

    assert (made.status_code, made.json()["state"], made.json()["turn"]) == (201, "pending", "receiver")
    assert made.json()["person"] == str(city.person.reference)
    incoming = program_of_vdab.get("/referrals?direction=incoming").json()
    assert (incoming["count"], incoming["items"][0]["person"]) == (1, None)
    assert "Quagmire" not in str(incoming)

    read = program_of_vdab.get(address).json()
    assert (read["full_name"], [part["part"] for part in read["parts"]]) == ("Zebediah Quagmire", ["competences"])
    assert AccessEvent.objects.filter(purpose=Purpose.HANDOVER).exists()

    accepted = program_of_vdab.send(f"{address}/accept", {"ground": "statutory_task"}).json()
    assert (accepted["state"], accepted["person"]) == ("accepted", str(city.person.reference))
    met = program_of_vdab.send(f"{address}/met", {"on": timezone.localdate().isoformat()})
    assert met.json()["state"] == "met"
    assert [one["event"] for one in program.get(address).json()["log"]] == ["send", "accept", "meet"]


def test_a_refusal_needs_a_reason_and_happens_once(program, program_of_vdab, body):
    address = f"/referrals/{program.send('/referrals', body).json()['reference']}"

    assert program_of_vdab.send(f"{address}/refuse", {}).status_code == 422
    refused = program_of_vdab.send(f"{address}/refuse", {"reason": "Geen plaats"}).json()
    assert (refused["state"], refused["full_name"], refused["parts"]) == ("refused", "", [])
    assert program_of_vdab.send(f"{address}/refuse", {"reason": "Geen plaats"}).status_code == 409


def test_each_side_does_its_own_part_and_others_find_nothing(program, program_of_vdab, body, city):
    address = f"/referrals/{program.send('/referrals', body).json()['reference']}"

    assert program.send(f"{address}/accept", {"ground": "consent"}).status_code == 409
    assert program_of_vdab.send(f"{address}/withdraw", {"reason": "Toch niet"}).status_code == 409
    assert program.send(f"{address}/withdraw", {"reason": "Toch niet"}).json()["state"] == "withdrawn"
    elsewhere = HandoverFactory()
    assert program.get(f"/referrals/{elsewhere.reference}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"receiver": "nobody"}, 422),
        ({"receiver": "werkpunten"}, 422),
        ({"why": "x"}, 422),
        ({"parts": ["secrets"]}, 422),
        ({"partner_email": "huis@example.org"}, 422),
    ],
)
def test_a_referral_that_cannot_be_is_refused_as_a_problem(program, body, changes, status):
    answer = program.send("/referrals", {**body, **changes})

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert not Handover.objects.exists()


def test_somebody_whom_the_organisation_does_not_accompany_is_not_referred(program, body):
    answer = program.send("/referrals", {**body, "person": str(PersonFactory().reference)})

    assert answer.status_code == 403


def test_the_list_has_states_and_pages(program, city, vdab):
    for state in ("accepted", "refused", "confirmed"):
        HandoverFactory(sender=city.organisation, receiver=vdab, **{state: True})

    assert program.get("/referrals").json()["count"] == 1
    everything = program.get("/referrals?state=all&page_size=2").json()
    assert (everything["count"], len(everything["items"])) == (3, 2)
    assert program.get(f"/referrals?state={HandoverState.REFUSED}").json()["count"] == 1
    assert program.get("/referrals?state=gone").status_code == 422


def test_an_account_manager_refers_nobody(program_of, body):
    assert program_of(Role.ACCOUNT_MANAGER).send("/referrals", body).status_code == 403
