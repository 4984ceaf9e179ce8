"""Handovers to do, one handover as each side may see it, and those in limbo."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.links import OpenLink
from arbeidspact.handovers.models import (
    OPEN_STATES,
    STARTED_STATES,
    Handover,
    HandoverEvent,
    HandoverKind,
    HandoverPart,
    HandoverPause,
    HandoverState,
    HandoverTransition,
    PartKind,
)
from arbeidspact.handovers.states import Moves as _Moves
from arbeidspact.handovers.states import Side, may_act, next_state, state_of, turn_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation, Role, RoleGrant, User
from arbeidspact.organisations.permissions import GUIDING, Permission, require
from arbeidspact.people.access import (
    PersonFile,
    PersonLine,
    lines_of,
    note_handed_over,
    open_file,
    people_within_reach,
)
from arbeidspact.people.keys import of
from arbeidspact.people.models import Accompaniment, Person

__all__ = ["HandoverEvent", "HandoverKind", "HandoverState", "PartKind", "Side"]

PAGE_SIZE = 25


class Direction(StrEnum):
    """Which handovers: those to us, those from us, or both."""

    ALL = "all"
    INCOMING = "incoming"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class HandoverFilter:
    """What a list of handovers is narrowed by. `state` empty: those under way; "all": every one."""

    direction: Direction = Direction.ALL
    state: str = ""
    only_our_turn: bool = False


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One line of a list. `person` is None while the actor's organisation does not accompany the person."""

    handover: Handover
    state: HandoverState
    side: Side
    turn: Side | None
    days: int
    person: PersonLine | None
    is_paused: bool

    @property
    def is_our_turn(self) -> bool:
        return self.turn == self.side

    @property
    def knows_person(self) -> bool:
        """May this side know of whom it is: always the sender, the receiver once it accepted."""
        return self.side == Side.SENDER or self.state in STARTED_STATES


@dataclass(frozen=True, slots=True)
class HandoverList:
    """One page of lines, how many fit the filter, and how many are under way in each direction."""

    page: Page[HandoverLine]
    count: int
    incoming: int
    outgoing: int
    our_turn: int


@dataclass(frozen=True, slots=True)
class HandoverView:
    """One handover as this actor may see it.

    `parts`: what travels, empty once it came to nothing; `protected`: how many sensitive parts stay closed for this
    actor; `events`: what the actor may do now; `full_name`: of the person, which always travels.
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


@dataclass(frozen=True, slots=True)
class Limbo:
    """A handover that waits too long: for whom, since when, and to whom it is escalated.

    `organisation` and `user`: whose turn it is; `user` is None while nobody there is the referent. `escalated_to`: the
    keys of the team leads there, else of its administrators; empty below the threshold of escalation.
    """

    handover: UUID
    person: int
    state: HandoverState
    since: date
    days: int
    organisation: int
    user: int | None
    escalated_to: tuple[int, ...]


def handover_list(actor: Actor, narrowed: HandoverFilter, *, page: int | str = 1) -> HandoverList:
    """Which handovers did the actor's organisation send or receive? Our turn first, then the longest waiting.

    Each person shown is recorded as a line; somebody whom the organisation does not accompany has none. The number of
    queries does not depend on the number of handovers. Raises: `NotAllowed`.
    """
    today = timezone.localdate()
    paged = Paginator(handover_rows(actor, narrowed), PAGE_SIZE).get_page(page)
    lines = lines_of(actor, sorted({row.person_id for row in paged.object_list}))
    shown = [_line(row, actor, today, lines) for row in paged.object_list]
    under_way = _ours(actor).filter(_under_way(today))
    return HandoverList(
        page=Page(shown, paged.number, paged.paginator),  # type: ignore[arg-type]
        count=paged.paginator.count,
        incoming=under_way.filter(receiver=actor.organisation).count(),
        outgoing=under_way.filter(sender=actor.organisation).count(),
        our_turn=under_way.filter(_our_turn(actor)).count(),
    )


def handover_rows(actor: Actor, narrowed: HandoverFilter) -> QuerySet[Handover]:
    """The handovers of the actor's organisation that fit the filter, for paging: those under way by how long they
    wait, others newest first. They go out through `handover_lines`. Raises: `NotAllowed`."""
    require(actor, Permission.HAND_OVER)
    today = timezone.localdate()
    rows = _narrowed(_ours(actor), narrowed, actor, today).select_related("sender", "receiver", "person")
    rows = rows.annotate(is_paused=Exists(_pauses(today)))
    return rows.order_by("-sent_at", "-pk") if narrowed.state else rows.order_by("state_since", "pk")


def handover_lines(actor: Actor, rows: Sequence[Handover]) -> list[HandoverLine]:
    """A line for each of these handovers, without a name. Raises: `NotAllowed`."""
    require(actor, Permission.HAND_OVER)
    today = timezone.localdate()
    return [_line(row, actor, today, {}) for row in rows]


def handovers_of(file: PersonFile) -> list[HandoverLine]:
    """The handovers of this person that the actor's organisation sent or received, newest first. One query."""
    today = timezone.localdate()
    rows = _ours(file.actor).filter(person=file.person).select_related("sender", "receiver", "person")
    rows = rows.annotate(is_paused=Exists(_pauses(today))).order_by("-sent_at", "-pk")
    return [_line(row, file.actor, today, {}) for row in rows]


def open_handover(actor: Actor, reference: UUID) -> HandoverView:
    """What may this actor see of this handover? Before accepting, the receiver sees what was chosen to travel: that
    look is recorded. Who accompanies the person looks with the file, and sensitive parts open with its compartment.

    Raises: `NotAllowed`, `NotFound`.
    """
    require(actor, Permission.HAND_OVER)
    handover = (
        _ours(actor)
        .select_related("sender", "receiver", "person", "sent_by", "accepted_by")
        .prefetch_related(
            "parts",
            Prefetch("transitions", queryset=HandoverTransition.objects.select_related("by", "organisation")),
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
        pause=handover.pauses.filter(ended_at__isnull=True, until__gte=today).first(),
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


def receivers(actor: Actor) -> list[Organisation]:
    """To which organisations can the actor hand somebody over? By name."""
    require(actor, Permission.HAND_OVER)
    others = Organisation.objects.filter(kind__in=GUIDING).exclude(
        pk=actor.organisation.pk if actor.organisation else 0
    )
    return list(others.order_by("name", "pk"))


def handovers_in_limbo(
    day: date,
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    people: Collection[int] | None = None,
) -> list[Limbo]:
    """Which handovers wait too long on this day, for whom? The longest waiting first.

    From `HANDOVER_REMIND_DAYS` days in one state on; from `HANDOVER_ESCALATE_DAYS` days on escalated. Paused ones are
    left out, up to and with the last day of the pause; those without an answer after their last day too. For follow-up:
    keys and days, no names. Arguments: `organisation` and `user`, only where the turn is theirs; `people`, only about
    them. Four queries.
    """
    rows = list(
        Handover.objects.filter(
            _under_way(day), of(people), state_since__lte=day - timedelta(days=settings.HANDOVER_REMIND_DAYS)
        )
        .exclude(Exists(_pauses(day)))
        .order_by("state_since", "pk")
    )
    waiting = [(row, _organisation_of_turn(row, day)) for row in rows]
    if organisation is not None:
        waiting = [(row, turn) for row, turn in waiting if turn == organisation.pk]
    referents = _referents([row for row, _turn in waiting])
    leads = _leads({turn for _row, turn in waiting})
    found = []
    for row, turn in waiting:
        days = (day - row.state_since).days
        is_escalated = days >= settings.HANDOVER_ESCALATE_DAYS
        owner = referents.get((row.person_id, turn))
        if owner is None and turn == row.sender_id:
            owner = row.sent_by_id
        found.append(
            Limbo(
                handover=row.reference,
                person=row.person_id,
                state=HandoverState(row.state),
                since=row.state_since,
                days=days,
                organisation=turn,
                user=owner,
                escalated_to=leads.get(turn, ()) if is_escalated else (),
            )
        )
    return [one for one in found if user is None or one.user == user.pk]


def _organisation_of_turn(handover: Handover, day: date) -> int:
    is_receivers = turn_of(handover, day) == Side.RECEIVER and handover.receiver_id is not None
    return handover.receiver_id if is_receivers and handover.receiver_id is not None else handover.sender_id


def _referents(rows: Sequence[Handover]) -> dict[tuple[int, int], int]:
    links = Accompaniment.objects.filter(
        person__in={row.person_id for row in rows}, until__isnull=True, referent__isnull=False
    ).order_by("pk")
    return {
        (person, organisation): referent
        for person, organisation, referent in links.values_list("person", "organisation", "referent")
        if referent is not None
    }


def _leads(organisations: set[int]) -> Mapping[int, tuple[int, ...]]:
    """The team leads of each organisation; its administrators where it has none."""
    grants = (
        RoleGrant.objects.filter(
            role__in=[Role.TEAM_LEAD, Role.ADMINISTRATOR],
            membership__organisation__in=organisations,
            membership__ended_at__isnull=True,
        )
        .order_by("membership__user")
        .values_list("membership__organisation", "role", "membership__user")
    )
    by_role: dict[tuple[int, str], tuple[int, ...]] = {}
    for organisation, role, user in grants:
        by_role[organisation, role] = (*by_role.get((organisation, role), ()), user)
    return {
        one: by_role.get((one, Role.TEAM_LEAD)) or by_role.get((one, Role.ADMINISTRATOR), ()) for one in organisations
    }


def _ours(actor: Actor) -> QuerySet[Handover]:
    if actor.organisation is None:
        return Handover.objects.none()
    return Handover.objects.filter(Q(sender=actor.organisation) | Q(receiver=actor.organisation))


def _under_way(day: date) -> Q:
    return Q(state__in=[HandoverState.ACCEPTED, HandoverState.MET]) | Q(
        state=HandoverState.PENDING, expires_on__gte=day
    )


def _our_turn(actor: Actor) -> Q:
    """The same as `turn_of`, for a query over handovers under way."""
    ours = actor.organisation
    return (
        Q(receiver=ours, state__in=[HandoverState.PENDING, HandoverState.ACCEPTED])
        | Q(sender=ours, state=HandoverState.MET)
        | Q(sender=ours, receiver__isnull=True, state=HandoverState.ACCEPTED)
    )


def _narrowed(rows: QuerySet[Handover], narrowed: HandoverFilter, actor: Actor, today: date) -> QuerySet[Handover]:
    if narrowed.direction == Direction.INCOMING:
        rows = rows.filter(receiver=actor.organisation)
    elif narrowed.direction == Direction.OUTGOING:
        rows = rows.filter(sender=actor.organisation)
    if narrowed.only_our_turn:
        rows = rows.filter(_under_way(today) & _our_turn(actor))
    if narrowed.state == HandoverState.EXPIRED:
        return rows.filter(Q(state=HandoverState.EXPIRED) | Q(state=HandoverState.PENDING, expires_on__lt=today))
    if narrowed.state == HandoverState.PENDING:
        return rows.filter(state=HandoverState.PENDING, expires_on__gte=today)
    if narrowed.state in HandoverState.values:
        return rows.filter(state=narrowed.state)
    return rows if narrowed.state == "all" else rows.filter(_under_way(today))


def _pauses(day: date) -> QuerySet[HandoverPause]:
    return HandoverPause.objects.filter(handover=OuterRef("pk"), ended_at__isnull=True, since__lte=day, until__gte=day)


def _line(row: Handover, actor: Actor, today: date, lines: Mapping[int, PersonLine]) -> HandoverLine:
    return HandoverLine(
        handover=row,
        state=state_of(row, today),
        side=Side.SENDER if row.sender == actor.organisation else Side.RECEIVER,
        turn=turn_of(row, today),
        days=(today - row.state_since).days,
        person=lines.get(row.person_id),
        is_paused=bool(getattr(row, "is_paused", False)),
    )


def _file_of(actor: Actor, person: Person) -> PersonFile | None:
    """The file of this person where the actor's organisation accompanies them; else None, and no look is recorded."""
    if not people_within_reach(actor).filter(pk=person.pk).exists():
        return None
    return open_file(actor, person.reference)


def _name(handover: Handover) -> str:
    return f"{handover.person.given_name} {handover.person.family_name}".strip()
