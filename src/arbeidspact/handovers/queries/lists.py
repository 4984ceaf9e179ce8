"""Handovers to do: lists of them, as each side may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from arbeidspact.handovers.models import STARTED_STATES, Handover, HandoverState
from arbeidspact.handovers.queries.selections import ours, pauses_on, under_way
from arbeidspact.handovers.states import Side, state_of, turn_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import GUIDING, Permission, require
from arbeidspact.people.access import PersonFile, PersonLine, lines_of

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


def handover_list(actor: Actor, narrowed: HandoverFilter, *, page: int | str = 1) -> HandoverList:
    """Which handovers did the actor's organisation send or receive? Our turn first, then the longest waiting.

    Each person shown is recorded as a line; somebody whom the organisation does not accompany has none. The number of
    queries does not depend on the number of handovers. Raises: `NotAllowed`.
    """
    today = timezone.localdate()
    paged = Paginator(handover_rows(actor, narrowed), PAGE_SIZE).get_page(page)
    lines = lines_of(actor, sorted({row.person_id for row in paged.object_list}))
    shown = [_line(row, actor, today, lines) for row in paged.object_list]
    open_now = ours(actor).filter(under_way(today))
    return HandoverList(
        page=Page(shown, paged.number, paged.paginator),  # type: ignore[arg-type]
        count=paged.paginator.count,
        incoming=open_now.filter(receiver=actor.organisation).count(),
        outgoing=open_now.filter(sender=actor.organisation).count(),
        our_turn=open_now.filter(_our_turn(actor)).count(),
    )


def handover_rows(actor: Actor, narrowed: HandoverFilter) -> QuerySet[Handover]:
    """The handovers of the actor's organisation that fit the filter, for paging: those under way by how long they
    wait, others newest first. They go out through `handover_lines`. Raises: `NotAllowed`."""
    require(actor, Permission.HAND_OVER)
    today = timezone.localdate()
    rows = _narrowed(ours(actor), narrowed, actor, today).select_related("sender", "receiver", "person")
    rows = rows.annotate(is_paused=Exists(pauses_on(today)))
    return rows.order_by("-sent_at", "-pk") if narrowed.state else rows.order_by("state_since", "pk")


def handover_lines(actor: Actor, rows: Sequence[Handover]) -> list[HandoverLine]:
    """A line for each of these handovers, without a name. Raises: `NotAllowed`."""
    require(actor, Permission.HAND_OVER)
    today = timezone.localdate()
    return [_line(row, actor, today, {}) for row in rows]


def handovers_of(file: PersonFile) -> list[HandoverLine]:
    """The handovers of this person that the actor's organisation sent or received, newest first. One query."""
    today = timezone.localdate()
    rows = ours(file.actor).filter(person=file.person).select_related("sender", "receiver", "person")
    rows = rows.annotate(is_paused=Exists(pauses_on(today))).order_by("-sent_at", "-pk")
    return [_line(row, file.actor, today, {}) for row in rows]


def receivers(actor: Actor) -> list[Organisation]:
    """To which organisations can the actor hand somebody over? By name."""
    require(actor, Permission.HAND_OVER)
    others = Organisation.objects.filter(kind__in=GUIDING).exclude(
        pk=actor.organisation.pk if actor.organisation else 0
    )
    return list(others.order_by("name", "pk"))


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
        rows = rows.filter(under_way(today) & _our_turn(actor))
    if narrowed.state == HandoverState.EXPIRED:
        return rows.filter(Q(state=HandoverState.EXPIRED) | Q(state=HandoverState.PENDING, expires_on__lt=today))
    if narrowed.state == HandoverState.PENDING:
        return rows.filter(state=HandoverState.PENDING, expires_on__gte=today)
    if narrowed.state in HandoverState.values:
        return rows.filter(state=narrowed.state)
    return rows if narrowed.state == "all" else rows.filter(under_way(today))


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
