"""What every event of a handover has in common: the lock, the check of who and when, the dates, the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.events import Value, announce
from arbeidspact.correspondence.links import OpenLink, withdraw_links
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.handovers.commands import PauseReminders, ResumeReminders
from arbeidspact.handovers.models import Handover, HandoverPause, HandoverState, HandoverTransition
from arbeidspact.handovers.models import HandoverEvent as Event
from arbeidspact.handovers.states import CannotMove, Side, may_act, next_state, state_of, turn_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require

CAME_TO_NOTHING: Final = frozenset({HandoverState.REFUSED, HandoverState.WITHDRAWN, HandoverState.EXPIRED})
LONGEST_PAUSE_DAYS: Final = 92
ACTS: Final[Mapping[str, str]] = {
    Event.ACCEPT: "accept-handover",
    Event.REFUSE: "refuse-handover",
    Event.MEET: "meet-handover",
    Event.CONFIRM: "confirm-handover",
    Event.DENY: "deny-handover",
    Event.WITHDRAW: "withdraw-handover",
    Event.EXPIRE: "expire-handover",
}


@dataclass(frozen=True, slots=True)
class By:
    """Who brings an event about: the actor for the record, on which side, and whether through a link."""

    actor: Actor
    side: Side
    is_by_link: bool = False


def move(handover: Handover, event: Event, by: By, reason: str = "") -> None:
    """The event happens: state, dates, log and record, and the links that it makes useless stop working.

    Call it inside a transaction, with the row locked. Raises: `Conflict` with what the handover waits for.
    """
    now, today = timezone.now(), timezone.localdate()
    before = state_of(handover, today) if event != Event.EXPIRE else HandoverState(handover.state)
    decision = next_state(handover.kind, before, event)  # type: ignore[arg-type]
    if isinstance(decision, CannotMove):
        raise Conflict(decision.reason, hint=_("Look at the log to see what happened."))
    if not may_act(by.side, event, has_account=handover.receiver_id is not None):
        raise Conflict(_("This is up to the other organisation."), hint=_("Look at the log to see whose turn it is."))
    handover.state, handover.state_since = decision.to, today
    _date(handover, event)
    handover.save()
    HandoverTransition.objects.create(
        handover=handover,
        event=event,
        from_state=before,
        to_state=decision.to,
        at=now,
        by=by.actor.user,
        organisation=by.actor.organisation,
        is_by_link=by.is_by_link,
        reason=reason,
    )
    record(by.actor, ACTS[event], handover)
    tell_programs(handover, event)
    if decision.to != HandoverState.MET:
        withdraw_links(LinkPurpose.CONFIRM_MEETING, handover.reference)
    withdraw_links(LinkPurpose.ANSWER_HANDOVER, handover.reference)
    if decision.to in CAME_TO_NOTHING:
        handover.parts.all().delete()
    handover.pauses.filter(ended_at__isnull=True).update(ended_at=now)


def tell_programs(handover: Handover, event: Event) -> None:
    """The webhooks of both organisations hear of what happened: by references alone."""
    state = HandoverState.ACCEPTED if handover.state == HandoverState.JOINED else handover.state
    payload: dict[str, Value] = {
        "handover": handover.reference,
        "kind": handover.kind,
        "event": event,
        "state": handover.state,
        "sender": handover.sender.slug,
        "receiver": handover.receiver.slug if handover.receiver else None,
    }
    for organisation in filter(None, (handover.sender, handover.receiver)):
        announce(f"handover.{state}", payload, organisation=organisation)


def locked(reference: UUID, actor: Actor) -> Handover:
    """A handover that the actor's organisation sent or received, locked for a change. Raises: `NotFound`."""
    handover = (
        _rows().filter(Q(sender=actor.organisation) | Q(receiver=actor.organisation), reference=reference).first()
    )
    if handover is None or actor.organisation is None:
        raise NotFound(_("There is no such handover for your organisation."))
    return handover


def locked_behind(opened: OpenLink, purpose: LinkPurpose) -> Handover:
    """The handover that this link is about, locked for a change. Raises: `NotFound`."""
    handover = _rows().filter(reference=opened.subject, person=opened.person).first()
    if handover is None or opened.purpose != purpose:
        raise NotFound(_("There is no such handover any more."))
    return handover


def side_of(handover: Handover, actor: Actor) -> Side:
    """On which side of this handover is the actor's organisation?"""
    is_sender = actor.organisation is not None and handover.sender_id == actor.organisation.pk
    return Side.SENDER if is_sender else Side.RECEIVER


def expire_handovers(day: date, *, actor: Actor, is_dry_run: bool = False) -> int:
    """Handovers without an answer after their last day expire; for the scheduler: asking twice changes nothing.

    Returns: how many expired, or would.
    """
    late = Handover.objects.filter(state=HandoverState.PENDING, expires_on__lt=day).order_by("pk")
    if is_dry_run:
        return late.count()
    done = 0
    for key in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            handover = _rows().filter(pk=key, state=HandoverState.PENDING).first()
            if handover is not None:
                move(handover, Event.EXPIRE, By(actor, Side.CLOCK))
                done += 1
    return done


def pause_reminders(command: PauseReminders, *, actor: Actor) -> HandoverPause:
    """Reminders and escalation of this handover rest until a day, for a reason that both sides see.

    Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` when it is over, or they rest already.
    """
    require(actor, Permission.HAND_OVER)
    today = timezone.localdate()
    if command.until < today:
        raise InvalidValue(_("This day has passed."), hint=_("Choose today or a later day."), field="until")
    if (command.until - today).days > LONGEST_PAUSE_DAYS:
        raise InvalidValue(
            _("Reminders rest for three months at most."), hint=_("Choose an earlier day."), field="until"
        )
    with transaction.atomic():
        handover = locked(command.handover, actor)
        if turn_of(handover, today) is None:
            raise Conflict(_("This handover is over: there is nothing to remind of."))
        handover.pauses.filter(ended_at__isnull=True, until__lt=today).update(ended_at=timezone.now())
        if handover.pauses.filter(ended_at__isnull=True).exists():
            raise Conflict(_("The reminders rest already."), hint=_("Let them go on first."))
        pause = HandoverPause.objects.create(
            handover=handover,
            since=today,
            until=command.until,
            reason=command.reason,
            by=actor.user,
            organisation=actor.organisation,
        )
        record(actor, "pause-handover", handover, until=command.until)
    return pause


def resume_reminders(command: ResumeReminders, *, actor: Actor) -> None:
    """Reminders and escalation of this handover go on. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.HAND_OVER)
    with transaction.atomic():
        handover = locked(command.handover, actor)
        if not handover.pauses.filter(ended_at__isnull=True).update(ended_at=timezone.now()):
            raise Conflict(_("The reminders do not rest."))
        record(actor, "resume-handover", handover)


def _date(handover: Handover, event: Event) -> None:
    now = timezone.now()
    if event == Event.ACCEPT:
        handover.accepted_at = now
    elif event == Event.DENY:
        handover.met_on = None
    elif event == Event.CONFIRM:
        handover.confirmed_at = now
    if event in {Event.CONFIRM, Event.REFUSE, Event.WITHDRAW, Event.EXPIRE} or handover.state == HandoverState.JOINED:
        handover.closed_at = now


def _rows() -> QuerySet[Handover]:
    return Handover.objects.select_for_update(of=("self",)).select_related("person", "sender", "receiver")
