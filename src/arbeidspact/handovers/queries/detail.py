"""One handover, as its sender, its receiver or the holder of a link may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.correspondence.models import MessageState
from arbeidspact.handovers.models import (
    OPEN_STATES,
    STARTED_STATES,
    Handover,
    HandoverEvent,
    HandoverKind,
    HandoverPart,
    HandoverPause,
    HandoverReminder,
    HandoverState,
    HandoverTransition,
)
from arbeidspact.handovers.queries.reminding import asked_people, next_reminder, with_reminders
from arbeidspact.handovers.queries.selections import ours
from arbeidspact.handovers.rhythm import AllSent, Due, NotYet
from arbeidspact.handovers.states import Moves as _Moves
from arbeidspact.handovers.states import Side, may_act, next_state, state_of, turn_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile, open_file, people_within_reach
from arbeidspact.people.looks import note_handed_over
from arbeidspact.people.models import Person


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something that happened to a handover: an event, or a reminder with what became of its messages."""

    at: datetime
    transition: HandoverTransition | None = None
    reminder: HandoverReminder | None = None

    @property
    def deliveries(self) -> list[MessageState]:
        """Where the messages of the reminder are."""
        return [one.state for one in self.reminder.messages.all()] if self.reminder is not None else []


@dataclass(frozen=True, slots=True)
class HandoverView:
    """One handover as this actor may see it.

    `parts`: what travels, empty once it came to nothing; `protected`: how many sensitive parts stay closed for this
    actor; `events`: what the actor may do now; `full_name`: of the person, which always travels; `log`: all that
    happened, reminders too; `next_reminder`: None once it is over.
    """

    handover: Handover
    state: HandoverState
    side: Side
    turn: Side | None
    full_name: str
    language: str
    accompanies: bool
    parts: Sequence[HandoverPart]
    protected: int
    transitions: Sequence[HandoverTransition]
    log: Sequence[LogLine]
    next_reminder: Due | NotYet | AllSent | None
    pause: HandoverPause | None
    events: frozenset[HandoverEvent]
    days: int

    @property
    def is_our_turn(self) -> bool:
        return self.turn == self.side

    @property
    def is_over(self) -> bool:
        return self.turn is None

    @property
    def knows_person(self) -> bool:
        """As that of a line."""
        return self.side == Side.SENDER or self.state in STARTED_STATES

    @property
    def responsible(self) -> str:
        """Which organisation is responsible for the person now, as far as this handover goes."""
        handover = self.handover
        return handover.receiver_name if self.state == HandoverState.CONFIRMED else handover.sender.name


def open_handover(actor: Actor, reference: UUID) -> HandoverView:
    """What may this actor see of this handover? Before accepting, the receiver sees what was chosen to travel: that
    look is recorded. Who accompanies the person looks with the file, and sensitive parts open with its compartment.

    Raises: `NotAllowed`, `NotFound`.
    """
    require(actor, Permission.HAND_OVER)
    handover = (
        with_reminders(ours(actor))
        .select_related("sender", "receiver", "person", "sent_by", "accepted_by")
        .prefetch_related(
            "parts",
            Prefetch("transitions", queryset=HandoverTransition.objects.select_related("by", "organisation")),
            "reminders__messages",
        )
        .filter(reference=reference)
        .first()
    )
    if handover is None:
        raise NotFound(_("There is no such handover for your organisation."))
    today = timezone.localdate()
    side = Side.SENDER if handover.sender == actor.organisation else Side.RECEIVER
    state = state_of(handover, today)
    file = _file_of(actor, handover.person)
    accompanies = file is not None
    may_read = side == Side.SENDER or state in OPEN_STATES or accompanies
    if not accompanies and may_read:
        note_handed_over(actor, handover.person_id)
    parts = list(handover.parts.all()) if may_read else []
    sees_sensitive = file is not None and file.sees_sensitive
    has_account = handover.receiver_id is not None
    return HandoverView(
        handover=handover,
        state=state,
        side=side,
        turn=turn_of(handover, today),
        full_name=_name(handover) if may_read else "",
        language=handover.person.language if may_read else "",
        accompanies=accompanies,
        parts=[part for part in parts if sees_sensitive or not part.is_sensitive],
        protected=0 if sees_sensitive else sum(part.is_sensitive for part in parts),
        transitions=list(handover.transitions.all()),
        log=_log(handover),
        next_reminder=_next_reminder(handover, today),
        pause=next((one for one in handover.open_pauses if one.until >= today), None),  # type: ignore[attr-defined]
        events=frozenset(
            event
            for event in HandoverEvent
            if event not in {HandoverEvent.SEND, HandoverEvent.EXPIRE}
            and may_act(side, event, has_account=has_account)
            and isinstance(next_state(HandoverKind(handover.kind), state, event), _Moves)
        ),
        days=(today - handover.state_since).days,
    )


def handover_behind(opened: OpenLink, *, has_asked: bool) -> tuple[Handover, str, list[HandoverPart]]:
    """What does the holder of a link see? The handover; once they asked for it, the name and what travels, on record.

    Raises: `NotFound` when there is no such handover any more.
    """
    handover = (
        Handover.objects.select_related("sender", "receiver", "person", "sent_by")
        .filter(reference=opened.subject, person=opened.person)
        .first()
    )
    if handover is None:
        raise NotFound(_("There is no such handover any more."))
    if not has_asked:
        return handover, "", []
    note_handed_over(opened.actor, handover.person_id)
    return handover, _name(handover), list(handover.parts.filter(is_sensitive=False).order_by("pk"))


def _file_of(actor: Actor, person: Person) -> PersonFile | None:
    """The file of this person where the actor's organisation accompanies them; else None, and no look is recorded."""
    if not people_within_reach(actor).filter(pk=person.pk).exists():
        return None
    return open_file(actor, person.reference)


def _name(handover: Handover) -> str:
    return f"{handover.person.given_name} {handover.person.family_name}".strip()


def _log(handover: Handover) -> list[LogLine]:
    lines = [LogLine(one.at, transition=one) for one in handover.transitions.all()]
    lines += [LogLine(one.at, reminder=one) for one in handover.reminders.all()]
    return sorted(lines, key=lambda line: line.at)


def _next_reminder(handover: Handover, today: date) -> Due | NotYet | AllSent | None:
    if turn_of(handover, today) is None:
        return None
    asked = asked_people([handover.reference]) if handover.state == HandoverState.MET else {}
    decision = next_reminder(handover, asked.get(handover.reference), today)
    if handover.state == HandoverState.PENDING and isinstance(decision, NotYet) and decision.on > handover.expires_on:
        return None
    return decision
