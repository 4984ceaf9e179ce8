"""The clock reminds the steering group, once of each kind for each term; and counts what was answered in time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.correspondence.models import Message
from arbeidspact.monitor.measuring import record_measures
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.steering.models import AnswerKind, SignalAnswer
from arbeidspact.steering.reminders import remind_steering_group
from tests.monitor.factories import an_indicator
from tests.steering.factories import SignalFactory

pytestmark = pytest.mark.django_db


def test_a_rehearsal_says_how_many_and_writes_nothing(pact, steering):
    SignalFactory(overdue=True)
    SignalFactory(nearly_due=True)
    SignalFactory(days_ago=0)

    assert remind_steering_group(actor=operator()) == {"due_soon": 1, "overdue": 1}
    assert not Message.objects.exists()


def test_twice_reminds_once(pact, steering):
    SignalFactory(overdue=True)

    assert remind_steering_group(actor=operator(), is_rehearsal=False)["overdue"] == 1
    assert remind_steering_group(actor=operator(), is_rehearsal=False)["overdue"] == 0
    message = Message.objects.get()
    assert (message.kind, message.address) == ("signal-overdue", "schepen@stad.example")
    assert message.subject.startswith("A signal waits for an answer since")


def test_a_signal_that_was_near_its_day_is_reminded_of_again_once_it_has_passed(pact, steering):
    signal = SignalFactory(nearly_due=True)
    remind_steering_group(actor=operator(), is_rehearsal=False)

    later = remind_steering_group(actor=operator(), day=signal.due_on + timedelta(days=1), is_rehearsal=False)

    assert later == {"due_soon": 0, "overdue": 1}
    assert sorted(signal.reminders.values_list("kind", "mails")) == [("due_soon", 1), ("overdue", 1)]


def test_nobody_is_reminded_of_what_is_over(pact, steering):
    SignalFactory(overdue=True, answered=True)
    SignalFactory(overdue=True, withdrawn=True)

    assert remind_steering_group(actor=operator()) == {"due_soon": 0, "overdue": 0}


def test_members_do_not_run_the_clock(pact, steering):
    with pytest.raises(NotAllowed):
        remind_steering_group(actor=steering)


def record_signals(**values):
    return record_measures(**{"actor": operator(), "area": "gent", "measures": ["signals-answered-in-time"], **values})


def test_the_share_answered_in_time_becomes_a_figure_of_the_monitor(pact):
    an_indicator(slug="signals-answered-in-time", measure="platform:signals-answered-in-time")
    for answered_on in (date(2026, 2, 10), date(2026, 3, 20)):
        signal = SignalFactory(answered=True, raised_at=timezone.now().replace(2026, 1, 5))
        SignalAnswer.objects.create(
            signal=signal,
            kind=AnswerKind.DECISION,
            text="Beslist.",
            term_since=date(2026, 1, 20),
            due_on=date(2026, 2, 17),
            answered_on=answered_on,
        )

    assert record_signals(on=date(2026, 5, 1)).recorded is None
    found = record_signals(on=date(2026, 5, 1), is_rehearsal=False)

    (figure,) = found.observations
    assert (str(figure.period), figure.value) == ("2026-Q1", Decimal("50.0"))
    assert found.recorded is not None
    assert found.recorded.new == 1
    again = record_signals(on=date(2026, 5, 2), is_rehearsal=False)
    assert (again.observations, again.same) == ((), 1)
    assert Observation.objects.count() == 1


def test_without_a_definition_nothing_is_recorded(pact):
    found = record_signals(is_rehearsal=False)

    assert found.observations == ()
    assert [one.reason for one in found.left_out] == ["no indicator in force names platform:signals-answered-in-time"]
