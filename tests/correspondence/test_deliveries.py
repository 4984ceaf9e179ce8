"""What did not arrive is an action for somebody: lists, rows for follow-up, and reports of the SMS gateway."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db.models.signals import post_save
from django.utils import timezone

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.models import Message, MessageState, SignedLink
from arbeidspact.correspondence.queries import (
    message_to_settle,
    messages_of,
    undelivered_count,
    undelivered_list,
    undelivered_messages,
)
from arbeidspact.correspondence.signatures import signature
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from arbeidspact.people.models import Accompaniment
from tests.correspondence.factories import MessageFactory
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def message_for(counsellor):
    def make(**more):
        person = more.pop("person", None) or PersonFactory(
            accompanied_by=counsellor.organisation, accompanied_by__referent=more.pop("referent", None)
        )
        return MessageFactory(organisation=counsellor.organisation, person=person, **more)

    return make


def test_the_list_holds_what_waits_for_somebody_the_longest_first(counsellor, message_for):
    later = message_for(came_back=True)
    earlier = message_for(given_up=True, failed_at=timezone.now() - timedelta(days=2))
    for quiet in ("sent", "arrived", "settled"):
        message_for(**{quiet: True})
    message_for()
    MessageFactory(came_back=True)

    found = undelivered_list(counsellor, only_mine=False)

    assert [line.view.message for line in found] == [earlier, later]
    assert [line.person.pk for line in found] == [earlier.person_id, later.person_id]


def test_mine_are_those_i_sent_and_those_to_my_people(counsellor, message_for):
    sent = message_for(came_back=True, sent_by=counsellor.user)
    mine = message_for(came_back=True, referent=counsellor.user)
    message_for(came_back=True)

    assert {line.view.message for line in undelivered_list(counsellor, only_mine=True)} == {sent, mine}
    assert undelivered_count(counsellor) == 2


def test_whom_the_organisation_no_longer_accompanies_is_left_out(counsellor, message_for):
    message_for(came_back=True)
    assert undelivered_messages(timezone.localdate())
    Accompaniment.objects.update(until=timezone.localdate())

    assert not undelivered_list(counsellor, only_mine=False)
    assert not undelivered_messages(timezone.localdate())


def test_a_list_asks_the_same_number_of_questions_whatever_its_length(
    counsellor, message_for, django_assert_max_num_queries
):
    for _ in range(12):
        message_for(came_back=True)
    with django_assert_max_num_queries(8):
        assert len(undelivered_list(counsellor, only_mine=False)) == 12


def test_follow_up_gets_keys_and_days_and_no_names(counsellor, message_for, django_assert_num_queries):
    referent = UserFactory()
    by_hand = message_for(came_back=True, sent_by=counsellor.user)
    by_machine = message_for(came_back=True, sent_by=None, referent=referent)
    message_for(settled=True)

    with django_assert_num_queries(1):
        rows = undelivered_messages(timezone.localdate())

    assert {(row.reference, row.person, row.owner) for row in rows} == {
        (by_hand.reference, by_hand.person_id, counsellor.user.pk),
        (by_machine.reference, by_machine.person_id, referent.pk),
    }
    assert {row.organisation for row in rows} == {counsellor.organisation.pk}


@pytest.mark.parametrize(("days_ago", "counts"), [(1, True), (0, True), (-1, False)])
def test_follow_up_counts_what_did_not_arrive_by_the_day(message_for, days_ago, counts):
    message = message_for(came_back=True)
    day = timezone.localdate(message.bounced_at) + timedelta(days=days_ago)
    assert bool(undelivered_messages(day)) is counts


@pytest.mark.parametrize("ended", ["used_at", "withdrawn_at"])
def test_a_link_that_was_used_or_replaced_lets_its_message_rest(counsellor, message_for, ended):
    message = message_for(came_back=True)
    message.link = SignedLink.objects.create(
        token_hash="x",
        purpose="confirm_meeting",
        subject=message.reference,
        person=message.person,
        organisation=counsellor.organisation,
        issued_at=timezone.now(),
        expires_at=timezone.now(),
        **{ended: timezone.now()},
    )
    message.save()

    assert not undelivered_list(counsellor, only_mine=False)
    assert not undelivered_messages(timezone.localdate())


def test_the_history_of_a_person_is_that_of_the_own_organisation(counsellor, message_for, file):
    ours = message_for(person=file.person, sent=True)
    MessageFactory(person=file.person, sent=True)

    assert [view.message for view in messages_of(file)] == [ours]


def test_who_may_not_see_deliveries_sees_none(counsellor, file):
    analyst = Actor(UserFactory(), counsellor.organisation, frozenset({Role.ANALYST}))
    with pytest.raises(NotAllowed):
        undelivered_list(analyst, only_mine=False)
    with pytest.raises(NotAllowed):
        message_to_settle(analyst, file.reference)


def test_a_message_of_another_file_is_not_found(counsellor, message_for, file):
    other = message_for(came_back=True)
    with pytest.raises(NotFound):
        message_to_settle(counsellor, other.reference, file)


def test_a_form_that_is_sent_twice_sends_one_message(counsellor, file, smtp, django_capture_on_commit_callbacks):
    key = uuid.uuid4()
    command = SendMessage(channel="email", subject="x", text="y", key=key, to="a@mail.example")
    with django_capture_on_commit_callbacks(execute=True):
        first = send_message(command, file=file, actor=counsellor)
        second = send_message(command, file=file, actor=counsellor)

    assert first == second
    assert len(smtp.deliveries) == 1
    other = PersonFactory(accompanied_by=counsellor.organisation)
    with pytest.raises(Conflict):
        send_message(command, file=open_file(counsellor, other.reference), actor=counsellor)


@pytest.fixture
def report(client, settings):
    settings.SMS_CALLBACK_SECRET = "callback-secret"

    def post(said, *, secret="callback-secret", at=None):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        header = signature(secret, body, at or timezone.now())
        return client.post(
            "/messages/sms/status/", body, content_type="application/json", headers={"Sms-Signature": header}
        ).status_code

    return post


@pytest.mark.parametrize(
    ("status", "state", "problem"),
    [
        ("delivered", MessageState.DELIVERED, ""),
        ("undelivered", MessageState.UNDELIVERED, "sms-not-delivered"),
        ("expired", MessageState.UNDELIVERED, "sms-expired"),
        ("rejected", MessageState.UNDELIVERED, "sms-refused"),
    ],
)
def test_the_gateway_says_what_became_of_a_text_message(report, status, state, problem):
    message = MessageFactory(by_sms=True, sent=True, provider_id="abc")

    assert report({"id": "abc", "status": status, "parts": 2}) == 204
    assert report({"id": "abc", "status": status}) == 204

    message.refresh_from_db()
    assert (message.state, message.problem) == (state, problem)


def test_what_arrived_stays_arrived(report):
    MessageFactory(by_sms=True, arrived=True, provider_id="abc")

    assert report({"id": "abc", "status": "undelivered"}) == 204
    assert Message.objects.get().state == MessageState.DELIVERED


def test_a_report_without_a_good_signature_is_refused(report, client, settings):
    MessageFactory(by_sms=True, sent=True, provider_id="abc")
    said = {"id": "abc", "status": "delivered"}

    assert report(said, secret="another") == 403
    assert report(said, at=timezone.now() - timedelta(minutes=6)) == 403
    assert client.post("/messages/sms/status/", said, content_type="application/json").status_code == 403
    settings.SMS_CALLBACK_SECRET = ""
    assert report(said, secret="") == 403
    assert Message.objects.get().state == MessageState.SENT


@pytest.mark.parametrize(
    "said", [b"[]", b"{", b"null", b'{"id": "abc"}', b'{"id": "", "status": "delivered"}', b"\xff"]
)
def test_what_is_no_report_is_said_to_be_none(report, said):
    assert report(said) == 422


def test_a_message_that_is_not_known_is_taken_note_of(report):
    assert report({"id": "unknown", "status": "delivered"}) == 204


def test_an_organisation_sees_no_deliveries_of_another(counsellor):
    MessageFactory(came_back=True, organisation=OrganisationFactory())
    assert undelivered_count(counsellor) == 0


@pytest.fixture
def heard():
    """The states in which a message was when those who watch messages heard of it."""
    states = []

    def hear(instance, **_):
        states.append(Message.objects.get(pk=instance.pk).state)

    post_save.connect(hear, sender=Message)
    yield states
    post_save.disconnect(hear, sender=Message)


def test_who_watches_messages_hears_that_one_came_back_or_arrived_after_all(report, heard):
    MessageFactory(by_sms=True, sent=True, provider_id="abc")
    heard.clear()

    report({"id": "abc", "status": "expired"})
    report({"id": "abc", "status": "delivered"})

    assert heard == [MessageState.UNDELIVERED, MessageState.DELIVERED]


def test_who_watches_messages_hears_that_one_was_refused(
    counsellor, file, smtp, heard, django_capture_on_commit_callbacks
):
    smtp.answers["amina@mail.example"] = "550 5.1.1 no such user"
    with django_capture_on_commit_callbacks(execute=True):
        send_message(SendMessage(channel="email", subject="x", text="y"), file=file, actor=counsellor)

    assert heard[-1] == MessageState.UNDELIVERED
