"""What is sent at once keeps nobody waiting: so many, for so long; the rest waits for the command."""

import pytest
from django.db import transaction

from arbeidspact.correspondence import at_once
from arbeidspact.correspondence.at_once import MOST_AT_ONCE, PATIENCE_SECONDS, send_after_commit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until a test moves it."""
    moment = [100.0]
    monkeypatch.setattr(at_once, "monotonic", lambda: moment[0])
    return moment


def test_what_a_change_sends_leaves_when_it_is_kept(clock):
    sent = []
    with transaction.atomic():
        send_after_commit(sent.append, 1)
        send_after_commit(sent.append, 2)
        assert sent == []

    assert sent == [1, 2]


def test_what_is_undone_does_not_leave(clock):
    sent = []
    with transaction.atomic():
        send_after_commit(sent.append, 1)
        transaction.set_rollback(True)

    assert sent == []


@pytest.mark.parametrize(("wanted", "leave"), [(MOST_AT_ONCE, MOST_AT_ONCE), (MOST_AT_ONCE + 1, MOST_AT_ONCE)])
def test_a_change_that_sends_many_leaves_the_rest_for_later(clock, wanted, leave):
    sent = []
    with transaction.atomic():
        for key in range(wanted):
            send_after_commit(sent.append, key)

    assert len(sent) == leave


@pytest.mark.parametrize(
    ("each_takes", "leave"),
    [
        pytest.param(PATIENCE_SECONDS - 0.1, 2, id="just within the time"),
        pytest.param(PATIENCE_SECONDS, 1, id="the time is over"),
    ],
)
def test_a_slow_other_side_keeps_nobody_waiting_long(clock, each_takes, leave):
    sent = []

    def slowly(key):
        sent.append(key)
        clock[0] += each_takes

    with transaction.atomic():
        for key in range(5):
            send_after_commit(slowly, key)
    assert len(sent) == leave

    with transaction.atomic():
        send_after_commit(slowly, 9)
    assert sent[-1] == 9


def test_one_that_breaks_does_not_hold_up_the_next(clock):
    sent = []
    with transaction.atomic():
        send_after_commit(lambda key: 1 // key, 0)
        send_after_commit(sent.append, 2)

    assert sent == [2]
