"""Registering at the screen: plainly, and as a phone does that sends what waited."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Role
from arbeidspact.outreach.models import Contact, Referrer
from tests.organisations.factories import MembershipFactory
from tests.outreach.factories import ContactFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
NEW, SEND, TOKEN, KEPT = (reverse(f"outreach:{name}") for name in ("new", "send", "token", "kept-form"))


def typed(place, **values):
    return {
        "given_name": "Samira",
        "reach": "0470 00 00 00",
        "place": str(place.reference),
        "met_on": timezone.localdate().isoformat(),
        "sent_as": str(uuid4()),
        **values,
    }


def test_a_plain_form_registers_and_leads_to_the_contact(worker, place, membership):
    answer = worker.post(NEW, typed(place))

    contact = Contact.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("outreach:contact", args=[contact.reference]))
    assert (contact.given_name, contact.registered_by) == ("Samira", membership.user)


def test_sent_twice_the_plain_form_leads_to_the_same_contact(worker, place):
    values = typed(place)
    first = worker.post(NEW, values)

    second = worker.post(NEW, values)

    assert first["Location"] == second["Location"]
    assert Contact.objects.count() == 1
    assert "registered already" in worker.get(second["Location"]).content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(worker, place):
    answer = worker.post(NEW, typed(place, met_on="2999-01-01", note="zoekt werk"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This day is still to come." in page
    assert "zoekt werk" in page
    assert '<details class="disclosure" open>' in page


def test_the_programme_chosen_last_is_offered_first(worker, place, jobteam):
    worker.post(NEW, typed(place, programme="jobteam"))

    assert re.search(r'<option value="jobteam" selected', worker.get(NEW).content.decode())


def test_without_places_the_page_says_what_to_do(worker, team_lead, werkpunt):
    assert "Ask your team lead" in worker.get(NEW).content.decode()
    assert reverse("outreach:place-add") in team_lead.get(NEW).content.decode()


class TestAPhone:
    def test_a_contact_that_waited_is_registered_once(self, worker, place):
        values = typed(place)
        first, again = worker.post(SEND, values), worker.post(SEND, values)

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert Contact.objects.count() == 1

    def test_what_cannot_be_registered_is_said_in_words(self, worker, place):
        answer = worker.post(SEND, typed(place, met_on="2999-01-01"))

        assert answer.status_code == 422
        assert answer.json() == {
            "problems": ["On which day?: This day is still to come. Choose today or an earlier day."]
        }

    def test_sending_needs_a_fresh_token(self, membership, place):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(membership.user)
        assert browser.post(SEND, typed(place)).status_code == 403

        token = browser.get(TOKEN).json()["token"]

        assert browser.post(SEND, typed(place), headers={"x-csrftoken": token}).status_code == 201

    def test_the_mark_of_a_login_is_its_own_and_says_nothing(self, worker, team_lead, membership):
        mine, other = worker.get(TOKEN).json()["owner"], team_lead.get(TOKEN).json()["owner"]

        assert mine != other
        assert mine == worker.get(TOKEN).json()["owner"]
        assert membership.user.email not in mine

    def test_the_kept_form_holds_nobody(self, worker, place, membership):
        ContactFactory(place=place, given_name="Zebulon")
        for name, kind in (("Vzw De Brug", "organisation"), ("Juf Ottilie", "person")):
            Referrer.objects.create(organisation=place.organisation, name=name, kind=kind)
        page = worker.get(KEPT).content.decode()

        assert place.name in page
        assert "Vzw De Brug" in page
        assert "Juf Ottilie" not in page
        assert "Zebulon" not in page
        assert membership.user.last_name not in page
        assert membership.user.email not in page
        assert "csrfmiddlewaretoken" not in page

    def test_the_script_that_keeps_the_form_names_only_the_form_and_its_files(self, client):
        answer = client.get(reverse("outreach:worker"))

        assert answer["Content-Type"].startswith("text/javascript")
        known = json.loads(answer.content.decode().split("\n", 1)[0].removeprefix("self.outreach = ").rstrip(";"))
        assert known["form"] == KEPT
        assert all(path.startswith("/static/") for path in known["assets"])

    def test_signing_out_says_that_what_waits_goes(self, worker):
        assert "data-sign-out" in worker.get(reverse("outreach:list")).content.decode()


@pytest.mark.parametrize("address", [NEW, TOKEN, KEPT])
def test_others_are_refused(address, werkpunt):
    analyst = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.ANALYST]))

    assert analyst.get(address).status_code == 403
