"""Signals in lists, and how fast the steering group answers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.statutes import TermState
from arbeidspact.steering.actions import answer_signal
from arbeidspact.steering.commands import AnswerSignal
from arbeidspact.steering.models import AnswerKind, CoSignature, SignalAnswer, SignalEventKind, SubjectKind, Urgency
from arbeidspact.steering.queries import (
    SignalFilter,
    answer_times,
    open_signal,
    open_signals,
    signal_list,
)
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.steering.factories import SignalFactory

pytestmark = pytest.mark.django_db


def titles(actor, **chosen):
    return [line.signal.title for line in signal_list(actor, SignalFilter(**chosen)).page.object_list]


def test_those_due_first_stand_in_front_and_the_urgent_of_one_day_first(pact, partner):
    SignalFactory(title="later", days_ago=1)
    SignalFactory(title="soon", days_ago=9)
    SignalFactory(title="urgent", days_ago=9, urgency=Urgency.URGENT)
    SignalFactory(title="overdue", overdue=True)
    SignalFactory(title="answered", answered=True)

    assert titles(partner) == ["overdue", "urgent", "soon", "later"]
    assert next(line.term for line in open_signals(partner)) == TermState.OVERDUE


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"state": "answered"}, ["answered"]),
        ({"state": "all"}, ["answered", "goal", "action"]),
        ({"about": "goal:employment"}, ["goal"]),
        ({"organisation": "ocmw"}, ["goal"]),
        ({"urgency": "urgent"}, ["goal"]),
        ({"text": "ACTION"}, ["action"]),
        ({"only_overdue": True}, ["action"]),
        ({"pact": "elders"}, []),
    ],
)
def test_the_list_is_narrowed(pact, partner, chosen, found):
    SignalFactory(title="action", overdue=True)
    SignalFactory(
        title="goal",
        about_kind=SubjectKind.GOAL,
        about="employment",
        urgency=Urgency.URGENT,
        organisation=OrganisationFactory(ocmw=True),
    )
    SignalFactory(title="answered", answered=True, days_ago=0)

    assert titles(partner, **chosen) == found


def test_the_counts_say_how_many_there_are_without_the_filter(pact, partner):
    SignalFactory(overdue=True)
    SignalFactory(answered=True)

    found = signal_list(partner, SignalFilter(state="answered"))

    assert (found.count, found.total, found.overdue) == (1, 2, 1)


def test_the_number_of_queries_does_not_grow_with_the_signals(pact, partner, django_assert_num_queries):
    def add():
        for place in range(3):
            signal = SignalFactory(
                about_kind=SubjectKind.PACT if place else SubjectKind.ACTION, about="" if place else "x"
            )
            CoSignature.objects.create(signal=signal, organisation=OrganisationFactory(), at=timezone.now())

    add()
    with django_assert_num_queries(6):
        signal_list(partner, SignalFilter())
    add()
    with django_assert_num_queries(6):
        signal_list(partner, SignalFilter())


def test_what_it_is_about_goes_by_its_short_name_once_it_is_gone(pact, partner):
    signal = SignalFactory(about="gone")

    subject = open_signal(partner, signal.reference).subject

    assert (subject.name_nl, subject.is_known) == ("gone", False)


def test_each_is_offered_what_they_may_do(pact, partner, steering, ocmw, vdab):
    signal = SignalFactory(organisation=vdab)

    assert open_signal(partner, signal.reference).possible == {SignalEventKind.WITHDRAW}
    assert not open_signal(partner, signal.reference).may_cosign
    assert open_signal(ocmw, signal.reference).possible == set()
    assert open_signal(ocmw, signal.reference).may_cosign
    assert open_signal(steering, signal.reference).possible == {SignalEventKind.ACKNOWLEDGE, SignalEventKind.ANSWER}


def test_employers_read_no_signals(pact):
    signal = SignalFactory()
    actor = actor_with(Role.EMPLOYER_CONTACT, employer=True)

    with pytest.raises(NotAllowed):
        signal_list(actor, SignalFilter())
    with pytest.raises(NotAllowed):
        open_signal(actor, signal.reference)


def test_a_signal_that_is_not_there_is_not_found(pact, partner):
    with pytest.raises(NotFound):
        open_signal(partner, "00000000-0000-4000-8000-000000000000")


def test_how_fast_the_steering_group_answers(pact, partner, steering):
    for days, kind in ((2, AnswerKind.DECISION), (6, AnswerKind.DECLINED), (60, AnswerKind.ACTION_TAKEN)):
        signal = SignalFactory(days_ago=days)
        answer_signal(
            AnswerSignal(signal=signal.reference, kind=kind, text="Een antwoord van de stuurgroep."), actor=steering
        )
    SignalFactory(overdue=True)
    SignalFactory(withdrawn=True)
    SignalFactory()

    times = answer_times(partner)

    assert (times.counted, times.in_time, times.answered) == (4, 2, 3)
    assert times.median_days == Decimal(6)
    assert times.share_in_time == Decimal("0.5")


def test_without_an_answer_there_is_no_median(pact, partner):
    SignalFactory()

    times = answer_times(partner)

    assert (times.counted, times.median_days, times.share_in_time) == (0, None, None)


def test_only_the_terms_of_a_span_count(pact, partner):
    signal = SignalFactory(answered=True)
    today = timezone.localdate()
    SignalAnswer.objects.create(
        signal=signal,
        kind=AnswerKind.DECISION,
        text="Beslist.",
        term_since=today - timedelta(days=40),
        due_on=today - timedelta(days=10),
        answered_on=today,
    )

    assert answer_times(partner, since=today - timedelta(days=11), until=today).counted == 1
    assert answer_times(partner, since=today - timedelta(days=9)).counted == 0
