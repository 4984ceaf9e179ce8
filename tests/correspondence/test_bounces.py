"""Mail that comes back finds its message, from a Maildir folder or an mbox file, and nothing else is touched."""

import mailbox
import uuid
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.correspondence.bounces import Verdict, problem_for, read_bounces, report_in
from arbeidspact.correspondence.commands import AddWebhook
from arbeidspact.correspondence.models import Message, MessageState, Notice
from arbeidspact.correspondence.outcomes import PROBLEM_WORDS
from arbeidspact.correspondence.webhooks import add_webhook
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.organisations.models import Role
from tests.correspondence.factories import MessageFactory
from tests.organisations.factories import UserFactory

pytestmark = pytest.mark.django_db


def bounce(reference, *, action="failed", status="5.1.1", to="bounces@city.example", quoted=True):
    """A report as Postfix writes it."""
    original = f"Message-ID: <{reference}@city.example>\nSubject: Our meeting\n" if quoted else "Subject: x\n"
    return f"""Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="boundary-1"

--boundary-1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--boundary-1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4ABC
Arrival-Date: Mon, 29 Jun 2026 10:00:00 +0200

Final-Recipient: rfc822; amina@mail.example
Original-Recipient: rfc822;amina@mail.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.mail.example
Diagnostic-Code: smtp; 550 {status} no such user

--boundary-1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{original}
--boundary-1--
""".encode()


AWAY = b"""From: amina@mail.example
To: bounces@city.example
Subject: I am away
Auto-Submitted: auto-replied

Until Monday.
"""


@pytest.fixture(params=["maildir", "mbox"])
def box(request, settings, tmp_path):
    path = tmp_path / "bounces"
    made = mailbox.Maildir(path) if request.param == "maildir" else mailbox.mbox(path)
    made.flush()
    if request.param == "mbox":
        path.touch()
    settings.BOUNCE_MAILBOX = str(path)

    def put(raw: bytes) -> None:
        made.lock()
        made.add(raw)
        made.flush()
        made.unlock()

    put.box = made
    yield put
    made.close()


def read():
    return read_bounces(actor=operator(), is_rehearsal=False)


def test_a_report_is_noted_at_its_message_and_leaves_the_mailbox(box):
    message = MessageFactory(sent=True)
    box(bounce(message.reference))

    assert read().returned == 1

    message.refresh_from_db()
    assert (message.state, message.problem) == (MessageState.UNDELIVERED, "no-mailbox")
    assert read().returned == 0


def test_the_address_it_came_back_to_is_enough(box):
    message = MessageFactory(sent=True)
    box(bounce("x", to=f"bounces+{message.reference}@city.example", quoted=False))

    assert read().returned == 1


def test_a_report_of_arrival_is_noted_and_a_delay_is_not(box):
    arrived, late = MessageFactory(sent=True), MessageFactory(sent=True)
    box(bounce(arrived.reference, action="delivered", status="2.0.0"))
    box(bounce(late.reference, action="delayed", status="4.4.1"))

    found = read()

    assert (found.arrived, found.late, found.returned) == (1, 1, 0)
    assert Message.objects.get(pk=arrived.pk).state == MessageState.DELIVERED
    assert Message.objects.get(pk=late.pk).state == MessageState.SENT


def test_what_is_no_report_stays_for_somebody_to_look_at_and_is_counted_once(box):
    box(AWAY)

    assert read().strange == 1
    assert read().strange == 0
    box.box.lock()
    assert len(box.box) == 1
    box.box.unlock()


def test_a_rehearsal_changes_nothing(box):
    message = MessageFactory(sent=True)
    box(bounce(message.reference))

    assert read_bounces(actor=operator(), is_rehearsal=True).returned == 1
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert read().returned == 1


def test_a_report_of_a_message_that_is_not_ours_changes_nothing(box):
    box(bounce(uuid.uuid4()))

    assert read().known_already == 1


def test_the_webhooks_of_the_organisation_hear_of_it(box, settings):
    message = MessageFactory(sent=True)
    administrator = Actor(UserFactory(), message.organisation, frozenset({Role.ADMINISTRATOR}))
    settings.WEBHOOKS_TO_PRIVATE_HOSTS = True
    add_webhook(
        AddWebhook(name="Ours", address="https://127.0.0.1/x", events=("message.undelivered",)), actor=administrator
    )
    box(bounce(message.reference))
    read()

    notice = Notice.objects.get()
    assert notice.payload == {
        "message": str(message.reference),
        "person": str(message.person.reference),
        "channel": "email",
        "problem": "no-mailbox",
    }


def test_without_a_mailbox_it_says_which_setting_is_missing(settings, tmp_path):
    for path in ("", str(tmp_path / "nowhere")):
        settings.BOUNCE_MAILBOX = path
        with pytest.raises(Conflict, match="ARBEIDSPACT_BOUNCE_MAILBOX"):
            read()


def test_only_the_operator_reads_it(counsellor):
    with pytest.raises(NotAllowed):
        read_bounces(actor=counsellor, is_rehearsal=True)


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("5.1.1", "no-mailbox"),
        ("5.2.2", "mailbox-full"),
        ("4.2.2", "mailbox-full"),
        ("5.7.26", "mail-refused"),
        ("4.4.1", "mail-came-back"),
        ("", "mail-came-back"),
    ],
)
def test_the_code_says_what_went_wrong(status, problem):
    assert problem_for(status) == problem
    assert problem in PROBLEM_WORDS


@given(st.binary(max_size=400))
def test_whatever_lands_in_the_mailbox_does_not_break_the_reading(raw):
    head = b'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\n'
    for text in (raw, head + raw):
        report = report_in(message_from_bytes(text))
        assert report is None or report.verdict in Verdict
