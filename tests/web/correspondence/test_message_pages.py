"""Writing to a person, what became of it, and what did not arrive."""

import uuid

import pytest

from arbeidspact.correspondence.models import Message, MessageState
from arbeidspact.organisations.models import Role
from arbeidspact.people.models import AccessEvent
from tests.correspondence.factories import MessageFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def typed(**more):
    return {
        "channel": "email",
        "to": "",
        "subject": "Our meeting",
        "text": "Shall we meet?",
        "key": str(uuid.uuid4()),
        "step": "look",
        **more,
    }


def test_a_message_is_written_looked_at_and_sent(browser, amina, smtp):
    write = f"/messages/{amina.reference}/write/"
    assert browser.get(write).status_code == 200

    values = typed()
    preview = browser.post(write, values)
    assert preview.status_code == 200
    assert "amina@mail.example" in preview.content.decode()
    assert not smtp.deliveries

    back = browser.post(write, {**values, "step": "change"})
    assert back.status_code == 200
    assert "Shall we meet?" in back.content.decode()

    sent = browser.post(write, {**values, "step": "send"})
    assert sent.status_code == 303
    assert smtp.deliveries[0].receivers == ["amina@mail.example"]
    page = browser.get(sent["Location"]).content.decode()
    assert "Shall we meet?" in page
    assert "Our meeting" in page

    browser.post(write, {**values, "step": "send"})
    assert len(smtp.deliveries) == 1


def test_a_text_message_says_in_how_many_parts_it_travels(browser, amina, gateway):
    write = f"/messages/{amina.reference}/write/"
    preview = browser.post(write, typed(channel="sms", text="a" * 161)).content.decode()

    assert "+32470123456" in preview
    assert "2" in preview
    assert browser.post(write, typed(channel="sms", step="send")).status_code == 303
    assert gateway.calls[0].json["to"] == "+32470123456"


def test_without_a_gateway_text_messages_are_not_offered(browser, amina, settings):
    settings.SMS_URL = ""
    page = browser.get(f"/messages/{amina.reference}/write/").content.decode()
    assert 'value="sms"' not in page

    answer = browser.post(f"/messages/{amina.reference}/write/", typed(channel="sms"))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"to": "nobody"}, {"subject": ""}, {"text": ""}, {"subject": "two\r\nBcc: all@mail.example"}]
)
def test_what_is_wrong_loses_nothing_that_was_typed(browser, amina, smtp, wrong):
    answer = browser.post(f"/messages/{amina.reference}/write/", typed(step="send", **wrong))

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    kept = answer.context["form"]
    assert kept["text"].value() == wrong.get("text", "Shall we meet?")
    assert not Message.objects.exists()


def test_nobody_writes_to_somebody_whom_another_organisation_accompanies(browser):
    stranger = PersonFactory(accompanied_by=OrganisationFactory())
    for address in (f"/messages/{stranger.reference}/", f"/messages/{stranger.reference}/write/"):
        assert browser.get(address).status_code == 403


@pytest.fixture
def undelivered(counsellor, amina):
    return MessageFactory(organisation=counsellor.organisation, person=amina, came_back=True, sent_by=counsellor.user)


def test_what_did_not_arrive_stands_on_the_first_page_and_in_a_list(browser, undelivered, amina):
    assert "/messages/" in browser.get("/").content.decode()
    page = browser.get("/messages/").content.decode()

    assert "Verzonnen" in page
    assert undelivered.text not in page
    assert undelivered.address not in browser.get("/").content.decode()
    assert AccessEvent.objects.filter(person=amina, look="line").exists()


def test_it_is_sent_again_to_the_right_address_which_is_kept_in_the_file(browser, undelivered, amina, smtp):
    again = f"/messages/{amina.reference}/{undelivered.reference}/again/"
    assert "amina@mail.example" in browser.get(again).content.decode()
    assert browser.post(again, {"to": "nobody"}).status_code == 422

    answer = browser.post(again, {"to": "right@mail.example", "keep": "on"})

    assert answer.status_code == 303
    assert smtp.deliveries[0].receivers == ["right@mail.example"]
    amina.refresh_from_db()
    assert (amina.email, amina.phone) == ("right@mail.example", "0470 12 34 56")
    assert "Verzonnen" not in browser.get("/messages/").content.decode()
    assert browser.post(again, {"to": "right@mail.example"}).status_code == 404


def test_somebody_who_was_called_is_settled_with_a_word(browser, undelivered, amina):
    settle = f"/messages/{amina.reference}/{undelivered.reference}/settle/"
    assert browser.get(settle).status_code == 200
    assert browser.post(settle, {"note": ""}).status_code == 422
    assert browser.post(settle, {"note": "I called her"}).status_code == 303

    assert "I called her" in browser.get(f"/messages/{amina.reference}/").content.decode()


def test_a_message_to_a_partner_about_nobody_can_be_sent_again_and_settled(browser, counsellor, smtp):
    first, second = (
        MessageFactory(
            organisation=counsellor.organisation,
            person=None,
            recipient="partner",
            partner="VDAB",
            came_back=True,
            sent_by=counsellor.user,
        )
        for _ in range(2)
    )
    assert "VDAB" in browser.get("/messages/").content.decode()
    assert browser.get(f"/messages/partners/{first.reference}/again/").status_code == 200
    assert browser.post(f"/messages/partners/{first.reference}/again/", {"to": "a@vdab.example"}).status_code == 303
    assert browser.post(f"/messages/partners/{second.reference}/settle/", {"note": "Called"}).status_code == 303
    assert smtp.deliveries[0].receivers == ["a@vdab.example"]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_at_once_is_said_at_once(browser, amina, smtp):
    smtp.answers["amina@mail.example"] = "550 5.1.1 no such user"
    answer = browser.post(f"/messages/{amina.reference}/write/", typed(step="send"), follow=True)

    assert Message.objects.get().state == MessageState.UNDELIVERED
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_the_list_has_pages_and_an_empty_state(browser, counsellor, amina):
    assert "empty-state" in browser.get("/messages/").content.decode()
    for _ in range(26):
        MessageFactory(organisation=counsellor.organisation, person=amina, came_back=True)

    assert "empty-state" in browser.get("/messages/").content.decode()
    everything = browser.get("/messages/?whose=all").content.decode()
    assert "whose=all&amp;page=2" in everything
    assert browser.get("/messages/?whose=all&page=2").status_code == 200


def test_a_role_without_the_right_sees_no_messages(client, counsellor, amina):
    member = MembershipFactory(organisation=counsellor.organisation, roles=[Role.OUTREACH_WORKER])
    client.force_login(member.user)

    assert client.get("/messages/").status_code == 403
    assert client.get(f"/messages/{amina.reference}/").status_code == 403
    assert f"/messages/{amina.reference}/" not in client.get(f"/people/{amina.reference}/").content.decode()


def test_the_page_of_a_person_leads_to_the_messages(browser, amina):
    assert f"/messages/{amina.reference}/" in browser.get(f"/people/{amina.reference}/").content.decode()
