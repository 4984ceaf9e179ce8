"""Raising a signal, co-signing it, answering it, and what else becomes of it."""

from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Pact
from arbeidspact.steering.commands import (
    AcknowledgeSignal,
    AnswerSignal,
    CoSignSignal,
    RaiseSignal,
    ReopenSignal,
    WithdrawSignal,
)
from arbeidspact.steering.models import CoSignature, Signal, SignalAnswer, SignalEvent, SignalState
from arbeidspact.steering.models import SignalEventKind as Event
from arbeidspact.steering.person_data import refuse_person_data
from arbeidspact.steering.states import CannotMove, answer_due, next_state
from arbeidspact.steering.subjects import key_of, subjects_of
from arbeidspact.steering.telling import tell_of_answer, tell_of_signal

OLDEST_YEARS: Final = 20
RECORDED: Final = {
    Event.ACKNOWLEDGE: "acknowledge-signal",
    Event.ANSWER: "answer-signal",
    Event.WITHDRAW: "withdraw-signal",
    Event.REOPEN: "reopen-signal",
}


def raise_signal(command: RaiseSignal, *, actor: Actor) -> Signal:
    """A partner brings a bottleneck before the steering group; its term starts today.

    Raises: `NotAllowed`; `NotFound` for another pact; `InvalidValue` at the field, also when a text holds what says who
        somebody is; `Conflict` when no rule says how long the steering group has.
    """
    require(actor, Permission.RAISE_SIGNAL)
    organisation = _organisation(actor)
    pact = Pact.objects.filter(slug=command.pact).first()
    if pact is None:
        raise NotFound(_("There is no such pact."))
    today, now = timezone.localdate(), timezone.now()
    _refuse_since(command.since, today)
    refuse_person_data(
        {"title": command.title, "what": command.what, "whom": command.whom, "suggestion": command.suggestion}
    )
    kind, slug = key_of(command.about)
    if (kind, slug) not in {(one.kind, one.slug) for one in subjects_of(pact)}:
        raise InvalidValue(_("This is not in the pact."), hint=_("Choose one of the list."), field="about")
    signal = Signal(
        pact=pact.slug,
        organisation=organisation,
        raised_by=actor.user,
        raised_at=now,
        about_kind=kind,
        about=slug,
        state_since=today,
        **command.model_dump(include={"title", "what", "since", "whom", "suggestion", "urgency"}),
    )
    _start_term(signal, today)
    with transaction.atomic():
        signal.save()
        _log(signal, Event.RAISE, "", SignalState.RAISED, actor)
        record(actor, "raise-signal", signal, about=kind, urgency=command.urgency)
        tell_of_signal(signal, actor=actor)
    return signal


def cosign_signal(command: CoSignSignal, *, actor: Actor) -> CoSignature:
    """Another partner meets the same bottleneck, and says so.

    Raises: `NotAllowed`, `NotFound`; `Conflict` for the own signal, a second time, or one that waits for no answer.
    """
    require(actor, Permission.RAISE_SIGNAL)
    organisation = _organisation(actor)
    refuse_person_data({"note": command.note})
    with transaction.atomic():
        signal = _locked(command.signal)
        if signal.organisation_id == organisation.pk:
            raise Conflict(_("Your own organisation raised this signal."))
        if not signal.is_open:
            raise Conflict(
                _("This signal waits for no answer any more."), hint=_("Raise it again, or raise one of your own.")
            )
        try:
            with transaction.atomic():
                signature = CoSignature.objects.create(
                    signal=signal, organisation=organisation, by=actor.user, at=timezone.now(), note=command.note
                )
        except IntegrityError:
            raise Conflict(_("Your organisation co-signed this already.")) from None
        record(actor, "cosign-signal", signal)
    return signature


def acknowledge_signal(command: AcknowledgeSignal, *, actor: Actor) -> Signal:
    """The steering group has seen the signal; its term runs on. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.ANSWER_SIGNAL)
    with transaction.atomic():
        signal = _locked(command.signal)
        _move(signal, Event.ACKNOWLEDGE, actor)
    return signal


def answer_signal(command: AnswerSignal, *, actor: Actor) -> SignalAnswer:
    """The steering group answers: the term ends, and whoever raised or co-signed hears of it.

    Raises: `NotAllowed`, `NotFound`, `Conflict`; `InvalidValue` when the text says who somebody is.
    """
    require(actor, Permission.ANSWER_SIGNAL)
    refuse_person_data({"text": command.text})
    today = timezone.localdate()
    with transaction.atomic():
        signal = _locked(command.signal)
        _move(signal, Event.ANSWER, actor, command.text)
        answer = SignalAnswer.objects.create(
            signal=signal,
            kind=command.kind,
            text=command.text,
            term_since=signal.term_since,
            due_on=signal.due_on,
            answered_on=today,
            by=actor.user,
            organisation=actor.organisation,
        )
        tell_of_answer(signal, answer)
    return answer


def withdraw_signal(command: WithdrawSignal, *, actor: Actor) -> Signal:
    """The organisation that raised it takes it back, with a reason.

    Raises: `NotAllowed` for another organisation; `NotFound`, `Conflict`.
    """
    require(actor, Permission.RAISE_SIGNAL)
    refuse_person_data({"reason": command.reason})
    with transaction.atomic():
        signal = _locked(command.signal)
        if actor.organisation is None or signal.organisation_id != actor.organisation.pk:
            raise NotAllowed(_("Only the organisation that raised a signal withdraws it."))
        _move(signal, Event.WITHDRAW, actor, command.reason)
    return signal


def reopen_signal(command: ReopenSignal, *, actor: Actor) -> Signal:
    """Whoever raised or co-signed it says that the answer does not help: a new term starts today.

    Raises: `NotAllowed` for another organisation; `NotFound`, `Conflict`.
    """
    require(actor, Permission.RAISE_SIGNAL)
    refuse_person_data({"reason": command.reason})
    with transaction.atomic():
        signal = _locked(command.signal)
        if not signs(signal, actor):
            raise NotAllowed(_("Only an organisation that raised or co-signed a signal raises it again."))
        _start_term(signal, timezone.localdate())
        _move(signal, Event.REOPEN, actor, command.reason)
        tell_of_signal(signal, actor=actor)
    return signal


def signs(signal: Signal, actor: Actor) -> bool:
    """Did the organisation of this actor raise or co-sign this signal?"""
    own = actor.organisation
    if own is None:
        return False
    return signal.organisation_id == own.pk or signal.cosignatures.filter(organisation=own).exists()


def _move(signal: Signal, event: Event, actor: Actor, words: str = "") -> None:
    before = SignalState(signal.state)
    decision = next_state(before, event)
    if isinstance(decision, CannotMove):
        raise Conflict(decision.reason, hint=_("Look at the log to see what happened."))
    signal.state, signal.state_since = decision.to, timezone.localdate()
    signal.save()
    _log(signal, event, before, decision.to, actor, words)
    record(actor, RECORDED[event], signal)


def _log(signal: Signal, event: Event, before: str, after: SignalState, actor: Actor, words: str = "") -> None:
    SignalEvent.objects.create(
        signal=signal,
        kind=event,
        from_state=before,
        to_state=after,
        at=timezone.now(),
        by=actor.user,
        organisation=actor.organisation,
        words=words,
    )


def _start_term(signal: Signal, today: date) -> None:
    due = answer_due(today)
    if due is None or due.day is None:
        raise Conflict(
            _("No rule says how long the steering group has to answer."),
            hint=_("Whoever runs this platform puts the rule signal-answer in force."),
        )
    signal.term_since, signal.due_on, signal.term_text = today, due.day, due.version.slug


def _refuse_since(since: date, today: date) -> None:
    if since > today:
        raise InvalidValue(_("This day has not come yet."), hint=_("Give the day on which it began."), field="since")
    if since.year < today.year - OLDEST_YEARS:
        raise InvalidValue(_("This day is very long ago."), hint=_("Check the year."), field="since")


def _organisation(actor: Actor) -> Organisation:
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    return actor.organisation


def _locked(reference: UUID) -> Signal:
    signal = (
        Signal.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(reference=reference)
        .first()
    )
    if signal is None:
        raise NotFound(_("There is no such signal."))
    return signal
