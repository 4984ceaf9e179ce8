"""Messages leave after the transaction, over the real protocols; what fails is tried again, and never sent twice."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.correspondence.actions import send_again, send_message, settle_message
from arbeidspact.correspondence.commands import SendAgain, SendMessage, SettleMessage
from arbeidspact.correspondence.delivery_round import send_what_waits
from arbeidspact.correspondence.links import issue_link, open_link, use_link
from arbeidspact.correspondence.models import LinkPurpose, Message, MessageState
from arbeidspact.correspondence.outcomes import WAITS
from arbeidspact.correspondence.sending import MASK, forget_tokens, send_waiting_message
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from tests.organisations.factories import UserFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
TEXT = "Hello Amina, shall we meet on Monday?"


def mail(**more):
    return SendMessage(**{"channel": "email", "kind": "free", "subject": "Our meeting", "text": TEXT, **more})


def sms(**more):
    return SendMessage(**{"channel": "sms", "kind": "free", "text": TEXT, **more})


@pytest.fixture
def leaving(django_capture_on_commit_callbacks):
    """What was sent inside leaves when it ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_mail_leaves_after_the_transaction_over_smtp(file, smtp, leaving):
    with leaving():
        message = send_message(mail(), file=file, actor=file.actor)
        assert not smtp.deliveries

    [delivery] = smtp.deliveries
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert delivery.receivers == ["amina@mail.example"]
    assert delivery.sender == f"bounces+{message.reference}@city.example"
    assert delivery.mail["From"] == "Arbeidspact <pact@city.example>"
    assert delivery.mail["Message-ID"] == f"<{message.reference}@city.example>"
    assert TEXT in delivery.mail.get_content()


def test_a_text_message_leaves_through_the_gateway_by_the_contract(file, gateway, leaving, settings):
    with leaving():
        message = send_message(sms(), file=file, actor=file.actor)

    [call] = gateway.calls
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.address) == (MessageState.SENT, "sms-1", "+32470123456")
    assert call.headers["authorization"] == "Bearer a-token"
    assert call.headers["idempotency-key"] == str(message.reference)
    assert call.json == {
        "to": "+32470123456",
        "from": "Gent",
        "text": TEXT,
        "reference": str(message.reference),
        "callback": f"{settings.SITE_URL}/messages/sms/status/",
    }


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_the_token_of_a_link_travels_and_is_not_kept(file, smtp, gateway, leaving, channel):
    link = issue_link(LinkPurpose.CONFIRM_AGREEMENT, uuid.uuid4(), person=file.person, actor=file.actor)
    with leaving():
        message = send_message(
            SendMessage(channel=channel, kind="agreement-to-confirm", subject="Confirm", text=f"Open {link.address} ."),
            link=link,
            actor=file.actor,
        )

    sent = smtp.deliveries[0].mail.get_content() if channel == "email" else gateway.calls[0].json["text"]
    assert link.address in sent
    kept = Message.objects.values().get(pk=message.pk)
    assert link.raw not in str(kept)
    assert MASK in kept["text"]
    assert link.raw not in str(list(AuditEvent.objects.values()))


def test_a_text_that_forgets_its_link_gets_it_underneath(file, smtp, leaving):
    link = issue_link(LinkPurpose.CONFIRM_AGREEMENT, uuid.uuid4(), person=file.person, actor=file.actor)
    with leaving():
        send_message(mail(), link=link, actor=file.actor)

    assert smtp.deliveries[0].mail.get_content().rstrip().endswith(link.address)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param("550 5.1.1 no such user", "no-mailbox", id="no such mailbox"),
        pytest.param("552 5.2.2 over quota", "mailbox-full", id="full"),
        pytest.param("554 5.7.1 policy", "mail-refused", id="refused by policy"),
    ],
)
def test_a_mail_that_is_refused_for_good_did_not_arrive(file, smtp, leaving, answer, problem):
    smtp.answers["amina@mail.example"] = answer
    with leaving():
        message = send_message(mail(), file=file, actor=file.actor)

    message.refresh_from_db()
    assert (message.state, message.problem, message.next_attempt_at) == (MessageState.UNDELIVERED, problem, None)


def test_what_fails_for_now_is_tried_again_with_longer_waits_and_given_up(file, smtp, leaving):
    smtp.answers["amina@mail.example"] = "451 4.3.0 try later"
    with leaving():
        message = send_message(mail(), file=file, actor=file.actor)
    for attempt, wait in enumerate(WAITS, start=1):
        message.refresh_from_db()
        assert message.state == MessageState.QUEUED
        assert message.attempts == attempt
        assert abs(message.next_attempt_at - timezone.now() - wait) < timedelta(seconds=30)
        Message.objects.update(next_attempt_at=timezone.now())
        send_what_waits(actor=operator(), is_rehearsal=False)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_attempt_at) == (MessageState.UNDELIVERED, 8, None)


def test_a_gateway_that_asks_to_wait_longer_is_given_the_time(file, gateway, leaving):
    gateway.answer = lambda call: (429, {}, {"Retry-After": "7200"})
    with leaving():
        message = send_message(sms(), file=file, actor=file.actor)

    message.refresh_from_db()
    assert message.next_attempt_at > timezone.now() + timedelta(minutes=119)


@pytest.mark.parametrize(
    ("code", "said", "state", "problem"),
    [
        pytest.param(422, {"error": "invalid-number"}, "undelivered", "wrong-number", id="wrong number"),
        pytest.param(400, {"error": "blocked"}, "undelivered", "sms-refused", id="refused"),
        pytest.param(401, {}, "queued", "sms-gateway-refuses-us", id="wrong token"),
        pytest.param(503, {}, "queued", "sms-gateway-silent", id="down"),
        pytest.param(302, {}, "queued", "sms-gateway-silent", id="elsewhere"),
    ],
)
def test_what_the_gateway_answers_decides(file, gateway, leaving, code, said, state, problem):
    gateway.answer = lambda call: (code, said, {})
    with leaving():
        message = send_message(sms(), file=file, actor=file.actor)

    message.refresh_from_db()
    assert (message.state, message.problem) == (state, problem)


def test_a_message_that_somebody_is_sending_is_left_alone_until_the_claim_runs_out(
    file, smtp, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False):
        message = send_message(mail(), file=file, actor=file.actor)
    Message.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))

    assert send_waiting_message(message.pk) is None

    Message.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send_waiting_message(message.pk) is not None
    assert send_waiting_message(message.pk) is None
    assert len(smtp.deliveries) == 1


def test_without_a_gateway_no_text_message_is_taken(file, settings):
    settings.SMS_URL = ""
    with pytest.raises(Conflict):
        send_message(sms(), file=file, actor=file.actor)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(mail(to="nobody"), id="no mail address"),
        pytest.param(mail(subject=""), id="no subject"),
        pytest.param(sms(to="1234"), id="no number"),
        pytest.param(sms(to="09 266 00 00"), id="a fixed line"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_it_is_kept(file, gateway, command):
    with pytest.raises(InvalidValue):
        send_message(command, file=file, actor=file.actor)
    assert not Message.objects.exists()


def test_without_a_file_the_gate_is_asked(counsellor, smtp):
    stranger = PersonFactory(email="b@mail.example")
    with pytest.raises(NotAllowed):
        send_message(mail(person=stranger.reference), actor=counsellor)


def test_who_may_not_send_sends_nothing(file):
    outsider = Actor(UserFactory(), file.actor.organisation, frozenset({Role.ANALYST}))
    with pytest.raises(NotAllowed):
        send_message(mail(), file=file, actor=outsider)


@pytest.fixture
def undelivered(file, smtp, leaving):
    smtp.answers["amina@mail.example"] = "550 5.1.1 no such user"
    with leaving():
        message = send_message(mail(), file=file, actor=file.actor)
    message.refresh_from_db()
    return message


def test_it_goes_out_again_to_the_right_address_as_a_message_of_its_own(undelivered, file, smtp, leaving):
    with leaving():
        again = send_again(
            SendAgain(message=undelivered.reference, to="right@mail.example"), actor=file.actor, file=file
        )

    undelivered.refresh_from_db()
    again.refresh_from_db()
    assert smtp.deliveries[-1].receivers == ["right@mail.example"]
    assert (again.repeats, again.text, again.state) == (undelivered, undelivered.text, MessageState.SENT)
    assert undelivered.settlement == "sent_again"
    with pytest.raises(Conflict):
        send_again(SendAgain(message=undelivered.reference), actor=file.actor, file=file)


def test_somebody_who_was_reached_in_another_way_settles_it_with_a_word(undelivered, file):
    settle_message(SettleMessage(message=undelivered.reference, note="Called her"), actor=file.actor, file=file)

    undelivered.refresh_from_db()
    assert (undelivered.settlement, undelivered.settled_by) == ("another_way", file.actor.user)


def test_nobody_sends_a_message_of_another_organisation_again(undelivered, file, counsellor):
    from tests.organisations.factories import OrganisationFactory

    other = Actor(UserFactory(), OrganisationFactory(), frozenset({Role.COUNSELLOR}))
    with pytest.raises(NotFound):
        send_again(SendAgain(message=undelivered.reference), actor=other)


def test_a_link_that_was_used_is_not_sent_again_and_its_token_is_forgotten(file, smtp, leaving):
    link = issue_link(LinkPurpose.CONFIRM_AGREEMENT, uuid.uuid4(), person=file.person, actor=file.actor)
    smtp.answers["amina@mail.example"] = "550 5.1.1 no such user"
    with leaving():
        message = send_message(mail(kind="agreement-to-confirm"), link=link, actor=file.actor)
    assert forget_tokens() == 0

    use_link(open_link(link.raw))

    assert forget_tokens() == 1
    with pytest.raises(Conflict):
        send_again(SendAgain(message=message.reference), actor=file.actor, file=file)


def test_a_link_that_still_works_goes_out_whole_again(file, smtp, leaving):
    link = issue_link(LinkPurpose.CONFIRM_AGREEMENT, uuid.uuid4(), person=file.person, actor=file.actor)
    smtp.answers["amina@mail.example"] = "550 5.1.1 no such user"
    with leaving():
        message = send_message(mail(kind="agreement-to-confirm"), link=link, actor=file.actor)
    with leaving():
        send_again(SendAgain(message=message.reference, to="right@mail.example"), actor=file.actor, file=file)

    assert link.address in smtp.deliveries[-1].mail.get_content()


def test_the_log_names_no_address_and_no_text(file, smtp, gateway, leaving, caplog):
    smtp.answers["amina@mail.example"] = "451 4.3.0 try later, amina@mail.example"
    gateway.answer = lambda call: (401, {"error": call.json["to"]}, {})
    with leaving():
        send_message(mail(), file=file, actor=file.actor)
        send_message(sms(), file=file, actor=file.actor)

    assert "refuses us" in caplog.text
    for secret in ("amina@", "470123456", TEXT):
        assert secret not in caplog.text
