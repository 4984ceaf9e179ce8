"""Messages leave and come back at the command line; without --yes nothing changes."""

import mailbox

import pytest

from arbeidspact.correspondence.models import Message, MessageState, Notice
from tests.correspondence.factories import MessageFactory, NoticeFactory
from tests.correspondence.test_bounces import bounce

pytestmark = pytest.mark.django_db


def test_what_waits_is_counted_and_with_yes_sent_once(run, mailoutbox):
    MessageFactory()
    MessageFactory(sent=True)
    NoticeFactory(subscription__address="https://192.0.2.1.invalid/x")

    counted = run("messages", "send")
    assert "Would try 1 messages and 1 notices" in counted.output
    assert not mailoutbox

    sent = run("messages", "send", "--yes")
    assert "Messages: 1 sent" in sent.output, sent.output + sent.stderr
    assert "Notices: 0 heard, 1 not" in sent.output
    assert len(mailoutbox) == 1
    assert Notice.objects.get().attempts == 1

    assert "Messages: 0 sent" in run("messages", "send", "--yes").output
    assert len(mailoutbox) == 1


def test_what_came_back_is_counted_and_with_yes_noted(run, settings, tmp_path):
    message = MessageFactory(sent=True)
    box = mailbox.Maildir(tmp_path / "bounces")
    box.add(bounce(message.reference))
    settings.BOUNCE_MAILBOX = str(tmp_path / "bounces")

    assert "Would note: 1 came back" in run("messages", "bounces").output
    assert "Noted: 1 came back" in run("messages", "bounces", "--yes").output
    assert Message.objects.get().state == MessageState.UNDELIVERED


def test_a_missing_mailbox_is_said_in_words(run, settings):
    settings.BOUNCE_MAILBOX = ""
    result = run("messages", "bounces")

    assert result.exit_code == 1
    assert "ARBEIDSPACT_BOUNCE_MAILBOX" in result.output + result.stderr
