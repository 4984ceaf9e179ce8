"""Three invented years of handovers between organisations, in every state, with their logs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

import numpy as np
from django.utils import timezone
from numpy.random import Generator

from arbeidspact.demo.history.past import Past
from arbeidspact.demo.organisations import CITY, PARTNER, PES, WELFARE
from arbeidspact.handovers.models import (
    Handover,
    HandoverEvent,
    HandoverKind,
    HandoverPart,
    HandoverState,
    HandoverTransition,
    PartKind,
)
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.people.models import Accompaniment, Ground
from arbeidspact.teams.models import Lead

ROWS: Final = 2_000
ONE_IN: Final = 30
"""A handover for one in so many people, and for the first people of the demo logins."""
FOR_A_LOGIN: Final = 4
ANSWER_DAYS: Final = 30
SHARE_TO_PARTNER: Final = 0.12
WHY: Final = (
    "Wil in de bouw werken; daar heeft u het aanbod voor.",
    "Klaar om te solliciteren, heeft nu bemiddeling nodig.",
    "Verhuisd, woont dichter bij u.",
    "Heeft eerst taalondersteuning nodig.",
    "Zoekt werk op maat met begeleiding op de werkvloer.",
)
REASONS: Final = {
    HandoverEvent.REFUSE: ("Onze groep zit vol tot volgende maand.", "Past beter bij een ander aanbod."),
    HandoverEvent.WITHDRAW: ("Vond intussen werk.", "Blijft toch liever bij ons."),
}
PARTNERS: Final = (
    ("Buurthuis De Sluis (verzonnen)", "onthaal@desluis.example"),
    ("Fietsatelier Het Wiel (verzonnen)", "hallo@hetwiel.example"),
)
S, E = HandoverState, HandoverEvent
COURSES: Final = {
    S.PENDING: ((E.SEND, S.PENDING),),
    S.ACCEPTED: ((E.SEND, S.PENDING), (E.ACCEPT, S.ACCEPTED)),
    S.MET: ((E.SEND, S.PENDING), (E.ACCEPT, S.ACCEPTED), (E.MEET, S.MET)),
    S.CONFIRMED: ((E.SEND, S.PENDING), (E.ACCEPT, S.ACCEPTED), (E.MEET, S.MET), (E.CONFIRM, S.CONFIRMED)),
    S.JOINED: ((E.SEND, S.PENDING), (E.ACCEPT, S.JOINED)),
    S.REFUSED: ((E.SEND, S.PENDING), (E.REFUSE, S.REFUSED)),
    S.WITHDRAWN: ((E.SEND, S.PENDING), (E.WITHDRAW, S.WITHDRAWN)),
    S.EXPIRED: ((E.SEND, S.PENDING), (E.EXPIRE, S.EXPIRED)),
}
FROM_ONE: Final = ((S.CONFIRMED, 0.5), (S.PENDING, 0.2), (S.REFUSED, 0.16), (S.WITHDRAWN, 0.07), (S.EXPIRED, 0.07))
"""What became of the handover of somebody whom one organisation accompanies now; an assumption."""
FROM_TWO: Final = ((S.ACCEPTED, 0.35), (S.MET, 0.25), (S.JOINED, 0.4))
"""And of somebody whom two accompany."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """Who hands over to whom, what becomes of it, and on which day each event was."""

    person: int
    sender: Organisation
    sent_by: User | None
    receiver: Organisation | None
    received_by: User | None
    state: HandoverState
    days: tuple[date, ...]


def write_handovers(past: Past) -> None:
    """Handovers of one in thirty people, with a few of each open state for the demo logins of the city and VDAB."""
    rng = np.random.default_rng([past.seed, 42])
    draws = list(_draws(rng, past))
    rows = [_row(rng, draw) for draw in draws]
    Handover.objects.bulk_create(rows, batch_size=ROWS)
    pairs = list(zip(draws, rows, strict=True))
    HandoverTransition.objects.bulk_create(
        [one for draw, row in pairs for one in _log(rng, draw, row)], batch_size=ROWS
    )
    HandoverPart.objects.bulk_create(
        [
            HandoverPart(handover=row, kind=PartKind.NOTE, lines=[["Notitie", row.why]])
            for _draw, row in pairs
            if not row.closed_at
        ],
        batch_size=ROWS,
    )
    confirmed = [draw for draw in draws if draw.state == S.CONFIRMED]
    Accompaniment.objects.bulk_create([_ended(rng, draw) for draw in confirmed], batch_size=ROWS)
    Lead.objects.bulk_create(
        [
            Lead(person_id=draw.person, organisation=draw.receiver, since=draw.days[-1])
            for draw in confirmed
            if draw.receiver is not None
        ],
        batch_size=ROWS,
    )


def _draws(rng: Generator, past: Past) -> Iterator[_Draw]:
    rows = Accompaniment.objects.filter(until__isnull=True).select_related("organisation", "referent")
    logins = {past.users[name].pk: FOR_A_LOGIN for name in ("counsellor", "counsellor-vdab") if name in past.users}
    ordered = rows.order_by("person", "since", "pk").iterator(chunk_size=ROWS)
    for person, group in groupby(ordered, key=lambda link: link.person_id):
        links = list(group)
        referent = links[0].referent_id
        is_for_login = referent is not None and logins.get(referent, 0) > 0 and len(links) <= 2
        is_drawn = rng.random() < 1 / ONE_IN and len(links) <= 2
        if is_for_login and referent is not None:
            place, logins[referent] = logins[referent], logins[referent] - 1
            state = (S.PENDING, S.REFUSED)[place % 2] if len(links) == 1 else (S.ACCEPTED, S.MET)[place % 2]
        elif is_drawn:
            state = _one_of(rng, FROM_ONE if len(links) == 1 else FROM_TWO)
        else:
            continue
        draw = _draw(rng, past, person, links, state)
        if draw is not None:
            yield draw


def _draw(
    rng: Generator, past: Past, person: int, links: Sequence[Accompaniment], state: HandoverState
) -> _Draw | None:
    here = links[0]
    days = _days(rng, state, past.today, started=links[-1].since)
    if days is None:
        return None
    if len(links) == 2:
        return _Draw(person, here.organisation, here.referent, links[1].organisation, links[1].referent, state, days)
    others = [slug for slug in (CITY, PES, WELFARE, PARTNER) if past.guides.organisations[slug] != here.organisation]
    slug = others[int(rng.choice(len(others)))]
    other, members = past.guides.organisations[slug], past.guides.members[slug]
    colleague = members[int(rng.integers(len(members)))]
    if state == S.CONFIRMED:
        return _Draw(person, other, colleague, here.organisation, here.referent, state, days)
    is_to_partner = rng.random() < SHARE_TO_PARTNER
    return _Draw(
        person,
        here.organisation,
        here.referent,
        None if is_to_partner else other,
        None if is_to_partner else colleague,
        state,
        days,
    )


def _days(rng: Generator, state: HandoverState, today: date, *, started: date) -> tuple[date, ...] | None:
    """The day of each event; None where there was no room for them yet."""
    if state in {S.CONFIRMED, S.JOINED}:
        met = started + timedelta(days=int(rng.integers(1, 18)))
        days = (
            started - timedelta(days=int(rng.integers(1, 12))),
            started,
            met,
            met + timedelta(days=int(rng.integers(0, 9))),
        )
        used = days if state == S.CONFIRMED else days[:2]
        return used if used[-1] <= today else None
    if state in {S.PENDING, S.ACCEPTED, S.MET}:
        back = sorted((int(one) for one in rng.integers(0, 24, size=len(COURSES[state]))), reverse=True)
        return tuple(today - timedelta(days=one) for one in back)
    room = (today - started).days
    if room < ANSWER_DAYS + 5:
        return None
    sent = today - timedelta(days=int(rng.integers(ANSWER_DAYS + 2, room + 1)))
    after = ANSWER_DAYS + 1 if state == S.EXPIRED else int(rng.integers(1, 20))
    return sent, sent + timedelta(days=after)


def _row(rng: Generator, draw: _Draw) -> Handover:
    name, email = PARTNERS[int(rng.integers(len(PARTNERS)))] if draw.receiver is None else ("", "")
    moments = dict(zip((event for event, _state in COURSES[draw.state]), draw.days, strict=True))
    accepted, confirmed = moments.get(E.ACCEPT), moments.get(E.CONFIRM)
    is_over = draw.state not in {S.PENDING, S.ACCEPTED, S.MET}
    return Handover(
        person_id=draw.person,
        kind=HandoverKind.JOIN if draw.state == S.JOINED else HandoverKind.TRANSFER,
        sender=draw.sender,
        sent_by=draw.sent_by,
        receiver=draw.receiver,
        partner_name=name,
        partner_email=email,
        why=WHY[int(rng.integers(len(WHY)))],
        ends_accompaniment=draw.state != S.JOINED,
        state=draw.state,
        state_since=draw.days[-1],
        sent_at=_at(draw.days[0]),
        expires_on=draw.days[0] + timedelta(days=ANSWER_DAYS),
        accepted_at=_at(accepted) if accepted else None,
        accepted_by=draw.received_by if accepted else None,
        met_on=moments.get(E.MEET),
        confirmed_at=_at(confirmed) if confirmed else None,
        closed_at=_at(draw.days[-1]) if is_over else None,
        is_invented=True,
    )


def _log(rng: Generator, draw: _Draw, row: Handover) -> Iterator[HandoverTransition]:
    before = ""
    for (event, state), day in zip(COURSES[draw.state], draw.days, strict=True):
        is_senders = event in {E.SEND, E.WITHDRAW}
        is_by_link = event == E.CONFIRM or (draw.receiver is None and event == E.REFUSE)
        reasons = REASONS.get(event, ("",))
        yield HandoverTransition(
            handover=row,
            event=event,
            from_state=before,
            to_state=state,
            at=_at(day),
            by=None if is_by_link or event == E.EXPIRE else draw.sent_by if is_senders else draw.received_by,
            organisation=draw.sender if is_senders or draw.receiver is None else draw.receiver,
            is_by_link=is_by_link,
            reason=row.why if event == E.SEND else reasons[int(rng.integers(len(reasons)))],
        )
        before = state


def _ended(rng: Generator, draw: _Draw) -> Accompaniment:
    """The accompaniment of the sender, from before the handover until the person confirmed."""
    return Accompaniment(
        person_id=draw.person,
        organisation=draw.sender,
        referent=draw.sent_by,
        ground=Ground.STATUTORY_TASK,
        since=draw.days[0] - timedelta(days=int(rng.integers(40, 500))),
        until=draw.days[-1],
    )


def _one_of(rng: Generator, shares: Sequence[tuple[HandoverState, float]]) -> HandoverState:
    states, weights = zip(*shares, strict=True)
    drawn: HandoverState = states[int(rng.choice(len(states), p=weights))]
    return drawn


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 30)))
