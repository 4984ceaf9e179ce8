"""A partner raises a signal; the steering group answers it, in time or not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.steering.actions import (
    acknowledge_signal,
    answer_signal,
    cosign_signal,
    raise_signal,
    reopen_signal,
    withdraw_signal,
)
from arbeidspact.steering.commands import (
    AcknowledgeSignal,
    AnswerSignal,
    CoSignSignal,
    RaiseSignal,
    ReopenSignal,
    WithdrawSignal,
)
from arbeidspact.steering.models import AnswerKind, Signal, SignalState
from tests.correspondence.factories import SubscriptionFactory
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.steering.factories import SignalFactory, due_of, words

pytestmark = pytest.mark.django_db
TEXT = "Er komt een tweede klas in oktober."


def answer(signal, actor, kind=AnswerKind.ACTION_TAKEN, text=TEXT):
    return answer_signal(AnswerSignal(signal=signal.reference, kind=kind, text=text), actor=actor)


def test_a_partner_raises_a_signal_and_the_term_starts_that_day(pact, partner):
    signal = raise_signal(RaiseSignal(**words()), actor=partner)

    assert (signal.about_kind, signal.about, signal.state) == ("action", "jobteam", "raised")
    assert signal.term_since == timezone.localdate()
    assert signal.due_on == due_of(timezone.localdate())
    assert [event.kind for event in signal.events.all()] == ["raise"]
    assert AuditEvent.objects.get(action="raise-signal").details == {"about": "action", "urgency": "normal"}


def test_the_steering_group_hears_of_it_by_mail_and_its_programs_by_notice(
    pact, partner, steering, django_capture_on_commit_callbacks
):
    subscription = SubscriptionFactory(organisation=steering.organisation, events=["signal.raised"])
    with django_capture_on_commit_callbacks(execute=False):
        signal = raise_signal(RaiseSignal(**words()), actor=partner)

    from arbeidspact.correspondence.models import Message, Notice

    message = Message.objects.get()
    assert (message.address, message.recipient, message.kind) == ("schepen@stad.example", "partner", "signal-raised")
    assert "A signal of VDAB to answer by" in message.subject
    assert f"/steering/signals/{signal.reference}/" in message.text
    notice = Notice.objects.get(subscription=subscription)
    assert notice.payload["signal"] == str(signal.reference)
    assert "title" not in notice.payload


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": "action:nothing"}, "about"),
        ({"about": "person:7"}, "about"),
        ({"about": "goal"}, "about"),
        ({"since": timezone.localdate() + timedelta(days=1)}, "since"),
        ({"since": timezone.localdate().replace(year=1926)}, "since"),
        ({"what": "Bel 0470 12 34 56 en vraag het na."}, "what"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(pact, partner, changes, field):
    with pytest.raises(InvalidValue) as refused:
        raise_signal(RaiseSignal(**words(**changes)), actor=partner)

    assert refused.value.field == field
    assert not Signal.objects.exists()


def test_another_pact_is_not_found(pact, partner):
    with pytest.raises(NotFound):
        raise_signal(RaiseSignal(**words(pact="elders")), actor=partner)


@pytest.mark.parametrize(
    ("role", "traits", "may"),
    [
        (Role.COUNSELLOR, {"vdab": True}, True),
        (Role.LEARNING_PROVIDER, {"school": True}, True),
        (Role.STEERING_MEMBER, {"werkpunt": True}, True),
        (Role.DATA_PROTECTION_OFFICER, {"werkpunt": True}, False),
        (Role.EMPLOYER_CONTACT, {"employer": True}, False),
        (Role.STEERING_MEMBER, {"employer": True}, False),
    ],
)
def test_who_may_raise_a_signal(pact, role, traits, may):
    actor = actor_with(role, **traits)
    if may:
        assert raise_signal(RaiseSignal(**words()), actor=actor).organisation == actor.organisation
    else:
        with pytest.raises(NotAllowed):
            raise_signal(RaiseSignal(**words()), actor=actor)


def test_others_sign_along_once_and_never_their_own(pact, partner, ocmw):
    signal = raise_signal(RaiseSignal(**words()), actor=partner)
    cosign_signal(CoSignSignal(signal=signal.reference, note="Ook bij ons."), actor=ocmw)

    with pytest.raises(Conflict, match="already"):
        cosign_signal(CoSignSignal(signal=signal.reference), actor=ocmw)
    with pytest.raises(Conflict, match="Your own"):
        cosign_signal(CoSignSignal(signal=signal.reference), actor=partner)
    assert signal.cosignatures.count() == 1


def test_seeing_it_does_not_stop_the_term_and_answering_does(pact, partner, steering):
    signal = raise_signal(RaiseSignal(**words()), actor=partner)
    seen = acknowledge_signal(AcknowledgeSignal(signal=signal.reference), actor=steering)
    assert (seen.state, seen.due_on) == (SignalState.ACKNOWLEDGED, signal.due_on)

    found = answer(signal, steering)

    assert (found.was_in_time, found.days) == (True, 0)
    signal.refresh_from_db()
    assert signal.state == SignalState.ANSWERED
    with pytest.raises(Conflict, match="answered already"):
        answer(signal, steering)


def test_an_answer_after_the_due_day_is_late(pact, steering):
    found = answer(SignalFactory(overdue=True), steering)

    assert not found.was_in_time
    assert found.days == 60


def test_whoever_signed_gets_the_answer_by_mail(
    pact, partner, partner_membership, ocmw, steering, django_capture_on_commit_callbacks
):
    signal = raise_signal(RaiseSignal(**words()), actor=partner)
    cosign_signal(CoSignSignal(signal=signal.reference), actor=ocmw)
    with django_capture_on_commit_callbacks(execute=True):
        answer(signal, steering)

    assert {tuple(one.to) for one in mail.outbox} == {("partner@vdab.example",), (ocmw.user.email,)}
    assert all(TEXT in one.body for one in mail.outbox)


@pytest.mark.parametrize("kind", AnswerKind)
def test_declining_also_asks_for_words(pact, steering, kind):
    with pytest.raises(ValueError, match="text"):
        AnswerSignal(signal=SignalFactory().reference, kind=kind, text="")


def test_a_partner_does_not_answer(pact, partner):
    with pytest.raises(NotAllowed):
        answer(SignalFactory(), partner)


def test_only_who_raised_it_withdraws_it(pact, partner, ocmw):
    signal = raise_signal(RaiseSignal(**words()), actor=partner)
    with pytest.raises(NotAllowed):
        withdraw_signal(WithdrawSignal(signal=signal.reference, reason="Is opgelost."), actor=ocmw)

    withdrawn = withdraw_signal(WithdrawSignal(signal=signal.reference, reason="Is opgelost."), actor=partner)

    assert withdrawn.state == SignalState.WITHDRAWN
    with pytest.raises(Conflict, match="no answer any more"):
        cosign_signal(CoSignSignal(signal=signal.reference), actor=ocmw)


def test_raised_again_a_new_term_runs_and_both_answers_stay(pact, partner, ocmw, steering, vdab):
    signal = SignalFactory(overdue=True, organisation=vdab)
    first = answer(signal, steering)
    with pytest.raises(NotAllowed):
        reopen_signal(ReopenSignal(signal=signal.reference, reason="De klas is al vol."), actor=ocmw)

    again = reopen_signal(ReopenSignal(signal=signal.reference, reason="De klas is al vol."), actor=partner)
    assert (again.state, again.term_since) == (SignalState.REOPENED, timezone.localdate())
    assert again.due_on == due_of(timezone.localdate())
    second = answer(signal, steering, AnswerKind.DECLINED, "Er is dit jaar geen geld meer voor.")

    assert [one.was_in_time for one in signal.answers.all()] == [False, True]
    assert (first.due_on, second.due_on) != (second.due_on, first.due_on)


def test_the_database_refuses_a_signal_about_nothing(pact):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignalFactory(about="")


def test_a_pact_that_is_adopted_anew_keeps_its_signals(pact, partner):
    signal = raise_signal(RaiseSignal(**words()), actor=partner)
    pact.delete()

    signal.refresh_from_db()
    assert signal.about == "jobteam"


def test_without_a_rule_nothing_is_promised(pact, partner, monkeypatch):
    monkeypatch.setattr("arbeidspact.steering.states.answer_rule", lambda: None)
    with pytest.raises(Conflict, match="No rule says"):
        raise_signal(RaiseSignal(**words()), actor=partner)


def test_an_organisation_that_left_keeps_what_it_signed(pact):
    SignalFactory(organisation=OrganisationFactory(ocmw=True))

    assert Signal.objects.get().organisation.name == "OCMW Gent"
