"""Handovers on screen, from sending to the confirmation, with both sides and with links."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.handovers import actions
from arbeidspact.handovers.models import Handover, HandoverState
from arbeidspact.handovers.reminders import remind_of_handovers
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Role
from tests.handovers.factories import HandoverFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory, actor_with
from tests.people.factories import PersonFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db


def new_url(person):
    return reverse("handovers:new", args=[person.reference])


def act(handover, name):
    return reverse("handovers:act", args=[handover.reference, name])


def detail(handover):
    return reverse("handovers:detail", args=[handover.reference])


def typed(**changes):
    return {
        "kind": "transfer",
        "receiver": "vdab",
        "why": "Zoekt werk in de bouw",
        "parts": ["contact"],
        "ends_accompaniment": "on",
        **changes,
    }


@pytest.fixture
def sent(counsellor, amina, vdab):
    answer = counsellor.post(new_url(amina), typed())
    assert answer.status_code == 303
    return Handover.objects.get()


def test_the_form_shows_what_each_part_would_tell(counsellor, amina, vdab):
    page = counsellor.get(new_url(amina)).content.decode()

    assert "0470 00 00 00" in page
    assert "VDAB" in page
    assert 'value="sensitive"' not in page


def test_a_handover_without_a_receiver_comes_back_with_what_was_typed(counsellor, amina, vdab):
    answer = counsellor.post(new_url(amina), typed(receiver=""))

    assert answer.status_code == 422
    assert "Zoekt werk in de bouw" in answer.content.decode()
    assert not Handover.objects.exists()


def test_from_sending_until_the_person_confirms(sent, counsellor, at_vdab, amina):
    page = at_vdab.get(detail(sent)).content.decode()
    assert "0470 00 00 00" in page
    assert reverse("people:file", args=[amina.reference]) not in page

    assert at_vdab.post(act(sent, "accept"), {"ground": "statutory_task"}).status_code == 303
    assert reverse("people:file", args=[amina.reference]) in at_vdab.get(detail(sent)).content.decode()
    assert at_vdab.post(act(sent, "meet"), {"on": timezone.localdate().isoformat()}).status_code == 303
    assert counsellor.post(act(sent, "ask"), {"channel": ""}).status_code == 303
    shown = counsellor.get(detail(sent)).content.decode()
    link = re.search(r"<code>http://[^/]+(/links/[^<]+)</code>", shown)
    assert link
    assert "/links/" not in counsellor.get(detail(sent)).content.decode()

    phone = Client()
    asked = phone.get(link[1]).content.decode()
    assert 'lang="fr"' in asked
    assert "Oui, nous nous sommes rencontrés" in asked
    assert amina.family_name not in asked
    assert "Merci." in phone.post(link[1], {"answer": "yes"}).content.decode()

    sent.refresh_from_db()
    assert sent.state == HandoverState.CONFIRMED
    assert counsellor.get(reverse("people:file", args=[amina.reference])).status_code == 403
    assert counsellor.get(detail(sent)).status_code == 200


def test_the_person_says_no_with_their_link(sent, counsellor, at_vdab):
    at_vdab.post(act(sent, "accept"), {"ground": "statutory_task"})
    at_vdab.post(act(sent, "meet"), {"on": timezone.localdate().isoformat()})
    counsellor.post(act(sent, "ask"), {"channel": ""})
    link = re.search(r"<code>http://[^/]+(/links/[^<]+)</code>", counsellor.get(detail(sent)).content.decode())

    page = Client().post(link[1], {"answer": "no"}).content.decode()

    assert "Merci de nous" in page
    sent.refresh_from_db()
    assert sent.state == HandoverState.ACCEPTED
    assert Client().get(link[1]).status_code == 410


def test_the_link_goes_by_mail_in_the_language_of_the_person(sent, counsellor, at_vdab):
    at_vdab.post(act(sent, "accept"), {"ground": "statutory_task"})
    at_vdab.post(act(sent, "meet"), {"on": timezone.localdate().isoformat()})

    assert counsellor.post(act(sent, "ask"), {"channel": "email"}).status_code == 303

    message = Message.objects.get()
    assert (message.address, message.language) == ("amina@example.org", "fr")
    assert "Vous êtes-vous rencontrés" in message.text
    assert "<code>" not in counsellor.get(detail(sent)).content.decode()


@pytest.fixture
def partner_link(counsellor, amina, vdab, monkeypatch):
    """The address that the partner gets in the mail."""
    kept = []
    write = actions.write_to_partner

    def noting(handover, link, *, actor):
        kept.append(link.address)
        write(handover, link, actor=actor)

    monkeypatch.setattr(actions, "write_to_partner", noting)
    values = typed(receiver="", partner_name="Buurthuis De Sluis", partner_email="sluis@example.org")
    assert counsellor.post(new_url(amina), values).status_code == 303
    return re.sub(r"^https?://[^/]+", "", kept[0])


def test_a_partner_without_an_account_sees_nothing_before_asking(partner_link, amina):
    partner = Client(headers={"accept-language": "en"})

    page = partner.get(partner_link + "?language=en").content.decode()
    assert amina.family_name not in page
    assert "0470" not in page

    assert partner.post(partner_link + "?language=en", {"answer": "show"}).status_code == 303
    page = partner.get(partner_link + "?language=en").content.decode()
    assert amina.family_name in page
    assert "0470 00 00 00" in page


def test_a_mail_to_a_partner_holds_nothing_of_the_person(partner_link, amina):
    message = Message.objects.get()

    assert message.address == "sluis@example.org"
    assert amina.family_name not in message.text + message.subject
    assert "bouw" not in message.text
    assert partner_link.split("/")[-2] not in message.text


def test_a_partner_without_an_account_refuses_with_a_reason(partner_link, counsellor):
    partner = Client()
    partner.post(partner_link, {"answer": "show"})

    assert partner.post(partner_link, {"answer": "refuse", "reason": ""}).status_code == 422
    assert partner.post(partner_link, {"answer": "refuse", "reason": "Wachtlijst"}).status_code == 200

    handover = Handover.objects.get()
    assert handover.state == HandoverState.REFUSED
    assert "Wachtlijst" in counsellor.get(detail(handover)).content.decode()
    assert partner.get(partner_link).status_code == 410


def test_a_partner_without_an_account_accepts(partner_link):
    answer = Client().post(partner_link, {"answer": "accept", "name": "Jan Peeters", "contact": "09 000 00 00"})

    assert answer.status_code == 200
    assert Handover.objects.get().receiver_contact == "Jan Peeters, 09 000 00 00"


@pytest.mark.parametrize("name", ["refuse", "accept"])
def test_an_answer_that_lacks_something_comes_back_in_its_place(sent, at_vdab, name):
    answer = at_vdab.post(act(sent, name), {})

    assert answer.status_code == 422
    assert f'id="id_{name}_' in answer.content.decode()


def test_the_sender_withdraws_pauses_and_resumes(sent, counsellor):
    later = (timezone.localdate() + timedelta(days=7)).isoformat()

    assert counsellor.post(act(sent, "pause"), {"until": later, "reason": "Vakantie"}).status_code == 303
    assert "Vakantie" in counsellor.get(detail(sent)).content.decode()
    assert counsellor.post(act(sent, "resume")).status_code == 303
    assert counsellor.post(act(sent, "withdraw"), {"reason": "Vond werk"}).status_code == 303
    assert "Vond werk" in counsellor.get(detail(sent)).content.decode()
    assert counsellor.post(act(sent, "nonsense")).status_code == 404


def test_the_page_tells_of_reminders_and_of_one_that_did_not_arrive(sent, counsellor, at_vdab):
    Handover.objects.update(state_since=timezone.localdate() - timedelta(days=5))
    actor_with(Role.TEAM_LEAD, organisation=sent.receiver)
    assert "Reminder 1" not in counsellor.get(detail(sent)).content.decode()

    remind_of_handovers(timezone.localdate(), actor=operator())
    Message.objects.update(handed_over_at=timezone.now(), bounced_at=timezone.now())

    for side in (counsellor, at_vdab):
        page = side.get(detail(sent)).content.decode()
        assert f"Reminder 1 to {sent.receiver.name}" in page
        assert "Did not arrive" in page


def test_the_list_counts_filters_and_says_when_it_is_empty(counsellor, at_vdab, sent, amina):
    url = reverse("handovers:list")

    assert amina.family_name in counsellor.get(url).content.decode()
    incoming = at_vdab.get(url).content.decode()
    assert amina.family_name not in incoming
    assert "open to see who" in incoming
    assert "No handovers here" in counsellor.get(url + "?direction=incoming").content.decode()
    assert "1 result" in counsellor.get(url + "?direction=outgoing&state=pending").content.decode()


def test_the_list_has_pages(counsellor, werkpunt, vdab):
    for _ in range(26):
        HandoverFactory(person=PersonFactory(accompanied_by=werkpunt), sender=werkpunt, receiver=vdab)

    page = counsellor.get(reverse("handovers:list") + "?direction=outgoing").content.decode()

    assert "direction=outgoing&amp;page=2" in page


def test_lead_times_on_screen_and_as_a_file_leave_small_groups_out(counsellor, werkpunt, vdab, amina):
    for _ in range(5):
        HandoverFactory(sender=werkpunt, receiver=vdab, confirmed=True)
    HandoverFactory(sender=werkpunt, to_partner=True)
    url = reverse("handovers:lead-times")

    page = counsellor.get(url).content.decode()
    assert "too few" in page
    assert "Partners without an account" in page
    file = b"".join(counsellor.get(reverse("handovers:lead-times-export"))).decode()
    assert "VDAB,5,0,0.0,5,0.0,5,0.0,5" in file
    assert "No handovers in this period" in counsellor.get(url + "?since=2030-01-01").content.decode()
    assert counsellor.get(url + "?since=nonsense").status_code == 422


def test_the_panel_is_there_only_where_there_is_a_handover(counsellor, amina, werkpunt, vdab):
    url = reverse("people:file", args=[amina.reference])
    assert 'id="handovers"' not in counsellor.get(url).content.decode()

    HandoverFactory(person=amina, sender=werkpunt, receiver=vdab)

    assert 'id="handovers"' in counsellor.get(url).content.decode()


def test_an_organisation_outside_opens_nothing(sent):
    outside = client_of(MembershipFactory(organisation=OrganisationFactory(ocmw=True), roles=[Role.COUNSELLOR]))

    assert outside.get(detail(sent)).status_code == 404
    assert outside.post(act(sent, "accept"), {"ground": "consent"}).status_code == 404
