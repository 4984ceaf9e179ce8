"""The invented messages: of every state, some for every login that guides, to nobody's real number."""

import pytest
from django.utils import timezone

from arbeidspact.correspondence.models import Message, MessageState, Notice, NoticeState
from arbeidspact.correspondence.outcomes import PROBLEM_WORDS
from arbeidspact.correspondence.queries import undelivered_messages
from arbeidspact.demo.load import load_demo
from arbeidspact.demo.population import Size
from arbeidspact.organisations.models import User

pytestmark = pytest.mark.django_db


def test_messages_of_every_state_lie_in_the_past_and_wait_for_the_logins():
    load_demo(Size(people=400, vacancies=20))
    messages = list(Message.objects.all())

    assert {message.state for message in messages} >= {
        MessageState.SENT,
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
    }
    assert {message.problem for message in messages} - {""} <= set(PROBLEM_WORDS)
    assert all(message.queued_at <= timezone.now() for message in messages)
    assert all(message.address.startswith("+32400") or message.address.endswith(".example") for message in messages)
    counsellor = User.objects.get(email="counsellor@demo.example")
    assert counsellor.pk in {row.owner for row in undelivered_messages(timezone.localdate())}
    assert {notice.state for notice in Notice.objects.all()} <= set(NoticeState)
    assert not Notice.objects.filter(next_attempt_at__lt=timezone.now()).exists()
