"""Referrals: handing a person over to another organisation or inviting it into the team, and what became of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.api.v1.values import Body, Day, Line, Paging, page_of
from arbeidspact.handovers.actions import (
    accept_handover,
    note_meeting,
    refuse_handover,
    send_handover,
    withdraw_handover,
)
from arbeidspact.handovers.commands import (
    AcceptHandover,
    NoteMeeting,
    RefuseHandover,
    SendHandover,
    WithdrawHandover,
)
from arbeidspact.handovers.queries import (
    Direction,
    HandoverFilter,
    HandoverKind,
    HandoverLine,
    HandoverState,
    HandoverView,
    PartKind,
    handover_lines,
    handover_rows,
    open_handover,
)
from arbeidspact.people.access import open_file
from arbeidspact.people.queries import Ground

router = Router(tags=["referrals"])
EXAMPLE: dict[str, Any] = {
    "person": "5f2f3b0e-6c1e-4a52-9c5e-1d9a4a3e7f10",
    "receiver": "vdab",
    "why": "Looks for work in construction",
    "parts": ["contact", "competences"],
}


class NewReferral(Body):
    """A person whom your organisation accompanies goes to another organisation. `parts`: what travels beside the name
    and the language; sensitive parts never travel this way."""

    model_config = {"extra": "forbid", "json_schema_extra": {"examples": [EXAMPLE]}}

    person: UUID
    receiver: Line = Field(min_length=1, max_length=80, description="The short name of the organisation, such as vdab.")
    kind: HandoverKind = HandoverKind.TRANSFER
    why: Line = Field(min_length=5, description="The receiver reads this.")
    parts: list[PartKind] = Field([], max_length=10)
    note: Line = ""
    ends_accompaniment: bool = Field(True, description="Your organisation stops once the person confirms.")


class Accepting(Body):
    """The ground on which your organisation accompanies the person from today."""

    ground: Ground


class Reason(Body):
    """Why; both organisations read it."""

    reason: Line = Field(min_length=3)


class Meeting(Body):
    """The day on which your organisation and the person met."""

    on: Day


class Referral(Schema):
    """A referral. `person` is there for the sender, and for the receiver once it accepted; `turn`: whose turn it is."""

    reference: UUID
    kind: HandoverKind
    state: HandoverState
    side: str
    turn: str | None
    sender: str
    receiver: str | None
    receiver_name: str
    person: UUID | None
    sent_at: datetime
    expires_on: date
    accepted_at: datetime | None
    met_on: date | None
    confirmed_at: datetime | None


class ReferralPage(Schema):
    """One page of referrals, and how many there are in all."""

    count: int
    items: list[Referral]


class TravelLine(Schema):
    """One line of what travels."""

    label: str
    text: str


class TravelPart(Schema):
    """One part of what travels, in words."""

    part: PartKind
    lines: list[TravelLine]


class LogLine(Schema):
    """Something that happened; `by_link` when somebody without an account did it."""

    event: str
    state: HandoverState
    at: datetime
    by_link: bool
    reason: str


class ReferralDetail(Referral):
    """A referral with the name, what travels and its log; the look is recorded. Empty once it came to nothing."""

    full_name: str
    language: str
    why: str
    parts: list[TravelPart]
    protected_parts: int
    log: list[LogLine]


class ReferralFilter(Paging):
    """`state`: one state, `all`, or left out for those under way."""

    direction: Direction = Direction.ALL
    state: str = Field("", pattern=f"^({'|'.join(['', 'all', *HandoverState.values])})$")


@router.post("/referrals", response=answers(Referral, 404, 409, 422, status=201), operation_id="refer_person")
def refer_person(request: ApiRequest, body: NewReferral) -> Status[Referral]:
    """Hands a person over, or invites an organisation into the team. You stay responsible until the person confirms."""
    file = open_file(request.auth, body.person)
    command = SendHandover(
        kind=body.kind,
        receiver=body.receiver,
        why=body.why,
        parts=frozenset(body.parts),
        note=body.note,
        ends_accompaniment=body.ends_accompaniment,
    )
    sent = send_handover(command, file=file)
    return Status(201, _referral(handover_lines(request.auth, [sent.handover])[0]))


@router.get("/referrals", response=answers(ReferralPage, 422), operation_id="list_referrals")
def list_referrals(request: ApiRequest, asked: Query[ReferralFilter]) -> ReferralPage:
    """The referrals that your organisation sent or received, without names; those that wait longest first."""
    rows, count = page_of(
        handover_rows(request.auth, HandoverFilter(direction=asked.direction, state=asked.state)), asked
    )
    return ReferralPage(count=count, items=[_referral(line) for line in handover_lines(request.auth, rows)])


@router.get("/referrals/{reference}", response=answers(ReferralDetail, 404, 422), operation_id="get_referral")
def get_referral(request: ApiRequest, reference: UUID) -> ReferralDetail:
    """One referral with what travels and its log. Before accepting, the receiver sees only what the sender chose."""
    return _detail(request, reference)


@router.post(
    "/referrals/{reference}/accept",
    response=answers(ReferralDetail, 404, 409, 422),
    operation_id="accept_referral",
)
def accept_referral(request: ApiRequest, reference: UUID, body: Accepting) -> ReferralDetail:
    """Your organisation takes the person on: accompaniment starts today, with the holder as referent."""
    accept_handover(AcceptHandover(handover=reference, ground=body.ground), actor=request.auth)
    return _detail(request, reference)


@router.post(
    "/referrals/{reference}/refuse",
    response=answers(ReferralDetail, 404, 409, 422),
    operation_id="refuse_referral",
)
def refuse_referral(request: ApiRequest, reference: UUID, body: Reason) -> ReferralDetail:
    """Your organisation does not take the person on, or gives them back before they met."""
    refuse_handover(RefuseHandover(handover=reference, reason=body.reason), actor=request.auth)
    return _detail(request, reference)


@router.post(
    "/referrals/{reference}/met", response=answers(ReferralDetail, 404, 409, 422), operation_id="meet_referral"
)
def meet_referral(request: ApiRequest, reference: UUID, body: Meeting) -> ReferralDetail:
    """Your organisation has met the person; now the person confirms, with a link or beside a counsellor."""
    note_meeting(NoteMeeting(handover=reference, on=body.on), actor=request.auth)
    return _detail(request, reference)


@router.post(
    "/referrals/{reference}/withdraw",
    response=answers(ReferralDetail, 404, 409, 422),
    operation_id="withdraw_referral",
)
def withdraw_referral(request: ApiRequest, reference: UUID, body: Reason) -> ReferralDetail:
    """Your organisation takes its referral back; what travelled is removed."""
    withdraw_handover(WithdrawHandover(handover=reference, reason=body.reason), actor=request.auth)
    return _detail(request, reference)


def _detail(request: ApiRequest, reference: UUID) -> ReferralDetail:
    view = open_handover(request.auth, reference)
    return ReferralDetail(
        **_referral(view).model_dump(),
        full_name=view.full_name,
        language=view.language,
        why=view.handover.why,
        parts=[
            TravelPart(
                part=PartKind(part.kind), lines=[TravelLine(label=label, text=text) for label, text in part.lines]
            )
            for part in view.parts
            if not part.is_sensitive
        ],
        protected_parts=view.protected + sum(part.is_sensitive for part in view.parts),
        log=[
            LogLine(
                event=one.event,
                state=HandoverState(one.to_state),
                at=one.at,
                by_link=one.is_by_link,
                reason=one.reason,
            )
            for one in view.transitions
        ],
    )


def _referral(line: HandoverLine | HandoverView) -> Referral:
    handover = line.handover
    return Referral(
        reference=handover.reference,
        kind=HandoverKind(handover.kind),
        state=line.state,
        side=line.side,
        turn=line.turn,
        sender=handover.sender.slug,
        receiver=handover.receiver.slug if handover.receiver else None,
        receiver_name=handover.receiver_name,
        person=handover.person.reference if line.knows_person else None,
        sent_at=timezone.localtime(handover.sent_at),
        expires_on=handover.expires_on,
        accepted_at=handover.accepted_at,
        met_on=handover.met_on,
        confirmed_at=handover.confirmed_at,
    )
